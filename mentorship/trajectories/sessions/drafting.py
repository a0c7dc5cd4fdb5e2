"""Keeps what a mentor is writing: one draft for each trajectory, and what was refused from afar."""

from collections.abc import Mapping
from uuid import UUID

from mentorship.foundation import drafts
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import Draft, DraftChanged, OpenedDraft
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions.models import SessionLog

KIND = "session-log"
REFUSED = "session-log-refused"
TRAJECTORY, PAGE, REASON = "trajectory", "submission", "reason"


class SentMeanwhile(Exception):
    """The log of this page is stored already; keeping its text would bring it back."""


def find_draft(db: Db, owner_id: UUID, trajectory_id: UUID) -> OpenedDraft | None:
    """What this mentor was writing about this trajectory."""
    found = drafts.list_of(db, owner_id, KIND)
    of = drafts.texts_of(db, found, TRAJECTORY)
    own = [draft for draft in found if of.get(draft.id) == str(trajectory_id)]
    return drafts.load(db, owner_id, own[0].id) if own else None


def keep_draft(
    db: Db, owner_id: UUID, trajectory: Trajectory, fields: Mapping[str, str], version: int
) -> Draft:
    """Under the lock of the trajectory. The same page may save again and again; another one that
    saved meanwhile raises DraftChanged, a log that is stored by now SentMeanwhile."""
    page = fields.get(PAGE, "")
    if _is_stored(db, page):
        raise SentMeanwhile
    written = {**fields, TRAJECTORY: str(trajectory.id)}
    known = find_draft(db, owner_id, trajectory.id)
    if known is None:
        draft = drafts.start(db, owner_id, KIND, trajectory.subject_id)
        return drafts.save(db, owner_id, draft.id, fields=written, version=draft.version)
    try:
        return drafts.save(db, owner_id, known.id, fields=written, version=version)
    except DraftChanged as changed:
        if changed.theirs.get(PAGE) != page:
            raise
        return drafts.save(db, owner_id, known.id, fields=written, version=changed.version)


def forget_draft(db: Db, owner_id: UUID, trajectory_id: UUID) -> None:
    """What was sent, or is thrown away, stands in no later form."""
    if (known := find_draft(db, owner_id, trajectory_id)) is not None:
        drafts.discard(db, owner_id, known.id)


def keep_refused(
    db: Db, owner_id: UUID, trajectory: Trajectory, fields: Mapping[str, str], reason: str
) -> None:
    """What came from a phone and couldn't be stored: it waits here, once, for its writer."""
    known = drafts.list_of(db, owner_id, REFUSED)
    keys = drafts.texts_of(db, known, PAGE)
    written = {**fields, TRAJECTORY: str(trajectory.id), REASON: reason}
    for draft in known:
        is_same_page = keys.get(draft.id) == fields.get(PAGE)
        if is_same_page and _same(drafts.load(db, owner_id, draft.id).fields, written):
            return
    draft = drafts.start(db, owner_id, REFUSED, trajectory.subject_id)
    drafts.save(db, owner_id, draft.id, fields=written, version=draft.version)


def refused_of(db: Db, owner_id: UUID) -> list[OpenedDraft]:
    """The newest first."""
    found = drafts.list_of(db, owner_id, REFUSED)
    return [drafts.load(db, owner_id, draft.id) for draft in found]


def _same(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Why it was refused may differ by the day; the words are what counts."""
    return {**before, REASON: ""} == {**now, REASON: ""}


def _is_stored(db: Db, page: str) -> bool:
    try:
        return db.get(SessionLog, UUID(page)) is not None
    except ValueError:
        return False
