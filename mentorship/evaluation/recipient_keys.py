"""The key of their own that a recipient can have bundles encrypted to."""

from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.evaluation.models import RecipientKey
from mentorship.evaluation.package.encryption import read_recipient_key
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now


def key_of(db: Db, user_id: UUID) -> str | None:
    row = _row(db, user_id)
    return None if row is None else row.public_key


def keep(db: Db, user_id: UUID, text: str) -> None:
    """In place of the one before. Raises RecipientKeyUnusable."""
    key = read_recipient_key(text)
    row = _locked(db, user_id)
    if row is None:
        db.add(RecipientKey(user_id=user_id, public_key=key, kept_at=now(db)))
    elif row.public_key != key:
        row.public_key, row.kept_at = key, now(db)
    else:
        return
    db.flush()
    audit.record(db, "recipient_key.kept", object_id=user_id)


def remove(db: Db, user_id: UUID) -> None:
    row = _locked(db, user_id)
    if row is not None:
        db.delete(row)
        db.flush()
        audit.record(db, "recipient_key.removed", object_id=user_id)


def _locked(db: Db, user_id: UUID) -> RecipientKey | None:
    """Of two at once the second sees what the first one did."""
    db.exec(select(User.id).where(col(User.id) == user_id).with_for_update()).one()
    return _row(db, user_id)


def _row(db: Db, user_id: UUID) -> RecipientKey | None:
    found = select(RecipientKey).where(col(RecipientKey.user_id) == user_id)
    return db.exec(found).one_or_none()
