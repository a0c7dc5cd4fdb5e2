"""Finds complaints, what happened with them, and the confidants who may read them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.complaints import policy
from mentorship.complaints.models import (
    About,
    ActKind,
    Complaint,
    ComplaintAct,
    ComplaintExclusion,
    ComplaintNote,
    ComplaintStatus,
)
from mentorship.foundation.db import Db

_CLOSED_SHOWN = 50


def find(db: Db, visible: SelectOfScalar[Complaint], complaint_id: UUID) -> Complaint | None:
    return db.exec(visible.where(col(Complaint.id) == complaint_id)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[Complaint], complaint_id: UUID) -> Complaint | None:
    """As it is once the lock is there: also from whom it was kept while this waited for it."""
    held = select(Complaint).where(col(Complaint.id) == complaint_id).with_for_update()
    db.exec(held.execution_options(populate_existing=True)).one_or_none()
    return find(db, visible, complaint_id)


def locked(db: Db, complaint: Complaint) -> Complaint:
    """For who comes by a link, which is the right to it."""
    return lock(db, select(Complaint), complaint.id) or complaint


def of_sending(db: Db, sent_hash: bytes) -> Complaint | None:
    return db.exec(select(Complaint).where(col(Complaint.sent_hash) == sent_hash)).one_or_none()


def open_in(db: Db, visible: SelectOfScalar[Complaint]) -> Sequence[Complaint]:
    """Those that nobody has stand first, then the oldest."""
    found = db.exec(
        visible.where(col(Complaint.status) != ComplaintStatus.CLOSED).order_by(
            col(Complaint.told_at), col(Complaint.id)
        )
    ).all()
    return sorted(found, key=lambda one: one.status is not ComplaintStatus.TOLD)


def closed_in(db: Db, visible: SelectOfScalar[Complaint]) -> Sequence[Complaint]:
    """The last fifty."""
    found = visible.where(col(Complaint.status) == ComplaintStatus.CLOSED)
    return db.exec(found.order_by(col(Complaint.closed_at).desc()).limit(_CLOSED_SHOWN)).all()


def notes_of(db: Db, complaint: Complaint) -> Sequence[ComplaintNote]:
    """The oldest first."""
    found = select(ComplaintNote).where(col(ComplaintNote.complaint_id) == complaint.id)
    return db.exec(found.order_by(col(ComplaintNote.noted_at), col(ComplaintNote.id))).all()


def acts_of(db: Db, complaint: Complaint) -> Sequence[ComplaintAct]:
    """The oldest first."""
    found = select(ComplaintAct).where(col(ComplaintAct.complaint_id) == complaint.id)
    return db.exec(found.order_by(col(ComplaintAct.position))).all()


def is_stopping(db: Db, complaint: Complaint) -> bool:
    """Whether contact with who is linked now was stopped for this one and not lifted since."""
    turns = (ActKind.LINKED, ActKind.SUSPENDED, ActKind.LIFTED)
    kinds = [act.kind for act in acts_of(db, complaint) if act.kind in turns]
    return kinds[-1:] == [ActKind.SUSPENDED]


def others_kept_from(db: Db, complaint: Complaint, subject_id: UUID) -> Sequence[Complaint]:
    """The other complaints that this person never opens: those about them are among these."""
    kept = select(ComplaintExclusion.complaint_id).where(
        col(ComplaintExclusion.person_hash) == policy.person_hash(db, subject_id)
    )
    found = select(Complaint).where(col(Complaint.id).in_(kept), col(Complaint.id) != complaint.id)
    return db.exec(found).all()


def confidants(db: Db) -> list[User]:
    """In one order, so that a page that names them looks the same each time."""
    return sorted(users_with_role(db, Role.CONFIDANT), key=lambda user: user.id)


def confidants_for(db: Db, about: About) -> list[User]:
    """Those who aren't a colleague of whom it is about."""
    return [user for user in confidants(db) if not policy.is_colleague(db, user.id, about)]


def readers_of(db: Db, complaint: Complaint) -> list[User]:
    """The confidants from whom it isn't kept."""
    found = select(ComplaintExclusion.person_hash).where(
        col(ComplaintExclusion.complaint_id) == complaint.id
    )
    kept_from = set(db.exec(found))
    return [
        user
        for user in confidants_for(db, complaint.about)
        if policy.person_hash(db, user.subject_id) not in kept_from
    ]
