"""The board: everybody by stage, a page at a time, in a constant number of queries."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.mentors.rules import Readiness, Stage

ON_A_PAGE = 50
ENDED = "ended"


@dataclass(frozen=True)
class Board:
    """One page of it; `stage` is what was chosen, empty for everybody who is open."""

    stage: str
    page: int
    pages: int
    mentors: list[Mentor]
    names: dict[UUID, str]
    readiness: dict[UUID, Readiness]
    counts: dict[Stage, int]
    ended: int

    @property
    def open(self) -> int:
        return sum(self.counts.values())


def board(db: Db, visible: SelectOfScalar[Mentor], *, stage: str, page: int) -> Board:
    """By stage and then by the day of the application; a stage that doesn't exist is none."""
    open_ones = visible.where(col(Mentor.status) == MentorStatus.OPEN)
    ended = visible.where(col(Mentor.status) != MentorStatus.OPEN)
    readiness = queries.readiness_of_all(db, open_ones, queries.today(db))
    counts = Counter(known.stage for known in readiness.values())
    if stage == ENDED:
        order = _ended_ids(db, ended)
    else:
        stage = stage if stage in set(Stage) else ""
        order = _open_ids(db, open_ones, readiness, stage)
    pages = max(1, -(-len(order) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    mentors = _of_page(db, order[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    return Board(
        stage=stage,
        page=page,
        pages=pages,
        mentors=mentors,
        names=queries.names_of(db, mentors, Purpose.SCREENING),
        readiness=readiness,
        counts={known: counts[known] for known in Stage},
        ended=db.exec(select(func.count()).select_from(ended.subquery())).one(),
    )


def _open_ids(
    db: Db, mentors: SelectOfScalar[Mentor], readiness: dict[UUID, Readiness], stage: str
) -> list[UUID]:
    first = mentors.with_only_columns(col(Mentor.id)).order_by(
        col(Mentor.applied_at), col(Mentor.id)
    )
    ids = [key for key in db.scalars(first) if not stage or readiness[key].stage == stage]
    order = {known: place for place, known in enumerate(Stage)}
    return sorted(ids, key=lambda key: order[readiness[key].stage])


def _ended_ids(db: Db, mentors: SelectOfScalar[Mentor]) -> list[UUID]:
    newest = col(Mentor.ended_at).desc()
    return list(
        db.scalars(mentors.with_only_columns(col(Mentor.id)).order_by(newest, col(Mentor.id)))
    )


def _of_page(db: Db, ids: list[UUID]) -> list[Mentor]:
    rows = db.exec(select(Mentor).where(col(Mentor.id).in_(ids))).all()
    return sorted(rows, key=lambda mentor: ids.index(mentor.id))
