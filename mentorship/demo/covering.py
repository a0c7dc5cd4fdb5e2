"""Colleagues of the demo who stand in for each other: it was so, it is so today, it will be."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentorship.accounts.cover import services
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.roles import Role
from mentorship.demo.world import Life, World
from mentorship.foundation.working_days import next_working_day


@dataclass(frozen=True)
class _Away:
    """`arranged` in working days ago; it begins and ends so many days from today."""

    absent: str
    deputy: str
    arranged: int
    first: int
    last: int


_ALL = (
    _Away("KEN", "NHN", 95, -120, -106),
    _Away("ZW", "KEN", 5, -4, 6),
    _Away("NHN", "ZW", 2, 24, 38),
)


def cover_all(world: World) -> None:
    for away in _ALL:
        world.follow(_cover(world, away))


def _cover(world: World, away: _Away) -> Life:
    """Who goes away arranges it."""
    yield world.calendar.at(away.arranged, 90)
    user = world.users[away.absent]
    with world.acting(user, Role.MENTOR_CONSULTANT) as db:
        days = Days(_day(world, away.first), _day(world, away.last))
        deputy = world.users[away.deputy]
        services.arrange(db, user.id, deputy.id, days, by=user.id)


def _day(world: World, ahead: int) -> date:
    return next_working_day(world.calendar.today + timedelta(days=ahead))
