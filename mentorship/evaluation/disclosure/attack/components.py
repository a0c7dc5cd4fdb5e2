"""Which hidden cells hang together, so that each group can be attacked by itself."""

from collections.abc import Iterator, Sequence

from mentorship.evaluation.disclosure.attack.evidence import Row
from mentorship.evaluation.disclosure.attack.propagation import Highs, Lows


def apart(rows: Sequence[Row], lows: Lows, highs: Highs) -> Iterator[tuple[list[int], list[Row]]]:
    """The open cells of each group, and its rows with those cells numbered from 0 in that order.

    Cells that are known exactly are worked into the rows' limits; an open cell without a row is
    in no group.
    """
    open_rows = [row for row in (_without_fixed(row, lows, highs) for row in rows) if row.terms]
    group = _groups(open_rows, len(lows))
    members: dict[int, list[int]] = {}
    rows_of: dict[int, list[Row]] = {}
    for cell in sorted({cell for row in open_rows for cell, _ in row.terms}):
        members.setdefault(group[cell], []).append(cell)
    for row in open_rows:
        rows_of.setdefault(group[row.terms[0][0]], []).append(row)
    for name, cells in members.items():
        number = {cell: place for place, cell in enumerate(cells)}
        yield cells, list(dict.fromkeys(_renumbered(row, number) for row in rows_of[name]))


def _without_fixed(row: Row, lows: Lows, highs: Highs) -> Row:
    fixed = sum(weight * lows[cell] for cell, weight in row.terms if lows[cell] == highs[cell])
    return Row(
        tuple((cell, weight) for cell, weight in row.terms if lows[cell] != highs[cell]),
        None if row.low is None else row.low - fixed,
        None if row.high is None else row.high - fixed,
    )


def _groups(rows: Sequence[Row], size: int) -> list[int]:
    """Each cell's group, named by one of its cells."""
    parent = list(range(size))

    def top(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for row in rows:
        first = top(row.terms[0][0])
        for cell, _ in row.terms[1:]:
            parent[top(cell)] = first
    return [top(cell) for cell in range(size)]


def _renumbered(row: Row, number: dict[int, int]) -> Row:
    return Row(tuple((number[cell], weight) for cell, weight in row.terms), row.low, row.high)
