"""What helps a crossed table of which nothing is told: more half-years, and it is really told."""

from collections import Counter
from dataclasses import replace

from mentorship.evaluation.disclosure.crossed.guarding import Family
from mentorship.evaluation.disclosure.crossed.wider import wider_crossed
from mentorship.evaluation.disclosure.rules import Limits, Rule
from tests.evaluation.crossed.test_together import FAMILY, TEN, Ledger
from tests.evaluation.crossed.worlds import (
    World,
    any_windows,
    any_world,
    before,
    bundle,
    bundles,
    world_of,
)
from tests.soak.budget import dice, examples, replay, rounds

HERE = "tests/evaluation/crossed/test_wider.py"
SHORT, LONG = 8, 300


def _family(world: World) -> Family:
    return {world.specification.id: (world.specification, world.counted())}


def test_over_what_is_advised_it_is_told_and_over_less_it_is_not(tried: Counter[str]) -> None:
    for number in rounds(SHORT, LONG, at_most=examples(60, 1_200)):
        about = f"story {number}: {replay(HERE)}"
        rolled = dice("wider", number)
        world = any_world(rolled, rolled.choice((40, 80)), 6, most=(3, 3))
        first, numbers = world.half_years[number % 6], world.counted()
        told = bundles(world, any_windows(rolled, world, number % 2))
        asked = bundle(world, numbers, [first], told)
        found = wider_crossed(asked.crossed, _family(world), before(told), world.limits)
        if found is None:
            tried["nothing helps"] += 1
            continue
        assert first in found, about
        assert bundle(world, numbers, found, told).crossed.table is not None, about
        tried["advice that holds"] += 1
        for less in (found[1:], found[:-1]):
            if first in less and asked.crossed.cohorts != less:
                fewer = bundle(world, numbers, less, told).crossed
                assert fewer.table is None, f"{about}: fewer would have done"
                tried["fewer wouldn't"] += 1
    assert tried["fewer wouldn't"]


def test_what_is_told_or_broken_in_another_way_needs_no_advice() -> None:
    ledger = Ledger()
    told = ledger.cross("met-kind", "1", "2", family=FAMILY)
    assert told.table is not None
    assert wider_crossed(told, FAMILY, ledger.before, TEN) is None
    other = replace(told, table=None, broken=(Rule.OTHER_EDITION,))
    assert wider_crossed(other, FAMILY, ledger.before, TEN) is None


def test_nothing_is_advised_where_all_there_is_is_too_little() -> None:
    world = world_of([[3, 2], [2, 4]])
    asked = bundle(world, world.counted(), world.half_years, ())
    assert asked.crossed.broken == (Rule.NEEDS_BOTH_TABLES,)
    assert wider_crossed(asked.crossed, _family(world), before(()), Limits()) is None


def test_a_table_that_could_be_told_only_with_less_before_it_says_so() -> None:
    """Nine may be hidden from the threshold of ten on: what was told with five can't be taken
    back."""
    world = replace(world_of([[6, 30], [30, 40]]), limits=Limits(threshold=5))
    first = bundle(world, world.counted(), world.half_years, ())
    assert first.crossed.table is not None
    raised = replace(world, limits=TEN)
    again = bundle(raised, raised.counted(), raised.half_years, (first,))
    assert again.crossed.table is None
    assert Rule.NOTHING_SAFE in again.crossed.broken
