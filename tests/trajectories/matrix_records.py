"""Whose trajectory stands in an address, for the matrix of routes."""

from typing import TYPE_CHECKING

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.trajectories import services
from mentorship.trajectories.closure.models import ContactAfterwards
from mentorship.trajectories.closure.services import Agreed
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.pairs import started

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def trajectory_in(db: Db, world: "World", house: str) -> Trajectory:
    """One a House, of a pair that met today and agreed about contact afterwards already."""
    by = (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]
    found = db.exec(select(Trajectory).where(Trajectory.opened_by == by.id)).first()
    if found is not None:
        return found
    trajectory = started(db, by, house)
    agreed = Agreed(ContactAfterwards.NONE, False, today(db), "2026-1")
    services.agree_contact(db, trajectory, agreed, by=by.id)
    return trajectory


def _trajectory(db: Db, world: "World", person: Person) -> Records:
    return Records(trajectory_in(db, world, HOUSE).id, trajectory_in(db, world, OTHER_HOUSE).id)


def _months(db: Db, world: "World", person: Person) -> Records:
    return Records(3, 3, none=4)


MAKERS = {"trajectory_id": _trajectory, "months": _months}
