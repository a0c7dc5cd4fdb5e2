"""Targets of the demo for this year and the last, and two fundings of which one ends soon."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from mentorship.demo.world import Life, World
from mentorship.desk.targets import services
from mentorship.desk.targets.services import Terms

_MEANT = {"KEN": 8, "NHN": 7, "ZW": 8}
_SOON = timedelta(days=75)
_WITHOUT = 0.2  # so often nobody noted the minutes


def aim(world: World) -> None:
    world.follow(_targets(world))
    world.follow(_fundings(world))
    world.follow(_changed(world))


def minutes(dice: Random, usual: int) -> int | None:
    """What a consultant notes, in steps of five around what is usual."""
    if dice.random() < _WITHOUT:
        return None
    return max(5, usual + 5 * dice.randrange(-4, 7))


def _key(world: World, what: str) -> UUID:
    return UUID(int=world.dice(what).getrandbits(128), version=4)


def _targets(world: World) -> Life:
    """The last year less was meant; what is meant this year was set before it began."""
    yield world.calendar.at(400, 100)
    year = world.calendar.today.year
    with world.coordinating() as (db, by):
        for number, fewer in ((year - 1, 2), (year, 0)):
            for house, guided in _MEANT.items():
                services.set_target(
                    db, number, house, guided - fewer, position=0, reason="", by=by,
                    key=_key(world, f"target {number} {house}"),
                )  # fmt: skip


def _changed(world: World) -> Life:
    yield world.calendar.at(120, 140)
    year = world.calendar.today.year
    with world.coordinating() as (db, by):
        services.set_target(
            db, year, "KEN", _MEANT["KEN"] + 2, position=1, by=by,
            key=_key(world, "target changed"),
            reason="Een tweede cohort mentoren is klaar.",
        )  # fmt: skip


def _fundings(world: World) -> Life:
    yield world.calendar.at(398, 60)
    today = world.calendar.today
    soon = today + _SOON
    terms = (
        Terms("Versterkingsgelden", None, date(today.year - 1, 1, 1), soon, 150_000, 1_400),
        Terms(
            "Gemeenten Kennemerland", "KEN", date(today.year, 1, 1),
            date(today.year + 1, 12, 31), 40_000, None,
        ),
    )  # fmt: skip
    with world.coordinating() as (db, by):
        for one in terms:
            services.note_funding(db, one, by=by, key=_key(world, f"funding {one.name}"))
