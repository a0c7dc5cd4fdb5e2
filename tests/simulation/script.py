"""Two believable years of a careful service, as a random list of events."""

from datetime import date, datetime, time, timedelta

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.mentee_lives import referral_life
from tests.simulation.mentor_lives import mentor_life, rounds
from tests.simulation.world import Life, World, local_moment

HOUSES = ("house-1", "house-2", "house-3")
MENTORS, REFERRALS = 40, 60


def two_years(seed: int, start: date) -> list[e.Event]:
    world = World(seed, start)
    first_receipts = _special_moments(start, world.end)
    for n in range(MENTORS):
        at = world.somewhere(0, 120 if n < 25 else 600)
        world.spawn(_from(at, mentor_life(world, f"mentor-{n + 1}", HOUSES[n % 3])))
    for n in range(REFERRALS):
        at = first_receipts[n] if n < len(first_receipts) else world.somewhere(0, 700)
        house = world.rng.choice(HOUSES)
        world.spawn(_from(at, referral_life(world, f"referral-{n + 1}", house)))
    world.spawn(rounds(world))
    world.run()
    return world.events


def _special_moments(start: date, end: date) -> list[datetime]:
    """Moments of receipt around year's end, Easter, King's Day, clock changes and month-ends."""
    moments = []
    for year in range(start.year, end.year + 1):
        sunday = w.easter(year)
        spring, autumn = (
            last - timedelta(days=last.isoweekday() % 7)
            for last in (date(year, 3, 31), date(year, 10, 31))
        )
        moments += [
            local_moment(date(year, 12, 31), time(23, 50)),
            local_moment(date(year, 1, 1), time(0, 10)),
            local_moment(date(year, 12, 24), time(16)),
            local_moment(sunday - timedelta(days=2), time(10)),
            local_moment(sunday, time(23, 30)),
            local_moment(date(year, 4, 27), time(12)),
            local_moment(date(year, 5, 4), time(22, 15)),
            local_moment(spring, time(1, 30)),
            local_moment(autumn, time(0, 5)),
            local_moment(date(year, 1, 31), time(9)),
            local_moment(w.add_months(date(year, 1, 31), 1), time(23, 59)),
        ]
    return [at for at in moments if start <= w.local_day(at) < end]


def _from(at: datetime, life: Life) -> Life:
    yield at
    yield from life
