"""A region of invented people as bare rows of a database, so that all that is told is known."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from secrets import token_bytes
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.evaluation import counting
from mentorship.evaluation.cohorts import read_half_year
from mentorship.foundation.db import Database
from mentorship.foundation.keys.wrapping import KEY_BYTES
from mentorship.foundation.settings import Settings
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.profiles.profile import MenteeProfile, stored
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, MenteeWishes, Stage
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.region.models import Municipality, Organisation, OrganisationType
from mentorship.trajectories.closure.models import (
    Closure,
    ClosureKind,
    ContactAfterwards,
    ContactStatement,
    ExitTalk,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rules import TREE, who_can_end
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from tests.accounts.people import HOUSE as FIRST_HOUSE
from tests.evaluation.records_oracle.people import AGE, GENDER, HOUSE, PARTNER, Person
from tests.evaluation.simulated_rows import NOBODY, PERSON, Simulated, at
from tests.evaluation.world import Office, office, with_threshold
from tests.factories import FixedNow
from tests.worlds import add_keys

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_BEFORE = date(2021, 10, 1)
# The middle of a band, so that nobody is in another one by the day of their birthday.
_YEARS_OLD = {"0-15": 14, "16-17": 17, "18-20": 19, "21-24": 23, "25-": 28}
_DAYS = {"3": 60, "6": 150, "9": 240, "12": 330, "later": 400}
_MEETINGS = {"0": 0, "1-5": 1, "6-12": 6, "13-26": 13, "27-": 27}
_TYPES = {
    "education": OrganisationType.SCHOOL,
    "care": OrganisationType.CARE,
    "municipality": OrganisationType.MUNICIPALITY,
    "justice": OrganisationType.POLICE,
}
HOUSES = (FIRST_HOUSE, "ZW")


@dataclass
class Region:
    """`trajectories` are in the order of `people`."""

    database: Database
    around: Office
    people: list[Person]
    trajectories: list[UUID] = field(default_factory=list)


@contextmanager
def empty_database(template: Path, folder: Path, clock: FixedNow) -> Iterator[Database]:
    shutil.copytree(template, folder)
    database = Database(Settings(data_dir=folder / "data"), clock)
    yield database
    database.dispose()
    shutil.rmtree(folder)


def made(database: Database, clock: FixedNow, people: Sequence[Person], threshold: int) -> Region:
    clock.moment = NOW
    with_threshold(database, threshold)
    with database.writing() as db:
        around = office(db)
        db.commit()
    with database.writing() as db:
        rows = Simulated(Random(4), around.coordinator.id, database.keys.ensure(PERSON))
        writer = _Writer(rows, database)
        region = Region(database, around, list(people))
        region.trajectories = [writer.write(person) for person in people]
        for table in [table for table, some in rows.rows.items() if not some]:
            del rows.rows[table]
        add_keys(database, rows.own_keys)
        rows.store(db)
        db.commit()
    counting.recount(database)
    return region


def withdraw(region: Region, person: Person) -> None:
    """They don't agree with evaluation any more, and everything is counted anew."""
    number = next(at for at, one in enumerate(region.people) if one is person)
    with region.database.writing() as db:
        trajectory = db.get_one(Trajectory, region.trajectories[number])
        for one in db.exec(select(Consent).where(Consent.mentee_id == trajectory.mentee_id)):
            db.delete(one)
        db.commit()
    counting.recount(region.database)


