"""Whose support contact stands in an address, for the matrix of routes."""

from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.trajectories.contacts import services
from mentorship.trajectories.contacts.models import ContactHow, ContactSide, SupportContact
from mentorship.trajectories.contacts.services import NewContact
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.matrix_records import OTHER_HOUSE, consultant_in, trajectory_in

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _contact_in(db: Db, world: "World", house: str) -> SupportContact:
    trajectory = trajectory_in(db, world, house)
    mine = select(SupportContact).where(col(SupportContact.trajectory_id) == trajectory.id)
    told = NewContact(ContactSide.MENTOR, today(db), ContactHow.PHONE, is_reached=True)
    by = consultant_in(world, house).id
    return db.exec(mine).first() or services.note_contact(db, trajectory, told, by=by)


def _contact(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_contact_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


MAKERS = {"contact_id": _contact}
