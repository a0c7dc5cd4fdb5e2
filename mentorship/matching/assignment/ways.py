"""Knows the shortest ways to one node of a residual network, and which of them ties choose."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.flow import NotProven
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Integers


@dataclass(frozen=True, slots=True)
class Way:
    """`start` is the place among those it could start from; `arcs` are of the residual, in order.

    `length` is less than nothing, or nothing and first of the ties.
    """

    length: int
    start: int
    arcs: tuple[int, ...]


class Ways:
    """Ways along arcs to `goal`; `distance` is that of every node, `too_far` where there is none.

    Arcs of a node are those of `order` from `first[node]` up to `first[node + 1]`; `tie` says
    what an arc adds to the sum of hashes, and is asked only of arcs on shortest ways.
    """

    def __init__(
        self,
        first: Integers,
        order: Integers,
        head: Integers,
        length: Packed,
        distance: Packed,
        goal: int,
        tie: Callable[[int], int],
    ) -> None:
        self._first, self._order, self._head, self._length = first, order, head, length
        self.distance, self._goal, self._tie = distance, goal, tie
        self._onward: dict[int, list[tuple[int, int, int]]] = {}

    def shortest(
        self, nodes: Integers, lengths: Packed, tie_of_start: Callable[[int], int]
    ) -> Way | None:
        """Starting at any of these; None where every way gives up something, or nothing but comes
        after the answer that stands among the ties."""
        if not len(nodes):
            return None
        total = lengths + self.distance[nodes]
        least = int(total.min())
        if least > 0:
            return None
        tied = np.flatnonzero(total == least).tolist()
        starts = [(at, int(nodes[at]), tie_of_start(at)) for at in tied]
        way, tie = self._first_of_ties(least, starts)
        return way if least < 0 or tie < 0 else None

    def _first_of_ties(self, least: int, starts: Sequence[tuple[int, int, int]]) -> tuple[Way, int]:
        """Label-correcting over shortest ways: what stands is first of its ties, so no cycle of
        them adds less than nothing."""
        best: dict[int, int] = {}
        came: dict[int, tuple[int, int] | int] = {}
        queue: deque[int] = deque()
        for at, node, tie in starts:
            if node not in best or tie < best[node]:
                best[node], came[node] = tie, at
                queue.append(node)
        left = len(self.distance) ** 2 + len(queue)
        while queue:
            node = queue.popleft()
            left -= 1
            if left < 0:
                raise NotProven("what stands isn't the first of its ties")
            for arc, end, tie in self._onward_from(node):
                total = best[node] + tie
                if end not in best or total < best[end]:
                    best[end], came[end] = total, (node, arc)
                    queue.append(end)
        return self._way(least, came), best[self._goal]

    def _onward_from(self, node: int) -> list[tuple[int, int, int]]:
        """The arcs on shortest ways, where they lead and what they add to the hashes."""
        if node == self._goal:
            return []
        if node not in self._onward:
            arcs = self._order[self._first[node] : self._first[node + 1]]
            onward = self._length[arcs] + self.distance[self._head[arcs]]
            shortest = arcs[onward == self.distance[node]].tolist()
            self._onward[node] = [(a, int(self._head[a]), self._tie(a)) for a in shortest]
        return self._onward[node]

    def _way(self, least: int, came: dict[int, tuple[int, int] | int]) -> Way:
        arcs: list[int] = []
        node = self._goal
        while isinstance(step := came[node], tuple):
            node, arc = step
            arcs.append(arc)
        return Way(least, step, tuple(reversed(arcs)))
