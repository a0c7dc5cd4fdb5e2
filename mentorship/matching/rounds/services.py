"""The verbs of a round: start, cancel, keep what came of it."""

from collections import Counter
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation import audit, jobs, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.jobs import JobStatus
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Round
from mentorship.matching.outcomes import Certificate
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.models import (
    REGION,
    DroppedPin,
    MatchRound,
    Proposal,
    RoundConsultant,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.matching.rounds.people import RoundPeople
from mentorship.matching.rounds.recruiting import for_everybody
from mentorship.matching.rounds.snapshots import answer_sha256, frozen, texts_of
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.queries import WaitingMentee

SOLVE = "matching.solve"
_SEEDS = 2_000_000_000


class RoundRunning(Exception):
    """For this House, or for the region, a round is being computed already."""

    def __init__(self, round_id: UUID) -> None:
        super().__init__("a round is open")
        self.round_id = round_id


def start(
    db: Db, house_code: str | None, started_by: UUID, *, key: UUID | None = None
) -> MatchRound:
    """A round of today for one House or for the region; its work waits in the queue.

    `key` is the sending of the page: the same one again is the round that is there. The seed is
    drawn anew each time, so that nobody is always last. Raises RoundRunning.
    """
    if key is not None and (made := db.get(MatchRound, key)):
        return made
    scope = house_code or REGION
    if (running := open_round(db, scope)) is not None:
        raise RoundRunning(running.id)
    newest = settings_history.newest(db)
    round_ = MatchRound(
        id=key or uuid4(),
        scope=scope,
        house_code=house_code,
        day=today(db),
        settings_number=newest.number if newest else None,
        seed=randbelow(_SEEDS),
        started_by=started_by,
        created_at=now(db),
    )
    round_.job_id = jobs.enqueue(db, SOLVE, round_id=round_.id).id
    db.add(round_)
    db.flush()
    _record(db, "round.started", round_)
    return round_


def open_round(db: Db, scope: str) -> MatchRound | None:
    """The one being computed; one whose work died meanwhile is closed here."""
    found = select(MatchRound).where(
        col(MatchRound.scope) == scope,
        col(MatchRound.status).in_((RoundStatus.WAITING, RoundStatus.SOLVING)),
    )
    round_ = db.exec(found.with_for_update()).one_or_none()
    if round_ is None:
        return None
    settle(db, round_)
    return round_ if round_.status.is_open else None


def settle(db: Db, round_: MatchRound) -> None:
    """A round whose job ended without an answer ends with it."""
    job = jobs.get_job(db, round_.job_id) if round_.job_id else None
    if round_.status.is_open and job is not None and job.is_finished:
        is_cancelled = job.status is JobStatus.CANCELLED
        _close(db, round_, RoundStatus.CANCELLED if is_cancelled else RoundStatus.FAILED)


def cancel(db: Db, round_: MatchRound) -> None:
    """What waits is dropped at once; what is being solved stops within a second."""
    if round_.status.is_open and round_.job_id is not None:
        jobs.cancel(db, round_.job_id)
        _close(db, round_, RoundStatus.CANCELLED)


def begin(db: Db, round_: MatchRound) -> bool:
    """False when there is nothing to do: cancelled meanwhile, or done by another worker."""
    if not round_.status.is_open:
        return False
    round_.status = RoundStatus.SOLVING
    db.flush()
    return True


def fail(db: Db, round_: MatchRound) -> None:
    if round_.status.is_open:
        _close(db, round_, RoundStatus.FAILED)


def _close(db: Db, round_: MatchRound, status: RoundStatus) -> None:
    round_.status, round_.finished_at = status, now(db)
    db.flush()
    _record(db, f"round.{status}", round_)


def keep(db: Db, row: MatchRound, people: RoundPeople, round_: Round, solved: Solved) -> None:
    """The whole answer in one transaction: people as they were, proposals, who waits and why."""
    _Keeping(db, row, people, round_, solved).keep()
    settings = settings_history.settings_in(settings_history.find(db, row.settings_number))
    certificate = Certificate(round_, solved.answer, settings, 0, {}).as_plain()
    row.certificate = {
        **certificate,
        "answer_sha256": answer_sha256(texts_of(solved)),
        "is_priced": solved.answer.prices is not None,
    }
    if solved.recruiting is not None:
        row.certificate["recruiting"] = for_everybody(round_, solved.recruiting)
    _close(db, row, RoundStatus.DONE)


class _Keeping:
    """One answer on its way into rows."""

    def __init__(
        self, db: Db, row: MatchRound, people: RoundPeople, round_: Round, solved: Solved
    ) -> None:
        self._db, self._row, self._round, self._solved = db, row, round_, solved
        self._mentees = {people.mentee_ids[one.id]: one for one in people.mentees}
        self._mentors = {people.mentor_ids[one.id]: one for one in people.mentors}

    def keep(self) -> None:
        for mentee in self._round.mentees:
            known = self._mentees[mentee.id]
            taking_part = RoundMentee(**self._about(known), house_code=known.house_code)
            vault.write(self._db, taking_part, snapshot=frozen(mentee))
            self._db.add(taking_part)
        for mentor in self._round.mentors:
            ready = self._mentors[mentor.id]
            offered = RoundMentor(
                subject_id=ready.subject_id,
                round_id=self._row.id,
                mentor_id=ready.id,
                house_code=ready.house_code,
            )
            vault.write(self._db, offered, snapshot=frozen(mentor))
            self._db.add(offered)
        self._keep_consultants()
        self._keep_proposals()
        self._keep_waiting()
        self._keep_dropped()

    def _keep_consultants(self) -> None:
        for one in self._round.consultants:
            self._db.add(
                RoundConsultant(
                    round_id=self._row.id,
                    user_id=UUID(one.id),
                    house_code=one.house or "",
                    places=one.places,
                )
            )

    def _keep_proposals(self) -> None:
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
            self._db.add(made)

    def _keep_waiting(self) -> None:
        for one in self._solved.answer.unmatched:
            known = self._mentees[one.mentee]
            waits = Unmatched(
                **self._about(known), house_code=known.house_code, reason=one.reason.value
            )
            vault.write(self._db, waits, explanation=frozen(self._solved.why_waiting(one)))
            self._db.add(waits)

    def _keep_dropped(self) -> None:
        for pin in self._solved.dropped:
            known, mentor = self._mentees[pin.mentee], self._mentors[pin.mentor]
            left_out = DroppedPin(**self._about(known), mentor_id=mentor.id)
            vault.write(self._db, left_out, explanation=frozen(pin))
            self._db.add(left_out)

    def _about(self, known: WaitingMentee) -> dict[str, Any]:
        return {
            "subject_id": known.subject_id, "round_id": self._row.id, "mentee_id": known.id,
        }  # fmt: skip


def _record(db: Db, action: str, round_: MatchRound) -> None:
    audit.record(db, action, object_id=round_.id, purpose=Purpose.MATCHING, scope=round_.scope)
