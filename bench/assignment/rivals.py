"""What somebody would take from a library: the same arcs given to OR-Tools, SciPy and NetworkX."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.assignment.arcs import EXACT, Arcs
from bench.assignment.found import Act, Found

LARGEST_TABLE = 2 * 2**30  # bytes
SAME = "the same levels, no tie-break"
NO_CLASSES = "most people, then points; classes not told apart, no tie-break"


def _arcs(folder: Path) -> Arcs:
    return Arcs.load(folder / "arcs.npz")


def raw_flow(folder: Path) -> Act:
    """One level of cost: as many as can be, then points. Building the graph counts."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415

    arcs = _arcs(folder)

    def act() -> Found:
        rows, width = len(arcs.priority), len(arcs.seats)
        source, sink = rows + width, rows + width + 1
        mentees, mentors = np.arange(rows), np.arange(width)
        flow = SimpleMinCostFlow()
        own = flow.add_arcs_with_capacity_and_unit_cost(
            arcs.i, rows + arcs.j, np.ones_like(arcs.i), int(arcs.value.max(initial=0)) - arcs.value
        )
        nothing, one = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=np.int64)
        flow.add_arcs_with_capacity_and_unit_cost(np.full(rows, source), mentees, one, nothing)
        flow.add_arcs_with_capacity_and_unit_cost(
            rows + mentors, np.full(width, sink), arcs.seats, np.zeros(width, dtype=np.int64)
        )
        flow.set_node_supply(source, rows)
        flow.set_node_supply(sink, -rows)
        if (status := flow.solve_max_flow_with_min_cost()) != flow.OPTIMAL:
            raise SystemExit(f"OR-Tools: {status}")
        return Found(arcs.levels(np.flatnonzero(flow.flows(own))), words=NO_CLASSES)

    return act


def scipy_dense(folder: Path) -> Act | str:
    """`linear_sum_assignment` alone, on a table with a column per seat that stands already."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    arcs = _arcs(folder)
    first = np.cumsum(arcs.seats) - arcs.seats
    width = int(arcs.seats.sum())
    if (needed := 8 * len(arcs.priority) * width) > LARGEST_TABLE:
        return f"the table takes {needed / 2**30:,.1f} GiB"
    worth, has_classes = arcs.one_level()
    table = np.zeros((len(arcs.priority), width))
    for seat in range(int(arcs.seats.max(initial=0))):
        has = arcs.seats[arcs.j] > seat
        table[arcs.i[has], first[arcs.j[has]] + seat] = worth[has]
    mentor = np.repeat(np.arange(len(arcs.seats)), arcs.seats)

    def act() -> Found:
        rows, columns = linear_sum_assignment(table, maximize=True)
        real = table[rows, columns] > 0
        chosen = arcs.numbers(rows[real], mentor[columns[real]])
        return Found(arcs.levels(chosen), words=SAME if has_classes else NO_CLASSES)

    return act


def scipy_sparse(folder: Path) -> Act:
    """`min_weight_full_bipartite_matching`: wants everybody matched, so each mentee has a column
    of their own for waiting, and each seat one. The matrix stands already."""
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    arcs = _arcs(folder)
    rows, width = len(arcs.priority), int(arcs.seats.sum())
    first = np.cumsum(arcs.seats) - arcs.seats
    worth, has_classes = arcs.one_level()
    waiting = int(worth.max(initial=0)) + 1
    times = arcs.seats[arcs.j]
    copy = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    i = np.concatenate([np.repeat(arcs.i, times), np.arange(rows)])
    j = np.concatenate([np.repeat(first[arcs.j], times) + copy, width + np.arange(rows)])
    cost = np.concatenate([waiting - np.repeat(worth, times), np.full(rows, waiting)])
    matrix = csr_array((cost.astype(float), (i, j)), shape=(rows, width + rows))
    mentor = np.repeat(np.arange(len(arcs.seats)), arcs.seats)
    is_exact = waiting * rows < EXACT

    def act() -> Found:
        mentees, columns = min_weight_full_bipartite_matching(matrix)
        real = columns < width
        chosen = arcs.numbers(mentees[real], mentor[columns[real]])
        words = SAME if has_classes else NO_CLASSES
        return Found(arcs.levels(chosen), words=words if is_exact else f"{words}; sums are rounded")

    return act


def networkx(folder: Path) -> Act:
    """`max_flow_min_cost` (network simplex in Python) on a graph that stands already."""
    import networkx as nx  # noqa: PLC0415

    arcs = _arcs(folder)
    graph = nx.DiGraph()
    most = int(arcs.value.max(initial=0))
    for one in np.unique(arcs.i).tolist():
        graph.add_edge("source", ("mentee", one), capacity=1, weight=0)
    for one in np.unique(arcs.j).tolist():
        graph.add_edge(("mentor", one), "sink", capacity=int(arcs.seats[one]), weight=0)
    for i, j, value in zip(arcs.i.tolist(), arcs.j.tolist(), arcs.value.tolist(), strict=True):
        graph.add_edge(("mentee", i), ("mentor", j), capacity=1, weight=most - value)

    def act() -> Found:
        flow = nx.max_flow_min_cost(graph, "source", "sink")
        pairs = [
            (one[1], other[1])
            for one, to in flow.items()
            if one[0] == "mentee"
            for other, units in to.items()
            if units
        ]
        i, j = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
        return Found(arcs.levels(arcs.numbers(i, j)), words=NO_CLASSES)

    return act


RIVALS: dict[str, Callable[[Path], Act | str]] = {
    "raw OR-Tools flow": raw_flow,
    "SciPy dense": scipy_dense,
    "SciPy sparse": scipy_sparse,
    "NetworkX": networkx,
}
