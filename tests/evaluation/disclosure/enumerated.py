"""The naive attacker of the tests: writes out every table of whole numbers and looks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from mentorship.evaluation.disclosure.statements import (
    CellName,
    Combination,
    Interval,
    Known,
    Relation,
)

Table = Mapping[CellName, int]


@dataclass(frozen=True)
class Puzzle:
    """What is told of a small table; each inner cell has a limit, so that it can be written out."""

    inner: tuple[str, ...]
    known: Known
    relations: tuple[Relation, ...]
    combinations: tuple[Combination, ...]
    truth: Table


def possible(puzzle: Puzzle) -> list[Table]:
    return [table for table in _filled(puzzle) if agrees(table, puzzle)]


def agrees(table: Table, puzzle: Puzzle) -> bool:
    for cell, told in puzzle.known.items():
        if table[cell] < told.low or (told.high is not None and table[cell] > told.high):
            return False
    for combination in puzzle.combinations:
        total = sum(weight * table[cell] for cell, weight in combination.weights)
        if combination.low is not None and total < combination.low:
            return False
        if combination.high is not None and total > combination.high:
            return False
    return True


def _filled(puzzle: Puzzle) -> Iterator[Table]:
    ranges = []
    for cell in puzzle.inner:
        told = puzzle.known[cell]
        assert told.high is not None
        ranges.append(range(max(0, told.low), told.high + 1))
    for values in product(*ranges):
        yield with_wholes(dict(zip(puzzle.inner, values, strict=True)), puzzle.relations)


def with_wholes(inner: Table, relations: Sequence[Relation]) -> Table:
    table = dict(inner)
    for relation in relations:
        table[relation.whole] = sum(table[part] for part in relation.parts)
    return table


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    inner = tuple("abcde"[: draw(st.integers(2, 5))])
    values = {cell: draw(st.integers(0, 3)) for cell in inner}
    relations: list[Relation] = []
    for number in range(draw(st.integers(0, 4))):
        among = [*inner, *(relation.whole for relation in relations)]
        parts = draw(st.lists(st.sampled_from(among), min_size=1, max_size=4, unique=True))
        relations.append(Relation(f"sum {number}", tuple(parts)))
    truth = with_wholes(values, relations)
    known = {cell: Interval(0, draw(st.integers(truth[cell], 4))) for cell in inner}
    for cell in truth:
        if draw(st.booleans()):
            known[cell] = draw(around(truth[cell]))
    combinations = tuple(draw(st.lists(statements(truth), max_size=3)))
    return Puzzle(inner, known, tuple(relations), combinations, truth)


@st.composite
def around(draw: st.DrawFn, value: int) -> Interval:
    if draw(st.booleans()):
        return Interval.exactly(value)
    return Interval(value - draw(st.integers(0, 2)), value + draw(st.integers(0, 2)))


@st.composite
def statements(draw: st.DrawFn, truth: Table) -> Combination:
    """True, and with room on one side, both or none."""
    cells = draw(st.lists(st.sampled_from(sorted(truth)), min_size=1, max_size=4))
    weights = tuple(
        (cell, Fraction(draw(st.integers(-7, 7)), draw(st.integers(1, 3)))) for cell in cells
    )
    total = sum((weight * truth[cell] for cell, weight in weights), Fraction())
    room = st.one_of(st.none(), st.fractions(0, 3, max_denominator=4))
    below, above = draw(room), draw(room)
    return Combination(
        weights,
        None if below is None else total - below,
        None if above is None else total + above,
    )
