"""Dutch working days: how far a term of so many working days reaches."""

from calendar import monthrange
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


def end_of_term(start: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> date:
    """The last day of a term in days, weeks or months that starts the day after `start`.

    A term that would end on a day off ends on the next working day (article 1 of the Act). A month
    from the 31st ends on the last day of a shorter month.
    """
    return next_working_day(months_later(start, months) + timedelta(days=days, weeks=weeks))


def next_working_day(day: date) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))
