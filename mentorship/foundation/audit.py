"""The audit trail as the program uses it: what happened waits here until the act commits."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, cast
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail import chain, verification
from mentorship.foundation.trail.checkpoints import Checkpoint
from mentorship.foundation.trail.verification import VerifyResult

if TYPE_CHECKING:
    from mentorship.foundation.db import Database

Detail = str | int | bool | UUID | date | Enum | None
_CODE = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class AuditActor:
    """Who acts, in which role and for which organisation; no id means the program itself."""

    id: UUID | None = None
    role: str | None = None
    organisation: UUID | None = None
    break_glass: bool = False
    covers: frozenset[UUID] = frozenset()  # users who are away, whose cases this one follows


PROGRAM = AuditActor()


@dataclass
class Pending:
    """An event that isn't written yet; a reading outlives a rollback, an act doesn't."""

    at: datetime
    actor: AuditActor
    action: str
    purpose: Purpose | None
    subjects: frozenset[UUID]
    objects: set[UUID]
    details: dict[str, object]
    outlives_rollback: bool
    fields: set[str] = field(default_factory=set)

    def entry(self, keys: KeyStore) -> chain.Entry:
        details = self.details | ({"fields": sorted(self.fields)} if self.fields else {})
        return chain.Entry(
            at=self.at,
            actor_id=self.actor.id,
            role=self.actor.role,
            organisation_id=self.actor.organisation,
            action=self.action,
            object_id=next(iter(self.objects)) if len(self.objects) == 1 else None,
            purpose=self.purpose.value if self.purpose else None,
            break_glass=self.actor.break_glass,
            details=json.dumps(details, sort_keys=True),
            subjects=tuple(sorted(pseudonym(keys, subject) for subject in self.subjects)),
        )


@dataclass
class Trail:
    """The events of one session, and where its savepoints began."""

    pending: list[Pending] = field(default_factory=list)
    savepoints: dict[SessionTransaction, int] = field(default_factory=dict)

    def forget_acts(self, since: int = 0) -> None:
        kept = [entry for entry in self.pending[since:] if entry.outlives_rollback]
        self.pending[since:] = kept


def pseudonym(keys: KeyStore, subject_id: UUID) -> str:
    """The name of a person in the trail; it says nothing without the key store."""
    return keys.keyed_hash("audit-pseudonym", subject_id.bytes).hex()


def record(
    db: Session,
    action: str,
    *,
    subject_id: UUID | None = None,
    object_id: UUID | None = None,
    purpose: Purpose | None = None,
    **details: Detail,
) -> None:
    """Queues an act; it is written in the same transaction.

    Details are codes, never free text, and say what kind of act it was: the trail outlives an
    erasure, so what somebody answered or was found to be stays in the rows that go with them.
    """
    pending = _begin(db, action, purpose, frozenset([subject_id] if subject_id else []))
    pending.objects.update([object_id] if object_id else [])
    pending.details.update({name: _code(name, value) for name, value in details.items()})
    trail(db).pending.append(pending)


def note_reading(
    db: Session, purpose: Purpose, subject_id: UUID, field_name: str, object_id: UUID
) -> None:
    """Notes one unsealed value; all that a session reads of a person becomes one event."""
    subjects = frozenset([subject_id])
    for known in trail(db).pending:
        if (known.action, known.purpose, known.subjects) == ("read", purpose, subjects):
            break
    else:
        known = _begin(db, "read", purpose, subjects, outlives_rollback=True)
        trail(db).pending.append(known)
    known.fields.add(field_name)
    known.objects.add(object_id)


def note_list(
    db: Session, purpose: Purpose, subject_ids: frozenset[UUID], *field_names: str
) -> None:
    """Notes a list: one event that names everybody in it and what was read of them."""
    known = _begin(db, "list", purpose, subject_ids, outlives_rollback=True)
    known.fields.update(field_names)
    trail(db).pending.append(known)


def _begin(
    db: Session,
    action: str,
    purpose: Purpose | None,
    subjects: frozenset[UUID],
    *,
    outlives_rollback: bool = False,
) -> Pending:
    return Pending(
        at=db.info["database"].clock(),
        actor=db.info["actor"] or PROGRAM,
        action=action,
        purpose=purpose,
        subjects=subjects,
        objects=set(),
        details={},
        outlives_rollback=outlives_rollback or bool(db.info["read_only"]),
    )


def _code(name: str, value: Detail) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    written = str(value.value if isinstance(value, Enum) else value)
    if not _CODE.fullmatch(written):
        raise ValueError(f"audit detail {name} must be a code, not free text")
    return written


Followed = Callable[[Session, frozenset[UUID]], Mapping[UUID, UUID]]
_followed: list[Followed] = []


def tells_cover(find: Followed) -> Followed:
    """The room that knows the cases says which persons' consultants these absent users are."""
    _followed.append(find)
    return find


