"""Made-up worries: a mentor with an account, a running pair, colleagues of one House."""

from dataclasses import dataclass

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import queries, services
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import ready_mentor
from tests.trajectories.pairs import started
from tests.worlds import begun_with

WORDS = "Hij zei vorige week dat hij het thuis niet meer volhoudt."


@dataclass(frozen=True)
class House:
    """The people of one House, and a pair that runs."""

    mentor: Person
    follows: Person
    colleague: Person
    trajectory: Trajectory


def house(db: Db, code: str = HOUSE) -> House:
    """`follows` is the consultant of the young person; the colleague works there too."""
    return begun_with(db, _house, code)


def _house(db: Db, code: str) -> House:
    follows, colleague, mentor = (
        make_person(db, role, code)
        for role in (Role.MENTOR_CONSULTANT, Role.MENTOR_CONSULTANT, Role.MENTOR)
    )
    row = ready_mentor(db, follows, code, user=mentor)
    return House(mentor, follows, colleague, started(db, follows, code, mentor=row))


def worry(db: Db, there: House, *, is_now: bool = False, words: str = WORDS) -> Concern:
    trajectory = trajectories.lock(db, select(Trajectory), there.trajectory.id)
    assert trajectory is not None
    return services.raise_concern(db, trajectory, words, is_now=is_now, by=there.mentor.id)


def locked(db: Db, concern: Concern) -> Concern:
    found = queries.lock(db, select(Concern), concern.id)
    assert found is not None
    return found


def committed(database: Database, *, is_now: bool = False) -> tuple[House, Concern]:
    with database.writing() as db:
        there = house(db)
        concern = worry(db, there, is_now=is_now)
        db.commit()
    return there, concern
