"""Keeps what a referrer is writing: one page saves again and again, two pages never overwrite."""

from collections.abc import Sequence
from uuid import UUID

from mentorship.foundation import drafts
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import Draft, DraftChanged, OpenedDraft
from mentorship.referrals.facts import DraftCopy

KIND = "referral"
PAGE = "page"


def start_draft(db: Db, owner_id: UUID) -> Draft:
    """Only after the young person's yes: from here on something is stored about somebody."""
    return drafts.start(db, owner_id, KIND)


def keep_draft(db: Db, owner_id: UUID, copy: DraftCopy) -> Draft:
    """Saves this page's text; raises DraftChanged when another page wrote something else."""
    written = {**copy.fields, PAGE: copy.page}
    try:
        return drafts.save(db, owner_id, copy.id, fields=written, version=copy.version)
    except DraftChanged as changed:
        if changed.theirs.get(PAGE) != copy.page and differing(changed):
            raise
        return drafts.save(db, owner_id, copy.id, fields=written, version=changed.version)


def differing(changed: DraftChanged) -> list[str]:
    """The fields in which the two texts differ."""
    names = sorted({*changed.mine, *changed.theirs} - {PAGE})
    return [name for name in names if changed.mine.get(name, "") != changed.theirs.get(name, "")]


def open_draft(db: Db, owner_id: UUID, draft_id: UUID) -> OpenedDraft:
    return drafts.load(db, owner_id, draft_id)


def drafts_of(db: Db, owner_id: UUID) -> list[Draft]:
    return drafts.list_of(db, owner_id, KIND)


def first_names_of(db: Db, found: Sequence[Draft]) -> dict[UUID, str]:
    """As far as they are filled in, so that somebody with several drafts finds the right one."""
    return drafts.texts_of(db, found, "first_name")


def discard_draft(db: Db, owner_id: UUID, draft_id: UUID) -> None:
    drafts.discard(db, owner_id, draft_id)
