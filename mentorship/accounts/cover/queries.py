"""Finds who stands in for whom; what counts today is asked of the database in one place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.queries import is_given
from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today as today
from mentorship.foundation.db import Db

PAGE = 50


@dataclass(frozen=True)
class Covered:
    """Whose cases somebody follows today, until which day, and in which Houses these may be."""

    user_id: UUID
    until_on: date
    houses: frozenset[str]


def covered_by(db: Db, deputy_id: UUID) -> tuple[Covered, ...]:
    """Whom this person covers today: one statement, asked at every request of a consultant."""
    asked = {"deputy_id": deputy_id, "day": today(db)}
    houses: dict[tuple[UUID, date], set[str]] = {}
    for absent_id, until_on, house_code in db.execute(_covered(), asked):
        houses.setdefault((absent_id, until_on), set()).add(house_code)
    return tuple(
        Covered(absent_id, until_on, frozenset(codes))
        for (absent_id, until_on), codes in sorted(houses.items())
    )


@cache
def _covered() -> Select[UUID, date, str | None]:
    return (
        select(col(Cover.absent_id), col(Cover.until_on), col(RoleGrant.house_code))
        .join(RoleGrant, col(RoleGrant.user_id) == col(Cover.absent_id))
        .where(
            col(Cover.deputy_id) == bindparam("deputy_id"),
            _counts_on(bindparam("day")),
            *_as_consultant(),
        )
    )


def deputies_by_absent(db: Db, absent_ids: Collection[UUID]) -> dict[UUID, list[User]]:
    """Who follows the cases of these colleagues today; who isn't covered isn't among them."""
    if not absent_ids:
        return {}
    found = (
        select(User, col(Cover.absent_id))
        .join(Cover, col(Cover.deputy_id) == col(User.id))
        .where(col(Cover.absent_id).in_(absent_ids), _counts_on(today(db)))
        .distinct()
    )
    by_absent: dict[UUID, list[User]] = {}
    for user, absent_id in db.execute(found):
        by_absent.setdefault(absent_id, []).append(user)
    return by_absent


def absent_until(db: Db, user_ids: Collection[UUID]) -> dict[UUID, date]:
    """Who of these people is away today and covered, until which day."""
    found = select(Cover).where(col(Cover.absent_id).in_(user_ids), _counts_on(today(db)))
    away: dict[UUID, date] = {}
    for row in db.exec(found):
        away[row.absent_id] = max(row.until_on, away.get(row.absent_id, row.until_on))
    return away


def _counts_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return _is_open(day) & _works(Cover.absent_id) & _works(Cover.deputy_id)


def _is_open(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return (
        col(Cover.ended_at).is_(None) & (col(Cover.from_on) <= day) & (col(Cover.until_on) >= day)
    )


def _works(user_id: Any) -> ColumnElement[bool]:
    """`user_id` is a column: an open account that is a consultant somewhere."""
    found = (
        select(User.id)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(
            col(User.id) == col(user_id),
            col(User.accepted_at).is_not(None),
            col(User.disabled_at).is_(None),
            *_as_consultant(),
        )
    )
    return found.correlate(Cover).exists()


def _as_consultant() -> tuple[ColumnElement[bool], ...]:
    return (col(RoleGrant.role) == Role.MENTOR_CONSULTANT, is_given())


def houses_of(db: Db, user_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Where each is a consultant now; who is none isn't among them."""
    found = select(col(RoleGrant.user_id), col(RoleGrant.house_code)).where(
        col(RoleGrant.user_id).in_(user_ids), *_as_consultant()
    )
    houses: dict[UUID, set[str]] = {}
    for user_id, house_code in db.execute(found):
        houses.setdefault(user_id, set()).add(house_code)
    return {user_id: frozenset(codes) for user_id, codes in houses.items()}


def is_covered_in(db: Db, user_id: UUID, days: Days) -> bool:
    """Whether somebody stands in for this person on one of these days."""
    found = select(Cover.id).where(col(Cover.absent_id) == user_id, _touches(days))
    return db.exec(found).first() is not None


def covers_in(db: Db, user_id: UUID, days: Days) -> bool:
    """Whether this person stands in for somebody on one of these days."""
    found = select(Cover.id).where(col(Cover.deputy_id) == user_id, _touches(days))
    return db.exec(found).first() is not None


def _touches(days: Days) -> ColumnElement[bool]:
    return (
        col(Cover.ended_at).is_(None)
        & (col(Cover.from_on) <= days.last)
        & (col(Cover.until_on) >= days.first)
    )


def find(db: Db, visible: SelectOfScalar[Cover], cover_id: UUID) -> Cover | None:
    return db.exec(visible.where(col(Cover.id) == cover_id)).one_or_none()


def lock(db: Db, cover_id: UUID) -> Cover:
    found = select(Cover).where(col(Cover.id) == cover_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def not_over(db: Db, visible: SelectOfScalar[Cover]) -> Sequence[Cover]:
    """What counts now or later, the first to end first."""
    found = visible.where(col(Cover.ended_at).is_(None), col(Cover.until_on) >= today(db))
    return db.exec(found.order_by(col(Cover.from_on), col(Cover.until_on), col(Cover.id))).all()


def over(db: Db, visible: SelectOfScalar[Cover], page: int) -> tuple[Sequence[Cover], int]:
    """What ended, the newest first, a page at a time; and how many pages there are."""
    is_over = col(Cover.ended_at).is_not(None) | (col(Cover.until_on) < today(db))
    found = visible.where(is_over)
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    ordered = found.order_by(col(Cover.until_on).desc(), col(Cover.made_at).desc(), col(Cover.id))
    rows = db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, max(1, -(-total // PAGE))


def of_user(db: Db, user_id: UUID) -> Sequence[Cover]:
    """What counts now or later and has to do with this person."""
    return db.exec(_open_of(db, user_id).order_by(col(Cover.from_on), col(Cover.id))).all()


def lock_of_user(db: Db, user_id: UUID) -> Sequence[Cover]:
    return db.exec(_open_of(db, user_id).order_by(col(Cover.id)).with_for_update()).all()


def _open_of(db: Db, user_id: UUID) -> SelectOfScalar[Cover]:
    mine = (col(Cover.absent_id) == user_id) | (col(Cover.deputy_id) == user_id)
    return select(Cover).where(
        mine, col(Cover.ended_at).is_(None), col(Cover.until_on) >= today(db)
    )
