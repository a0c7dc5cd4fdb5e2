"""What all trajectories of a reader ask for now, by kind: the same for the desk and its lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.referrals.calendar import today
from mentorship.trajectories import facts, queries
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.due import Due, DueKind, due_of
from mentorship.trajectories.models import OPEN, Phase, Trajectory
from mentorship.trajectories.rules import Terms

AHEAD = timedelta(days=7)  # so long before its day something is shown
_ASKED_AFTER_THE_END = timedelta(days=90)


@dataclass(frozen=True)
class Work:
    """One thing that one trajectory asks for."""

    trajectory: Trajectory
    due: Due

    def is_late(self, day: date) -> bool:
        return self.due.on < day


def work_in(db: Db, visible: SelectOfScalar[Trajectory]) -> list[Work]:
    """Everything due within a week or late, the most pressing first; the number of statements
    doesn't grow with the trajectories."""
    rows = db.exec(_asking(db, visible)).all()
    until = today(db) + AHEAD
    found = [Work(row, due) for row, dues in _due(db, rows) for due in dues if due.on <= until]
    return sorted(found, key=lambda work: (work.due.on, work.due.kind, work.trajectory.id))


def by_kind(work: Sequence[Work]) -> dict[DueKind, list[Work]]:
    """Only kinds of which there is something, in the order of a course."""
    groups = {kind: [one for one in work if one.due.kind is kind] for kind in DueKind}
    return {kind: found for kind, found in groups.items() if found}


def _asking(db: Db, visible: SelectOfScalar[Trajectory]) -> SelectOfScalar[Trajectory]:
    """Talks are still asked for some time after the end; a course that is over asks nothing."""
    lately = col(Trajectory.ended_on) >= today(db) - _ASKED_AFTER_THE_END
    is_open = queries.in_phase((*OPEN, Phase.AFTERCARE))
    return visible.where(is_open | lately)


def _due(db: Db, rows: Sequence[Trajectory]) -> list[tuple[Trajectory, list[Due]]]:
    known, terms = facts.facts_of(db, rows), Terms.of(settings_of(db))
    return [(row, due_of(known[row.id], terms)) for row in rows]
