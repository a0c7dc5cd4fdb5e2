"""Which day it is for the Houses."""

from datetime import date, datetime

from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE


def today(db: Db) -> date:
    return day_of(now(db))


def day_of(moment: datetime) -> date:
    """The day on the calendar of the Houses, also when it is still yesterday in UTC."""
    return moment.astimezone(TIME_ZONE).date()
