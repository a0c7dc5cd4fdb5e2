"""The oracle of prices against itself: by hand, by every answer written out, and by SciPy."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.soak import exact
from tests.soak.exact import Table

from . import prices, solved_again
from .contrived import every_kind, often, only_themes, round_of, rounds
from .people import Round
from .prices import NOTHING, Optima, Value


def table_of(rnd: Round) -> Table:
    return exact.table_of(rnd, seed=0)


def told(rnd: Round) -> prices.Told:
    """For the answer that the tie-break chooses, found by trying as well."""
    table = table_of(rnd)
    return prices.told(table, dict(exact.best(table)[1]), prices.optima(table))


def test_a_seat_costs_the_difference_and_the_last_seat_a_mentee() -> None:
    """Seats: one with v, one with w. a and b fit with both, c with w alone."""
    fits = {("a", "v"): 9, ("a", "w"): 5, ("b", "v"): 6, ("b", "w"): 4, ("c", "w"): 2}
    found = told(round_of(fits, seats={"v": 1, "w": 1}, mentees={"a": {}, "b": {}, "c": {}}))
    # Best: a-v and b-w, 130. Others: b-v and a-w, 110; a-v and c-w, 110; b-v and c-w, 80.
    assert found.refusal == {"a": (0, 0, 0, 20), "b": (0, 0, 0, 20)}
    assert found.other_mentor == {
        "a": ("a", "w", (0, 0, 0, 20)),
        "b": ("b", "v", (0, 0, 0, 20)),
    }
    # c-w costs as much as a-w, which fits better.
    assert found.other_mentee == {
        "a": ("b", "v", (0, 0, 0, 20)),
        "b": ("a", "w", (0, 0, 0, 20)),
    }
    assert found.serve == {"c": ("c", "w", (0, 0, 0, 20))}
    assert [edge for *edge, _ in found.pairs] == [["a", "w"], ["b", "v"], ["c", "w"]]


def test_a_mentee_of_class_1_may_cost_two_of_class_3() -> None:
    """The House has one place: a takes it from c, and the seat with v from b."""
    found = told(
        round_of(
            {("a", "v"): 1, ("b", "v"): 10, ("c", "w"): 10},
            seats={"v": 1, "w": 1},
            mentees={
                "a": {"priority": 1, "house": "NHN"},
                "b": {"priority": 3},
                "c": {"priority": 3, "house": "NHN"},
            },
            rules=only_themes(caseload={"NHN": 1}),
        )
    )
    assert found.refusal == {"a": (1, 0, -2, 10 - 200)}
    assert found.other_mentor == {}
    assert found.other_mentee == {"a": ("b", "v", (1, 0, -2, -190))}
    assert found.serve == {"b": ("b", "v", (1, 0, -2, -190)), "c": ("c", "w", (1, 0, -2, -190))}


def test_pins_have_no_price_and_leave_no_seat_to_price() -> None:
    fits = {("a", "v"): 9, ("a", "w"): 9, ("b", "v"): 9, ("b", "w"): 5, ("c", "v"): 9}
    found = told(
        round_of(
            fits,
            seats={"v": 1, "w": 1},
            mentees={"a": {"pinned": "v"}, "b": {}, "c": {}},
        )
    )
    assert found == prices.Told({"b": (0, 1, 0, 50)}, {}, {}, {}, [])


def test_a_colleague_with_the_same_mentor_is_no_runner_up() -> None:
    fits = {("a", "v"): 9, ("b", "v"): 8, ("c", "v"): 8}
    found = told(round_of(fits, seats={"v": 2}, mentees={"a": {}, "b": {}, "c": {}}))
    assert {runner_up for _, runner_up, _ in found.pairs} == {"v"}
    ((waiting, _, price),) = found.pairs
    assert price == NOTHING, "b and c are equals"
    assert found.other_mentee == {
        one: (waiting, "v", NOTHING) for one in ("a", "b", "c") if one != waiting
    }


@often(30, 4_000)
@given(rounds(at_most=4))
def test_the_same_as_every_answer_written_out(rnd: Round) -> None:
    table = table_of(rnd)
    assert prices.optima(table) == written_out(table)


def written_out(table: Table) -> Optima:
    edges = {(one, choice.mentor) for one in table.mentees for choice in table.choices[one]}
    answers = [(value, frozenset(chosen)) for value, chosen in every_answer(table)]
    with_pair = {
        edge: max(value for value, chosen in answers if edge in chosen)
        for edge in edges
        if any(edge in chosen for _, chosen in answers)
    }
    without_pair = {
        edge: max(value for value, chosen in answers if edge not in chosen) for edge in edges
    }
    return Optima(max(value for value, _ in answers), with_pair, without_pair)


def every_answer(table: Table) -> Iterator[tuple[Value, list[prices.Edge]]]:
    if not table.mentees:
        yield NOTHING, []
        return
    first, *others = table.mentees
    yield from every_answer(without(table, others))
    for choice in table.choices[first]:
        seats = {**table.seats, choice.mentor: table.seats[choice.mentor] - 1}
        places = {n: cap - (n in table.within[first]) for n, cap in table.caseload.items()}
        if seats[choice.mentor] >= 0 and min(places.values(), default=0) >= 0:
            for value, chosen in every_answer(without(table, others, seats, places)):
                yield prices.plus(value, choice.value[:4]), [(first, choice.mentor), *chosen]


def without(table: Table, mentees: list[str], seats=None, places=None) -> Table:
    left = table.seats if seats is None else seats
    return Table(mentees, table.choices, left, table.within, places or table.caseload)


@pytest.mark.parametrize("programme", [True, False], ids=["programme", "seats as columns"])
def test_the_same_as_solving_again_with_scipy(programme: bool) -> None:
    @often(*(4, 400) if programme else (10, 1_500))
    @given(every_kind() if programme else rounds(caps=False), st.randoms(use_true_random=False))
    def agree(rnd: Round, dice) -> None:
        table = table_of(rnd)
        found = prices.optima(table)
        assume(found.without_pair)
        assert found.best == solved_again.best(table, programme=programme)
        for edge in dice.sample(sorted(found.without_pair), min(3, len(found.without_pair))):
            again = solved_again.with_pair(table, edge, programme=programme)
            assert found.with_pair.get(edge) == again, edge
            again = solved_again.without_pair(table, edge, programme=programme)
            assert found.without_pair[edge] == again, edge

    agree()
