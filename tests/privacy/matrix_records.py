"""A request about own data, for the matrix of routes: both officers see those of everybody."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights import services
from mentorship.privacy.rights.models import AskedBy, RequestKind, SubjectRequest
from tests.accounts.people import Person
from tests.house.records import Records
from tests.mentors.applicants import make_mentor

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _request(db: Db, world: "World", person: Person) -> Records:
    found = db.exec(select(SubjectRequest)).first()
    if found is None:
        mentor = db.exec(select(Mentor)).first() or make_mentor(db)
        found = services.note(
            db, mentor, AskedBy.MENTOR, RequestKind.ACCESS, today(db) - timedelta(days=3),
            by=world.people[Role.MENTOR_CONSULTANT].id, key=uuid4(),
        )  # fmt: skip
    return Records(found.id)


MAKERS = {"request_id": _request}
