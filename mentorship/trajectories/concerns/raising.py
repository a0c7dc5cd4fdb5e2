"""A mentor raises a concern; and the clock tells more people while nobody has it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.trajectories.concerns import acts, drafting, holding, queries, rules, telling
from mentorship.trajectories.concerns.models import ActKind, Concern, ConcernStatus, Level
from mentorship.trajectories.course import done_before, free_key, settings_of
from mentorship.trajectories.models import Trajectory


def raise_concern(
    db: Db, trajectory: Trajectory, words: str, *, is_now: bool, by: UUID, key: UUID | None = None
) -> Concern:
    """The trajectory is locked. Sent twice by one page it is one concern and one letter."""
    key = key or uuid4()
    if (before := done_before(db, Concern, key, trajectory)) is not None:
        return before
    concern = Concern(
        id=free_key(db, Concern, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, raised_by=by, raised_at=now(db), is_now=is_now,
        status=ConcernStatus.RAISED, level=Level.CONSULTANT,
    )  # fmt: skip
    vault.write(db, concern, words=words)
    db.add(concern)
    db.flush()
    drafting.forget(db, by, trajectory.id)
    acts.note(db, concern, ActKind.RAISED, by=by)
    telling.tell_consultants_on_duty(db, concern)
    return concern


def tell_more_if_due(db: Db, concern_id: UUID) -> bool:
    """One level further, when its time has come; True when somebody was told.

    Looks again under the locks: somebody may have taken it on meanwhile.
    """
    concern = queries.lock(db, select(Concern), concern_id)
    if concern is None or concern.level not in rules.NEXT:
        return False
    if not concern.is_unseen and not holding.is_lost(db, concern):
        return False
    if now(db) < _due(db, concern):
        return False
    concern.level = rules.NEXT[concern.level]
    acts.note(db, concern, ActKind.ESCALATED, by=None, level=concern.level)
    telling.tell_more(db, concern, concern.level)
    return True


def _due(db: Db, concern: Concern) -> datetime:
    """Of one that was taken on and that nobody has any more: a term after what was last done."""
    terms = rules.Terms.of(settings_of(db))
    start, level = concern.raised_at, concern.level
    if not concern.is_unseen:
        start, level = queries.acts_of(db, concern)[-1].acted_at, Level.CONSULTANT
    return rules.tells_more_at(start, is_now=concern.is_now, level=level, terms=terms)
