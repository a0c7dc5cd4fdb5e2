"""The people behind a count of the day: exactly those, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.desk.headings import TAKES_PART, TOO_LONG
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.counts import takes_part, waiting_too_long
from mentorship.mentors import counts as mentor_counts
from mentorship.mentors import policy as mentor_policy
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import Readiness, readiness
from mentorship.mentors.standing import facts_of, terms_of
from mentorship.referrals import policy as referral_policy
from mentorship.referrals.mentees import counts as mentee_counts
from mentorship.referrals.mentees import queries, rules
from mentorship.referrals.mentees.lists import clock_of
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.rules import Step
from mentorship.referrals.terms import Clock

ON_A_PAGE = 50
Person = TypeVar("Person", Mentee, Mentor)


@dataclass(frozen=True)
class YoungPersonLine:
    mentee: Mentee
    name: str
    step: Step | None
    clock: Clock | None


@dataclass(frozen=True)
class MentorLine:
    mentor: Mentor
    name: str
    readiness: Readiness


Line = TypeVar("Line", YoungPersonLine, MentorLine)


@dataclass(frozen=True)
class Page(Generic[Line]):
    """`total` counts everybody on all pages."""

    lines: Sequence[Line]
    number: int
    pages: int
    total: int


def young_people(db: Db, actor: UserActor, about: str, number: int) -> Page[YoungPersonLine]:
    """Raises ValueError for something that isn't counted."""
    visible, day = referral_policy.mentees_visible_to(actor), today(db)
    if about == TOO_LONG:
        found = waiting_too_long(visible, day)
    elif about == TAKES_PART:
        found = takes_part(visible, day)
    else:
        found = mentee_counts.those(db, visible, mentee_counts.Asks(about), day)
    rows, number, pages, total = _cut(db, found, number)
    names = names_of(db, rows, Purpose.INTAKE)
    facts = queries.facts_of(db, rows)
    steps = {row.id: rules.next_step(facts[row.id]) for row in rows}
    lines = [
        YoungPersonLine(row, names.get(row.id, ""), steps[row.id], clock_of(steps[row.id], day))
        for row in rows
    ]
    return Page(lines, number, pages, total)


def mentors_asking(db: Db, actor: UserActor, about: str, number: int) -> Page[MentorLine]:
    """Raises ValueError for something that isn't counted."""
    visible, day = mentor_policy.screened_by(actor), mentors.today(db)
    found = mentor_counts.those(db, visible, mentor_counts.Asks(about), day)
    rows, number, pages, total = _cut(db, found, number)
    names = names_of(db, rows, Purpose.SCREENING)
    standing = _readiness_of(db, rows, day)
    lines = [MentorLine(row, names.get(row.id, ""), standing[row.id]) for row in rows]
    return Page(lines, number, pages, total)


def names_of(db: Db, rows: Sequence[Mentee | Mentor], purpose: Purpose) -> dict[UUID, str]:
    """First and family name, as one reading; who was erased is left out."""
    parts = ("first_name", "family_name")
    read = vault.scan_fields(db, rows, parts, purpose=purpose)
    return {
        key: " ".join(texts[part] for part in parts if part in texts) for key, texts in read.items()
    }


def _readiness_of(db: Db, rows: Sequence[Mentor], day: date) -> dict[UUID, Readiness]:
    these = select(Mentor).where(col(Mentor.id).in_([row.id for row in rows]))
    facts, terms = facts_of(db, these), terms_of(db)
    return {key: readiness(known, day, terms) for key, known in facts.items()}


def _cut(
    db: Db, found: SelectOfScalar[Person], number: int
) -> tuple[Sequence[Person], int, int, int]:
    """The rows of the page with this number, or of the last one."""
    total = db.exec(select(func.count()).select_from(found.order_by(None).subquery())).one()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), pages)
    rows = db.exec(found.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    return rows, number, pages, total
