"""What a mentor is writing about one trajectory, kept until it is sent; for its writer only."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mentorship.foundation import drafts
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import Draft, DraftChanged, DraftUnknown, OpenedDraft
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.models import Trajectory

PAGE = "page"
_KIND = "concern:"


def find(db: Db, owner_id: UUID, trajectory_id: UUID) -> OpenedDraft | None:
    """The one that was changed last."""
    mine = drafts.list_of(db, owner_id, _kind(trajectory_id))
    return drafts.load(db, owner_id, mine[0].id) if mine else None


def keep(
    db: Db,
    owner_id: UUID,
    trajectory: Trajectory,
    fields: Mapping[str, str],
    page: UUID,
    version: int,
) -> Draft:
    """Saves this page's words, which go with the young person. DraftChanged when another page wrote
    others, DraftUnknown when they were sent or thrown away meanwhile."""
    written = {**fields, PAGE: str(page)}
    kind = _kind(trajectory.id)
    mine = drafts.list_of(db, owner_id, kind)
    if not mine and (version or db.get(Concern, page) is not None):
        raise DraftUnknown
    if not mine:
        draft = drafts.start(db, owner_id, kind, trajectory.subject_id)
        return drafts.save(db, owner_id, draft.id, fields=written, version=draft.version)
    try:
        return drafts.save(db, owner_id, mine[0].id, fields=written, version=version)
    except DraftChanged as changed:
        if changed.theirs.get(PAGE) != str(page):
            raise
        return drafts.save(db, owner_id, mine[0].id, fields=written, version=changed.version)


def begun(db: Db, owner_id: UUID) -> dict[UUID, datetime]:
    """When each was changed last, by the trajectory that it is about; the newest first."""
    found: dict[UUID, datetime] = {}
    for row in drafts.begun(db, owner_id, _KIND):
        found.setdefault(UUID(row.kind.removeprefix(_KIND)), row.updated_at)
    return found


def forget(db: Db, owner_id: UUID, trajectory_id: UUID) -> None:
    """All of them: the words are in the concern now, or nowhere."""
    for draft in drafts.list_of(db, owner_id, _kind(trajectory_id)):
        drafts.discard(db, owner_id, draft.id)


def _kind(trajectory_id: UUID) -> str:
    return f"{_KIND}{trajectory_id.hex}"
