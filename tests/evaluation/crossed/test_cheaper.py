"""No other choice of cells tells more and is safe; and one cell more is too much."""

from collections.abc import Iterator
from random import Random

from mentorship.evaluation.crosstabs import Detail, State
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.rules import Limits, Rule
from tests.evaluation.crossed.cheaper import Choices, choices
from tests.evaluation.crossed.oracle import Box, cells_of
from tests.evaluation.crossed.worlds import Bundle, World, any_windows, any_world, bundles
from tests.soak.budget import dice, replay, rounds

HERE = "tests/evaluation/crossed/test_cheaper.py"
SMALL = {10: (12, 30), 40: (4, 12), 400: (1, 2)}


def small_story(rolled: Random) -> tuple[World, list[Bundle]]:
    """At most three rows and four columns; one bundle or two."""
    a_year = rolled.choice(tuple(SMALL))
    limits = Limits(threshold=rolled.choice((5, 10, 10)))
    half_years = rolled.randint(*SMALL[a_year])
    world = any_world(rolled, a_year, half_years, most=(3, 4), limits=limits)
    windows = any_windows(rolled, world, rolled.choice((1, 1, 2)))
    return world, bundles(world, windows)


def stories(name: str, short: int, long: int, at_most: float) -> Iterator[tuple[str, World, list]]:
    for number in rounds(short, long, at_most=at_most):
        world, told = small_story(dice(name, number))
        yield f"{name} {number}: {replay(HERE)}", world, told


def test_no_safe_choice_tells_more() -> None:
    """Of the detail that came out; of finer ones, where all is hidden, no cell can be told."""
    tried = compared = 0
    for about, world, told in stories("cheaper", 12, 500, at_most=12):
        last, earlier = told[-1], told[:-1]
        table = last.crossed.table
        for detail in _details_without_a_cell(last):
            found = choices(world, earlier, last, detail)
            assert found.needing() == frozenset(found.cells), f"{about}: {detail} could be told"
            tried += 1
        if table is None:
            continue
        assert last.crossed.proof is Proof.OPTIMAL, about
        found = choices(world, earlier, last, table.detail)
        hidden = found.hidden(_hidden(world, last))
        needing = found.needing()
        assert needing <= hidden, about
        assert found.is_safe(hidden), about
        for number, other in enumerate(found.cheaper(needing, found.loss(hidden))):
            assert not found.is_safe(other), f"{about}: {_said(found, other)} loses less"
            compared += number >= 0
    assert tried
    assert compared


def test_one_cell_more_is_too_much() -> None:
    """Takes away what protects: what is left is seen through, so the attacker does attack."""
    small, large = [], []
    for _, world, told in stories("one more", 12, 500, at_most=8):
        last = told[-1]
        if last.crossed.table is None:
            continue
        found = choices(world, told[:-1], last, last.crossed.table.detail)
        hidden = found.hidden(_hidden(world, last))
        for one in hidden:
            value = found.losses[one] - 1
            (small if value < world.limits.threshold else large).append(
                not found.is_safe(hidden - {one})
            )
    assert small
    assert sum(small) >= 0.9 * len(small)
    assert sum(large) >= 0.9 * len(large), f"{sum(large)} of {len(large)}"


def _details_without_a_cell(last: Bundle) -> list[Detail]:
    """Those of which nothing was told because nothing could be, and both tables are told."""
    rows, columns = (one.told for one in last.tables)
    if rows is None or columns is None:
        return []
    ends = [len(table.specification.dimension.levels) - 1 for table in (rows, columns)]
    table, broken = last.crossed.table, last.crossed.broken
    if set(broken) != {Rule.ALL_HIDDEN}:
        return []
    every = [
        Detail(row, column)
        for row in range(rows.level, ends[0])
        for column in range(columns.level, ends[1])
    ]
    if table is None:
        return every
    told = table.detail
    return [
        one
        for one in every
        if one != told and one.rows <= told.rows and one.columns <= told.columns
    ]


def _hidden(world: World, last: Bundle) -> set[Box]:
    table = last.crossed.table
    assert table is not None
    cells = cells_of(world, [frozenset(last.half_years)], [table.detail])
    states = [cell.state for cell in table.cells.values()]
    return {
        cell.box for cell, state in zip(cells, states, strict=True) if state is State.HIDDEN
    }


def _said(found: Choices, hidden: frozenset[int]) -> list[tuple]:
    boxes = [found.attack.cells[one].box for one in hidden]
    return [(sorted(box.rows), sorted(box.columns)) for box in boxes]
