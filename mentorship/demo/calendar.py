"""The clock of the demo's past: goes back to the beginning and walks to now."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.working_days import is_working_day

BEGINNING = 530  # working days ago the invented region started: over two years
_OPENS = time(9, 10)


@dataclass
class Calendar:
    """Called it gives the moment, as the clock of a database does."""

    now: datetime
    moment: datetime = field(init=False)
    _days: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self._days = [self.now.astimezone(TIME_ZONE).date()]
        self.moment = self.at(BEGINNING)

    def __call__(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        """The day on which the demo is made."""
        return self._days[0]

    def day(self, days_ago: int) -> date:
        """So many working days ago."""
        while len(self._days) <= days_ago:
            self._days.append(_working_day_before(self._days[-1]))
        return self._days[days_ago]

    def at(self, days_ago: int, minutes: int = 0) -> datetime:
        """That day in office hours; today it is a little before now."""
        morning = datetime.combine(self.day(days_ago), _OPENS, TIME_ZONE)
        moment = morning + timedelta(minutes=minutes)
        return min(moment, self.now - timedelta(minutes=max(1, 40 - minutes)))

    def moment_on(self, day: date, hour: int) -> datetime:
        """That day at the full hour, also one still to come; today it is a little before now."""
        moment = datetime.combine(day, time(hour), TIME_ZONE)
        return min(moment, self.now - timedelta(minutes=1)) if day <= self.today else moment

    def morning_after(self, moment: datetime) -> datetime:
        """When the office opens again; it may be still to come."""
        day = moment.astimezone(TIME_ZONE).date() + timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, _OPENS, TIME_ZONE)


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
