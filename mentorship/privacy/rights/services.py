"""Taking a request down and answering it; services never commit."""

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.privacy.rights import queries, rules
from mentorship.privacy.rights.letters import READY
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
    """With what who asked gets to hear; the trail keeps the outcome.

    Raises RequestClosed, and NotErased: a wish to be erased is refused here, or carried out.
    """
    if not request.is_open:
        raise RequestClosed
    if request.kind is RequestKind.ERASURE and outcome is RequestStatus.DONE:
        raise rules.NotErased
    vault.write(db, request, answer=answer or None)
    request.status, request.closed_at, request.closed_by = outcome, now(db), by
    db.flush()
    record(db, f"subject_request.{outcome}", request)


def approve(db: Db, request: SubjectRequest, by: UUID) -> None:
    """Who takes it out is told; said again, it lies ready anew from today.

    Raises RequestClosed, and NothingToSee when something else was asked.
    """
    if request.kind is not RequestKind.ACCESS:
        raise rules.NothingToSee
    if not request.is_open:
        raise RequestClosed
    settings: Settings = db.info["database"].settings
    until = today(db) + timedelta(days=settings.export_days)
    if request.ready_until == until:
        return
    request.ready_until, request.approved_by = until, by
    db.flush()
    record(db, "subject_request.approved", request)
    for taker in _takers(db, request):
        posting.post(db, taker, READY, posting.page(db, queries.path_of(db, request)))


def _takers(db: Db, request: SubjectRequest) -> list[User]:
    """Who took it down, or every consultant of the House when that one isn't one of it any more."""
    there = [
        user
        for user in users_with_role(
            db, Role.MENTOR_CONSULTANT, queries.house_code_of(db, request.subject_id)
        )
        if user.subject_id != request.subject_id
    ]
    return [user for user in there if user.id == request.noted_by] or there


def hand_over(db: Db, request: SubjectRequest, by: UUID) -> None:
    """Everything is taken along for who asked: with the first time it is answered.

    Raises NotReady.
    """
    if not is_ready(db, request):
        raise rules.NotReady
    if request.is_open:
        request.status, request.closed_at, request.closed_by = RequestStatus.DONE, now(db), by
        db.flush()
    record(db, "subject_request.exported", request)


def is_ready(db: Db, request: SubjectRequest) -> bool:
    return (
        request.status is not RequestStatus.REFUSED
        and request.ready_until is not None
        and today(db) <= request.ready_until
    )


def record(db: Db, action: str, request: SubjectRequest) -> None:
    """Which right it was and when it came stays in the trail when the person is erased."""
    audit.record(
        db, action, subject_id=request.subject_id, object_id=request.id,
        purpose=Purpose.SUBJECT_RIGHTS, kind=request.kind, came_on=request.came_on,
    )  # fmt: skip
