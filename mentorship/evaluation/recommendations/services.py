"""The verbs: noting a recommendation, giving it another owner or date, saying what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import col, func, select

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.queries import today
from mentorship.evaluation.recommendations import queries, rules
from mentorship.evaluation.recommendations.letters import YOURS
from mentorship.evaluation.recommendations.models import (
    Recommendation,
    RecommendationStatus,
    RecommendationStep,
)
from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.foundation.locks import take_turns


@dataclass(frozen=True, slots=True)
class Origin:
    """A bundle that was released, or else the title and the date of a study."""

    bundle_id: UUID | None = None
    study: str = ""
    studied_on: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is recommended, whose it is, and by when they act."""

    recommendation: str
    owner_id: UUID
    act_by: date


def note(db: Db, origin: Origin, agreed: Agreed, by: UUID, key: UUID) -> Recommendation:
    """`key` is of the sending of the page: sent twice, it is noted once.

    Raises RecommendationRefused.
    """
    take_turns(db, key.bytes)  # the second of a double click finds what the first one did
    before = db.get(Recommendation, key)
    if before is not None and before.made_by == by:
        return before
    _check_origin(db, origin)
    _check_owner(db, agreed.owner_id)
    rules.check_act_by(agreed.act_by, today(db))
    row = Recommendation(
        id=key if before is None else uuid4(),
        bundle_id=origin.bundle_id,
        study=None if origin.bundle_id else origin.study,
        studied_on=None if origin.bundle_id else origin.studied_on,
        recommendation=agreed.recommendation,
        owner_id=agreed.owner_id,
        act_by=agreed.act_by,
        status=RecommendationStatus.OPEN,
        made_by=by,
        made_at=now(db),
    )
    db.add(row)
    db.flush()
    _add_step(db, row, by, uuid4())
    _tell_owner(db, row, by)
    audit.record(db, "recommendation.noted", object_id=row.id)
    return row


def change(db: Db, row: Recommendation, agreed: Agreed, by: UUID, key: UUID, *, seen: int) -> None:
    """Other words are for a slip or a name: what stood there isn't kept.

    The row is locked; `seen` as in `move`. Raises ChangedMeanwhile, RecommendationRefused.
    """
    if _was_sent(db, row, by, key):
        return
    _check_seen(db, row, seen)
    if row.status.is_closed:
        raise rules.RecommendationClosed
    is_given = agreed.owner_id != row.owner_id
    if is_given:
        _check_owner(db, agreed.owner_id)
    rules.check_act_by(agreed.act_by, today(db), before=row.act_by)
    row.recommendation = agreed.recommendation
    row.owner_id, row.act_by = agreed.owner_id, agreed.act_by
    db.flush()
    _add_step(db, row, by, key)
    if is_given:
        _tell_owner(db, row, by)
    audit.record(db, "recommendation.changed", object_id=row.id)


def move(
    db: Db, row: Recommendation, status: RecommendationStatus, said: str,
    by: UUID, key: UUID, *, seen: int,
) -> None:  # fmt: skip
    """Says where it stands now. The row is locked; `seen` is the last step that the page showed.

    Raises ChangedMeanwhile, RecommendationRefused.
    """
    if _was_sent(db, row, by, key):
        return
    _check_seen(db, row, seen)
    rules.check_step(row.status, status, said)
    row.status = status
    db.flush()
    _add_step(db, row, by, key, said)
    audit.record(db, "recommendation.moved", object_id=row.id, status=status)


def take_out(db: Db, row: Recommendation, step_id: UUID) -> None:
    """The words of one step, when they name somebody after all. The recommendation is locked."""
    step = db.get(RecommendationStep, step_id)
    if step is None or step.recommendation_id != row.id:
        raise rules.NoSuchWords
    step.said = ""
    db.flush()
    audit.record(db, "recommendation.taken_out", object_id=row.id)


def _tell_owner(db: Db, row: Recommendation, by: UUID) -> None:
    """Whoever takes it up themselves needs no letter."""
    if row.owner_id == by:
        return
    owner = db.get_one(User, row.owner_id)
    posting.post(db, owner, YOURS, posting.page(db, f"/recommendations/{row.id}"))


def _was_sent(db: Db, row: Recommendation, by: UUID, key: UUID) -> bool:
    before = db.get(RecommendationStep, key)
    return before is not None and (before.recommendation_id, before.noted_by) == (row.id, by)


def _check_seen(db: Db, row: Recommendation, seen: int) -> None:
    if _last_number(db, row) != seen:
        raise ChangedMeanwhile("somebody else noted something about this recommendation")


def _last_number(db: Db, row: Recommendation) -> int:
    step = RecommendationStep
    last = select(func.max(col(step.number))).where(col(step.recommendation_id) == row.id)
    return db.exec(last).one() or 0


def _add_step(db: Db, row: Recommendation, by: UUID, key: UUID, said: str = "") -> None:
    is_taken = db.get(RecommendationStep, key) is not None
    step = RecommendationStep(
        id=uuid4() if is_taken else key,
        recommendation_id=row.id,
        number=_last_number(db, row) + 1,
        status=row.status,
        owner_id=row.owner_id,
        act_by=row.act_by,
        said=said or None,
        noted_by=by,
        noted_at=now(db),
    )
    db.add(step)
    db.flush()


def _check_origin(db: Db, origin: Origin) -> None:
    if origin.bundle_id is None:
        rules.check_study(origin.study, origin.studied_on, today(db))
        return
    bundle = db.get(EvaluationBundle, origin.bundle_id)
    if bundle is None or bundle.released_at is None:
        raise rules.NotReleased


def _check_owner(db: Db, user_id: UUID) -> None:
    if user_id not in queries.owners(db):
        raise rules.NotAnOwner
