"""Finds recommendations by where they stand, their steps, and who may own one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.recommendations import policy
from mentorship.evaluation.recommendations.models import (
    Recommendation,
    RecommendationStatus,
    RecommendationStep,
)
from mentorship.foundation.db import Db

PAGE = 50
SOON = timedelta(days=14)
_CLOSED = (RecommendationStatus.DONE, RecommendationStatus.PUT_ASIDE)
_act_by, _status = col(Recommendation.act_by), col(Recommendation.status)


class Shelf(StrEnum):
    """Which of them a list shows."""

    RUNNING = "running"
    MINE = "mine"
    WITHOUT_OWNER = "without-owner"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Recommendation]
    page: int
    pages: int


def find(
    db: Db, visible: SelectOfScalar[Recommendation], recommendation_id: UUID
) -> Recommendation | None:
    return db.exec(visible.where(col(Recommendation.id) == recommendation_id)).one_or_none()


def lock(
    db: Db, visible: SelectOfScalar[Recommendation], recommendation_id: UUID
) -> Recommendation | None:
    found = visible.where(col(Recommendation.id) == recommendation_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def owners(db: Db) -> dict[UUID, Role]:
    """Open accounts that can own one, by the first fitting role that they hold."""
    found: dict[UUID, Role] = {}
    for role in policy.OWNERS:
        for user in users_with_role(db, role):
            found.setdefault(user.id, role)
    return found


def shelf(db: Db, actor: UserActor, which: Shelf) -> SelectOfScalar[Recommendation]:
    found = policy.owned_by(actor) if which is Shelf.MINE else policy.visible_to(actor)
    if which is Shelf.WITHOUT_OWNER:
        found = found.where(col(Recommendation.owner_id).not_in(list(owners(db))))
    return found.where(_status.in_(_CLOSED) if which is Shelf.CLOSED else _status.not_in(_CLOSED))


def page_of(db: Db, visible: SelectOfScalar[Recommendation], page: int) -> Page:
    """What has to be acted on first on top; what is closed is, likewise, the oldest date first."""
    total = db.exec(select(func.count()).select_from(visible.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ordered = visible.order_by(_status.in_(_CLOSED), _act_by, col(Recommendation.id))
    rows = db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Page(rows, page, pages)


def is_late(day: date) -> ColumnElement[bool]:
    return _status.not_in(_CLOSED) & (_act_by < day)


def is_to_take_up(day: date) -> ColumnElement[bool]:
    return (_status == RecommendationStatus.OPEN) & (_act_by >= day)


def is_soon(day: date) -> ColumnElement[bool]:
    """Taken up, and its day comes."""
    return (_status == RecommendationStatus.TAKEN_UP) & _act_by.between(day, day + SOON)


def ids_of(db: Db, visible: SelectOfScalar[Recommendation]) -> Sequence[UUID]:
    return db.scalars(visible.with_only_columns(col(Recommendation.id))).all()


def steps_of(db: Db, row: Recommendation) -> Sequence[RecommendationStep]:
    """The newest first."""
    found = select(RecommendationStep).where(col(RecommendationStep.recommendation_id) == row.id)
    return db.exec(found.order_by(col(RecommendationStep.number).desc())).all()


def last_steps(db: Db, rows: Iterable[Recommendation]) -> dict[UUID, RecommendationStep]:
    """How each of these stands now."""
    step = RecommendationStep
    of_these = col(step.recommendation_id).in_([row.id for row in rows])
    newest = (
        select(col(step.recommendation_id), func.max(col(step.number)).label("number"))
        .where(of_these)
        .group_by(col(step.recommendation_id))
        .subquery()
    )
    found = select(step).join(
        newest,
        (col(step.recommendation_id) == newest.c.recommendation_id)
        & (col(step.number) == newest.c.number),
    )
    return {one.recommendation_id: one for one in db.exec(found)}


def purposes_of(db: Db, rows: Iterable[Recommendation]) -> dict[UUID, str]:
    """Of the bundles that these come from, what they were asked for."""
    bundle, wanted = EvaluationBundle, {row.bundle_id for row in rows if row.bundle_id}
    found = select(col(bundle.id), col(bundle.purpose)).where(col(bundle.id).in_(wanted))
    return dict(db.exec(found).all())
