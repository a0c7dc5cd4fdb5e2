"""Finds targets, the fundings that count, what both were before, and what runs past money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.desk.targets.models import Funding, YearTarget
from mentorship.desk.targets.rules import Money, funded_until
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import RUNNING, Trajectory


def targets_of(db: Db, year: int) -> dict[str, YearTarget]:
    """By House, the one that counts."""
    found = select(YearTarget).where(col(YearTarget.year) == year)
    return {row.house_code: row for row in db.exec(found.order_by(col(YearTarget.position)))}


def history_of_target(db: Db, year: int, house_code: str) -> list[YearTarget]:
    """The newest first."""
    found = select(YearTarget).where(
        col(YearTarget.year) == year, col(YearTarget.house_code) == house_code
    )
    return list(db.exec(found.order_by(col(YearTarget.position).desc())))


def fundings(db: Db) -> list[Funding]:
    """Those that count: nothing took their place, and they weren't withdrawn. The soonest end
    first."""
    found = select(Funding).where(_is_newest(), ~col(Funding.is_withdrawn))
    return list(db.exec(found.order_by(col(Funding.last_day), col(Funding.name), col(Funding.id))))


def _is_newest() -> ColumnElement[bool]:
    later = aliased(Funding)
    replaced = select(later.id).where(col(later.replaces_id) == col(Funding.id))
    return ~replaced.correlate(Funding).exists()


def find_funding(db: Db, funding_id: UUID) -> Funding | None:
    """One that counts."""
    found = select(Funding).where(
        col(Funding.id) == funding_id, _is_newest(), ~col(Funding.is_withdrawn)
    )
    return db.exec(found).one_or_none()


def newest_of(db: Db, funding_id: UUID) -> Funding | None:
    """What took the place of this one, however often; None when that doesn't count any more."""
    row = db.get(Funding, funding_id)
    while row is not None and (
        later := db.exec(select(Funding).where(col(Funding.replaces_id) == row.id)).one_or_none()
    ):
        row = later
    return None if row is None or row.is_withdrawn else row


def lock_funding(db: Db, funding_id: UUID) -> Funding | None:
    """Any row: whether it still counts is asked when it is locked."""
    found = select(Funding).where(col(Funding.id) == funding_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def is_replaced(db: Db, funding: Funding) -> bool:
    found = select(Funding.id).where(col(Funding.replaces_id) == funding.id)
    return db.exec(found).first() is not None


def history_of_funding(db: Db, funding: Funding) -> list[Funding]:
    """What stood there before, the newest first."""
    rows, at = [], funding.replaces_id
    while at is not None:
        rows.append(db.get_one(Funding, at))
        at = rows[-1].replaces_id
    return rows


def moneys(found: Iterable[Funding]) -> list[Money]:
    return [Money(one.house_code, one.first_day, one.last_day) for one in found]


@dataclass(frozen=True, slots=True)
class Running:
    """A trajectory that runs now, and until when it was agreed to."""

    trajectory: Trajectory
    house_code: str

    @property
    def planned_end(self) -> date:
        assert self.trajectory.planned_end is not None  # noqa: S101 — it runs
        return self.trajectory.planned_end


def running(db: Db, visible: SelectOfScalar[Trajectory]) -> list[Running]:
    """The last planned end first; not those of which the match has ended already."""
    rows = db.exec(visible.where(trajectories.in_phase(RUNNING))).all()
    rows = trajectories.not_waiting_to_be_closed(db, rows)
    mentees = [row.mentee_id for row in rows]
    files = select(col(Mentee.id), col(Mentee.house_code)).where(col(Mentee.id).in_(mentees))
    house_of = dict(db.exec(files).all())
    found = [Running(row, house_of[row.mentee_id]) for row in rows if row.planned_end]
    return sorted(found, key=lambda one: (one.planned_end, one.trajectory.id), reverse=True)


def run_past(db: Db, found: Iterable[Running], money: Sequence[Money]) -> list[Running]:
    """Those that go on after the last day on which there is money for their House."""
    ends = {one.house_code: None for one in found}
    day = today(db)
    until = {house: funded_until(money, house, day) for house in ends}
    return [
        one for one in found if (end := until[one.house_code]) is not None and one.planned_end > end
    ]
