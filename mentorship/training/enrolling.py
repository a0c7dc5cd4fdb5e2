"""Who can be enrolled in a cohort."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case
from sqlmodel import col, func, select

from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.training import queries
from mentorship.training.models import (
    Cohort,
    CohortPlace,
)


@dataclass(frozen=True)
class ToEnrol:
    """One page of who can be enrolled, with names."""

    people: list[tuple[UUID, str]]
    number: int
    pages: int


def mentors_to_enrol(db: Db, cohort: Cohort, number: int = 1) -> ToEnrol:
    """Open mentors without a place anywhere; the cohort's House first, who applied first first.

    A page that isn't there is the last one; on a page they stand by name.
    """
    placed = select(CohortPlace.mentor_id).where(col(CohortPlace.status).in_(queries.OPEN_PLACE))
    found = mentors.open_in(None).where(col(Mentor.id).not_in(placed))
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    pages = max(1, -(-total // queries.PAGE))
    number = min(max(1, number), pages)
    near = case((col(Mentor.house_code) == cohort.house_code, 0), else_=1)
    ordered = found.order_by(near, col(Mentor.applied_at), col(Mentor.id))
    rows = db.exec(ordered.limit(queries.PAGE).offset((number - 1) * queries.PAGE)).all()
    names = mentors.names_of(db, rows, Purpose.TRAINING)
    is_near = {row.id: row.house_code == cohort.house_code for row in rows}
    by_name = sorted(names.items(), key=lambda item: (not is_near[item[0]], item[1].casefold()))
    return ToEnrol(by_name, number, pages)
