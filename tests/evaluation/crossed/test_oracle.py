"""What the attacker of crossed tables says, held against every population there could be."""

from collections import Counter
from math import ceil

import numpy as np

from mentorship.evaluation.crosstabs import Detail
from mentorship.evaluation.disclosure.rules import Limits
from tests.evaluation.attacker import populations
from tests.evaluation.crossed.oracle import Attack, Box, Cell, Fact, protected
from tests.evaluation.crossed.worlds import World, any_world
from tests.soak.budget import dice, examples, rounds

FINEST = Detail(0, 0)


def test_it_finds_what_trying_every_population_finds(tried: Counter[str]) -> None:
    for number in rounds(25, 400, at_most=examples(30, 600)):
        rolled = dice("every population", number)
        limits = Limits(threshold=rolled.choice((2, 3)))
        world = any_world(rolled, 6, 2, most=(2, 3), limits=limits)
        tables = [(frozenset(world.half_years), FINEST)]
        if rolled.random() < 0.5:
            tables.append((frozenset(world.half_years[:1]), FINEST))
        cells = protected(world, tables)
        facts = _any_facts(world, cells, rolled)
        found = {(one.who, one.cell, one.what) for one in Attack(world, facts, cells).leaks()}
        expected = _by_trying(world, facts, cells)
        assert {(cell, what) for _, cell, what in found} == expected, number
        given_away = {cell for cell, _ in expected}
        few = {cell for cell in cells if _number(world, cell.box) < limits.threshold}
        tried["cells given away"] += len(given_away)
        tried["small cells that aren't"] += len(few - given_away)
    assert tried["cells given away"]
    assert tried["small cells that aren't"]


def _any_facts(world: World, cells: list[Cell], rolled) -> list[Fact]:
    """How many there are in each half-year, or in all, and some rows, columns and cells."""
    every = frozenset(world.rows), frozenset(world.columns)
    populations = {cell.box.half_years for cell in cells}
    boxes = [Box(about, *every) for about in sorted(populations, key=sorted)]
    share = rolled.choice((0.1, 0.5, 1))
    boxes += [whole for cell in cells for whole in cell.wholes if rolled.random() < share]
    share = rolled.choice((0, 0.1, 0.5))
    boxes += [cell.box for cell in cells if rolled.random() < share]
    return [Fact(box, _number(world, box)) for box in dict.fromkeys(boxes)]


def _number(world: World, box: Box, key: str = "") -> int:
    inside = (one for one in world.people if box.holds(one.place))
    return sum(not key or key in one.through for one in inside)


def _by_trying(world: World, facts: list[Fact], cells: list[Cell]) -> set[tuple[Cell, str]]:
    unknowns = sorted(world.places)
    equations = [
        (frozenset(one for one in unknowns if fact.box.holds(one)), fact.number) for fact in facts
    ]
    possible = populations(unknowns, [one for one in equations if one[0]])
    keys = sorted({key for one in world.people for key in one.through} - {"mentor:", "referrer:"})
    found = set()
    for key in ("", "mentor:?", "referrer:?", *keys):
        known = frozenset({key, f"{key.partition(':')[0]}:"}) if key else frozenset()
        if key.endswith("?") and any(one.startswith(key[:-1]) for one in keys):
            continue
        own = _own(world, unknowns, known)
        left = possible[(possible >= own).all(axis=1)] - own
        for cell in cells:
            inside = np.array([cell.box.holds(place) for place in unknowns])
            value = _number(world, cell.box) - own[inside].sum()
            if not inside.any() or value >= world.limits.threshold:
                continue
            sums = left[:, inside].sum(axis=1)
            if sums.min() > ceil(value / 2):
                found.add((cell, "can't be as few as half"))
            if sums.max() < world.limits.threshold:
                found.add((cell, "can't be many"))
    return found | _nearly_all(unknowns, possible, cells)


def _own(world: World, unknowns: list, keys: frozenset[str]) -> np.ndarray:
    """Who is unknown to all may be known to this one."""
    counts = dict.fromkeys(unknowns, 0)
    for person in world.people:
        counts[person.place] += not keys.isdisjoint(person.through)
    return np.array([counts[one] for one in unknowns])


def _nearly_all(unknowns: list, possible: np.ndarray, cells: list[Cell]) -> set[tuple[Cell, str]]:
    found = set()
    for cell in cells:
        inside = np.array([cell.box.holds(place) for place in unknowns])
        for whole in cell.wholes:
            around = np.array([whole.holds(place) for place in unknowns])
            shares = 10 * possible[:, inside].sum(axis=1) > 9 * possible[:, around].sum(axis=1)
            if shares.all() and (inside != around).any():
                found.add((cell, "is nearly all"))
    return found
