"""Rounded tables add up, move as little as can be, and say of no cell more than they print."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.protecting import Method, protect_by_rounding
from mentorship.evaluation.disclosure.protection.rounding import interval_of
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.statements import Interval, Relation
from tests.evaluation.disclosure import worlds
from tests.soak.budget import examples


@settings(max_examples=examples(30, 1_000), deadline=None)
@given(worlds.crossed(largest=12, sizes=((3,), (2, 2), (2, 3))), st.sampled_from((3, 5, 10)))
def test_the_rounded_numbers_add_up_and_none_moves_less_in_all(world, base):
    figures = world.figures
    found = protect_by_rounding(figures, base)
    assert found is not None
    plan, numbers = found
    assert plan.method is Method.ROUNDING
    assert plan.proof is Proof.OPTIMAL
    assert plan.loss == plan.bound == _least_moved(figures, base)
    for cell, number in numbers.items():
        assert number % base == 0
        assert abs(number - figures.values[cell]) < base
        assert plan.told[cell] == Interval(max(0, number - base + 1), number + base - 1)
    for relation in figures.sums:
        assert numbers[relation.whole] == sum(numbers[part] for part in relation.parts)


def _least_moved(figures: Figures, base: int) -> int:
    """By trying each way to round the innermost cells; margins follow from these."""
    wholes = {relation.whole: relation.parts for relation in figures.relations}
    inner = [cell for cell in figures.possible if cell not in wholes]
    choices = [
        {value // base * base, -(-value // base) * base}
        for value in (figures.values[cell] for cell in inner)
    ]
    best = None
    for chosen in product(*choices):
        numbers = dict(zip(inner, chosen, strict=True))

        def number(cell, numbers=numbers):
            if cell not in numbers:
                numbers[cell] = sum(number(part, numbers) for part in wholes[cell])
            return numbers[cell]

        moved = {cell: abs(number(cell) - figures.values[cell]) for cell in figures.possible}
        if all(one < base for one in moved.values()):
            total = sum(moved.values())
            best = total if best is None else min(best, total)
    return best


def test_an_exact_number_beside_rounded_ones_tells_too_much():
    figures = Figures(
        {"all": 9, "f": 5, "m": 4},
        (Relation("all", ("f", "m")),),
        asked=frozenset({"all", "f", "m"}),
    )
    assert protect_by_rounding(figures, 5) is not None
    assert protect_by_rounding(figures, 5, {"all": Interval.exactly(9)}) is None


def test_a_multiple_stays_and_still_says_no_more_than_others():
    assert interval_of(0, 5) == Interval(0, 4)
    assert interval_of(10, 5) == Interval(6, 14)
    with pytest.raises(ValueError, match="base"):
        protect_by_rounding(Figures({"a": 1}, asked=frozenset({"a"})), 1)
