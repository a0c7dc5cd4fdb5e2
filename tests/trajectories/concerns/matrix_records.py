"""Whose concern, and about whom a mentor may write, for the matrix of routes."""

from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import services
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.matching.pool import ready_mentor
from tests.trajectories.pairs import started

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _about(db: Db, world: "World", mentor_user: Person, house: str) -> Trajectory:
    """The trajectory of the mentor that this person is."""
    by = (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]
    mentor = mentor_of_user(db, mentor_user.id) or ready_mentor(db, by, house, user=mentor_user)
    found = select(Trajectory).where(col(Trajectory.mentor_id) == mentor.id)
    return db.exec(found).first() or started(db, by, house, mentor=mentor)


def _pair(db: Db, world: "World", person: Person) -> Records:
    """Of the mentor who asks; everybody else stands before a closed door anyway."""
    here = _about(db, world, world.people[Role.MENTOR], HOUSE)
    there = _about(db, world, world.strangers[Role.MENTOR], OTHER_HOUSE)
    return Records(here.id, there.id)


def _concern_in(db: Db, world: "World", house: str) -> Concern:
    """Nobody has it yet."""
    mentor = (world.people if house == HOUSE else world.strangers)[Role.MENTOR]
    trajectory = _about(db, world, mentor, house)
    before = db.exec(select(Concern).where(col(Concern.trajectory_id) == trajectory.id)).first()
    if before is not None:
        return before
    locked = trajectories.lock(db, select(Trajectory), trajectory.id)
    assert locked is not None
    return services.raise_concern(db, locked, "Voor de matrix.", is_now=False, by=mentor.id)


def _concern(db: Db, world: "World", person: Person) -> Records:
    return Records(_concern_in(db, world, HOUSE).id, _concern_in(db, world, OTHER_HOUSE).id)


MAKERS = {
    "concern_id": _concern,
    "concerns.new:trajectory_id": _pair,
    "concerns.autosave:trajectory_id": _pair,
    "concerns.discard:trajectory_id": _pair,
}