def covered(db: Session, user_id: UUID | None) -> UUID | None:
    """This user, when whoever acts here stands in for them."""
    actor = db.info["actor"] or PROGRAM
    return user_id if user_id in actor.covers else None


def _note_cover(db: Session, pending: list[Pending]) -> None:
    """What a deputy does and reads in the cases of a colleague says for whom."""
    covers: frozenset[UUID] = frozenset().union(*(entry.actor.covers for entry in pending))
    if not covers:
        return
    consultants = {key: user for find in _followed for key, user in find(db, covers).items()}
    for entry in pending:
        absent = {consultants.get(subject) for subject in entry.subjects} & entry.actor.covers
        if absent:
            entry.details["cover_for"] = "+".join(sorted(map(str, absent)))


def trail(db: Session) -> Trail:
    return cast(Trail, db.info["trail"])


def write_pending(db: Session) -> None:
    """Appends all that waits to the chain, in the running transaction, as its last statements."""
    pending = trail(db).pending
    if pending:
        _note_cover(db, pending)
        keys = db.info["database"].keys
        chain.append(db.connection(), [entry.entry(keys) for entry in pending])


def follow(session_class: type[Session]) -> None:
    """Makes every session of this class write its events as part of its commit."""
    event.listen(session_class, "before_commit", _before_commit)
    event.listen(session_class, "after_commit", _after_commit)
    event.listen(session_class, "after_transaction_create", _after_transaction_create)
    event.listen(session_class, "after_soft_rollback", _after_soft_rollback)


def _before_commit(db: Session) -> None:
    if db.in_nested_transaction() or db.info["read_only"]:
        return
    db.flush()
    write_pending(db)


def _after_commit(db: Session) -> None:
    if not db.in_nested_transaction() and not db.info["read_only"]:
        trail(db).pending.clear()


def _after_transaction_create(db: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        trail(db).savepoints[transaction] = len(trail(db).pending)


def _after_soft_rollback(db: Session, transaction: SessionTransaction) -> None:
    """Forgets what the savepoint or the whole transaction recorded.

    A flush that fails ends a transaction of its own first: the savepoint around it, or the
    rollback that must follow, then says how much is taken back.
    """
    if transaction.nested:
        since = trail(db).savepoints.pop(transaction, None)
    else:
        since = 0 if transaction.parent is None else None
    if since is not None:
        trail(db).forget_acts(since)


def verify(
    database: "Database", looked: verification.Looked = verification.nobody_looks
) -> VerifyResult:
    """Walks the whole trail and holds it against the signed checkpoints."""
    return verification.verify(database.readers, database.settings, database.keys, looked)


def make_checkpoint(database: "Database") -> Checkpoint | None:
    """Signs for the trail as it stands, outside the database; the clock does this every hour."""
    return verification.make_checkpoint(
        database.readers, database.settings, database.keys, database.clock()
    )
