"""The lists of trajectories, the most pressing first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.accounts import queries as accounts
from mentorship.accounts.access import UserActor
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching import policy as match_policy
from mentorship.matching.models import Match
from mentorship.matching.rounds import telling
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import policy, queries, worklist
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.due import Due, DueKind, plan_meeting_by
from mentorship.trajectories.models import RUNNING, Phase, Trajectory
from mentorship.trajectories.queries import Standing
from mentorship.trajectories.rules import Terms

PAGE_SIZE = 50


class Shelf(StrEnum):
    """The lists that the page offers; the first are matches without a trajectory yet."""

    TO_PLAN = "to-plan"
    PLANNED = "planned"
    RUNNING = "running"
    AFTERCARE = "aftercare"
    DONE = "done"


PHASES_ON: dict[Shelf, tuple[Phase, ...]] = {
    Shelf.PLANNED: (Phase.PLANNED,),
    Shelf.RUNNING: RUNNING,
    Shelf.AFTERCARE: (Phase.AFTERCARE,),
    Shelf.DONE: (Phase.DONE,),
}


@dataclass(frozen=True)
class Line:
    """One pair; `due` the soonest thing that is asked. Without a trajectory `match_id` leads on."""

    mentee: str
    mentor: str
    house_code: str
    consultant: str
    due: Due | None
    match_id: UUID
    standing: Standing | None = None


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    number: int
    pages: int


def listed(db: Db, actor: UserActor, shelf: Shelf, number: int) -> Page:
    """The page with this number, or the last one."""
    if shelf is Shelf.TO_PLAN:
        return _of_matches(db, actor, number)
    visible = policy.visible_to(actor).where(queries.in_phase(PHASES_ON[shelf]))
    newest = visible.order_by(col(Trajectory.ended_on).desc(), col(Trajectory.id))
    rows = db.exec(newest).all()
    first, pages, number = _window(len(rows), number)
    if shelf is Shelf.DONE:  # nothing is asked here, and it only grows
        return Page(_lines(db, rows[first : first + PAGE_SIZE], {}), number, pages)
    due = soonest(db, rows)
    ordered = sorted(rows, key=lambda row: (_day(due.get(row.id)), row.id))
    return Page(_lines(db, ordered[first : first + PAGE_SIZE], due), number, pages)


def listed_as_due(db: Db, actor: UserActor, kind: DueKind, number: int) -> Page:
    """Whoever the desk counts under this kind."""
    work = worklist.by_kind(worklist.work_of(db, actor)).get(kind, [])
    first, pages, number = _window(len(work), number)
    shown = work[first : first + PAGE_SIZE]
    rows = [one.trajectory for one in shown]
    return Page(_lines(db, rows, {one.trajectory.id: one.due for one in shown}), number, pages)


def soonest(db: Db, rows: Sequence[Trajectory]) -> dict[UUID, Due]:
    """Of each the first thing that it asks; who asks nothing is left out."""
    return {key: dues[0] for key, dues in worklist.due_of_all(db, rows).items() if dues}


def counts(db: Db, actor: UserActor) -> dict[Shelf, int]:
    visible = policy.visible_to(actor)
    found = {
        shelf: db.exec(
            select(func.count()).select_from(visible.where(queries.in_phase(phases)).subquery())
        ).one()
        for shelf, phases in PHASES_ON.items()
    }
    waiting = queries.without_trajectory(match_policy.matches_of(actor)).subquery()
    return {Shelf.TO_PLAN: db.exec(select(func.count()).select_from(waiting)).one(), **found}


def _of_matches(db: Db, actor: UserActor, number: int) -> Page:
    found = queries.without_trajectory(match_policy.matches_of(actor))
    rows = db.exec(found.order_by(col(Match.started_at), col(Match.id))).all()
    first, pages, number = _window(len(rows), number)
    shown, people = rows[first : first + PAGE_SIZE], _People(db, rows[first : first + PAGE_SIZE])
    terms = Terms.of(settings_of(db))
    lines = [
        people.line(
            row,
            Due(
                DueKind.PLAN_MEETING,
                plan_meeting_by(day_of(row.started_at or row.decided_at), terms),
            ),
        )
        for row in shown
    ]
    return Page(lines, number, pages)


def _lines(db: Db, rows: Sequence[Trajectory], due: dict[UUID, Due]) -> list[Line]:
    standing, people = queries.standings(db, rows), _People(db, rows)
    return [people.line(row, due.get(row.id), standing[row.id]) for row in rows]


class _People:
    """The names on one page, as one reading of each kind."""

    def __init__(self, db: Db, rows: Sequence[Trajectory | Match]) -> None:
        mentees = [row.mentee_id for row in rows]
        self.mentees = telling.names_of_mentees(db, mentees)
        self.mentors = telling.names_of_mentors(db, [row.mentor_id for row in rows])
        self.files = {
            row.id: row for row in db.exec(select(Mentee).where(col(Mentee.id).in_(mentees)))
        }
        held_by = {row.consultant_id for row in self.files.values() if row.consultant_id}
        self.consultants = accounts.names_of_ids(db, held_by)

    def line(
        self, row: Trajectory | Match, due: Due | None, standing: Standing | None = None
    ) -> Line:
        file = self.files[row.mentee_id]
        return Line(
            mentee=self.mentees.get(row.mentee_id, ""),
            mentor=self.mentors.get(row.mentor_id, ""),
            house_code=file.house_code,
            consultant=self.consultants.get(file.consultant_id, "") if file.consultant_id else "",
            due=due,
            match_id=row.id if isinstance(row, Match) else row.match_id,
            standing=standing,
        )


def _window(total: int, number: int) -> tuple[int, int, int]:
    pages = max(1, ceil(total / PAGE_SIZE))
    number = min(max(1, number), pages)
    return (number - 1) * PAGE_SIZE, pages, number


def _day(due: Due | None) -> date:
    return due.on if due else date.max
