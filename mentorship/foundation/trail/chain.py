"""The stored audit trail: its tables, and the hash that chains each event to the one before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy import text as sql

from mentorship.foundation.columns import (
    Row,
    boolean,
    digest,
    identifier,
    number_key,
    number_ref,
    text,
    utc,
)
from mentorship.foundation.subjects import D, Retention

_CHAIN_LOCK = 7_210_512_025
BEGINNING = bytes(32)


class AuditEvent(Row, table=True):
    """Who did or read what, when and why; the person is named in `AuditEventSubject`."""

    __retention__ = Retention.AUDIT

    seq: int = number_key(D.AUDIT)
    at: datetime = utc(D.AUDIT)
    actor_id: UUID | None = identifier(D.AUDIT, nullable=True, index=True)
    role: str | None = text(D.AUDIT, max_length=200, nullable=True)  # all roles at once fit
    organisation_id: UUID | None = identifier(D.AUDIT, nullable=True)
    action: str = text(D.AUDIT, max_length=100)
    object_id: UUID | None = identifier(D.AUDIT, nullable=True, index=True)
    purpose: str | None = text(D.AUDIT, max_length=60, nullable=True)
    break_glass: bool = boolean(D.AUDIT)
    details: str = text(D.AUDIT, max_length=4000)
    hash: bytes = digest(D.AUDIT)


class AuditEventSubject(Row, table=True):
    """Whom an event is about, as a keyed pseudonym; a list read in one go has many."""

    __retention__ = Retention.AUDIT

    seq: int = number_ref("audit_event.seq", D.AUDIT, primary_key=True)
    pseudonym: str = text(D.AUDIT, max_length=64, primary_key=True, index=True)


EVENTS: Table = AuditEvent.__table__  # type: ignore[attr-defined]
SUBJECTS: Table = AuditEventSubject.__table__  # type: ignore[attr-defined]
# Every act ends with these: to put them together anew each time takes longer than to run them.
_LAST = select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)
_ADD_EVENT, _ADD_SUBJECTS = insert(EVENTS), insert(SUBJECTS)


@dataclass(frozen=True)
class Entry:
    """One event as it is hashed; `details` is JSON, `subjects` are pseudonyms in order."""

    at: datetime
    actor_id: UUID | None
    role: str | None
    organisation_id: UUID | None
    action: str
    object_id: UUID | None
    purpose: str | None
    break_glass: bool
    details: str
    subjects: tuple[str, ...]

    def hash_after(self, previous: bytes, seq: int) -> bytes:
        content = {
            "action": self.action,
            "actor": _text_or_none(self.actor_id),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "break_glass": self.break_glass,
            "details": self.details,
            "object": _text_or_none(self.object_id),
            "organisation": _text_or_none(self.organisation_id),
            "purpose": self.purpose,
            "role": self.role,
            "seq": seq,
            "subjects": list(self.subjects),
        }
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(previous + canonical.encode()).digest()


def _text_or_none(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def append(connection: Connection, entries: Iterable[Entry]) -> None:
    """Appends in the running transaction; takes the chain lock, so call this last."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    last = connection.execute(_LAST).one_or_none()
    seq, previous = (last.seq, bytes(last.hash)) if last else (0, BEGINNING)
    for entry in entries:
        seq += 1
        previous = entry.hash_after(previous, seq)
        _insert(connection, entry, seq, previous)


def _insert(connection: Connection, entry: Entry, seq: int, hashed: bytes) -> None:
    values = {name: value for name, value in vars(entry).items() if name != "subjects"}
    connection.execute(_ADD_EVENT, {"seq": seq, "hash": hashed} | values)
    if entry.subjects:
        rows = [{"seq": seq, "pseudonym": pseudonym} for pseudonym in entry.subjects]
        connection.execute(_ADD_SUBJECTS, rows)
