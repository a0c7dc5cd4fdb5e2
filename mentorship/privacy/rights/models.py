"""A request of somebody about their own data, as a consultant took it down."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_TEXT = 4_000


class RequestKind(StrEnum):
    """The rights of articles 15 to 21 GDPR that are carried out here."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class AskedBy(StrEnum):
    """Which kind of file is meant, and so who may open it."""

    YOUNG_PERSON = "young_person"
    MENTOR = "mentor"


class RequestStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class SubjectRequest(Row, table=True):
    """It is about who asks, and so goes with them when they are erased: the trail then holds it.

    That somebody asked and heard in time is kept because the law says so, like the trail.
    Until `ready_until` who may open the file may take everything out of it.
    `words` and `answer` are for who may open the file; the privacy officer reads no `words`.
    """

    __retention__ = Retention.OPERATION
    __table_args__ = (
        CheckConstraint("due_on > came_on", name="due_after_it_came"),
        CheckConstraint(
            "(status IN ('done', 'refused')) = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name="closed_by_somebody",
        ),
        CheckConstraint(
            "(ready_until IS NULL) = (approved_by IS NULL)", name="ready_because_of_somebody"
        ),
        CheckConstraint("ready_until IS NULL OR kind = 'access'", name="ready_to_see"),
        CheckConstraint("status <> 'refused' OR answer IS NOT NULL", name="refused_with_a_reason"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    asked_by: AskedBy = columns.choice(AskedBy, D.RIGHTS)
    kind: RequestKind = columns.choice(RequestKind, D.RIGHTS)
    came_on: date = columns.day(D.RIGHTS)
    due_on: date = columns.day(D.RIGHTS)
    words: Sealed | None = columns.sealed(D.RIGHTS, nullable=True, max_length=LONGEST_TEXT)
    noted_at: datetime = columns.utc(D.RIGHTS)
    noted_by: UUID = columns.ref("user_account.id", D.RIGHTS)
    status: RequestStatus = columns.choice(
        RequestStatus, D.RIGHTS, default=RequestStatus.OPEN, index=True
    )
    ready_until: date | None = columns.day(D.RIGHTS, nullable=True)
    approved_by: UUID | None = columns.ref("user_account.id", D.RIGHTS, nullable=True)
    closed_at: datetime | None = columns.utc(D.RIGHTS, nullable=True)
    closed_by: UUID | None = columns.ref("user_account.id", D.RIGHTS, nullable=True)
    answer: Sealed | None = columns.sealed(D.RIGHTS, nullable=True, max_length=LONGEST_TEXT)
    version: int = columns.version()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
