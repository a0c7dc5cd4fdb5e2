"""Flows and components on graphs whose answer is known or can be recomputed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mentorship.matching.assignment.components import strong_components
from mentorship.matching.assignment.flow import Face, Network
from mentorship.matching.assignment.people import Integers
from mentorship.matching.assignment.potentials import NotProven, potentials


def square(size: int) -> Network:
    """Everybody can go to everybody, one each; the supplies sit on the people themselves."""
    row, column = np.divmod(np.arange(size * size), size)
    supply = np.repeat([1, -1], size)
    return Network(row, size + column, np.ones(size * size, dtype=np.int64), supply)


@pytest.mark.parametrize("digits", [8, 40, 58, 62, 200])
def test_costs_of_any_size_are_minimised_exactly(digits: int) -> None:
    """The high digits repeat the low ones, so that floating point could still check them."""
    random = np.random.default_rng(digits)
    low = random.integers(0, 2**8, size=400)
    cost = low.astype(object) * 2 ** (digits - 8) + random.integers(0, 2, size=400).astype(object)
    network = square(20)
    face = Face(network)
    face.minimise(cost if digits > 62 else cost.astype(np.int64))
    best = low.reshape(20, 20)
    assert int((low * face.flow).sum()) == best[linear_sum_assignment(best)].sum()
    assert face.flow.reshape(20, 20).sum(axis=0).tolist() == [1] * 20


@pytest.mark.parametrize("digits", [58, 90])
def test_the_lowest_digit_of_a_huge_cost_still_decides(digits: int) -> None:
    """All costs are huge; only their last digits differ."""
    random = np.random.default_rng(digits)
    last = random.integers(-9, 10, size=400)
    face = Face(square(20))
    cost = last.astype(object) + 2**digits
    face.minimise(cost if digits > 62 else cost.astype(np.int64))
    best = last.reshape(20, 20)
    assert int((last * face.flow).sum()) == best[linear_sum_assignment(best)].sum()


@pytest.mark.parametrize("seed", range(5))
def test_low_digits_may_undo_what_high_digits_preferred(seed: int) -> None:
    """Huge amounts per person that every answer pays alike hide small costs under them."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 2**10, size=(20, 20))
    per_person = random.integers(0, 2**59, size=20)
    face = Face(square(20))
    face.minimise((small + per_person[:, None] + per_person[None, :]).ravel())
    assert int((small.ravel() * face.flow).sum()) == small[linear_sum_assignment(small)].sum()


def test_a_second_level_only_chooses_among_the_best_of_the_first() -> None:
    face = Face(square(2))
    face.minimise(np.array([0, 1, 1, 2]))
    assert len(face.open) == 4
    face.minimise(np.array([5, 0, 0, 5]))
    assert face.flow.tolist() == [0, 1, 1, 0]
    face.settle_what_no_cycle_moves()
    assert not len(face.open)


def test_supplies_that_no_arc_can_carry_are_no_answer() -> None:
    network = Network(*(np.array([n]) for n in (0, 1, 1)), np.array([2, -2]))
    with pytest.raises(NotProven, match="INFEASIBLE"):
        Face(network).minimise(np.array([1]))


def test_a_flow_that_can_be_improved_is_found_out() -> None:
    """Two ways from 0 to 1; the flow took the dear one."""
    two = (np.array([0, 0, 2]), np.array([1, 2, 1]), np.array([5, 1, 1]))
    carries = np.array([True, False, False])
    with pytest.raises(NotProven, match="improved"):
        potentials(3, *two, ~carries, carries)
    assert potentials(3, *two, carries, ~carries).shape == (3,)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_components_equal_scipys(arcs: list[tuple[int, int]]) -> None:
    start, end = np.array(arcs, dtype=np.int64).reshape(-1, 2).T
    graph = csr_array((np.ones(len(arcs)), (start, end)), shape=(8, 8))
    _, expected = connected_components(graph, connection="strong")
    found = strong_components(8, start, end)
    assert same_parts(found) == same_parts(expected)


def test_a_chain_of_many_thousands_does_not_overflow() -> None:
    nodes = 50_000
    chain = np.arange(nodes)
    assert len(set(strong_components(nodes, chain[:-1], chain[1:]).tolist())) == nodes
    assert len(set(strong_components(nodes, chain, np.roll(chain, -1)).tolist())) == 1


def same_parts(labels: Integers) -> set[frozenset[int]]:
    parts: dict[int, list[int]] = {}
    for node, label in enumerate(labels.tolist()):
        parts.setdefault(label, []).append(node)
    return {frozenset(part) for part in parts.values()}
