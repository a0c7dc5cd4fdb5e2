"""Finds requests: those that are open, those of one person, and in which House somebody is."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights.models import AskedBy, SubjectRequest
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House

_CLOSED_SHOWN = 50


def find(
    db: Db, visible: SelectOfScalar[SubjectRequest], request_id: UUID
) -> SubjectRequest | None:
    return db.exec(visible.where(col(SubjectRequest.id) == request_id)).one_or_none()


def lock(
    db: Db, visible: SelectOfScalar[SubjectRequest], request_id: UUID
) -> SubjectRequest | None:
    held = visible.where(col(SubjectRequest.id) == request_id).with_for_update()
    return db.exec(held.execution_options(populate_existing=True)).one_or_none()


def open_in(db: Db, visible: SelectOfScalar[SubjectRequest]) -> Sequence[SubjectRequest]:
    """What has to be answered first stands first."""
    found = visible.where(col(SubjectRequest.closed_at).is_(None))
    return db.exec(found.order_by(col(SubjectRequest.due_on), col(SubjectRequest.id))).all()


def closed_in(db: Db, visible: SelectOfScalar[SubjectRequest]) -> Sequence[SubjectRequest]:
    """The last fifty."""
    found = visible.where(col(SubjectRequest.closed_at).is_not(None))
    return db.exec(found.order_by(col(SubjectRequest.closed_at).desc()).limit(_CLOSED_SHOWN)).all()


def of_person(db: Db, subject_id: UUID) -> Sequence[SubjectRequest]:
    """The newest first."""
    found = select(SubjectRequest).where(col(SubjectRequest.subject_id) == subject_id)
    return db.exec(
        found.order_by(col(SubjectRequest.came_on).desc(), col(SubjectRequest.noted_at).desc())
    ).all()


def houses_of(db: Db, subject_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of the House of each, where they are now."""
    asked, found = set(subject_ids), dict[UUID, str]()
    for kind in (Mentee, Mentor):
        there = select(kind.subject_id, House.name).where(
            col(kind.house_code) == House.code, col(kind.subject_id).in_(asked)
        )
        found.update(db.exec(there).all())
    return found


def house_code_of(db: Db, subject_id: UUID) -> str:
    """Of the House where this person is now; empty when there is no file of them."""
    for kind in (Mentee, Mentor):
        found = select(kind.house_code).where(col(kind.subject_id) == subject_id)
        if (code := db.exec(found).first()) is not None:
            return code
    return ""


def path_of(db: Db, request: SubjectRequest) -> str:
    """The page on which a consultant finds it; nowhere in particular when there is none."""
    young = request.asked_by is AskedBy.YOUNG_PERSON
    kind, folder = (Mentee, "young-people") if young else (Mentor, "mentors")
    found = select(kind.id).where(col(kind.subject_id) == request.subject_id)
    key = db.exec(found).first()
    return f"/privacy/{folder}/{key}" if key else "/today"


def pseudonym_of(db: Db, subject_id: UUID) -> str:
    """As the trail calls this person."""
    return audit.pseudonym(db.info["database"].keys, subject_id)
