"""Decisions about training on plain values: who gets a seat, when to meet, who is trained."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentorship.foundation.i18n import TIME_ZONE
from mentorship.training.models import AssessmentOutcome, CohortStatus, MeetingKind, Presence

# No vowels and nothing that looks like something else: it is typed over from paper.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_CODE_LENGTH, _GROUP = 16, 4
_SATURDAY = 5
LONGEST_MEETING = timedelta(hours=12)
RECENT = timedelta(days=31)  # so long a meeting stays in sight to record who was there


class CohortClosed(Exception):
    """The cohort is completed or cancelled: nobody comes in or goes out any more."""


class HasPlaceElsewhere(Exception):
    """The mentor takes part in another cohort, or waits for one."""


class NotOpenForTraining(Exception):
    """The mentor stopped, withdrew or was declined."""


class NotInCohort(Exception):
    """Somebody was named who has no seat in this cohort, or gave it up."""


class CapacityTooSmall(Exception):
    """More people have a seat than the cohort would have."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken")
        self.taken = taken


class MeetingCancelled(Exception):
    """The meeting doesn't take place, so there is nothing to move or to record."""


class MeetingInTheFuture(Exception):
    """Nobody can have been there yet."""


class MeetingOver(Exception):
    """It was held, or somebody's attendance is recorded: history isn't moved or cancelled."""


class TimesWrong(ValueError):
    """A meeting ends before it starts, or lasts longer than a day's work."""


class NotComplete(Exception):
    """The mentor hasn't been at every module or wasn't assessed as ready."""


class AssessedMeanwhile(Exception):
    """Somebody else wrote an assessment since this page was opened."""


@dataclass(frozen=True)
class Progress:
    """How far somebody is: which modules were attended, and what was found in the end."""

    attended: tuple[str, ...]
    missing: tuple[str, ...]
    minutes: int
    outcome: AssessmentOutcome | None

    @property
    def total(self) -> int:
        return len(self.attended) + len(self.missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing and self.outcome is AssessmentOutcome.PASSED


def progress(
    minutes_of: Mapping[str, int],
    presences: Iterable[tuple[str | None, Presence]],
    outcome: AssessmentOutcome | None,
) -> Progress:
    """`minutes_of` are the modules to attend, in order; a module counts once, however often."""
    seen = {module for module, presence in presences if presence is Presence.PRESENT}
    attended = tuple(module for module in minutes_of if module in seen)
    missing = tuple(module for module in minutes_of if module not in seen)
    return Progress(attended, missing, sum(minutes_of[module] for module in attended), outcome)


def check_open(status: CohortStatus) -> None:
    if not status.is_open:
        raise CohortClosed


def check_can_meet(status: CohortStatus, kind: MeetingKind) -> None:
    """Who completed the course together may still meet; the course itself is over."""
    if status is CohortStatus.CANCELLED or (
        status is CohortStatus.COMPLETED and kind is MeetingKind.PRE_MATCH
    ):
        raise CohortClosed


def check_can_sign_up(starts_at: datetime, now: datetime, *, is_cancelled: bool) -> None:
    if is_cancelled:
        raise MeetingCancelled
    if starts_at <= now:
        raise MeetingOver


def check_capacity(capacity: int, taken: int) -> None:
    if capacity < taken:
        raise CapacityTooSmall(taken)


def free_seat(capacity: int, taken: Collection[int]) -> int | None:
    """The lowest number that nobody sits on."""
    return next((seat for seat in range(1, capacity + 1) if seat not in taken), None)


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    if not timedelta() < ends_at - starts_at <= LONGEST_MEETING:
        raise TimesWrong


def check_held(starts_at: datetime, now: datetime) -> None:
    """Attendance can be recorded from the day of the meeting on: the trainer may start early."""
    if now.astimezone(TIME_ZONE).date() < starts_at.astimezone(TIME_ZONE).date():
        raise MeetingInTheFuture


def moment(day: date, clock: time) -> datetime:
    """What the clock on the wall in Amsterdam shows on that day."""
    return datetime.combine(day, clock, TIME_ZONE)


def weekly(
    first_day: date,
    clock: time,
    lengths: Sequence[int],
    is_working_day: Callable[[date], bool],
) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end of one meeting a week at the same time on the clock, by length in minutes.

    A week whose day falls on a day off is left out; the first day is a person's choice and stays.
    Of a course at the weekend no week is left out: all its days are days off.
    """
    day, is_at_weekend = first_day, first_day.weekday() >= _SATURDAY
    for number, minutes in enumerate(lengths):
        while number and not is_at_weekend and not is_working_day(day):
            day += timedelta(weeks=1)
        start = moment(day, clock)
        # The length is what the wall clock shows too; nobody trains while the clock is changed.
        yield start, start + timedelta(minutes=minutes)
        day += timedelta(weeks=1)


def new_code() -> str:
    """A code of 77 bits, that nobody guesses."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    return _in_groups(letters)


def tidy_code(typed: str) -> str | None:
    """A code as it was printed, whatever the capitals, blanks and dashes; None if it isn't one."""
    letters = re.sub(r"[\s-]", "", typed[:100]).upper()
    if len(letters) != _CODE_LENGTH or set(letters) - set(_LETTERS):
        return None
    return _in_groups(letters)


def _in_groups(letters: str) -> str:
    return "-".join(letters[n : n + _GROUP] for n in range(0, _CODE_LENGTH, _GROUP))
