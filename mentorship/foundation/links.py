"""One-time links: who holds the token may do one thing once, until a day."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, delete, select, update

from mentorship.foundation.columns import Row, digest, identifier, key, text, utc
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import D, Retention

_TOKEN_BYTES = 32
_LONGEST_TOKEN = 100  # anything longer was never ours: no need to hash a megabyte
_KEPT_AFTER_EXPIRY = timedelta(days=90)  # so that an old link says "expired", not "unknown"


class OneTimeLink(Row, table=True):
    """The hash of a token and what it is good for; the token itself is stored nowhere."""

    __retention__ = Retention.LINK

    id: UUID = key()
    purpose: str = text(D.OPERATION, max_length=60)
    target_id: UUID = identifier(D.OPERATION, index=True)
    token_hash: bytes = digest(D.CREDENTIAL, unique=True)
    created_at: datetime = utc(D.OPERATION)
    expires_at: datetime = utc(D.OPERATION, index=True)
    used_at: datetime | None = utc(D.OPERATION, nullable=True)


@dataclass(frozen=True)
class Link:
    """What the holder of a good token may act on."""

    target_id: UUID
    expires_at: datetime


class LinkError(Exception):
    """The token opens nothing; the kinds below say why."""


class LinkUnknown(LinkError):
    """Never issued for this purpose: mistyped, cut off by a mail program, or long gone."""


class LinkExpired(LinkError):
    """Its time is over, or a newer link took its place."""


class LinkUsed(LinkError):
    """It did its work once already."""


def issue(db: Db, purpose: str, target_id: UUID, valid_for: timedelta) -> str:
    """The token for the link; it can't be read back later."""
    moment = now(db)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.add(
        OneTimeLink(
            purpose=purpose,
            target_id=target_id,
            token_hash=_hash(token),
            created_at=moment,
            expires_at=moment + valid_for,
        )
    )
    db.flush()
    return token


def find(db: Db, purpose: str, token: str) -> Link:
    """What the token is good for, without using it: opening a page must not spend the link."""
    return _good(db, _get(db, purpose, token))


def use(db: Db, purpose: str, token: str) -> Link:
    """Spends the token: of two at the same moment the database lets one through."""
    moment = now(db)
    spent = db.exec(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.token_hash) == _hash(token),
            col(OneTimeLink.purpose) == purpose,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.expires_at) > moment,
        )
        .values(used_at=moment)
        .execution_options(synchronize_session=False)
    )
    row = _get(db, purpose, token)
    if spent.rowcount == 1:
        return Link(row.target_id, row.expires_at)
    return _good(db, row)  # says why not


def withdraw(db: Db, purpose: str, target_id: UUID) -> None:
    """Links for this target that wait to be used stop working now."""
    moment = now(db)
    db.exec(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.purpose) == purpose,
            col(OneTimeLink.target_id) == target_id,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.expires_at) > moment,
        )
        .values(expires_at=moment)
        .execution_options(synchronize_session=False)
    )


def open_for(db: Db, purpose: str, target_ids: Collection[UUID]) -> set[UUID]:
    """For which of these targets somebody may hold a link that still works."""
    found = select(OneTimeLink.target_id).where(
        col(OneTimeLink.purpose) == purpose,
        col(OneTimeLink.target_id).in_(target_ids),
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now(db),
    )
    return set(db.exec(found))


def remove_expired(db: Db) -> int:
    """Forgets links that expired long ago; tells how many."""
    long_ago = now(db) - _KEPT_AFTER_EXPIRY
    return db.exec(delete(OneTimeLink).where(col(OneTimeLink.expires_at) < long_ago)).rowcount


def _get(db: Db, purpose: str, token: str) -> OneTimeLink:
    query = (
        select(OneTimeLink)
        .where(col(OneTimeLink.token_hash) == _hash(token), col(OneTimeLink.purpose) == purpose)
        .execution_options(populate_existing=True)
    )
    row = db.exec(query).one_or_none()
    if row is None:
        raise LinkUnknown
    return row


def _good(db: Db, row: OneTimeLink) -> Link:
    if row.used_at is not None:
        raise LinkUsed
    if row.expires_at <= now(db):
        raise LinkExpired
    return Link(row.target_id, row.expires_at)


def _hash(token: str) -> bytes:
    if len(token) > _LONGEST_TOKEN:
        raise LinkUnknown
    return hashlib.sha256(token.encode()).digest()
