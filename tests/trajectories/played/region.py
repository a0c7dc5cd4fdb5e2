"""The region in which random courses are lived: its people, made once by the rooms' services."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.queries import covered_by
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, RuleKind, Side
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.queries import lock_mentee
from tests.accounts.people import Person, make_person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.senders import acting
from tests.trajectories.oracle.course import Course
from tests.trajectories.oracle.people import Volunteer, World, Young
from tests.trajectories.pairs import started

CONSULTANTS = {"ans": "KEN", "bob": "KEN", "nel": "NHN", "zoe": "ZW"}
MENTORS = {"max": "KEN", "mia": "KEN", "moo": "NHN"}


@dataclass
class Region:
    """`other` is a trajectory of another young person, followed by nel."""

    moment: datetime
    staff: dict[str, Person] = field(default_factory=dict)
    mentors: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[str, Person] = field(default_factory=dict)
    mentee: UUID = field(init=False)
    first_match: UUID = field(init=False)
    other: UUID = field(init=False)
    since: date = field(init=False)
    matched_on: date = field(init=False)
    _actors: dict[str, UserActor] = field(default_factory=dict)

    def acting(self, db: Db, name: str) -> UserActor:
        """As at a sign-in of this day: nobody's roles change here, only who covers for whom."""
        if name not in self._actors:
            self._actors[name] = acting(db, self.staff.get(name) or self.accounts[name])
        actor = self._actors[name]
        return replace(actor, covers=covered_by(db, actor.id))

    def world(self) -> World:
        """As the oracle knows it at the start: both said yes to max."""
        young = Young("KEN", "ans", self.since, stage="started")
        mentors = {name: Volunteer(house) for name, house in MENTORS.items()}
        made = World(self.matched_on, young, dict(CONSULTANTS), mentors)
        made.courses.append(Course("max", self.matched_on))
        return made


def settle(database: Database) -> Region:
    made = Region(database.clock())
    with database.writing() as db:
        for name, house in CONSULTANTS.items():
            made.staff[name] = make_person(db, Role.MENTOR_CONSULTANT, house)
        made.staff["cor"] = make_person(db, Role.COORDINATOR)
        other = started(db, made.staff["nel"], "NHN")
        verbs.take_over(db, db.get_one(Mentee, other.mentee_id), made.staff["nel"].id)
        made.other = other.id
        for name, house in MENTORS.items():
            account = made.accounts[name] = make_person(db, Role.MENTOR, house)
            made.mentors[name] = ready_mentor(db, made.staff["ans"], house, user=account).id
        mentee = waiting_mentee(db, made.staff["ans"])
        verbs.take_over(db, mentee, made.staff["ans"].id)
        made.mentee, made.matched_on = mentee.id, today(db)
        assert mentee.waiting_since is not None
        made.since = mentee.waiting_since
        made.first_match = pair_up(db, made.staff["ans"], mentee, made.mentors["max"]).id
        db.commit()
    return made


def pair_up(db: Db, by: Person, mentee: Mentee, mentor_id: UUID) -> Match:
    """A round, a choice, and a yes of both."""
    pin = matching.lay_down(db, mentee, mentor_id, RuleKind.PIN, "Past goed.", by.id)
    made = run_round(db, by, mentee.house_code)
    matching.end_rule(db, pin, by.id)
    proposal = proposal_for(db, mentee, made)
    assert proposal.mentor_id == mentor_id
    locked = lock_mentee(db, select(Mentee), mentee.id)
    assert locked is not None
    match = matching.decide(db, proposal, locked, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    for side in (Side.MENTOR, Side.MENTEE):
        matching.answer(db, match, Reply(side, is_yes=True), AnsweredBy.CONSULTANT, noted_by=by.id)
    return match


def mentor_of(db: Db, region: Region, name: str) -> Mentor:
    return db.get_one(Mentor, region.mentors[name])
