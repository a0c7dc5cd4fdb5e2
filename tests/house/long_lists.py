"""A database with as many rows of each list as is asked for, made in bulk.

Sealing everybody would cost minutes: the people of the first pages are sealed by the vault, and
whoever comes after them has no key, as after an erasure. A list asks for the keys of both alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle
from os import urandom
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import col, select

from mentorship.accounts.models import Language, User
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row, now
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.models import Match, MatchingSettings, MatchStatus, PairRule, RuleKind
from mentorship.matching.rounds.explanations import Other, WhyProposed
from mentorship.matching.rounds.models import (
    MatchRound,
    Proposal,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.matching.rounds.snapshots import frozen, thawed
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.region.models import Organisation, OrganisationType
from mentorship.training.models import Cohort, CohortStatus
from tests.accounts.people import HOUSE, Person, make_person
from tests.evaluation.long_lists import fill_studies
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

OTHER_HOUSE = "ZW"
SEALED = 300
STAGES = (Stage.INTAKE, Stage.WAITING, Stage.STARTED, Stage.CARE_FIRST, Stage.STOPPED)
MATCHED = (MatchStatus.ASKED, MatchStatus.ACTIVE, MatchStatus.EXPIRED)
REFERRED = (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED)
_UNSEEN = Sealed(b"no list unseals this")
_OF_A_REFERRAL = (
    "referrer_id", "organisation_id", "source_type", "birth_year", "place", "contact_route",
    "contact_details", "guardian_knows", "need", "hope",
)  # fmt: skip
_OF_A_MENTEE = ("birth_year", "contact_route", "contact_details")

Facts = dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """Who reads, and the records whose pages are lists themselves."""

    consultant: Person
    coordinator: Person
    round_id: UUID
    cohort_id: UUID
    proposal_id: UUID


def fill(db: Db, number: int) -> Filled:
    """Not committed."""
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    coordinator = make_person(db, Role.COORDINATOR)
    trainer = make_person(db, Role.TRAINER)
    ready_mentor(db, consultant)
    for _ in range(2):  # one is proposed and one keeps waiting
        waiting_mentee(db, consultant)
    round_ = run_round(db, consultant, None)
    db.flush()
    fill_studies(db, number, coordinator)
    return _Filling(db, number, consultant, round_).fill(coordinator, trainer)


class _Filling:
    """One filling on its way into rows."""

    def __init__(self, db: Db, number: int, by: Person, round_: MatchRound) -> None:
        self.db, self.number, self.by, self.round = db, number, by, round_
        self.at, self.day = now(db), now(db).date()
        self.people = [uuid4() for _ in range(number)]
        self.strangers = [uuid4() for _ in range(max(1, number // 10))]

    def fill(self, coordinator: Person, trainer: Person) -> Filled:
        mentors = self._keep(Mentor, self._mentors(), first_name="Jolanda", family_name="Vis")
        named = {"first_name": "Yara", "family_name": "Baars"}
        mentees = self._keep(Mentee, self._mentees(self.people, HOUSE), **named)
        # No list names those of another House.
        elsewhere = self._mentees(self.strangers, OTHER_HOUSE)
        strangers = self._keep(Mentee, elsewhere, sealed=0, **named)
        self._keep(Referral, self._referrals(), first_name="Yara")
        self._keep(User, self._users(), name="Fenna Roodenburg", email="f@voorbeeld.example")
        self._keep(Organisation, self._organisations())
        cohorts = self._keep(Cohort, self._cohorts(trainer))
        self._keep(MatchRound, self._rounds())
        self._keep(MatchingSettings, self._settings())
        rules = self._pair_rules(mentees, mentors)
        self._keep(PairRule, rules, reason="Ze kennen elkaar van de voetbalclub.")
        proposals = self._fill_round(mentees, strangers, mentors)
        seats = self._keep(MentorSeat, self._seats(mentors))
        self._keep(Match, self._matches(proposals, seats))
        opened = proposals[min(60, self.number // 2)]
        return Filled(self.by, coordinator, self.round.id, cohorts[0]["id"], opened["id"])

    def _fill_round(
        self, mentees: list[Facts], strangers: list[Facts], mentors: list[Facts]
    ) -> list[Facts]:
        """Copies what the real round says of its own people."""
        why = thawed(WhyProposed, self._said(Proposal, "explanation"))
        why = replace(why, others=(Other(why.pair.mentor, 60),))
        told = {
            RoundMentee: self._said(RoundMentee, "snapshot"),
            RoundMentor: self._said(RoundMentor, "snapshot"),
            Unmatched: self._said(Unmatched, "explanation"),
        }
        self._keep(RoundMentee, self._taking_part("mentee_id", mentees), snapshot=told[RoundMentee])
        self._keep(RoundMentor, self._taking_part("mentor_id", mentors), snapshot=told[RoundMentor])
        self._keep(Unmatched, self._unmatched(mentees), explanation=told[Unmatched])
        pairs = self._proposals([*mentees, *strangers], mentors)
        return self._keep(Proposal, pairs, explanation=frozen(why))

    def _said(self, kind: Any, name: str) -> str:
        row = self.db.exec(select(kind).where(col(kind.round_id) == self.round.id)).first()
        return vault.read(self.db, row, name, purpose=Purpose.MATCHING) or ""

    def _keep(
        self, kind: type[Row], rows: Iterator[Facts], sealed: int = SEALED, **texts: str
    ) -> list[Facts]:
        """One statement for all rows; the first ones with these texts."""
        made = [{"id": uuid4()} | facts | dict.fromkeys(texts, _UNSEEN) for facts in rows]
        for facts in made[:sealed] if texts else ():
            row = kind(**facts)
            vault.write(self.db, row, **texts)
            facts.update({name: getattr(row, name) for name in texts})
        self.db.connection().execute(insert(kind.__table__), made)
        return made

    def _mentors(self) -> Iterator[Facts]:
        for number, person in enumerate(self.people):
            is_open = number % 4 != 3
            yield {
                "subject_id": person, "house_code": HOUSE, "language": Language.DUTCH, "version": 1,
                "status": MentorStatus.OPEN if is_open else MentorStatus.STOPPED,
                "applied_at": self._later(number),
                "ended_at": None if is_open else self._earlier(number),
            }  # fmt: skip

    def _mentees(self, people: list[UUID], house: str) -> Iterator[Facts]:
        for number, (person, stage) in enumerate(zip(people, cycle(STAGES), strict=False)):
            due = self.day + timedelta(days=number)
            yield {
                "subject_id": person, "house_code": house, "consultant_id": self.by.id,
                "stage": stage, "stage_since": self.day - timedelta(days=number),
                "accepted_at": self.at, "intake_due": due, "notice_due": due, "priority": 2,
                "closed_on": None if stage.is_open else self.day, "known_key": urandom(32),
                "version": 1, **dict.fromkeys(_OF_A_MENTEE, _UNSEEN),
            }  # fmt: skip

    def _referrals(self) -> Iterator[Facts]:
        for number, (person, status) in enumerate(zip(self.people, cycle(REFERRED), strict=False)):
            is_received = status is ReferralStatus.RECEIVED
            yield {
                "subject_id": person, "house_code": HOUSE, "status": status,
                "received_at": self._later(number), "picked_up_at": self.at,
                "receipt_due": self.day, "triage_due": self.day,
                "triaged_at": None if is_received else self.at, "agreed_to_contact_at": self.at,
                "is_status_shared": False, "source_key": urandom(32), "draft_key": urandom(32),
                "known_key": urandom(32), "version": 1, **dict.fromkeys(_OF_A_REFERRAL, _UNSEEN),
            }  # fmt: skip

    def _users(self) -> Iterator[Facts]:
        for number, person in enumerate(self.people):
            yield {
                "subject_id": person, "email_index": urandom(32), "language": Language.DUTCH,
                "invited_at": self._earlier(number), "accepted_at": self.at, "is_demo": False,
                "version": 1,
            }  # fmt: skip

    def _organisations(self) -> Iterator[Facts]:
        kinds = cycle((OrganisationType.SCHOOL, OrganisationType.CARE))
        for number, kind in zip(range(self.number), kinds, strict=False):
            name = f"Het {number}e huis"
            yield {
                "name": name, "name_key": name.casefold(), "type": kind, "is_active": True,
                "version": 1,
            }  # fmt: skip

    def _cohorts(self, trainer: Person) -> Iterator[Facts]:
        for number in range(self.number):
            yield {
                "name": f"Lichting {number}", "trainer_id": trainer.id, "capacity": 12,
                "starts_on": self.day + timedelta(days=number), "status": CohortStatus.PLANNED,
                "version": 1,
            }  # fmt: skip

    def _rounds(self) -> Iterator[Facts]:
        for number in range(self.number):
            yield {
                "scope": HOUSE, "house_code": HOUSE, "day": self.day, "seed": 1,
                "status": RoundStatus.DONE, "certificate": self.round.certificate,
                "started_by": self.by.id, "created_at": self._earlier(number),
                "finished_at": self.at, "version": 1,
            }  # fmt: skip

    def _settings(self) -> Iterator[Facts]:
        plain = settings_history.plain(settings_history.current(self.db))
        for number in range(1, self.number + 1):
            yield {
                "number": number, "policy": plain | {"floor": number},
                "reason": "Het leek ons beter zo.", "made_by": self.by.id, "made_at": self.at,
            }  # fmt: skip

    def _pair_rules(self, mentees: list[Facts], mentors: list[Facts]) -> Iterator[Facts]:
        for number, (mentee, mentor) in enumerate(zip(mentees, mentors, strict=True)):
            yield {
                **_pair(mentee, mentor), "kind": RuleKind.BAN, "made_by": self.by.id,
                "made_at": self._earlier(number),
            }  # fmt: skip

    def _taking_part(self, side: str, people: list[Facts]) -> Iterator[Facts]:
        for one in people:
            yield {
                "subject_id": one["subject_id"], "round_id": self.round.id, side: one["id"],
                "house_code": one["house_code"],
            }  # fmt: skip

    def _proposals(self, mentees: list[Facts], mentors: list[Facts]) -> Iterator[Facts]:
        for number, (mentee, mentor) in enumerate(zip(mentees, cycle(mentors), strict=False)):
            yield {
                **_pair(mentee, mentor), "round_id": self.round.id,
                "house_code": mentee["house_code"], "mentor_house_code": mentee["house_code"],
                "number": number + 2, "fit": 70, "waiting_bonus": 0,
            }  # fmt: skip

    def _unmatched(self, mentees: list[Facts]) -> Iterator[Facts]:
        for number, mentee in enumerate(mentees):
            yield {
                "id": UUID(int=number + 1), "subject_id": mentee["subject_id"],
                "round_id": self.round.id, "mentee_id": mentee["id"],
                "house_code": mentee["house_code"], "reason": "blocked",
            }  # fmt: skip

    def _seats(self, mentors: list[Facts]) -> Iterator[Facts]:
        for mentor in mentors:
            yield {
                "subject_id": mentor["subject_id"], "mentor_id": mentor["id"], "number": 1,
                "is_open": True,
            }  # fmt: skip

    def _matches(self, proposals: list[Facts], seats: list[Facts]) -> Iterator[Facts]:
        for number, (one, seat, status) in enumerate(
            zip(proposals, seats, cycle(MATCHED), strict=False)
        ):
            yield {
                **_pair(one, seat), "mentee_id": one["mentee_id"], "seat_id": seat["id"],
                "mentor_id": one["mentor_id"], "proposal_id": one["id"],
                "house_code": one["house_code"], "status": status, "decided_by": self.by.id,
                "decided_at": self.at, "answer_due": self.day + timedelta(days=number),
                "started_at": self._earlier(number) if status is MatchStatus.ACTIVE else None,
                "closed_at": None if status.is_live else self._earlier(number), "version": 1,
            }  # fmt: skip

    def _earlier(self, number: int) -> Any:
        return self.at - timedelta(minutes=number + 1)

    def _later(self, number: int) -> Any:
        return self.at + timedelta(minutes=number + 1)


def _pair(mentee: Facts, mentor: Facts) -> Facts:
    return {
        "subject_id": mentee["subject_id"], "mentee_id": mentee["id"], "mentor_id": mentor["id"],
    }  # fmt: skip
