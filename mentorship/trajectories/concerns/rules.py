"""When a concern that nobody took on is told to more people, and why a verb can't be done."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import is_working_day
from mentorship.trajectories.concerns.models import Level

OPENS, CLOSES = time(9), time(17)
NEXT = {Level.CONSULTANT: Level.HOUSE, Level.HOUSE: Level.COORDINATOR}


class ConcernRefused(Exception):
    """Why a verb can't be done now; nothing was changed."""


class TakenOn(ConcernRefused):
    """Somebody else was first."""


class AlreadyClosed(ConcernRefused):
    """It is closed, so nothing is added any more."""


class NotHolder(ConcernRefused):
    """Only who has it does this; take it over first."""


class NotTakenOn(ConcernRefused):
    """Nobody has it yet."""


class ProtocolMissing(ConcernRefused):
    """First somebody chooses how to act."""


class StepUnknown(ConcernRefused):
    """The chosen protocol has no such step."""


class DayImpossible(ConcernRefused):
    """Before the concern was raised, or still to come."""


class NoColleague(ConcernRefused):
    """Not somebody who may look at this or take it over."""


class NotAsked(ConcernRefused):
    """Somebody else is the second pair of eyes, or nobody."""


class SecondMissing(ConcernRefused):
    """This protocol asks that a colleague has looked too."""


class ReasonMissing(ConcernRefused):
    """Steps of the protocol weren't noted, and nobody said why."""


@dataclass(frozen=True)
class Terms:
    """How long one level of people has to take it on."""

    hours: int
    hours_now: int

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        return cls(settings.concern_hours, settings.concern_now_hours)


def tells_more_at(raised_at: datetime, *, is_now: bool, level: Level, terms: Terms) -> datetime:
    """When the level after this one is told, if nobody took it on by then.

    A worry that can't wait counts in hours of the clock, also at night; another in office hours.
    """
    times = 1 if level is Level.CONSULTANT else 2
    if is_now:
        return raised_at + timedelta(hours=times * terms.hours_now)
    return office_hours_later(raised_at, times * terms.hours)


def office_hours_later(start: datetime, hours: int) -> datetime:
    """So many office hours later, from 9 to 17 on working days by the clock of the Houses."""
    left = timedelta(hours=hours)
    day = start.astimezone(TIME_ZONE).date()
    while True:
        opens, closes = (datetime.combine(day, at, TIME_ZONE) for at in (OPENS, CLOSES))
        begins = max(opens, start)
        if is_working_day(day) and begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)
