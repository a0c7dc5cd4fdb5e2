"""Taking a request down and answering it; services never commit."""

from datetime import date
from typing import Protocol
from uuid import UUID, uuid4

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.privacy.rights import rules
from mentorship.privacy.rights.models import AskedBy, RequestKind, RequestStatus, SubjectRequest
from mentorship.privacy.rights.rules import RequestClosed


class Somebody(Protocol):
    """The row of who asks; it is locked."""

    @property
    def subject_id(self) -> UUID: ...


def note(
    db: Db,
    person: Somebody,
    asked_by: AskedBy,
    kind: RequestKind,
    came_on: date,
    words: str = "",
    *,
    by: UUID,
    key: UUID,
) -> SubjectRequest:
    """Sent again, it is the same request."""
    before = db.get(SubjectRequest, key)
    if before is not None and before.subject_id == person.subject_id:
        return before
    request = SubjectRequest(
        id=key if before is None else uuid4(), subject_id=person.subject_id, asked_by=asked_by,
        kind=kind, came_on=came_on, due_on=rules.due(came_on), noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, request, words=words or None)
    db.add(request)
    db.flush()
    record(db, "subject_request.noted", request)
    return request


def close(db: Db, request: SubjectRequest, outcome: RequestStatus, answer: str, by: UUID) -> None:
    """With what who asked gets to hear; raises RequestClosed. The trail keeps the outcome."""
    if not request.is_open:
        raise RequestClosed
    vault.write(db, request, answer=answer or None)
    request.status, request.closed_at, request.closed_by = outcome, now(db), by
    db.flush()
    record(db, f"subject_request.{outcome}", request)


def record(db: Db, action: str, request: SubjectRequest) -> None:
    """Which right it was and when it came stays in the trail when the person is erased."""
    audit.record(
        db, action, subject_id=request.subject_id, object_id=request.id,
        purpose=Purpose.SUBJECT_RIGHTS, kind=request.kind, came_on=request.came_on,
    )  # fmt: skip
