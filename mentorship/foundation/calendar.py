"""Which day it is for the Houses, and in which week a day lies."""

from datetime import date, datetime, time, timedelta

from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE


def today(db: Db) -> date:
    return day_of(now(db))


def day_of(moment: datetime) -> date:
    """The day on the calendar of the Houses, also when it is still yesterday in UTC."""
    return moment.astimezone(TIME_ZONE).date()


def start_of(day: date) -> datetime:
    """When only the day is known: the first moment of it, which is never still to come."""
    return datetime.combine(day, time(), TIME_ZONE)


def week_of(day: date) -> date:
    """The Monday of the week that this day is in."""
    return day - timedelta(days=day.weekday())
