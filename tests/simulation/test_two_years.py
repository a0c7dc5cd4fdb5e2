"""Two invented years through the real services: every look agrees with the independent oracle."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

import pytest

from mentorship.foundation.db import Database
from tests.factories import FixedNow
from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.driver import differences, live
from tests.simulation.office import Office
from tests.simulation.script import two_years
from tests.soak import budget

START = date(2025, 3, 1)
SHORT_MONTHS, SAMPLE = 8, 12
ABOUT = (-1, 0, 1)
YEARS_END = (-8, -7, -6, -2, -1, 0, 1, 2)
# The other engine takes minutes: only in a long search.
PLAYED = [("sqlite", number) for number in range(budget.examples(1, 6))]
PLAYED += [("postgresql", 0)] * budget.IS_LONG


@pytest.mark.parametrize(("engine", "number"), PLAYED)
def test_the_services_agree_with_the_oracle(
    request: pytest.FixtureRequest, fixed_now: FixedNow, engine: str, number: int
) -> None:
    database: Database = request.getfixturevalue(f"{engine}_database")
    _expect_no_difference(database, fixed_now, budget.SEED + number)


def _expect_no_difference(database: Database, clock: FixedNow, seed: int) -> None:
    end = w.add_months(START, budget.examples(SHORT_MONTHS, 24))
    script = [event for event in two_years(seed, START) if w.local_day(event.at) < end]
    clock.moment = script[0].at - timedelta(days=1)
    office = Office(database, clock, script)
    unlike: list[str] = []
    for day in live(office, script, set(_days_to_look(script, end, seed))):
        unlike += differences(office, script, day)
        assert not unlike, f"seed {seed}\n" + "\n".join(unlike)


def _days_to_look(script: Sequence[e.Event], end: date, seed: int) -> Iterator[date]:
    """Every day in a long search; else a sample, with the days on which a calendar goes wrong."""
    every = [START + timedelta(days=n) for n in range((end - START).days)]
    if budget.IS_LONG:
        yield from every
        return
    yield every[-1]
    yield from Random(seed).sample(every, SAMPLE)
    terms = sorted({*_around_terms(script)} & {*every})
    yield from Random(seed).sample(terms, min(SAMPLE, len(terms)))
    yield from {*_special(range(START.year, end.year + 1))} & {*every}


def _special(years: Iterable[int]) -> Iterator[date]:
    """Around New Year's Day, Easter, King's Day and Liberation Day."""
    for year in years:
        yield from _about(date(year, 1, 1), YEARS_END)
        yield from _about(w.easter(year), (-2, 1, 2))
        yield from _about(date(year, 4, 27), ABOUT)
        yield from _about(date(year, 5, 5), (0, 1))


def _around_terms(script: Sequence[e.Event]) -> Iterator[date]:
    """The day on which something of a mentor ends, and its neighbours."""
    for event in script:
        match event:
            case e.VogSeen(issued_on=issued_on):
                yield from _about(w.add_months(issued_on, 36), ABOUT)
            case e.TrainingCompleted(completed_on=completed_on):
                yield from _about(w.add_months(completed_on, 36), ABOUT)
            case e.AgreementSigned(signed_on=signed_on, months=months):
                yield from _about(w.add_months(signed_on, months), ABOUT)
            case e.Paused(first_day=first_day, last_day=last_day):
                yield from (*_about(first_day, ABOUT), *_about(last_day, ABOUT))


def _about(day: date, steps: Iterable[int]) -> Iterator[date]:
    return (day + timedelta(days=step) for step in steps)
