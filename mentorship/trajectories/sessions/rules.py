"""Which log is accepted when, and what a row of logs says to the consultant; on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mentorship.foundation.settings import Settings
from mentorship.trajectories.models import Phase
from mentorship.trajectories.pauses import Span, later_by
from mentorship.trajectories.rules import TrajectoryRefused
from mentorship.trajectories.sessions.models import SessionKind

CALL_AFTER, REVIEW_AFTER = 2, 3
_MISSED = (SessionKind.NO_CONTACT, SessionKind.CANCELLED_BY_MENTEE)


class LogRefused(TrajectoryRefused):
    """Why a log can't be stored; nothing was changed."""


class NotMetYet(LogRefused):
    """The two haven't had their first meeting, so there is nothing to log."""


class StillToCome(LogRefused):
    """A day after today: that didn't happen yet."""


class BeforeTheStart(LogRefused):
    """A day before the two first met."""

    def __init__(self, started_on: date) -> None:
        super().__init__(started_on.isoformat())
        self.started_on = started_on


class AfterTheEnd(LogRefused):
    """A day after the two stopped meeting."""

    def __init__(self, ended_on: date) -> None:
        super().__init__(ended_on.isoformat())
        self.ended_on = ended_on


class TooLate(LogRefused):
    """So long after the end that the file is closed."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


class KeyTaken(LogRefused):
    """The key belongs to something else; the page has to make another one."""


class OtherBody(LogRefused):
    """The same key was stored with other words; both stand side by side until somebody chooses."""

    def __init__(self, log_id: UUID) -> None:
        super().__init__("the same key with another body")
        self.log_id = log_id


class CorrectedBefore(LogRefused):
    """Another correction was first; only the newest can be corrected."""


class NotTheWriter(LogRefused):
    """Only who wrote a log corrects it, or takes it back."""


class SameDay(LogRefused):
    """There is a log of this day already; the page asks whether this is another one."""


class TakenBack(LogRefused):
    """There was no such session, its writer said; nothing of it can be corrected."""


class AppointmentPast(LogRefused):
    """A moment that isn't still to come."""


@dataclass(frozen=True)
class LogTerms:
    """In days: how soon a log is expected in the trial and after it, and how late it may come."""

    trial: int
    later: int
    late: int

    @classmethod
    def of(cls, settings: Settings) -> "LogTerms":
        return cls(settings.log_days_trial, settings.log_days_later, settings.late_log_days)


def check_day(
    held_on: date, *, started_on: date | None, ended_on: date | None, today: date, terms: LogTerms
) -> None:
    """Between the first meeting and today; after the end only what happened before it, for a while.

    `ended_on` is the day on which the two stopped, None while they go on.
    """
    if started_on is None:
        raise NotMetYet
    if ended_on is not None and today > last_day_to_log(ended_on, terms):
        raise TooLate(last_day_to_log(ended_on, terms))
    if held_on > today:
        raise StillToCome
    if held_on < started_on:
        raise BeforeTheStart(started_on)
    if ended_on is not None and held_on > ended_on:
        raise AfterTheEnd(ended_on)


def last_day_to_log(ended_on: date, terms: LogTerms) -> date:
    return ended_on + timedelta(days=terms.late)


class Missed(StrEnum):
    """What a consultant does about meetings that didn't take place."""

    NOTHING = "nothing"
    CALL = "call"
    REVIEW = "review"


def missed_in_a_row(newest_first: Iterable[SessionKind]) -> int:
    """How often in a row the young person wasn't there. What the mentor cancelled neither counts
    nor breaks the row: it says nothing about the other."""
    count = 0
    for kind in newest_first:
        if kind.is_contact:
            break
        count += kind in _MISSED
    return count


def last_missed(newest_first: Iterable[tuple[SessionKind, date]]) -> date | None:
    """On which day the young person wasn't there last."""
    return next((day for kind, day in newest_first if kind in _MISSED), None)


def missed(count: int) -> Missed:
    if count >= REVIEW_AFTER:
        return Missed.REVIEW
    return Missed.CALL if count >= CALL_AFTER else Missed.NOTHING


def overdue_since(
    logged: Iterable[date],
    pauses: Iterable[Span],
    phase: Phase,
    started_on: date | None,
    today: date,
    terms: LogTerms,
) -> date | None:
    """The last day on which a log was in time, once it has passed without one; else None.

    Counted from the last appointment that was logged, whatever became of it, or from the first
    meeting; the days of a pause don't count. Nobody waits for a log of who doesn't meet.
    """
    if started_on is None or not phase.is_running:
        return None
    origin = max([started_on, *logged])
    days = terms.trial if phase is Phase.GETTING_ACQUAINTED else terms.later
    due = later_by(pauses, origin, origin + timedelta(days=days))
    return due if due is not None and due < today else None


@dataclass(frozen=True)
class Named:
    """The appointment that one row names, and when that was said; `at` None: there is none."""

    row_id: UUID
    at: datetime | None
    said_at: datetime


def next_meeting(named: Iterable[Named], moment: datetime) -> Named | None:
    """The last word about an appointment, if it is still to come.

    Who says nothing about it changes nothing: neither a talk on the way nor a meeting that was
    cancelled. What was past already when it was said, in a log that came late, changes nothing
    either.
    """
    counts = [one for one in named if one.at is None or one.at > one.said_at]
    last = max(counts, key=lambda one: one.said_at, default=None)
    return last if last is not None and last.at is not None and last.at > moment else None
