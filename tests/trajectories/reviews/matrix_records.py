"""Whose trajectory, wave and goal stand in an address, for the matrix of routes."""

from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Goal, Mentee
from mentorship.trajectories.reviews.models import Wave
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.matrix_records import OTHER_HOUSE, trajectory_in

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _goal_in(db: Db, world: "World", house: str) -> Goal:
    trajectory = trajectory_in(db, world, house)
    mine = select(Goal).where(col(Goal.mentee_id) == trajectory.mentee_id)
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    return db.exec(mine).first() or verbs.add_goal(db, mentee, "Een doel voor de matrix")


def _goal(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_goal_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


def _wave(db: Db, world: "World", person: Person) -> Records:
    """The same in every address: whose trajectory it is decides."""
    return Records(Wave.MONTH_3.value, Wave.MONTH_3.value, none="made-up")


MAKERS = {"reviews.scale:goal_id": _goal, "wave": _wave}
