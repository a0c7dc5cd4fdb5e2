"""When each wave is due, which one people are asked about now, and what may be noted; pure.

D is the day of the first meeting.

- The start is due on D.
- Months 3, 6 and 9 are due so many months after D, moved by the pauses since; nobody knows the day
  while an open pause holds it back. One that would come on or after the end of the trajectory
  isn't asked.
- Month 12 is the closure. It is due in the same way, and on the last day when the trajectory ended
  before that.
- After half a year: six months after the end; pauses don't matter any more.

A wave opens some days before it is due. Whom one asks now, one asks about the last wave that
opened. Reviews belong to months 3 to 12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mentorship.foundation.working_days import months_later
from mentorship.trajectories.contacts.rules import Course
from mentorship.trajectories.pauses import later_by
from mentorship.trajectories.reviews.models import REVIEWED, Wave
from mentorship.trajectories.rules import TrajectoryRefused

MONTHS: Mapping[Wave, int] = {
    Wave.MONTH_3: 3, Wave.MONTH_6: 6, Wave.MONTH_9: 9, Wave.MONTH_12: 12,
}  # fmt: skip
MONTHS_AFTER = 6


class ReviewedBefore(TrajectoryRefused):
    """This review stands in the file already."""


class ScaleFixed(TrajectoryRefused):
    """A review gave this goal a level, so its scale can't change any more."""


class GoalPutAside(TrajectoryRefused):
    """The goal was put aside, so nothing is asked about it."""


@dataclass(frozen=True)
class WaveDay:
    """When a wave is due; None while an open pause holds it back or the end isn't known."""

    wave: Wave
    due: date | None

    def opens(self, lead: timedelta) -> date | None:
        return self.due - lead if self.due is not None else None

    def is_open(self, today: date, lead: timedelta) -> bool:
        opens = self.opens(lead)
        return opens is not None and opens <= today


@dataclass(frozen=True)
class ReviewDue:
    """The earliest review that isn't there yet."""

    wave: Wave
    day: date
    is_late: bool


def waves_of(course: Course) -> list[WaveDay]:
    """Those that are asked of this trajectory, in their order."""
    found = [WaveDay(Wave.START, course.started_on)]
    for wave, months in MONTHS.items():
        day = months_later(course.started_on, months)
        due = later_by(course.pauses, course.started_on, day)
        is_over = course.ended_on is not None and (due is None or due >= course.ended_on)
        if not is_over:
            found.append(WaveDay(wave, due))
        elif wave is Wave.MONTH_12:
            found.append(WaveDay(wave, course.ended_on))
    after = course.ended_on and months_later(course.ended_on, MONTHS_AFTER)
    return [*found, WaveDay(Wave.AFTER_6, after or None)]


def current_wave(course: Course, today: date, lead: timedelta) -> Wave | None:
    """The last one that opened; None before the first meeting."""
    opened = [one.wave for one in waves_of(course) if one.is_open(today, lead)]
    return opened[-1] if opened else None


def review_due(course: Course, done: set[Wave], today: date, lead: timedelta) -> ReviewDue | None:
    """What the worklist asks: the earliest open review that nobody noted."""
    for one in waves_of(course):
        is_missing = one.wave in REVIEWED and one.wave not in done
        if is_missing and one.is_open(today, lead):
            assert one.due is not None  # noqa: S101 — it is open
            return ReviewDue(one.wave, one.due, is_late=one.due < today)
    return None
