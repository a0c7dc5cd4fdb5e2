"""What every verb of a concern ends with: a line in its history and one in the trail."""

from uuid import UUID

from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.concerns import queries
from mentorship.trajectories.concerns.models import ActKind, Concern, ConcernAct, Level


def note(
    db: Db,
    concern: Concern,
    kind: ActKind,
    *,
    by: UUID | None,
    other: UUID | None = None,
    level: Level | None = None,
) -> None:
    """The concern is locked. The trail learns which act it was, never which protocol or outcome."""
    db.add(
        ConcernAct(
            subject_id=concern.subject_id, concern_id=concern.id,
            position=len(queries.acts_of(db, concern)) + 1, kind=kind, level=level,
            acted_at=now(db), acted_by=by, other_id=other,
        )
    )  # fmt: skip
    db.flush()
    record(db, f"concern.{kind}", concern)


def record(db: Db, action: str, concern: Concern) -> None:
    audit.record(
        db, action, subject_id=concern.subject_id, object_id=concern.id,
        purpose=Purpose.GUIDANCE, house=queries.house_of(db, concern),
    )  # fmt: skip
