"""Knows which nodes of a directed graph reach each other, and which it leaves apart.

SciPy knows it too, but takes longer to import than a round of five hundred takes to solve.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mentorship.matching.assignment.people import Integers

# NumPy sorts numbers of two bytes by counting them, several times as fast.
SHORT_NUMBERS = 2**16
# Each time at least so large a part of the arcs has to go; else a walk over them is quicker.
SMALLEST_PEEL = 1 / 20


def strong_components(nodes: int, start: Integers, end: Integers) -> Integers:
    """A number per node, the same for nodes on a common directed cycle."""
    component = np.arange(nodes)
    start, end = _peeled(nodes, start, end)
    if not len(start):
        return component
    left, at = np.unique(np.concatenate((start, end)), return_inverse=True)
    start, end = np.split(at, 2)
    walk = _Walk(len(left), _successors(len(left), start, end))
    for node in range(len(left)):
        if not walk.seen[node]:
            walk.explore(node)
    component[left] = nodes + np.array(walk.component, dtype=np.int64)
    return component


def parts(nodes: int, start: Integers, end: Integers) -> Integers:
    """A number per node, the same for nodes that arcs join, whatever their direction.

    It's that of the first of them: each node hangs on a lower one, until all hang on the lowest.
    """
    lowest = np.arange(nodes)
    while True:
        one, other = lowest[start], lowest[end]
        apart = one != other
        if not apart.any():
            return lowest
        start, end, one, other = start[apart], end[apart], one[apart], other[apart]
        np.minimum.at(lowest, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(above := lowest[lowest], lowest):
            lowest = above


def grouped(node: Integers, nodes: int) -> tuple[Integers, Integers]:
    """The order that sorts by node, and where each node begins in it."""
    first = np.concatenate(([0], np.cumsum(np.bincount(node, minlength=nodes))))
    if (node[1:] >= node[:-1]).all():
        return np.arange(len(node)), first
    short = node.astype(np.uint16) if nodes < SHORT_NUMBERS else node
    return np.argsort(short, kind="stable"), first


def _peeled(nodes: int, start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Without arcs that are on no cycle, as one can't come to them or can't go on from them."""
    while True:
        is_entered, is_left = np.zeros((2, nodes), dtype=np.bool_)
        is_entered[end] = is_left[start] = True
        kept = is_entered[start] & is_left[end]
        before, start, end = len(start), start[kept], end[kept]
        if before - len(start) <= before * SMALLEST_PEEL:
            return start, end


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
    order, first = grouped(start, nodes)
    ends = end[order].tolist()
    return [ends[at:to] for at, to in pairwise(first.tolist())]
