"""The tables of the key store: wrapped keys, and what the audit trail was last signed as."""

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Uuid

from mentorship.foundation.columns import UtcDateTime

KEY_STORE = MetaData()

SUBJECT_KEY = Table(
    "subject_key",
    KEY_STORE,
    Column("subject_id", Uuid(), primary_key=True),
    Column("key_version", Integer, nullable=False),
    Column("wrapped", LargeBinary),  # empty once the person is erased
    Column("ensured_at", UtcDateTime(), nullable=False),
    Column("destroyed_at", UtcDateTime()),
)

NAMED_KEY = Table(
    "named_key",
    KEY_STORE,
    Column("name", String(100), primary_key=True),
    Column("key_version", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

# One row: it lies apart from the trail and from the checkpoints, so that none of them can be cut
# off or emptied without the others telling.
LAST_CHECKPOINT = Table(
    "last_checkpoint",
    KEY_STORE,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
)
