"""The oracle of max-min prices against itself: by hand, every answer written out, and by SciPy."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.soak import exact
from tests.soak.exact import Table

from . import max_min, prices, solved_again
from .contrived import every_kind, often, round_of, rounds
from .people import Round
from .prices import Edge, Optima


def table_of(rnd: Round) -> Table:
    return exact.table_of(rnd, seed=0)


def told(rnd: Round) -> prices.Told:
    table = table_of(rnd)
    _value, pairs, _worst = exact.best_of_worst(table)
    return prices.told(table, dict(pairs), max_min.optima(table), max_min.total)


def test_a_forced_pair_may_lower_the_worst_fit_or_raise_it() -> None:
    """Best: a-v and b-w, whose fits are 60 and 50; with a-w only that pair is left, of 90."""
    fits = {("a", "v"): 6, ("a", "w"): 9, ("b", "w"): 5}
    found = told(round_of(fits, seats={"v": 1, "w": 1}, mentees={"a": {}, "b": {}}))
    assert found.other_mentor == {"a": ("a", "w", (0, 1, 0, -40, 20))}
    assert found.refusal == {"a": (0, 1, 0, -40, 20), "b": (0, 1, 0, -40, 20)}


def test_nobody_served_counts_as_a_worst_fit_of_nothing() -> None:
    found = told(round_of({("a", "v"): 6}, seats={"v": 1}, mentees={"a": {}}))
    assert found == prices.Told({"a": (0, 1, 0, 60, 60)}, {}, {}, {}, [])


@often(30, 4_000)
@given(rounds(at_most=4))
def test_the_same_as_every_answer_written_out(rnd: Round) -> None:
    table = table_of(rnd)
    edges = {(one, choice.mentor) for one in table.mentees for choice in table.choices[one]}
    answers = [(max_min.total(table, dict(chosen)), chosen) for chosen in every_answer(table)]
    with_pair = {
        edge: max(value for value, chosen in answers if edge in chosen)
        for edge in edges
        if any(edge in chosen for _, chosen in answers)
    }
    without_pair = {
        edge: max(value for value, chosen in answers if edge not in chosen) for edge in edges
    }
    best = max(value for value, _ in answers)
    assert max_min.optima(table) == Optima(best, with_pair, without_pair)


def every_answer(table: Table) -> Iterator[frozenset[Edge]]:
    """All sets of pairs that seats and places allow."""
    found = [frozenset[Edge]()]
    for one in table.mentees:
        more = [answer | {(one, c.mentor)} for answer in found for c in table.choices[one]]
        found += [answer for answer in more if _fits(table, answer)]
    return iter(found)


def _fits(table: Table, answer: frozenset[Edge]) -> bool:
    counted = [name for one, _ in answer for name in table.within[one]]
    mentors = [other for _, other in answer]
    return all(counted.count(one) <= cap for one, cap in table.caseload.items()) and all(
        mentors.count(one) <= free for one, free in table.seats.items()
    )


@pytest.mark.parametrize("programme", [True, False], ids=["programme", "seats as columns"])
def test_the_same_as_solving_again_with_scipy(programme: bool) -> None:
    @often(*(3, 200) if programme else (10, 1_500))
    @given(every_kind() if programme else rounds(caps=False), st.randoms(use_true_random=False))
    def agree(rnd: Round, dice) -> None:
        table = table_of(rnd)
        found = max_min.optima(table)
        assume(found.without_pair)
        assert found.best == solved_again.best_of_worst(table, programme=programme)
        for edge in dice.sample(sorted(found.without_pair), min(3, len(found.without_pair))):
            asked = {"programme": programme, "max_min": True}
            assert found.with_pair.get(edge) == solved_again.with_pair(table, edge, **asked), edge
            assert found.without_pair[edge] == solved_again.without_pair(table, edge, **asked), edge

    agree()
