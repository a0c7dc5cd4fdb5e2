"""Who is guided: the first meeting was held, and the two went on together on a day in between.

One definition for targets, costs and whoever asks next. A pause takes nobody away; aftercare and a
match that has ended are no guiding any more. The House is the one that has the young person now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory


@dataclass(frozen=True, slots=True)
class Guiding:
    """One trajectory from the first meeting to its last day, both included; none while it goes
    on."""

    trajectory_id: UUID
    mentee_id: UUID
    house_code: str
    first: date
    last: date | None
    planned_end: date

    def is_active(self, first: date, last: date) -> bool:
        """On any of these days."""
        return self.first <= last and (self.last is None or self.last >= first)

    def days(self, first: date, last: date) -> int:
        """How many of these days, both ends included."""
        until = last if self.last is None else min(self.last, last)
        return max(0, (until - max(self.first, first)).days + 1)


def guidings(db: Db, since: date) -> list[Guiding]:
    """Every trajectory that went on on this day or later, in one statement."""
    columns = (
        col(Trajectory.id), col(Trajectory.mentee_id), col(Mentee.house_code),
        col(Trajectory.started_on), col(Trajectory.ended_on), col(Trajectory.planned_end),
        col(Match.status), col(Match.closed_at),
    )  # fmt: skip
    found = (
        select(*columns)  # type: ignore[call-overload]
        .join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id))
        .join(Match, col(Match.id) == col(Trajectory.match_id))
        .where(
            col(Trajectory.started_on).is_not(None),
            col(Trajectory.ended_on).is_(None) | (col(Trajectory.ended_on) >= since),
        )
        .order_by(col(Trajectory.started_on), col(Trajectory.id))
    )
    rows = []
    for key, mentee_id, house, started_on, ended_on, planned_end, status, closed_at in db.exec(
        found
    ):
        last = ended_on
        if last is None and status is not MatchStatus.ACTIVE and closed_at is not None:
            last = day_of(closed_at)  # nobody closed the trajectory yet
        one = Guiding(key, mentee_id, house, started_on, last, planned_end)
        if one.last is None or one.last >= since:
            rows.append(one)
    return rows


def young_people(found: Iterable[Guiding], first: date, last: date) -> set[UUID]:
    """Each of them once, also with a second mentor."""
    return {one.mentee_id for one in found if one.is_active(first, last)}
