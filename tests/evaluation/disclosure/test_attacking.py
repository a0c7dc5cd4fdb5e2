"""The attacker's intervals are those that writing out every table gives."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.attack.attacking import Attack, Reach
from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.statements import Combination, Interval, Known, Relation
from tests.evaluation.disclosure.enumerated import Puzzle, possible, puzzles


def evidence_of(puzzle: Puzzle) -> Evidence:
    return Evidence(puzzle.known, puzzle.relations, puzzle.combinations)


@given(puzzles())
@settings(deadline=None, max_examples=80)
def test_every_cell_has_the_interval_of_all_tables_written_out(puzzle: Puzzle) -> None:
    tables = possible(puzzle)
    attacker = Attack(evidence_of(puzzle))
    for cell in puzzle.truth:
        values = [table[cell] for table in tables]
        assert attacker.interval(cell) == Interval(min(values), max(values))


@given(puzzles(), st.data())
@settings(deadline=None, max_examples=50)
def test_sums_and_differences_have_the_reach_of_all_tables(
    puzzle: Puzzle, data: st.DataObject
) -> None:
    weights = data.draw(
        st.dictionaries(st.sampled_from(sorted(puzzle.truth)), st.integers(-3, 3), min_size=1)
    )
    values = [
        sum(weight * table[cell] for cell, weight in weights.items()) for table in possible(puzzle)
    ]
    assert Attack(evidence_of(puzzle)).reach(weights) == Reach(min(values), max(values))


@given(puzzles(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_lie_that_no_table_agrees_with_is_seen(puzzle: Puzzle, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(sorted(puzzle.truth)))
    values = {table[cell] for table in possible(puzzle)}
    lie = data.draw(st.integers(0, 25).filter(lambda value: value not in values))
    with pytest.raises(Contradictory):
        Attack(evidence_of(puzzle).with_more(Evidence({cell: Interval.exactly(lie)})))


def test_the_bounds_of_frechet_for_a_table_of_two_by_two() -> None:
    """max(0, r + c - n) <= cell <= min(r, c): Fréchet 1940; Dobra and Fienberg 2000, PNAS 97."""
    for rows, columns, total in [(12, 9, 20), (3, 4, 20), (15, 18, 20), (20, 7, 20), (0, 5, 5)]:
        attacker = Attack(
            two_by_two({"r": rows, "not r": total - rows, "c": columns, "not c": total - columns})
        )
        expected = Interval(max(0, rows + columns - total), min(rows, columns))
        assert attacker.interval("rc") == expected


def two_by_two(told: dict[str, int]) -> Evidence:
    return Evidence(
        {cell: Interval.exactly(value) for cell, value in told.items()},
        (
            Relation("r", ("rc", "r-")),
            Relation("not r", ("-c", "--")),
            Relation("c", ("rc", "-c")),
            Relation("not c", ("r-", "--")),
        ),
    )


def test_one_hidden_cell_is_its_margin_less_the_others() -> None:
    told = {"all": Interval.exactly(31), "men": Interval.exactly(28)}
    attacker = Attack(Evidence(told, (Relation("all", ("men", "women")),)))
    assert attacker.interval("women") == Interval.exactly(3)


def test_three_hidden_pairs_in_three_ways_are_found_only_in_whole_numbers() -> None:
    """x + y, y + z and x + z odd or even: fractions leave halves, whole numbers do not."""
    relations = tuple(Relation(sum_, tuple(sum_)) for sum_ in ("xy", "yz", "xz"))
    told: Known = {"xy": Interval(1, 2), "yz": Interval.exactly(1), "xz": Interval.exactly(1)}
    attacker = Attack(Evidence(told, relations))
    assert attacker.interval("xy") == Interval.exactly(2)
    assert attacker.interval("z") == Interval.exactly(0)


def test_without_any_total_a_hidden_cell_has_no_upper_limit() -> None:
    told = {"a": Interval(2, None)}
    attacker = Attack(Evidence(told, (Relation("all", ("a", "b")),)))
    assert attacker.interval("all") == Interval(2, None)
    assert attacker.interval("nobody spoke of it") == Interval(0, None)
    assert attacker.reach({"a": 1, "b": -1}) == Reach(None, None)
    assert attacker.reach({"all": 1, "a": -1}) == Reach(0, None)
    assert attacker.reach({"all": 1, "a": -1, "b": -1}) == Reach(0, 0)


def test_a_share_that_both_grow_with_has_no_limit_and_their_difference_has() -> None:
    """Numerator at most half: the numerator can grow for ever, but never past the other half."""
    half = Combination((("part", Fraction(2)), ("whole", Fraction(-1))), None, Fraction(0))
    attacker = Attack(Evidence({"whole": Interval(1, None)}, (), (half,)))
    assert attacker.interval("part") == Interval(0, None)
    assert attacker.reach({"part": 2, "whole": -1}) == Reach(None, 0)


@pytest.mark.parametrize("scale", [1, 1_000, 1_000_000, 40_000_000])
def test_large_amounts_are_reckoned_to_the_euro(scale: int) -> None:
    told = {"all": Interval.exactly(7 * scale + 3), "a": Interval(scale, None)}
    relations = (Relation("all", ("a", "b", "c")), Relation("ab", ("a", "b")))
    attacker = Attack(Evidence(told, relations))
    assert attacker.interval("b") == Interval(0, 6 * scale + 3)
    assert attacker.interval("ab") == Interval(scale, 7 * scale + 3)


def test_cells_that_hang_on_nothing_are_attacked_each_alone() -> None:
    told = {"a": Interval(2, 5), "b": Interval.exactly(4), "c": Interval(0, 1)}
    attacker = Attack(Evidence(told))
    assert attacker.reach({"a": 2, "b": -1, "c": -3}) == Reach(-3, 6)
