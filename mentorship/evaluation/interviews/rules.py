"""What may be done with an invitation, and where it stands; on plain values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentorship.evaluation.interviews.models import InvitationStatus, Outcome
from mentorship.foundation.calendar import day_of

# Who wasn't reached is tried once more after this, while the invitation is open.
BEFORE_TRYING_AGAIN = timedelta(days=7)


class InvitationRefused(ValueError):
    """This can't be done with the invitation; the page says why."""


class NoHalfYear(InvitationRefused):
    """No half-year, or one that isn't of the bundle."""


class LastDayPassed(InvitationRefused):
    """The last day isn't after today."""


class LastDayTooLate(InvitationRefused):
    """The last day is after the day by which all copies of the bundle are destroyed."""


class ReasonMissing(InvitationRefused):
    """It is sent back, and nobody says why."""


class NobodyApprovesTheirOwn(InvitationRefused):
    """Who wrote it doesn't approve it."""


class NotWaiting(InvitationRefused):
    """It was decided or closed before, or is over: its time, its bundle, its writer's role."""


class DayImpossible(InvitationRefused):
    """Passed on before it was approved, or on a day still to come."""


class NotToBeAsked(InvitationRefused):
    """Not of these half-years, or somebody who has to agree doesn't any more."""


class NotedBefore(InvitationRefused):
    """A colleague noted something about this person and this invitation."""


class NotedOtherwise(InvitationRefused):
    """The same page was sent before and said something else; what was noted stays."""


class State(StrEnum):
    """All that its writer ever learns of it."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    RUNNING = "running"
    CLOSED = "closed"


_STATES = {
    InvitationStatus.WAITING: State.WAITING,
    InvitationStatus.SENT_BACK: State.SENT_BACK,
    InvitationStatus.APPROVED: State.RUNNING,
    InvitationStatus.CLOSED: State.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an invitation stands; since when it is closed, where a day is known."""

    state: State
    closed_on: date | None = None


def standing(
    status: InvitationStatus, closed_at: datetime | None, open_until: date,
    day: date, *, goes_on: bool,
) -> Standing:  # fmt: skip
    """It ends with its last day, with its bundle, and when its writer is no evaluator any more."""
    if closed_at is not None:
        return Standing(State.CLOSED, day_of(closed_at))
    if open_until < day:
        return Standing(State.CLOSED, open_until)
    if not goes_on:
        return Standing(State.CLOSED)
    return Standing(_STATES[status])


def check_cohorts(cohorts: Collection[str], of_bundle: Collection[str]) -> None:
    if not cohorts or not set(cohorts) <= set(of_bundle):
        raise NoHalfYear


def check_last_day(open_until: date, day: date, destroy_by: date) -> None:
    if open_until <= day:
        raise LastDayPassed
    if open_until > destroy_by:
        raise LastDayTooLate


def check_happened(on: date, approved_on: date, day: date) -> None:
    if not approved_on <= on <= day:
        raise DayImpossible


def is_tried_again(outcome: Outcome, on: date, day: date) -> bool:
    """Whether it is time to try again to reach somebody."""
    return outcome is Outcome.NOT_REACHED and on <= day - BEFORE_TRYING_AGAIN
