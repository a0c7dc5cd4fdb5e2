"""Knows shortest paths, in plain loops over lists: done before a compiler would be loaded."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import add

from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Integers


@dataclass(frozen=True, slots=True)
class Graph:
    """Arcs sorted by their tail: those of `node` are from `first[node]` up to `first[node + 1]`."""

    first: list[int]
    head: list[int]
    length: list[int]

    @property
    def nodes(self) -> int:
        return len(self.first) - 1

    @property
    def arcs_of_a_node(self) -> float:
        """On average."""
        return len(self.head) / max(self.nodes, 1)


def graph_of(first: Integers, head: Integers, length: Packed) -> Graph:
    return Graph(first.tolist(), head.tolist(), length.tolist())


def potentials(graph: Graph, least: int) -> list[int] | None:
    """Per node the distance from whichever node is nearest, at most 0: label-correcting.

    None when one falls under `least`, which is only so when lengths can sink for ever.
    """
    first, head, length = graph.first, graph.head, graph.length
    found = [0] * graph.nodes
    waits = [True] * graph.nodes
    queue = deque(range(graph.nodes))
    while queue:
        node = queue.popleft()
        waits[node] = False
        if found[node] < least:
            return None
        for arc in range(first[node], first[node + 1]):
            distance, end = found[node] + length[arc], head[arc]
            if distance < found[end]:
                found[end] = distance
                if not waits[end]:
                    waits[end] = True
                    queue.append(end)
    return found


def distances(graph: Graph, source: int, too_far: int) -> list[int]:
    """From one node to all (Dijkstra), where no length is negative."""
    first, head, length = graph.first, graph.head, graph.length
    found = [too_far] * graph.nodes
    found[source] = 0
    heap = [(0, source)]
    while heap:
        near, node = heappop(heap)
        if near == found[node]:
            for arc in range(first[node], first[node + 1]):
                distance, end = near + length[arc], head[arc]
                if distance < found[end]:
                    found[end] = distance
                    heappush(heap, (distance, end))
    return found


@dataclass(frozen=True, slots=True)
class Search:
    """Ways over a graph whose arcs of a node are sorted by length; none is negative.

    There are ways outside it too, by stops: `to_stops` has for each node its distances to all of
    them, `from_stops` those back.
    """

    graph: Graph
    to_stops: list[list[int]]
    from_stops: list[list[int]]

    def nearby(self, source: int, limit: int) -> dict[int, int]:
        """Distances to all that is nearer than `limit`, and no nearer by a stop.

        What is as near by a stop isn't passed; some nodes farther away are told too, never as
        nearer than they are.
        """
        first, head, length = self.graph.first, self.graph.head, self.graph.length
        to_stops = self.to_stops[source]
        found = {source: 0}
        heap = [(0, source)]
        while heap:
            near, node = heappop(heap)
            arc, after = first[node], first[node + 1]
            while near == found[node] and arc < after and near + length[arc] < limit:
                distance, end = near + length[arc], head[arc]
                arc += 1
                if end not in found:
                    found[end] = min(map(add, to_stops, self.from_stops[end]))
                if distance < found[end]:
                    found[end] = distance
                    heappush(heap, (distance, end))
        return found
