"""How far a year is beside its target, and until when there is money; pure, and about no person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentorship.desk.targets.models import FIRST_YEAR, LAST_YEAR

_DAY = timedelta(days=1)
# What lies outside is a slip of the hand, or "for ever": with the last day that there is nothing
# can be worked out any more.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


class TargetRefused(Exception):
    """What can't be noted; each kind says why."""


class ReasonMissing(TargetRefused):
    """What replaces something says why it does."""


class DaysImpossible(TargetRefused):
    """Money ends before it begins."""


class DaysOutOfReach(TargetRefused):
    """Money of another age than this programme."""


class FundingChanged(TargetRefused):
    """Somebody changed this funding meanwhile; the newest is another row."""


class Progress(StrEnum):
    """How a count stands beside its target. `BEHIND` and `ON_SCHEDULE` compare with an even spread
    over the year: it is arithmetic on days, and says nothing about what will come."""

    NO_TARGET = "no_target"
    TO_COME = "to_come"
    REACHED = "reached"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Year:
    """A year as far as it is known on a day."""

    number: int
    today: date

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        return date(self.number, 12, 31)

    @property
    def until(self) -> date:
        """The last day that anything can be counted of."""
        return min(self.last, self.today)

    @property
    def has_begun(self) -> bool:
        return self.today >= self.first

    @property
    def is_over(self) -> bool:
        return self.today > self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days_gone(self) -> int:
        return max(0, (self.until - self.first).days + 1)


def progress(guided: int, target: int | None, year: Year) -> Progress:
    if target is None:
        return Progress.NO_TARGET
    if not year.has_begun:
        return Progress.TO_COME
    if guided >= target:
        return Progress.REACHED
    if year.is_over:
        return Progress.NOT_REACHED
    is_even = guided * year.days >= target * year.days_gone
    return Progress.ON_SCHEDULE if is_even else Progress.BEHIND


@dataclass(frozen=True, slots=True)
class Money:
    """From the first to the last day, both included; without a House for all of them."""

    house_code: str | None
    first: date
    last: date

    def is_for(self, house_code: str) -> bool:
        return self.house_code in (None, house_code)


def funded_until(found: Iterable[Money], house_code: str, day: date) -> date | None:
    """The last day up to which there is money without a gap, from this day on. Where there is none
    today, the last day on which there was; None where there never was any."""
    own = [one for one in found if one.is_for(house_code)]
    until = None
    at = day
    while here := [one.last for one in own if one.first <= at <= one.last]:
        until = max(here)
        at = until + _DAY
    return until or max((one.last for one in own if one.last < day), default=None)


def check_reason(is_change: bool, reason: str) -> None:
    if is_change and not reason:
        raise ReasonMissing


def check_days(first: date, last: date) -> None:
    if last < first:
        raise DaysImpossible
    if first < FIRST_DAY or last > LAST_DAY:
        raise DaysOutOfReach
