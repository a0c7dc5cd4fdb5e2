"""The list of young people, most pressing first, a page at a time with as many statements each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from uuid import UUID

from sqlalchemy import ColumnElement, case
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts import queries as accounts
from mentorship.accounts.access import UserActor
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import policy, terms
from mentorship.referrals.mentees import queries, rules
from mentorship.referrals.mentees.models import Mentee, NoticeLetter, Stage
from mentorship.referrals.mentees.rules import Step
from mentorship.referrals.terms import Clock

PAGE_SIZE = 50


class Shelf(StrEnum):
    """The lists that the page offers."""

    INTAKE = "intake"
    WAITING = "waiting"
    STARTED = "started"
    CARE_FIRST = "care-first"
    CLOSED = "closed"


STAGES_ON: dict[Shelf, tuple[Stage, ...]] = {
    Shelf.INTAKE: (Stage.INTAKE,),
    Shelf.WAITING: (Stage.WAITING,),
    Shelf.STARTED: (Stage.STARTED,),
    Shelf.CARE_FIRST: (Stage.CARE_FIRST,),
    Shelf.CLOSED: (Stage.NOT_SUITABLE, Stage.ENDED, Stage.STOPPED),
}


@dataclass(frozen=True)
class Line:
    """One young person in the list, with what is asked now."""

    mentee: Mentee
    name: str
    step: Step | None
    clock: Clock | None
    consultant: str


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    number: int
    pages: int


def clock_of(step: Step | None, day: date) -> Clock | None:
    return terms.clock(step.due, day) if step is not None and step.due is not None else None


def listed(db: Db, actor: UserActor, shelf: Shelf, number: int, day: date) -> Page:
    """The page with this number, or the last one."""
    found = policy.mentees_visible_to(actor).where(col(Mentee.stage).in_(STAGES_ON[shelf]))
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    pages = max(1, ceil(total / PAGE_SIZE))
    number = min(max(1, number), pages)
    rows = _most_pressing(db, found, shelf, (number - 1) * PAGE_SIZE)
    return Page(_lines(db, rows, day), number, pages)


def _most_pressing(
    db: Db, found: SelectOfScalar[Mentee], shelf: Shelf, offset: int
) -> list[Mentee]:
    order = found.order_by(*_order_on(shelf), col(Mentee.id)).offset(offset).limit(PAGE_SIZE)
    return list(db.exec(order).all())


def _order_on(shelf: Shelf) -> tuple[ColumnElement[date], ...]:
    if shelf is Shelf.INTAKE:
        is_told = select(NoticeLetter.id).where(col(NoticeLetter.mentee_id) == col(Mentee.id))
        intake, notice = col(Mentee.intake_due), col(Mentee.notice_due)
        comes_first = (notice < intake) & ~is_told.correlate(Mentee).exists()
        return (case((comes_first, notice), else_=intake),)
    if shelf is Shelf.WAITING:
        return (func.coalesce(col(Mentee.matching_due), col(Mentee.intake_due)),)
    return (col(Mentee.stage_since).desc(),)


def _lines(db: Db, rows: list[Mentee], day: date) -> list[Line]:
    facts = queries.facts_of(db, rows)
    names = _names(db, rows)
    held_by = {row.consultant_id for row in rows if row.consultant_id is not None}
    consultants = accounts.names_of_ids(db, held_by)
    lines = []
    for row in rows:
        step = rules.next_step(facts[row.id])
        by = consultants.get(row.consultant_id, "") if row.consultant_id else ""
        lines.append(Line(row, names.get(row.id, ""), step, clock_of(step, day), by))
    return lines


def _names(db: Db, rows: list[Mentee]) -> dict[UUID, str]:
    """First and family name; a page lists nobody else's."""
    first = queries.first_names_of(db, rows, Purpose.INTAKE)
    family = vault.scan(db, rows, "family_name", purpose=Purpose.INTAKE)
    return {key: f"{name} {family.get(key, '')}".strip() for key, name in first.items()}


def count_on_shelves(db: Db, actor: UserActor) -> dict[Shelf, int]:
    visible = policy.mentees_visible_to(actor).subquery()
    by_stage = dict(
        db.execute(select(visible.c.stage, func.count()).group_by(visible.c.stage)).all()
    )
    return {
        shelf: sum(by_stage.get(stage, 0) for stage in stages)
        for shelf, stages in STAGES_ON.items()
    }
