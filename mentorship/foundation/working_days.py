"""Dutch working days: how far a term of so many working days reaches."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_SATURDAY = 5
_LIBERATION_DAY = (5, 5)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    """Days off by article 3 of the General Extension of Time Limits Act (Algemene termijnenwet).

    The Act counts 5 May every year; the library counts it once in five.
    """
    return frozenset(country_holidays("NL", years=year)) | {date(year, *_LIBERATION_DAY)}


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def add_working_days(start: date, count: int) -> date:
    """The last day of a term of `count` (>= 0) working days that starts the day after `start`.

    A term of nothing ends on `start`, also when nobody works that day.
    """
    if count < 0:
        raise ValueError("a term can't be negative")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))
