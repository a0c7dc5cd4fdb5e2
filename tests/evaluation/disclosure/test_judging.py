"""The verdict is that of writing out every table: never safe when one value is pinned down."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.attack.judging import (
    Both,
    Doubt,
    Protected,
    Unheard,
    attack,
    needs_of_rounding,
    unsafe_values,
)
from mentorship.evaluation.disclosure.statements import (
    Interval,
    Need,
    Relation,
    need_of,
)
from tests.evaluation.disclosure.enumerated import Puzzle, possible, puzzles
from tests.evaluation.disclosure.test_attacking import evidence_of


@given(puzzles(), st.integers(1, 6))
@settings(deadline=None, max_examples=50)
def test_a_cell_is_unsafe_exactly_when_all_tables_say_so(puzzle: Puzzle, threshold: int) -> None:
    needs = {
        cell: need
        for cell, value in puzzle.truth.items()
        if (need := need_of(value, threshold)) is not None
    }
    tables = possible(puzzle)
    expected = [
        cell
        for cell, need in needs.items()
        if all(table[cell] > need.low for table in tables)
        or all(table[cell] < need.high for table in tables)
    ]
    protected = Protected(needs)
    assert unsafe_values(evidence_of(puzzle), protected) == (expected, [])
    verdict = attack(evidence_of(puzzle), protected)
    assert (verdict.asked, verdict.unsafe) == (len(needs), len(expected))
    assert verdict.is_safe == (not expected)


@given(puzzles(), st.data())
@settings(deadline=None, max_examples=50)
def test_a_doubt_is_unsafe_exactly_when_all_tables_say_so(
    puzzle: Puzzle, data: st.DataObject
) -> None:
    terms = st.tuples(st.sampled_from(sorted(puzzle.truth)), st.integers(-2, 2))
    limits = st.none() | st.integers(-4, 8)
    doubts = data.draw(
        st.lists(
            st.builds(Doubt, st.lists(terms, min_size=1, max_size=3).map(tuple), limits, limits),
            min_size=1,
            max_size=5,
        )
    )
    tables = possible(puzzle)
    expected = []
    for doubt in doubts:
        values = [sum(weight * table[cell] for cell, weight in doubt.weights) for table in tables]
        too_high = doubt.low is not None and all(value > doubt.low for value in values)
        too_low = doubt.high is not None and all(value < doubt.high for value in values)
        if too_high or too_low:
            expected.append(doubt)
    assert unsafe_values(evidence_of(puzzle), Protected({}, tuple(doubts))) == ([], expected)


@given(puzzles(), st.data())
@settings(deadline=None, max_examples=50)
def test_two_at_once_are_unsafe_exactly_when_no_table_has_both(
    puzzle: Puzzle, data: st.DataObject
) -> None:
    cell, least = st.sampled_from(sorted(puzzle.truth)), st.integers(0, 8)
    pairs = st.builds(Both, st.tuples(cell, cell), st.tuples(least, least))
    both = data.draw(st.lists(pairs, min_size=1, max_size=5))
    tables = possible(puzzle)
    expected = [
        one
        for one in both
        if not any(
            all(table[cell] >= least for cell, least in zip(one.cells, one.least, strict=True))
            for table in tables
        )
    ]
    found = attack(evidence_of(puzzle), Protected(both=tuple(both)))
    assert (found.asked, found.unsafe) == (len(both), len(expected))


@given(st.lists(st.integers(0, 5), max_size=6), st.sets(st.integers(0, 10), min_size=1))
@settings(deadline=None, max_examples=50)
def test_two_by_three_with_hidden_cells_and_hidden_margins(
    people: list[int], hidden: set[int]
) -> None:
    """Each person stands in one of six cells; all ways to place as many people are written out."""
    truth = two_by_three(people)
    told = {
        name: Interval.exactly(value)
        for number, (name, value) in enumerate(truth.items())
        if number not in hidden
    }
    tables = [
        table
        for placed in combinations_with_replacement(range(6), len(people))
        for table in [two_by_three(placed)]
        if all(table[name] == interval.low for name, interval in told.items())
    ]
    needs = {name: need for name, value in truth.items() if (need := need_of(value, 3))}
    expected = [
        name
        for name, need in needs.items()
        if min(table[name] for table in tables) > need.low
        or max(table[name] for table in tables) < need.high
    ]
    found, _ = unsafe_values(Evidence(told, MARGINS), Protected(needs))
    assert found == expected


Name = tuple[int | str, int | str]

MARGINS = (
    *(Relation((row, "all"), tuple((row, column) for column in range(3))) for row in range(2)),
    *(Relation(("all", at), tuple((row, at) for row in range(2))) for at in range(3)),
    Relation(("all", "all"), tuple((row, "all") for row in range(2))),
    Relation(("all", "all"), tuple(("all", at) for at in range(3))),
)


def two_by_three(people: Sequence[int]) -> dict[Name, int]:
    """The total stands last, after six cells and five margins."""
    table: dict[Name, int] = {(row, at): people.count(3 * row + at) for row, at in SIX}
    table |= {(row, "all"): sum(table[row, at] for at in range(3)) for row in range(2)}
    table |= {("all", at): sum(table[row, at] for row in range(2)) for at in range(3)}
    return table | {("all", "all"): len(people)}


SIX = [(row, at) for row in range(2) for at in range(3)]


def test_hiding_one_cell_only_is_unsafe_and_hiding_four_in_a_square_is_safe() -> None:
    """The oldest lesson of hiding: a single hidden cell of a row is the margin less the rest."""
    counts = {(0, 0): 4, (0, 1): 20, (0, 2): 30, (1, 0): 25, (1, 1): 40, (1, 2): 50}
    people = [3 * row + at for (row, at), count in counts.items() for _ in range(count)]
    truth = two_by_three(people)
    needs = {(0, 0): Need(2, 10)}
    for hidden, is_safe in [
        ([(0, 0)], False),
        ([(0, 0), (0, 1)], False),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], True),
    ]:
        told = {name: Interval.exactly(n) for name, n in truth.items() if name not in hidden}
        assert attack(Evidence(told, MARGINS), Protected(needs)).is_safe == is_safe


def test_a_rounded_cell_that_others_narrow_is_unsafe() -> None:
    """Rounded to fives, each within four; the total told exactly takes room from the parts."""
    published = {"men": Interval(6, 14), "women": Interval(-4, 4)}
    relation = (Relation("all", ("men", "women")),)
    needs = needs_of_rounding(published)
    assert needs == {"men": Need(6, 14), "women": Need(0, 4)}
    free = Evidence({**published, "all": Interval(6, 14)}, relation)
    tight = Evidence({**published, "all": Interval.exactly(11)}, relation)
    assert attack(free, Protected(needs)).is_safe
    assert unsafe_values(tight, Protected(needs)) == (["men"], [])


def test_a_verdict_does_not_say_which() -> None:
    evidence = Evidence({"secret cell": Interval.exactly(3)})
    verdict = attack(evidence, Protected({"secret cell": Need(2, 10)}))
    assert not verdict.is_safe
    assert "secret" not in repr(verdict)


def test_a_protected_cell_that_is_named_otherwise_is_no_safe_cell() -> None:
    evidence = Evidence({"men": Interval.exactly(3)})
    for protected in (Protected({"Men": Need(2, 10)}), Protected({}, (Doubt((("x", 1),), 0, 1),))):
        with pytest.raises(Unheard):
            attack(evidence, protected)


def test_what_cannot_all_be_true_gets_no_verdict() -> None:
    told = {"all": Interval.exactly(3), "men": Interval.exactly(2), "women": Interval.exactly(2)}
    with pytest.raises(Contradictory):
        attack(Evidence(told, (Relation("all", ("men", "women")),)), Protected())
