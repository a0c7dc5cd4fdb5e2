"""Says who opens which complaint: confidants, but never who is concerned or stood aside."""

from uuid import UUID

from sqlalchemy import false
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.complaints.models import Complaint, ComplaintExclusion
from mentorship.foundation import vault
from mentorship.foundation.db import Db

_COLUMN = "complaint_exclusion.person_hash"


def person_hash(db: Db, subject_id: UUID) -> bytes:
    """The same for a mentor and their account: both are the same person."""
    return vault.blind_index(db, _COLUMN, str(subject_id))


def visible_to(db: Db, actor: UserActor) -> SelectOfScalar[Complaint]:
    if not actor.has(Role.CONFIDANT):
        return select(Complaint).where(false())
    return open_to(db, actor.subject_id)


def open_to(db: Db, subject_id: UUID) -> SelectOfScalar[Complaint]:
    """What this confidant may open."""
    kept_from = select(ComplaintExclusion.complaint_id).where(
        col(ComplaintExclusion.person_hash) == person_hash(db, subject_id)
    )
    return select(Complaint).where(col(Complaint.id).not_in(kept_from))
