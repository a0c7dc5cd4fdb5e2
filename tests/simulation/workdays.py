"""Dutch working days and calendar months, computed here so that no library is trusted."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=10_000)
def local_day(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - leaps + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache
def holidays(year: int) -> frozenset[date]:
    kings_day = date(year, 4, 27)
    if kings_day.isoweekday() == 7:
        kings_day -= ONE_DAY
    # Good Friday, Easter Monday, Ascension, Whit Monday.
    movable = {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return frozenset(movable | fixed | {kings_day})


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after `day`; the day itself never counts."""
    for _ in range(count):
        day = next_working_day(day + ONE_DAY)
    return day


def working_days_left(day: date, due: date) -> int:
    """Working days after `day` up to and including `due`; none when overdue."""
    days = ((day + timedelta(days=n)) for n in range(1, (due - day).days + 1))
    return sum(map(is_working_day, days))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
