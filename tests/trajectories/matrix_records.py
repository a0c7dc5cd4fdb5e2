"""Whose trajectory stands in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.trajectories import services
from mentorship.trajectories.closure.models import ContactAfterwards, ContactStatement
from mentorship.trajectories.closure.rows import Agreed
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.pairs import started

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def consultant_in(world: "World", house: str) -> Person:
    return (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]


def trajectory_in(db: Db, world: "World", house: str) -> Trajectory:
    """One a House, so that all ids in an address are of the same pair; contact afterwards is
    agreed already, so that its paper is there."""
    by = consultant_in(world, house)
    mine = (
        select(Trajectory)
        .join(ContactStatement, col(ContactStatement.trajectory_id) == col(Trajectory.id))
        .where(col(ContactStatement.noted_by) == by.id)
    )
    if (found := db.exec(mine).first()) is not None:
        return found
    trajectory = started(db, by, house, ago=timedelta(days=20))
    agreed = Agreed(ContactAfterwards.NONE, False, today(db), "2026-1")
    services.agree_contact(db, trajectory, agreed, by=by.id)
    return trajectory


def _trajectory(db: Db, world: "World", person: Person) -> Records:
    return Records(trajectory_in(db, world, HOUSE).id, trajectory_in(db, world, OTHER_HOUSE).id)


def _months(db: Db, world: "World", person: Person) -> Records:
    return Records(3, 3, none=4)


def _what(db: Db, world: "World", person: Person) -> Records:
    """The same in every address: whose trajectory it is decides."""
    return Records("contact", "contact", none="made-up")


def _statement_in(db: Db, world: "World", house: str) -> ContactStatement:
    trajectory = trajectory_in(db, world, house)
    mine = select(ContactStatement).where(col(ContactStatement.trajectory_id) == trajectory.id)
    return db.exec(mine).one()


def _statement(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_statement_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


MAKERS = {
    "trajectory_id": _trajectory,
    "months": _months,
    "noted": _what,
    "noted_id": _statement,
}
