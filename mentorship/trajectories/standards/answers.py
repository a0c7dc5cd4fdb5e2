"""What was answered about the benchmarks that can't be counted, and answering one."""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation import audit
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.standards.benchmarks import Benchmark
from mentorship.trajectories.standards.models import ChecklistAnswer


class DayImpossible(Exception):
    """An answer is not about a day that is still to come."""


def newest(db: Db, day: date) -> dict[str, ChecklistAnswer]:
    """By edition and id, the last one about this day or before."""
    found = select(ChecklistAnswer).where(col(ChecklistAnswer.answered_on) <= day)
    order = (col(ChecklistAnswer.answered_on), col(ChecklistAnswer.answered_at))
    return {f"{row.edition} {row.benchmark}": row for row in db.exec(found.order_by(*order))}


def history_of(db: Db, one: Benchmark) -> list[ChecklistAnswer]:
    """The newest first."""
    found = select(ChecklistAnswer).where(
        col(ChecklistAnswer.edition) == one.edition, col(ChecklistAnswer.benchmark) == one.id
    )
    order = (col(ChecklistAnswer.answered_on).desc(), col(ChecklistAnswer.answered_at).desc())
    return list(db.exec(found.order_by(*order)))


def answer(
    db: Db, one: Benchmark, *, is_yes: bool, on: date, document: str, by: UUID, key: UUID
) -> ChecklistAnswer:
    """The same sending of the same page answers once. Raises DayImpossible."""
    if (before := db.get(ChecklistAnswer, key)) is not None:
        if (before.edition, before.benchmark) == (one.edition, one.id):
            return before
        key = uuid4()
    if on > today(db):
        raise DayImpossible
    row = ChecklistAnswer(
        id=key, edition=one.edition, benchmark=one.id, is_yes=is_yes, answered_on=on,
        document=document, answered_at=now(db), answered_by=by,
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.record(db, "standard.answered", object_id=row.id, purpose=Purpose.OVERSIGHT)
    return row
