"""The verbs: set the target of a House for a year, note a funding, change or withdraw it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.desk.targets import queries, rules
from mentorship.desk.targets.models import Funding, YearTarget
from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.region.models import House


@dataclass(frozen=True, slots=True)
class Terms:
    """What a funding says."""

    name: str
    house_code: str | None
    first_day: date
    last_day: date
    budget_euros: int
    budget_hours: int | None


def set_target(
    db: Db,
    year: int,
    house_code: str,
    guided: int,
    *,
    position: int,
    reason: str,
    by: UUID,
    key: UUID,
) -> YearTarget:
    """`position` is that of the target on the page, 0 for none. The same sending sets it once.
    Raises ReasonMissing or ChangedMeanwhile."""
    db.exec(select(House).where(col(House.code) == house_code).with_for_update()).one()
    before = db.get(YearTarget, key)
    if before is not None and (before.year, before.house_code) == (year, house_code):
        return before
    newest = queries.history_of_target(db, year, house_code)
    if (newest[0].position if newest else 0) != position:
        raise ChangedMeanwhile
    rules.check_reason(bool(newest), reason)
    row = YearTarget(
        id=key if before is None else uuid4(), year=year, house_code=house_code,
        position=position + 1, guided=guided, reason=reason or None, set_at=now(db), set_by=by,
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.record(
        db, "target.set", object_id=row.id, purpose=Purpose.OVERSIGHT, house=house_code, year=year
    )
    return row


def note_funding(db: Db, terms: Terms, *, by: UUID, key: UUID) -> Funding:
    """The same sending notes it once. Raises DaysImpossible, DaysOutOfReach."""
    before = db.get(Funding, key)
    if before is not None and before.noted_by == by and before.replaces_id is None:
        return before
    return _add(db, terms, None, "", by=by, key=key if before is None else uuid4())


def change_funding(
    db: Db, funding: Funding, terms: Terms, reason: str, *, by: UUID, key: UUID
) -> Funding:
    """The funding is locked. Raises FundingChanged, ReasonMissing, DaysImpossible or
    DaysOutOfReach."""
    before = db.get(Funding, key)
    if before is not None and before.replaces_id == funding.id:
        return before
    _check_change(db, funding, reason)
    return _add(db, terms, funding, reason, by=by, key=key if before is None else uuid4())


def withdraw_funding(db: Db, funding: Funding, reason: str, *, by: UUID, key: UUID) -> Funding:
    """What was noted by mistake; the funding is locked. Raises FundingChanged, ReasonMissing."""
    before = db.get(Funding, key)
    if before is not None and before.replaces_id == funding.id:
        return before
    _check_change(db, funding, reason)
    terms = Terms(
        funding.name, funding.house_code, funding.first_day, funding.last_day,
        funding.budget_euros, funding.budget_hours,
    )  # fmt: skip
    key = key if before is None else uuid4()
    return _add(db, terms, funding, reason, by=by, key=key, is_withdrawn=True)


def _check_change(db: Db, funding: Funding, reason: str) -> None:
    if funding.is_withdrawn or queries.is_replaced(db, funding):
        raise rules.FundingChanged
    rules.check_reason(True, reason)


def _add(
    db: Db,
    terms: Terms,
    replaces: Funding | None,
    reason: str,
    *,
    by: UUID,
    key: UUID,
    is_withdrawn: bool = False,
) -> Funding:
    if not is_withdrawn:
        rules.check_days(terms.first_day, terms.last_day)
    row = Funding(
        id=key, replaces_id=replaces.id if replaces else None, name=terms.name,
        house_code=terms.house_code, first_day=terms.first_day, last_day=terms.last_day,
        budget_euros=terms.budget_euros, budget_hours=terms.budget_hours,
        is_withdrawn=is_withdrawn, reason=reason or None, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(row)
    db.flush()
    act = "withdrawn" if is_withdrawn else ("changed" if replaces else "noted")
    audit.record(db, f"funding.{act}", object_id=row.id, purpose=Purpose.OVERSIGHT)
    return row
