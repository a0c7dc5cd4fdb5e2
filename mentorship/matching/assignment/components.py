"""Knows which nodes of a directed graph reach each other: its strong components.

SciPy knows it too, but takes longer to import than a round of five hundred takes to solve.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mentorship.matching.assignment.people import Integers


def strong_components(nodes: int, start: Integers, end: Integers) -> Integers:
    """A number per node, the same for nodes on a common directed cycle."""
    walk = _Walk(nodes, _successors(nodes, start, end))
    for node in range(nodes):
        if not walk.seen[node]:
            walk.explore(node)
    return np.array(walk.component, dtype=np.int64)


class _Walk:
    """Tarjan's walk (1972) with a path of its own: recursion would overflow on long chains."""

    def __init__(self, nodes: int, successors: list[list[int]]) -> None:
        self.successors = successors
        self.seen = [0] * nodes
        self.lowest = [0] * nodes
        self.component = [-1] * nodes
        self.undecided: list[int] = []
        self.count = 0

    def explore(self, root: int) -> None:
        """Number everything that the root reaches."""
        path = [self._enter(root)]
        while path:
            node, ahead = path[-1]
            successor = self._next_unseen(node, ahead)
            if successor is not None:
                path.append(self._enter(successor))
                continue
            path.pop()
            if path:
                before = path[-1][0]
                self.lowest[before] = min(self.lowest[before], self.lowest[node])
            if self.lowest[node] == self.seen[node]:
                self._close(node)

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        self.count += 1
        self.seen[node] = self.lowest[node] = self.count
        self.undecided.append(node)
        return node, iter(self.successors[node])

    def _next_unseen(self, node: int, ahead: Iterator[int]) -> int | None:
        for successor in ahead:
            if not self.seen[successor]:
                return successor
            if self.component[successor] < 0:
                self.lowest[node] = min(self.lowest[node], self.seen[successor])
        return None

    def _close(self, node: int) -> None:
        while self.component[node] < 0:
            self.component[self.undecided.pop()] = node


def _successors(nodes: int, start: Integers, end: Integers) -> list[list[int]]:
    order = np.argsort(start, kind="stable")
    bounds = np.searchsorted(start[order], np.arange(nodes + 1)).tolist()
    ends = end[order].tolist()
    return [ends[first:last] for first, last in pairwise(bounds)]
