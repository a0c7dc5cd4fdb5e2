"""Knows networks: their flows of least cost, one level of cost after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from mentorship.matching.assignment.components import grouped, strong_components
from mentorship.matching.assignment.people import Booleans, Integers

# Measured: every adversarial chain tried was solved right up to |cost| * nodes^2 = 2^62.
COST_LIMIT = 2**62
# Flow goes back over fewer arcs than it can go on, and over several of them in a row.
LAYERS = 3

# int64, or Python's own numbers where a sum could outgrow them.
Costs = npt.NDArray[Any]


class NotProven(RuntimeError):
    """The solver gave no optimum, or one that its own prices contradict."""


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs with a capacity, nodes with a supply (negative: a demand); supplies sum to zero."""

    tail: Integers
    head: Integers
    capacity: Integers
    supply: Integers

    @property
    def nodes(self) -> int:
        return len(self.supply)


class Face:
    """All flows that are best on every level so far: one of them, and the arcs still open.

    After each level only arcs of reduced cost zero stay open; by complementary slackness the
    others carry the same flow in every optimum. So levels need no big weights.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.flow = np.zeros(len(network.tail), dtype=np.int64)
        self.open = np.flatnonzero(network.capacity > 0)

    def minimise(self, cost: Costs) -> None:
        """Keep only the flows of least cost (a number per arc of the network)."""
        rest = cost[self.open]
        while self._is_too_large(rest):
            rest = self._settle_high_digits(rest)
        reduced = self._solve(rest.astype(np.int64))
        self.open = self.open[reduced == 0]

    def settle_what_no_cycle_moves(self) -> None:
        """Close the arcs on no directed cycle of the residual network: nothing can change them."""
        network, arcs = self.network, self.open
        tail, head = network.tail[arcs], network.head[arcs]
        has_room, has_flow = self.flow[arcs] < network.capacity[arcs], self.flow[arcs] > 0
        start, end = _residual(tail, head, has_room, has_flow)
        component = strong_components(network.nodes, start, end)
        self.open = arcs[component[tail] == component[head]]

    def _is_too_large(self, cost: Costs) -> bool:
        return _largest(cost) * self.network.nodes**2 > COST_LIMIT

    def _settle_high_digits(self, cost: Costs) -> Costs:
        """Minimise the high binary digits alone; what they decide, no lower digit undoes.

        With d low digits left out the flow found is within 2^d per arc of the best. A better
        flow differs from it by cycles of at most `nodes` arcs, so an arc whose reduced cost is
        `nodes` or more (in units of 2^d) has its final flow. The others are left with small
        costs that differ from the given ones by potentials only.
        """
        most = COST_LIMIT // self.network.nodes**2
        digits = (_largest(cost) // most).bit_length()
        reduced = self._solve((cost >> digits).astype(np.int64))
        undecided = np.abs(reduced) < self.network.nodes
        self.open = self.open[undecided]
        low = cost[undecided] & ((1 << digits) - 1)
        rest: Costs = reduced[undecided].astype(cost.dtype) * (1 << digits) + low
        return rest

    def _solve(self, cost: Integers) -> Integers:
        """Put a flow of least cost on the open arcs; the reduced cost of each of them."""
        network, arcs = self.network, self.open
        tail, head, capacity = network.tail[arcs], network.head[arcs], network.capacity[arcs]
        solver = SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        solver.set_nodes_supplies(np.arange(network.nodes), self._open_supply())
        status = solver.solve()
        if status != SimpleMinCostFlow.OPTIMAL:
            raise NotProven(f"minimum-cost flow ended as {status}")
        flow = np.asarray(solver.flows(np.arange(len(arcs))), dtype=np.int64)
        self.flow[arcs] = flow
        potential = potentials(network.nodes, tail, head, cost, flow < capacity, flow > 0)
        reduced: Integers = cost + potential[tail] - potential[head]
        return reduced

    def _open_supply(self) -> Integers:
        """The supplies less what the closed arcs carry."""
        network = self.network
        closed = self.flow.copy()
        closed[self.open] = 0
        carried = np.flatnonzero(closed)
        supply = network.supply.copy()
        np.subtract.at(supply, network.tail[carried], closed[carried])
        np.add.at(supply, network.head[carried], closed[carried])
        return supply


def potentials(
    nodes: int,
    tail: Integers,
    head: Integers,
    cost: Integers,
    has_room: Booleans,
    has_flow: Booleans,
) -> Integers:
    """Shortest distances in the residual network; that they exist proves the flow optimal."""
    onward = _Arcs.into(nodes, tail[has_room], head[has_room], cost[has_room])
    back = _Arcs.into(nodes, head[has_flow], tail[has_flow], -cost[has_flow])
    distance: Integers = np.zeros(nodes, dtype=np.int64)
    for _ in range(nodes + 1):
        is_shorter = onward.shorten(distance)
        for _ in range(LAYERS):
            if not back.shorten(distance):
                break
            is_shorter = True
        if not is_shorter:
            return distance
    raise NotProven("the flow found can be improved")


@dataclass(frozen=True, slots=True)
class _Arcs:
    """Arcs sorted by the node they lead to: `reached`, and where each of those begins."""

    start: Integers
    length: Integers
    reached: Integers
    first: Integers

    @classmethod
    def into(cls, nodes: int, start: Integers, end: Integers, length: Integers) -> _Arcs:
        order, first = grouped(end, nodes)
        reached = np.flatnonzero(np.diff(first))
        return cls(start[order], length[order], reached, first[reached])

    def shorten(self, distance: Integers) -> bool:
        """Take every arc once, in place; whether it brought anybody nearer."""
        if not len(self.start):
            return False
        nearer = np.minimum.reduceat(distance[self.start] + self.length, self.first)
        before = distance[self.reached]
        distance[self.reached] = np.minimum(before, nearer)
        return bool((nearer < before).any())


def _residual(
    tail: Integers, head: Integers, has_room: Booleans, has_flow: Booleans
) -> tuple[Integers, Integers]:
    """Where flow can still go: along arcs with room, back along arcs with flow."""
    return (
        np.concatenate((tail[has_room], head[has_flow])),
        np.concatenate((head[has_room], tail[has_flow])),
    )


def largest_flow(network: Network) -> int:
    """The value of a maximum flow from the last node but one to the last; supplies don't count."""
    source, sink = network.nodes - 2, network.nodes - 1
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(network.tail, network.head, network.capacity)
    status = solver.solve(source, sink)
    if status != SimpleMaxFlow.OPTIMAL:
        raise NotProven(f"maximum flow ended as {status}")
    return int(solver.optimal_flow())


def _largest(cost: Costs) -> int:
    return max(abs(int(cost.max())), abs(int(cost.min()))) if len(cost) else 0
