"""Knows potentials: shortest distances in a residual network, which prove a flow optimal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.components import grouped
from mentorship.matching.assignment.people import Booleans, Integers

# Flow goes back over fewer arcs than it can go on, and over several of them in a row.
LAYERS = 3


class NotProven(RuntimeError):
    """The solver gave no optimum, or one that its own prices contradict."""


def potentials(
    nodes: int,
    tail: Integers,
    head: Integers,
    cost: Integers,
    has_room: Booleans,
    has_flow: Booleans,
) -> Integers:
    """Shortest distances in the residual network; that they exist proves the flow optimal."""
    distance: Integers = np.zeros(nodes, dtype=np.int64)
    arcs = residual_arcs(nodes, tail, head, cost, has_room, has_flow)
    if not shorten(distance, arcs, nodes + 1):
        raise NotProven("the flow found can be improved")
    return distance


def shorten(distance: Integers, arcs: tuple[Arcs, Arcs], rounds: int) -> bool:
    """Shorten distances in place until no arc does; whether so many rounds were enough."""
    onward, back = arcs
    for _ in range(rounds):
        is_shorter = onward.shorten(distance)
        for _ in range(LAYERS):
            if not back.shorten(distance):
                break
            is_shorter = True
        if not is_shorter:
            return True
    return False


def residual_arcs(
    nodes: int,
    tail: Integers,
    head: Integers,
    cost: Integers,
    has_room: Booleans,
    has_flow: Booleans,
) -> tuple[Arcs, Arcs]:
    """Where flow can still go on, and where it can go back."""
    return (
        Arcs.into(nodes, tail[has_room], head[has_room], cost[has_room]),
        Arcs.into(nodes, head[has_flow], tail[has_flow], -cost[has_flow]),
    )


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs sorted by the node they lead to: `reached`, and where each of those begins."""

    start: Integers
    length: Integers
    reached: Integers
    first: Integers

    @classmethod
    def into(cls, nodes: int, start: Integers, end: Integers, length: Integers) -> Arcs:
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
