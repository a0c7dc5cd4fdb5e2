"""No other choice of cells tells more and is safe; and one cell more is too much.

All that is compared is of the detail that came out: which of the details is best isn't looked at.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from mentorship.evaluation.crosstabs import Detail, State
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.rules import Limits, Rule
from tests.evaluation.crossed.cheaper import Choices, choices, details_from
from tests.evaluation.crossed.oracle import Box, cells_of
from tests.evaluation.crossed.worlds import Bundle, World, any_windows, any_world, bundles, world_of
from tests.soak.budget import dice, examples, replay, rounds

HERE = "tests/evaluation/crossed/test_cheaper.py"
# Two small cells: to hide one more in each row and column there are many ways.
KNOWN = ((30, 4, 25), (36, 25, 16), (30, 18, 3))
SMALL = {10: (12, 30), 40: (4, 12), 400: (1, 2)}


@cache
def small_story(number: int) -> tuple[World, tuple[Bundle, ...]]:
    """At most three rows and four columns; one bundle or two."""
    rolled = dice("one cell more", number)
    a_year = rolled.choice(tuple(SMALL))
    limits = Limits(threshold=rolled.choice((5, 10, 10)))
    half_years = rolled.randint(*SMALL[a_year])
    world = any_world(rolled, a_year, half_years, most=(3, 4), limits=limits)
    windows = any_windows(rolled, world, rolled.choice((1, 1, 2)))
    return world, tuple(bundles(world, windows))


def stories() -> Iterator[tuple[str, World, tuple[Bundle, ...]]]:
    known = world_of(KNOWN)
    yield "known", known, tuple(bundles(known, [known.half_years]))
    for number in rounds(12, 500, at_most=examples(60, 3_600)):
        yield f"story {number}: {replay(HERE)}", *small_story(number)


def test_no_safe_choice_tells_more(tried: Counter[str]) -> None:
    """Of the detail that came out; and where nothing did, no cell of any detail can be told."""
    for about, world, told in stories():
        last, earlier = told[-1], told[:-1]
        table = last.crossed.table
        for detail in _details_without_a_cell(world, last):
            found = choices(world, earlier, last, detail)
            assert found.needing() == frozenset(found.cells), f"{about}: {detail} could be told"
            tried["details of which nothing could be told"] += 1
        if table is None:
            continue
        assert last.crossed.proof is Proof.OPTIMAL, about
        found = choices(world, earlier, last, table.detail)
        hidden, needing = found.hidden(_hidden(world, last)), found.needing()
        assert needing <= hidden, about
        assert found.is_safe(hidden), about
        for other in found.cheaper(needing, found.loss(hidden)):
            assert not found.is_safe(other), f"{about}: {_said(found, other)} loses less"
            tried["largest choices that lose less"] += 1
        tried["tables told"] += 1
    assert tried["tables told"]
    assert tried["largest choices that lose less"]


def test_one_cell_more_is_too_much(tried: Counter[str]) -> None:
    """Takes away what protects: what is left is seen through, so the attacker does attack."""
    for _, world, told in stories():
        last = told[-1]
        if last.crossed.table is None:
            continue
        found = choices(world, told[:-1], last, last.crossed.table.detail)
        hidden = found.hidden(_hidden(world, last))
        for one in hidden:
            which = "small" if found.losses[one] - 1 < world.limits.threshold else "other"
            tried[f"{which} cells told after all"] += 1
            tried[f"{which} and seen through"] += not found.is_safe(hidden - {one})
    for which in ("small", "other"):
        tries, seen = tried[f"{which} cells told after all"], tried[f"{which} and seen through"]
        assert tries
        assert seen >= 0.9 * tries, f"{which}: {seen} of {tries}"


def _details_without_a_cell(world: World, last: Bundle) -> list[Detail]:
    """All that could have been told where nothing was; what is finer where no cell could."""
    rows, columns = (one.told for one in last.tables)
    if rows is None or columns is None:
        return []
    every = details_from(world, rows, columns)
    if last.crossed.table is None:
        return every
    told = last.crossed.table.detail
    broken = set(last.crossed.broken)
    if not broken or broken - {Rule.ALL_HIDDEN, Rule.NOTHING_SAFE}:
        return []
    finer = (one for one in every if one.rows <= told.rows and one.columns <= told.columns)
    return [one for one in finer if one != told]


def _hidden(world: World, last: Bundle) -> set[Box]:
    table = last.crossed.table
    assert table is not None
    cells = cells_of(world, [frozenset(last.half_years)], [table.detail])
    states = [cell.state for cell in table.cells.values()]
    return {cell.box for cell, state in zip(cells, states, strict=True) if state is State.HIDDEN}


def _said(found: Choices, hidden: frozenset[int]) -> list[tuple]:
    boxes = [found.attack.cells[one].box for one in hidden]
    return [(sorted(box.rows), sorted(box.columns)) for box in boxes]
