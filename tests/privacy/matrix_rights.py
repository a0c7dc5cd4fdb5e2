"""Requests about own data, for the matrix of routes: both officers see those of everybody."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.mentors.holding import hold
from mentorship.privacy.rights import services
from mentorship.privacy.rights.models import AskedBy, RequestKind, SubjectRequest
from tests.accounts.people import Person
from tests.house.records import Records
from tests.mentors.applicants import make_mentor

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _to_see(db: Db, world: "World", person: Person) -> Records:
    return Records(_asked(db, world, RequestKind.ACCESS).id)


def _to_be_erased(db: Db, world: "World", person: Person) -> Records:
    """Held, so that nobody's key is destroyed: the database is put back, the key store isn't."""
    return Records(_asked(db, world, RequestKind.ERASURE).id)


def _asked(db: Db, world: "World", kind: RequestKind) -> SubjectRequest:
    """By a mentor of their own, once for everybody who looks."""
    found = db.exec(select(SubjectRequest).where(SubjectRequest.kind == kind)).one_or_none()
    if found is not None:
        return found
    mentor = make_mentor(db)
    if kind is RequestKind.ERASURE:
        hold(db, mentor)
    return services.note(
        db, mentor, AskedBy.MENTOR, kind, today(db) - timedelta(days=3),
        by=world.people[Role.MENTOR_CONSULTANT].id, key=uuid4(),
    )  # fmt: skip


RIGHTS = {"request_id": _to_see, "privacy.erasing_erase:request_id": _to_be_erased}
