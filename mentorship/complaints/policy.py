"""Says who opens which complaint: confidants, but never who is concerned or stood aside.

Nor who is or was a mentor or a consultant themself, when it is about one: they aren't apart from
the people involved, and before somebody is linked they may be the very person.
"""

from uuid import UUID

from sqlalchemy import false
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.queries import ever_held
from mentorship.accounts.roles import Role
from mentorship.complaints.models import About, Complaint, ComplaintExclusion
from mentorship.foundation import vault
from mentorship.foundation.db import Db

_COLUMN = "complaint_exclusion.person_hash"
_COLLEAGUES = {About.MENTOR: Role.MENTOR, About.CONSULTANT: Role.MENTOR_CONSULTANT}


def person_hash(db: Db, subject_id: UUID) -> bytes:
    """The same for a mentor and their account: both are the same person."""
    return vault.blind_index(db, _COLUMN, str(subject_id))


def visible_to(db: Db, actor: UserActor) -> SelectOfScalar[Complaint]:
    if not actor.has(Role.CONFIDANT):
        return select(Complaint).where(false())
    own = [about for about in About if is_colleague(db, actor.id, about)]
    return open_to(db, actor.subject_id).where(col(Complaint.about).not_in(own))


def is_colleague(db: Db, user_id: UUID, about: About) -> bool:
    """Whether this user is or was what the complaint says that somebody is."""
    return _COLLEAGUES.get(about) in ever_held(db, user_id)


def open_to(db: Db, subject_id: UUID) -> SelectOfScalar[Complaint]:
    """What isn't kept from this person by name."""
    kept_from = select(ComplaintExclusion.complaint_id).where(
        col(ComplaintExclusion.person_hash) == person_hash(db, subject_id)
    )
    return select(Complaint).where(col(Complaint.id).not_in(kept_from))
