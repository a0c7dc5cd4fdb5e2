"""Which complaint a confidant may open, and which is kept from them, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.complaints import services
from mentorship.complaints.acts import settings_of
from mentorship.complaints.models import About, Complaint
from mentorship.complaints.services import Told
from mentorship.complaints.telling import LINK
from mentorship.foundation import links
from mentorship.foundation.db import Db
from tests.accounts.people import Person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OPEN, KEPT_FROM = "Voor de matrix.", "Over de vertrouwenspersoon."


def _complaint(db: Db, world: "World", person: Person) -> Records:
    """The second is about the confidant who asks."""
    known = sorted(db.exec(select(Complaint)), key=lambda one: one.about)
    if not known:
        about = world.people[Role.CONFIDANT].user
        services.tell(db, Told(About.MENTOR, "", OPEN), key=uuid4())
        kept = Told(About.CONFIDANT, "", KEPT_FROM)
        services.tell(db, kept, key=uuid4(), kept_from=about)
        known = sorted(db.exec(select(Complaint)), key=lambda one: one.about)
    foreign, own = known
    return Records(own.id, foreign.id)


def _link(db: Db, world: "World", person: Person) -> Records:
    """A new one for each who asks: a link that was made before would have stopped."""
    own = db.get_one(Complaint, _complaint(db, world, person).own)
    days = timedelta(days=settings_of(db).complaint_link_days)
    return Records(links.issue(db, LINK, own.id, days), none="made-up")


MAKERS = {
    "complaint_id": _complaint,
    "complaints.told:token": _link,
    "complaints.more:token": _link,
    "complaints.letter:token": _link,
}
