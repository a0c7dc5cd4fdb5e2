"""Drafts on the server: half-written texts that survive a sign-out, for their owner only."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation import audit, vault
from mentorship.foundation.columns import (
    Row,
    identifier,
    key,
    sealed,
    subject_ref,
    text,
    utc,
    version,
)
from mentorship.foundation.db import Db, now
from mentorship.foundation.jobs import enqueue
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Purpose, Retention

LIMIT = 200_000  # characters of all fields together: some hundred pages
KEPT_AFTER_CHANGE = timedelta(days=30)
_WRITTEN_LIMIT = 8 * LIMIT  # the same in JSON, with every character escaped and all the names


class Draft(Row, table=True):
    """What somebody is writing; `subject_id` is whom it is about, who may have no record yet."""

    __retention__ = Retention.DRAFT

    id: UUID = key()
    subject_id: UUID = subject_ref()
    owner_id: UUID = identifier(D.PERSON_KEY, index=True)
    kind: str = text(D.OPERATION, max_length=60)
    content: Sealed | None = sealed(D.DRAFT, nullable=True, max_length=_WRITTEN_LIMIT)
    created_at: datetime = utc(D.OPERATION)
    updated_at: datetime = utc(D.OPERATION, index=True)
    version: int = version()


@dataclass(frozen=True)
class OpenedDraft:
    """A draft as its owner reads it."""

    id: UUID
    subject_id: UUID
    version: int
    updated_at: datetime
    fields: dict[str, str]


class DraftUnknown(LookupError):
    """No such draft of this owner: somebody else's looks the same as none."""


class DraftTooLong(ValueError):
    """More than fits; nothing was stored and the earlier version stands."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters; at most {LIMIT} fit")
        self.length = length
        self.limit = LIMIT


class DraftChanged(Exception):
    """Another browser saved first. Both texts are here, so that the writer can choose."""

    def __init__(self, mine: Mapping[str, str], theirs: OpenedDraft) -> None:
        super().__init__(f"version {theirs.version} was saved meanwhile")
        self.mine = dict(mine)
        self.theirs = theirs.fields
        self.version = theirs.version


def start(db: Db, owner_id: UUID, kind: str, about: UUID | None = None) -> Draft:
    """An empty draft about a person: one who has no record yet, or one who has, with whose erasure
    it goes."""
    moment = now(db)
    row = Draft(
        subject_id=about or uuid4(), owner_id=owner_id, kind=kind, created_at=moment,
        updated_at=moment,
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.record(db, "draft.started", subject_id=row.subject_id, object_id=row.id, kind=kind)
    return row


def save(
    db: Db, owner_id: UUID, draft_id: UUID, *, fields: Mapping[str, str], version: int
) -> Draft:
    """Keeps the fields when `version` is the newest; the same text again is no change."""
    length = sum(len(name) + len(value) for name, value in fields.items())
    if length > LIMIT:
        raise DraftTooLong(length)
    row = _get(db, owner_id, draft_id, lock=True)
    if row.version != version:
        _refuse_unless_same(db, row, fields)
        return row
    vault.write(db, row, content=json.dumps(dict(fields), ensure_ascii=False))
    row.updated_at = now(db)
    db.add(row)
    db.flush()
    return row


def load(db: Db, owner_id: UUID, draft_id: UUID) -> OpenedDraft:
    return _open(db, _get(db, owner_id, draft_id))


def list_of(db: Db, owner_id: UUID, kind: str) -> list[Draft]:
    """The owner's drafts of a kind, newest first; nothing is unsealed."""
    mine = select(Draft).where(col(Draft.owner_id) == owner_id, col(Draft.kind) == kind)
    return list(db.exec(mine.order_by(col(Draft.updated_at).desc())))


def begun(db: Db, owner_id: UUID, prefix: str) -> list[Draft]:
    """The owner's drafts of every kind that begins so, newest first; nothing is unsealed."""
    alike = col(Draft.kind).startswith(prefix, autoescape=True)
    mine = select(Draft).where(col(Draft.owner_id) == owner_id, alike)
    return list(db.exec(mine.order_by(col(Draft.updated_at).desc())))


def texts_of(db: Db, drafts: Sequence[Draft], field: str) -> dict[UUID, str]:
    """One field of each of these drafts, by the id of the draft; one audited list."""
    written = vault.scan(db, drafts, "content", purpose=Purpose.DRAFTING)
    return {draft_id: json.loads(content).get(field, "") for draft_id, content in written.items()}


def hand_over(db: Db, owner_id: UUID, draft_id: UUID) -> None:
    """The record that took over the person is in this transaction; only the draft row goes.

    Of two submits at once the second finds no draft: DraftUnknown.
    """
    _remove(db, _get(db, owner_id, draft_id, lock=True), "draft.handed_over")


def discard(db: Db, owner_id: UUID, draft_id: UUID) -> None:
    """The draft goes now, the person's key after the commit, unless some record holds them."""
    row = _get(db, owner_id, draft_id, lock=True)
    _remove(db, row, "draft.discarded")
    enqueue(db, "foundation.forget_subject", subject_id=row.subject_id)


def discard_untouched(db: Db) -> int:
    """Discards drafts that nobody touched for thirty days; tells how many."""
    long_ago = now(db) - KEPT_AFTER_CHANGE
    untouched = db.exec(select(Draft).where(col(Draft.updated_at) < long_ago)).all()
    for row in untouched:
        discard(db, row.owner_id, row.id)
    return len(untouched)


def _get(db: Db, owner_id: UUID, draft_id: UUID, *, lock: bool = False) -> Draft:
    query = select(Draft).where(col(Draft.id) == draft_id, col(Draft.owner_id) == owner_id)
    if lock:
        query = query.with_for_update()
    row = db.exec(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise DraftUnknown
    return row


def _open(db: Db, row: Draft) -> OpenedDraft:
    content = vault.read(db, row, "content", purpose=Purpose.DRAFTING)
    fields: dict[str, str] = json.loads(content) if content else {}
    return OpenedDraft(row.id, row.subject_id, row.version, row.updated_at, fields)


def _refuse_unless_same(db: Db, row: Draft, mine: Mapping[str, str]) -> None:
    """A double click sends the same words twice: nothing to choose between."""
    theirs = _open(db, row)
    if theirs.fields != dict(mine):
        raise DraftChanged(mine, theirs)


def _remove(db: Db, row: Draft, action: str) -> None:
    db.delete(row)
    db.flush()
    audit.record(db, action, subject_id=row.subject_id, object_id=row.id, kind=row.kind)
