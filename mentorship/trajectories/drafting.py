"""Keeps what somebody is writing about a trajectory: one draft a writer, form and trajectory."""

from collections.abc import Mapping
from uuid import UUID

from mentorship.foundation import drafts
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import Draft, OpenedDraft


def kind_of(form: str, trajectory_id: UUID) -> str:
    return f"{form}:{trajectory_id}"


def find(db: Db, owner_id: UUID, kind: str) -> OpenedDraft | None:
    found = drafts.list_of(db, owner_id, kind)
    return drafts.load(db, owner_id, found[0].id) if found else None


def keep(
    db: Db, owner_id: UUID, kind: str, fields: Mapping[str, str], version: int, *, about: UUID
) -> Draft:
    """Begins a draft with the first words; it goes with whom it is about. Raises DraftChanged when
    another page wrote other ones, DraftTooLong."""
    found = drafts.list_of(db, owner_id, kind)
    row = found[0] if found else drafts.start(db, owner_id, kind, about)
    known = version if found else row.version
    return drafts.save(db, owner_id, row.id, fields=fields, version=known)


def discard(db: Db, owner_id: UUID, kind: str) -> None:
    """Nothing when there is none: it was saved as what it became, or never begun."""
    for row in drafts.list_of(db, owner_id, kind):
        drafts.discard(db, owner_id, row.id)
