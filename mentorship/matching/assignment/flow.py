"""Knows networks: their flows of least cost, one level of cost after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from mentorship.matching.assignment.components import strong_components
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.potentials import NotProven as NotProven
from mentorship.matching.assignment.potentials import potentials, residual_arcs, shorten
from mentorship.matching.assignment.thinning import worth_starting_with

# Measured: every adversarial chain tried was solved right up to |cost| * nodes^2 = 2^62.
COST_LIMIT = 2**62
# Rounds in which arcs left aside may join the potentials; mostly these only weren't the right ones.
FEW = 30

# int64, or Python's own numbers where a sum could outgrow them.
Costs = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs with a capacity, nodes with a supply (negative: a demand); supplies sum to zero.

    `many`: so many of the first arcs may be left aside until one of them is needed.
    """

    tail: Integers
    head: Integers
    capacity: Integers
    supply: Integers
    many: int = 0

    @property
    def nodes(self) -> int:
        return len(self.supply)


class Face:
    """All flows that are best on every level so far: one of them, and the arcs still open.

    After each level only arcs of reduced cost zero stay open; by complementary slackness the
    others carry the same flow in every optimum. So levels need no big weights.
    """

    def __init__(self, network: Network, flow: Integers | None = None) -> None:
        """`flow`: one that meets all supplies, if a network with many arcs has any supply."""
        self.network = network
        self.flow: Integers = np.zeros(len(network.tail), dtype=np.int64) if flow is None else flow
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
        """Put a flow of least cost on the open arcs; the reduced cost of each of them.

        Where there are many arcs some are left aside. The potentials of the flow found then price
        all of them; those that would improve it join, until there are none.
        """
        network, arcs = self.network, self.open
        tail, head, capacity = network.tail[arcs], network.head[arcs], network.capacity[arcs]
        taken = self._at_first(tail, cost)
        while True:
            at = np.flatnonzero(taken)
            flow = np.zeros(len(arcs), dtype=np.int64)
            flow[at] = self._flow_over(tail[at], head[at], capacity[at], cost[at])
            has_room, has_flow = flow < capacity, flow > 0
            potential = potentials(
                network.nodes, tail[at], head[at], cost[at], has_room[at], has_flow[at]
            )
            improves = has_room & (cost + potential[tail] - potential[head] < 0)
            if not improves.any() or shorten(
                potential, residual_arcs(network.nodes, tail, head, cost, has_room, has_flow), FEW
            ):
                break
            taken |= improves
        self.flow[arcs] = flow
        reduced: Integers = cost + potential[tail] - potential[head]
        return reduced

    def _at_first(self, tail: Integers, cost: Integers) -> Booleans:
        """All but those of the many that are dear and carry nothing."""
        many = int(np.searchsorted(self.open, self.network.many))
        taken = self.flow[self.open] > 0
        taken[many:] = True
        taken[:many] |= worth_starting_with(tail[:many], cost[:many])
        return taken

    def _flow_over(
        self, tail: Integers, head: Integers, capacity: Integers, cost: Integers
    ) -> Integers:
        solver = SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        solver.set_nodes_supplies(np.arange(self.network.nodes), self._open_supply())
        status = solver.solve()
        if status != SimpleMinCostFlow.OPTIMAL:
            raise NotProven(f"minimum-cost flow ended as {status}")
        return np.asarray(solver.flows(np.arange(len(tail))), dtype=np.int64)

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


def _residual(
    tail: Integers, head: Integers, has_room: Booleans, has_flow: Booleans
) -> tuple[Integers, Integers]:
    """Where flow can still go: along arcs with room, back along arcs with flow."""
    return (
        np.concatenate((tail[has_room], head[has_flow])),
        np.concatenate((head[has_room], tail[has_flow])),
    )


def largest_flow(network: Network, cost: Costs) -> Integers:
    """A maximum flow from the last node but one to the last; supplies don't count.

    Of many arcs the cheapest come first, and others as long as one crosses the smallest cut.
    """
    source, sink = network.nodes - 2, network.nodes - 1
    many = network.many
    taken = np.ones(len(network.tail), dtype=np.bool_)
    taken[:many] = worth_starting_with(network.tail[:many], cost[:many])
    while True:
        at = np.flatnonzero(taken)
        solver = SimpleMaxFlow()
        solver.add_arcs_with_capacity(network.tail[at], network.head[at], network.capacity[at])
        status = solver.solve(source, sink)
        if status != SimpleMaxFlow.OPTIMAL:
            raise NotProven(f"maximum flow ended as {status}")
        is_near = np.zeros(network.nodes, dtype=np.bool_)
        is_near[solver.get_source_side_min_cut()] = True
        crosses = ~taken & is_near[network.tail] & ~is_near[network.head]
        if not crosses.any():
            flow = np.zeros(len(taken), dtype=np.int64)
            flow[at] = solver.flows(np.arange(len(at)))
            return flow
        taken |= crosses


def _largest(cost: Costs) -> int:
    return max(abs(int(cost.max())), abs(int(cost.min()))) if len(cost) else 0
