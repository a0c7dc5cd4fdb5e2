"""An answer sealed into rows: what takes longest of keeping a round, before anything is locked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Round
from mentorship.matching.outcomes import Certificate
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundConsultant,
    RoundMentee,
    RoundMentor,
    Unmatched,
)
from mentorship.matching.rounds.people import RoundPeople
from mentorship.matching.rounds.recruiting import for_everybody
from mentorship.matching.rounds.snapshots import answer_sha256, frozen, texts_of
from mentorship.referrals.mentees.queries import WaitingMentee

OfSomebody: TypeAlias = RoundMentee | RoundMentor | Proposal | Unmatched | DroppedPin


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """Rows that no session holds yet; each of `people` is sealed under the key of its subject."""

    people: tuple[OfSomebody, ...]
    consultants: tuple[RoundConsultant, ...]
    certificate: dict[str, Any]

    @property
    def rows(self) -> tuple[OfSomebody | RoundConsultant, ...]:
        return (*self.people, *self.consultants)


def sealed_answer(
    db: Db, row: MatchRound, people: RoundPeople, round_: Round, solved: Solved
) -> SealedAnswer:
    """People as they were, proposals, who waits and why.

    For thousands of people this takes seconds: `db` may be for reading, and holds nobody up.
    """
    sealing = _Sealing(db, row, people, round_, solved)
    settings = settings_history.settings_in(settings_history.find(db, row.settings_number))
    certificate = {
        **Certificate(round_, solved.answer, settings, 0, {}).as_plain(),
        "answer_sha256": answer_sha256(texts_of(solved)),
        "is_priced": solved.answer.prices is not None,
    }
    if solved.recruiting is not None:
        certificate["recruiting"] = for_everybody(round_, solved.recruiting)
    return SealedAnswer(tuple(sealing.people()), tuple(sealing.consultants()), certificate)


class _Sealing:
    """One answer on its way into rows."""

    def __init__(
        self, db: Db, row: MatchRound, people: RoundPeople, round_: Round, solved: Solved
    ) -> None:
        self._db, self._row, self._round, self._solved = db, row, round_, solved
        self._mentees = {people.mentee_ids[one.id]: one for one in people.mentees}
        self._mentors = {people.mentor_ids[one.id]: one for one in people.mentors}

    def people(self) -> Iterator[OfSomebody]:
        yield from self._taking_part()
        yield from self._offered()
        yield from self._proposed()
        yield from self._waiting()
        yield from self._dropped()

    def consultants(self) -> Iterator[RoundConsultant]:
        for one in self._round.consultants:
            yield RoundConsultant(
                round_id=self._row.id,
                user_id=UUID(one.id),
                house_code=one.house or "",
                places=one.places,
            )

    def _taking_part(self) -> Iterator[RoundMentee]:
        for mentee in self._round.mentees:
            known = self._mentees[mentee.id]
            taking_part = RoundMentee(**self._about(known), house_code=known.house_code)
            vault.write(self._db, taking_part, snapshot=frozen(mentee))
            yield taking_part

    def _offered(self) -> Iterator[RoundMentor]:
        for mentor in self._round.mentors:
            ready = self._mentors[mentor.id]
            offered = RoundMentor(
                subject_id=ready.subject_id,
                round_id=self._row.id,
                mentor_id=ready.id,
                house_code=ready.house_code,
            )
            vault.write(self._db, offered, snapshot=frozen(mentor))
            yield offered

    def _proposed(self) -> Iterator[Proposal]:
        numbers: Counter[str] = Counter()
        for pair in self._solved.answer.proposals:
            known, mentor = self._mentees[pair.mentee], self._mentors[pair.mentor]
            numbers[known.house_code] += 1
            made = Proposal(
                **self._about(known),
                mentor_id=mentor.id,
                house_code=known.house_code,
                mentor_house_code=mentor.house_code,
                number=numbers[known.house_code],
                fit=pair.fit,
                waiting_bonus=pair.waiting_bonus,
            )
            vault.write(self._db, made, explanation=frozen(self._solved.why_proposed(pair)))
            yield made

    def _waiting(self) -> Iterator[Unmatched]:
        for one in self._solved.answer.unmatched:
            known = self._mentees[one.mentee]
            waits = Unmatched(
                **self._about(known), house_code=known.house_code, reason=one.reason.value
            )
            vault.write(self._db, waits, explanation=frozen(self._solved.why_waiting(one)))
            yield waits

    def _dropped(self) -> Iterator[DroppedPin]:
        for pin in self._solved.dropped:
            known, mentor = self._mentees[pin.mentee], self._mentors[pin.mentor]
            left_out = DroppedPin(**self._about(known), mentor_id=mentor.id)
            vault.write(self._db, left_out, explanation=frozen(pin))
            yield left_out

    def _about(self, known: WaitingMentee) -> dict[str, Any]:
        return {
            "subject_id": known.subject_id, "round_id": self._row.id, "mentee_id": known.id,
        }  # fmt: skip
