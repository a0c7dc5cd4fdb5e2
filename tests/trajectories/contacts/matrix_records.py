"""Whose trajectory and support contact stand in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.trajectories.contacts import services
from mentorship.trajectories.contacts.models import ContactHow, ContactSide, SupportContact
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.pairs import started

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _by(world: "World", house: str) -> Person:
    return (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]


def trajectory_in(db: Db, world: "World", house: str) -> Trajectory:
    """One a House, so that all ids in an address are of the same pair."""
    by = _by(world, house)
    mine = select(Trajectory).where(col(Trajectory.opened_by) == by.id)
    found = db.exec(mine.order_by(col(Trajectory.opened_at), col(Trajectory.id))).first()
    return found or started(db, by, house, ago=timedelta(days=20))


def _contact_in(db: Db, world: "World", house: str) -> SupportContact:
    trajectory = trajectory_in(db, world, house)
    mine = select(SupportContact).where(col(SupportContact.trajectory_id) == trajectory.id)
    told = NewContact(ContactSide.MENTOR, today(db), ContactHow.PHONE, is_reached=True)
    by = _by(world, house).id
    return db.exec(mine).first() or services.note_contact(db, trajectory, told, by=by)


def trajectory(db: Db, world: "World", person: Person) -> Records:
    return Records(*(trajectory_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


def _contact(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_contact_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


MAKERS = {"trajectory_id": trajectory, "contact_id": _contact}
