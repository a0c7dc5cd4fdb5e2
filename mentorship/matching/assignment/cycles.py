"""Knows the shortest way back along every arc: what it costs at least to take it and stay whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import inf

import numpy as np

from mentorship.matching.assignment.components import grouped
from mentorship.matching.assignment.flow import NotProven
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.paths import Graph, Search, distances, graph_of, potentials
from mentorship.matching.assignment.people import Integers
from mentorship.matching.assignment.residual import Residual

# So many numbers of a table are filled in while a search looks at one arc; 2 000 take 64 MB.
STEPS_OF_A_TABLE = 100
MENTORS_IN_A_TABLE = 2_000


def shortest_cycles(residual: Residual) -> Packed:
    """Per arc of a pair the length of the shortest cycle through it; too far where none is.

    Most ways back pass the hub or a House, the stops, and those come from a few searches. Between
    mentors each mentor needs a search too, but only as far as it could find a shorter one.
    """
    length = _reduced(residual)
    stops = _stops(residual, length)
    pairs = len(residual.others) + len(residual.chosen)
    arcs = _Arcs(residual.tail[:pairs], residual.head[:pairs], length[:pairs])
    back = stops.way(arcs.head, arcs.tail)
    between = np.flatnonzero(np.maximum(arcs.tail, arcs.head) < residual.mentors)
    back[between] = _over_mentors(residual, stops, arcs.some(between), back[between])
    cycles: Packed = np.minimum(arcs.length + back, residual.packing.too_far)
    return cycles


@dataclass(frozen=True, slots=True)
class _Arcs:
    tail: Integers
    head: Integers
    length: Packed

    def some(self, at: Integers) -> _Arcs:
        return _Arcs(self.tail[at], self.head[at], self.length[at])


def _reduced(residual: Residual) -> Packed:
    """Lengths that differ by potentials and aren't negative; that they exist proves the optimum."""
    tail, head, length = residual.tail, residual.head, residual.length
    order, first = grouped(tail, residual.nodes)
    graph = graph_of(first, head[order], length[order])
    found = potentials(graph, -residual.packing.too_far)
    if found is None:
        raise NotProven("the answer that was priced can be improved")
    potential = np.array(found, dtype=length.dtype)
    reduced: Packed = length + potential[tail] - potential[head]
    return reduced


@dataclass(frozen=True, slots=True)
class _Stops:
    """Distances of every node to and from the hub and the Houses: a row for each of these."""

    there: Packed
    onward: Packed

    def way(self, start: Integers, end: Integers) -> Packed:
        """The shortest ways that pass one of them."""
        ways = (a[start] + b[end] for a, b in zip(self.there, self.onward, strict=True))
        shortest: Packed = reduce(np.minimum, ways)
        return shortest


def _stops(residual: Residual, length: Packed) -> _Stops:
    tail, head = residual.tail, residual.head
    return _Stops(
        there=_from_stops(residual, head, tail, length),
        onward=_from_stops(residual, tail, head, length),
    )


def _from_stops(residual: Residual, tail: Integers, head: Integers, length: Packed) -> Packed:
    order, first = grouped(tail, residual.nodes)
    graph = graph_of(first, head[order], length[order])
    stops = range(residual.mentors, residual.nodes)
    rows = [distances(graph, stop, residual.packing.too_far) for stop in stops]
    return np.array(rows, dtype=length.dtype)


def _over_mentors(residual: Residual, stops: _Stops, arcs: _Arcs, back: Packed) -> Packed:
    """`back` of these arcs, or the way over mentors alone where that is shorter."""
    search = _search(residual, stops, arcs)
    order, first = grouped(arcs.head, residual.mentors)
    wanted, found, bounds = arcs.tail[order].tolist(), back[order].tolist(), first.tolist()
    left = _effort(residual)
    for source in np.unique(arcs.head).tolist():
        here = slice(bounds[source], bounds[source + 1])
        near = search.nearby(source, max(found[here]))
        left -= len(near) * search.graph.arcs_of_a_node
        if left < 0:
            return np.minimum(back, _table(residual, search.graph)[arcs.head, arcs.tail])
        found[here] = [
            min(way, near.get(end, way)) for way, end in zip(found[here], wanted[here], strict=True)
        ]
    shorter = np.empty_like(back)
    shorter[order] = np.array(found, dtype=back.dtype)
    return shorter


def _effort(residual: Residual) -> float:
    """Arcs that searches of their own may look at before a table of all mentors is cheaper.

    That is so where no seat is free and nobody waits: every way over a stop loses a match, so
    nothing ends a search early.
    """
    is_small = residual.mentors <= MENTORS_IN_A_TABLE
    fits = residual.length.dtype != np.dtype(object)
    return residual.mentors**3 / STEPS_OF_A_TABLE if is_small and fits else inf


def _table(residual: Residual, graph: Graph) -> Packed:
    """The shortest way from each mentor to each, over mentors alone (Floyd, Warshall)."""
    mentors = residual.mentors
    way = np.full((mentors, mentors), residual.packing.too_far, dtype=residual.length.dtype)
    tail = np.repeat(np.arange(mentors), np.diff(graph.first))
    np.minimum.at(way, (tail, np.array(graph.head, dtype=np.int64)), np.array(graph.length))
    np.fill_diagonal(way, 0)
    by_this_one = np.empty_like(way)
    for middle in range(mentors):
        np.add(way[:, middle, None], way[middle], out=by_this_one)
        np.minimum(way, by_this_one, out=way)
    return way


def _search(residual: Residual, stops: _Stops, arcs: _Arcs) -> Search:
    """Only arcs that are shorter than the way by a stop can be part of a shorter way."""
    mentors = residual.mentors
    shortcuts = arcs.some(np.flatnonzero(arcs.length < stops.way(arcs.tail, arcs.head)))
    shortcuts = shortcuts.some(np.argsort(shortcuts.length, kind="stable"))
    order, first = grouped(shortcuts.tail, mentors)
    return Search(
        graph_of(first, shortcuts.head[order], shortcuts.length[order]),
        to_stops=stops.there[:, :mentors].T.tolist(),
        from_stops=stops.onward[:, :mentors].T.tolist(),
    )