class _Writer:
    def __init__(self, rows: Simulated, database: Database) -> None:
        self._rows = rows
        for model in (Organisation, Referral):  # in the order in which they are stored
            assert rows.rows[model.__table__] == []  # type: ignore[attr-defined]
        with database.reading() as db:
            self._municipalities = sorted(db.exec(select(Municipality.code)))
        self._organisations: dict[str, UUID] = {}
        self._known: dict[int | None, UUID] = {}
        self._mentors: dict[str, tuple[UUID, UUID]] = {}
        self._rounds: list[UUID] = []
        self._times = Counter[UUID]()

    def _round(self, mentee: UUID) -> UUID:
        """Another one for each time that somebody comes."""
        self._times[mentee] += 1
        if self._times[mentee] > len(self._rounds):
            made = self._rows.put(
                MatchRound, scope=FIRST_HOUSE, house_code=FIRST_HOUSE, day=_BEFORE, seed=1,
                status=RoundStatus.DONE, started_by=self._rows.by, created_at=at(_BEFORE),
                finished_at=at(_BEFORE),
            )  # fmt: skip
            self._rounds.append(made)
        return self._rounds[self._times[mentee] - 1]

    def write(self, person: Person) -> UUID:
        start = read_half_year(person.half_year).first_day + timedelta(days=5)
        mentee = self._known.get(person.who) or self._mentee(person, start)
        if person.who is not None:
            self._known[person.who] = mentee
        (name,) = person.mentors
        mentor, seat = self._mentor(name)
        end = start + timedelta(days=_DAYS[person.secrets["duration"]])
        key = self._trajectory(person, mentee, (mentor, seat), start, end)
        for number in range(_MEETINGS[person.secrets["meetings"]]):
            self._rows.put(
                SessionLog, trajectory_id=key, mentor_id=mentor, kind=SessionKind.MET, minutes=60,
                held_on=start + timedelta(days=number), body_digest=bytes(32),
                logged_at=at(start), logged_by=self._rows.by,
            )  # fmt: skip
        self._end(person, key, end)
        return key

    def _mentee(self, person: Person, start: date) -> UUID:
        rows, looks = self._rows, person.looks
        subject = rows.new_id()
        rows.own_keys[subject] = token_bytes(KEY_BYTES)
        referrers = sorted(person.referrers)
        referrals = [self._referral(one, looks[PARTNER], subject) for one in referrers]
        told = {"birth_year": str(start.year - _YEARS_OLD[looks[AGE]])}
        mentee = rows.put(
            Mentee, told, subject_id=subject, referral_id=referrals[0] if referrals else None,
            house_code=looks[HOUSE], stage=Stage.STARTED, stage_since=_BEFORE,
            accepted_at=at(_BEFORE), intake_due=_BEFORE, notice_due=_BEFORE, priority=2,
            authority=Authority.YOUNG_PERSON, known_key=bytes(32), first_name=NOBODY,
            contact_route=NOBODY, contact_details=NOBODY,
        )  # fmt: skip
        rows.put(
            Consent, mentee_id=mentee, purpose=ConsentPurpose.EVALUATION, is_agreed=True,
            given_by=GivenBy.YOUNG_PERSON, text_version="1", language=Language.DUTCH,
            given_at=at(_BEFORE), how=How.PAPER, noted_by=rows.by,
        )  # fmt: skip
        if looks[GENDER] != "unknown":
            rows.put(
                MenteeWishes, {"profile": stored(MenteeProfile(gender=looks[GENDER]))},
                subject_id=subject, mentee_id=mentee, is_complete=False, changed_at=at(_BEFORE),
            )  # fmt: skip
        return mentee

    def _referral(self, name: str, partner: str, subject: UUID) -> UUID:
        organisation, key = self._organisation(name, partner), self._rows.new_id()
        source = {
            "organisation_id": str(organisation),
            "source_type": _TYPES[partner].value,
        }
        return self._rows.put(
            Referral, source, id=key, subject_id=subject, house_code=FIRST_HOUSE,
            status=ReferralStatus.ACCEPTED, received_at=at(_BEFORE), receipt_due=_BEFORE,
            triage_due=_BEFORE, triaged_at=at(_BEFORE), agreed_to_contact_at=at(_BEFORE),
            is_status_shared=True, source_key=key.bytes * 2, draft_key=key.bytes * 2,
            known_key=key.bytes * 2, referrer_id=NOBODY, first_name=NOBODY, birth_year=NOBODY,
            place=NOBODY, contact_route=NOBODY, contact_details=NOBODY, guardian_knows=NOBODY,
            need=NOBODY, hope=NOBODY,
        )  # fmt: skip

    def _organisation(self, name: str, partner: str) -> UUID:
        """Of a municipality one of two offices, which are one party all the same."""
        kind, number = _TYPES[partner], int(name.split()[-1])
        is_municipal = kind is OrganisationType.MUNICIPALITY
        words = f"{name} {self._rows.random.randrange(2)}" if is_municipal else name
        if words not in self._organisations:
            self._organisations[words] = self._rows.put(
                Organisation, name=words, name_key=words, type=kind, is_active=True,
                municipality_code=self._municipalities[number] if is_municipal else None,
            )  # fmt: skip
        return self._organisations[words]

    def _mentor(self, name: str) -> tuple[UUID, UUID]:
        if name not in self._mentors:
            mentor = self._rows.put(
                Mentor, subject_id=self._rows.new_id(), house_code=FIRST_HOUSE,
                status=MentorStatus.OPEN, applied_at=at(_BEFORE), language=Language.DUTCH,
                first_name=NOBODY,
            )  # fmt: skip
            seat = self._rows.put(MentorSeat, mentor_id=mentor, number=1, is_open=True)
            self._mentors[name] = mentor, seat
        return self._mentors[name]

    def _trajectory(
        self, person: Person, mentee: UUID, by: tuple[UUID, UUID], start: date, end: date
    ) -> UUID:
        house, rows = person.looks[HOUSE], self._rows
        proposal = rows.put(
            Proposal, round_id=self._round(mentee), mentee_id=mentee, mentor_id=by[0],
            house_code=house, mentor_house_code=house, number=1, fit=1, waiting_bonus=0,
            explanation=NOBODY,
        )  # fmt: skip
        match = rows.put(
            Match, mentee_id=mentee, mentor_id=by[0], seat_id=by[1], proposal_id=proposal,
            house_code=house, status=MatchStatus.ENDED, decided_by=rows.by, decided_at=at(start),
            answer_due=start, started_at=at(start), closed_at=at(end),
        )  # fmt: skip
        return rows.put(
            Trajectory, mentee_id=mentee, mentor_id=by[0], match_id=match, process_number=1,
            started_on=start, planned_end=start + timedelta(days=365), ended_on=end,
            opened_at=at(start), opened_by=rows.by,
        )  # fmt: skip

    def _end(self, person: Person, key: UUID, end: date) -> None:
        rows, kind = self._rows, ClosureKind(person.secrets["end_kind"])
        rows.put(
            Closure, trajectory_id=key, kind=kind, reason=rows.random.choice(TREE[kind]),
            ended_by=rows.random.choice(who_can_end(kind)), ended_on=end, was_celebrated=False,
            what_next=WhatNext.NOTHING, noted_at=at(end), noted_by=rows.by,
        )  # fmt: skip
        steps = person.secrets["end_steps"]
        if steps == "none":
            return
        rows.put(
            ContactStatement, trajectory_id=key, text_version="1", choice=ContactAfterwards.NONE,
            may_be_online=False, known_to_mentor=True, known_to_mentee=True, agreed_on=end,
            noted_at=at(end), noted_by=rows.by,
        )  # fmt: skip
        for side in TalkSide if steps == "formal" else ():
            rows.put(
                ExitTalk, trajectory_id=key, side=side, is_held=True, talked_on=end,
                topics=list(ExitTopic), topics_covered=len(ExitTopic), noted_at=at(end),
                noted_by=rows.by,
            )  # fmt: skip
