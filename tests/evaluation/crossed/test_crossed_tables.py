"""Everything that is told of two crossed tables is so, and nobody learns from it what they may not.

Bundles about invented people, ten, forty and four hundred a year, one after the other about other
half-years; after each of them everything that was told is attacked together.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from typing import TypeVar

from mentorship.evaluation.crosstabs import State, pair_code
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.crossed.verdicts import judge_crossed
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.tables import CohortCounts
from tests.evaluation.crossed.oracle import cells_of, leaks
from tests.evaluation.crossed.worlds import (
    Bundle,
    World,
    any_story,
    before,
    bundle,
    bundles,
)
from tests.soak.budget import dice, examples, replay, rounds

Anything = TypeVar("Anything")
HERE = "tests/evaluation/crossed/test_crossed_tables.py"
A_YEAR = (400, 40, 10)


SHORT, LONG = 9, 500


@cache
def story(number: int) -> tuple[World, tuple[Bundle, ...]]:
    """Every test is about the same bundles: to judge them is most of the work."""
    rolled = dice("crossed tables", number)
    world, windows = any_story(rolled, A_YEAR[number % len(A_YEAR)])
    world = replace(world, limits=Limits(threshold=rolled.choice((10, 10, 5))))
    return world, tuple(bundles(world, windows))


def stories() -> Iterator[tuple[str, World, tuple[Bundle, ...]]]:
    for number in rounds(SHORT, LONG, at_most=examples(60, 3_600)):
        yield f"story {number}: {replay(HERE)}", *story(number)


def test_nobody_learns_what_they_may_not_from_all_that_was_told(tried: Counter[str]) -> None:
    for about, world, found in stories():
        for number, last in enumerate(found, 1):
            if last.releases:
                leaking = leaks(world, found[:number])
                assert not leaking, f"{about}, bundle {number}: {leaking[0]}"
            tried[f"bundles {last.crossed.outcome}"] += 1
        told = sum(one.crossed.table is not None for one in found)
        tried[f"worlds with {told} crossed tables told"] += 1
    assert len(tried) > 2


def test_what_is_told_is_so_and_what_is_hidden_has_no_number_anywhere(
    tried: Counter[str],
) -> None:
    for about, world, found in stories():
        for one in found:
            if one.crossed.table is None:
                assert one.crossed.release is None, about
                continue
            tried.update(f"cells {state}" for state in _expect_the_truth(world, one, about))
    assert tried["cells told"]
    assert tried["cells hidden"]


def _expect_the_truth(world: World, one: Bundle, about: str) -> list[State]:
    """The cells by the list of people, and the same in what goes into the ledger."""
    table, release = one.crossed.table, one.crossed.release
    assert table is not None
    assert release is not None
    assert (table.cohorts, release.cohorts) == (one.half_years, frozenset(one.half_years))
    assert release.cells == table.plain
    cells = cells_of(world, [frozenset(one.half_years)], [table.detail])
    for cell, ((row, column), said) in zip(cells, table.cells.items(), strict=True):
        possible = any(cell.box.holds(place) for place in world.places)
        number = sum(cell.box.holds(person.place) for person in world.people)
        assert (said.state is State.IMPOSSIBLE) == (not possible), about
        expected = number if said.state is State.TOLD else None
        assert said.count == release.cells[pair_code(row, column)] == expected, about
    sides = one.crossed.specification.groups(table.detail)
    for rows, groups, part in zip((table.rows, table.columns), sides, (1, 2), strict=True):
        about_them = [p.place[part] for p in world.people if p.place[0] in one.half_years]
        counts = {g.code: sum(code in g.parts for code in about_them) for g in groups}
        assert {row.code: row.count or 0 for row in rows} == counts, about
    return [cell.state for cell in table.cells.values()]


def test_the_order_in_which_things_come_changes_nothing(tried: Counter[str]) -> None:
    for about, world, found in stories():
        rolled = dice("order", about)
        numbers = _shuffled(rolled, world.counted())
        last, known = found[-1], before(found[:-1])
        again = judge_crossed(
            world.specification,
            _in_any_order(rolled, last.half_years),
            numbers,
            last.tables,
            Before(_in_any_order(rolled, known.tables), _in_any_order(rolled, known.crossed)),
            world.limits,
        )
        assert again == last.crossed, about
        tried[f"last bundles {last.crossed.outcome}"] += 1


def _shuffled(rolled: Random, numbers: Numbers) -> Numbers:
    def counts(one: CohortCounts) -> CohortCounts:
        through = {
            code: _mixed(rolled, found) for code, found in _mixed(rolled, one.contributors).items()
        }
        return replace(one, counts=_mixed(rolled, one.counts), contributors=through)

    def every(counted: Mapping[str, CohortCounts]) -> dict[str, CohortCounts]:
        return {name: counts(one) for name, one in _mixed(rolled, counted).items()}

    return Numbers(every(numbers.cells), every(numbers.rows), every(numbers.columns))


def _mixed(rolled: Random, found: Mapping[str, Anything]) -> dict[str, Anything]:
    return dict(_in_any_order(rolled, list(found.items())))


def _in_any_order(rolled: Random, found: Sequence[Anything]) -> list[Anything]:
    return rolled.sample(found, len(found))


def test_what_was_told_is_told_again_the_same(tried: Counter[str]) -> None:
    for about, world, found in stories():
        last = found[-1]
        if last.crossed.table is None:
            continue
        again = bundle(world, world.counted(), last.half_years, found)
        assert again.crossed.table == last.crossed.table, about
        tried["tables told again"] += 1
    assert tried["tables told again"]
