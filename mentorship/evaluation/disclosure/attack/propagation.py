"""What follows row by row, in whole numbers: sure, quick, and often already all there is."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence

from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Row

# Two rows can tighten each other by one at a time; what is left then is for the solver.
_VISITS = 60

Lows = list[int]
Highs = list[int | None]


def propagate(
    rows: Sequence[Row], lows: Lows, highs: Highs, narrowed: Iterable[int] | None = None
) -> None:
    """Narrows `lows` and `highs` in place; every table that agrees with the rows stays inside.

    `narrowed` are the cells of which an end was moved since this was done; None: all are new.
    Raises Contradictory when a row cannot hold.
    """
    rows_with: list[list[int]] = [[] for _ in lows]
    for number, row in enumerate(rows):
        for cell, _ in row.terms:
            rows_with[cell].append(number)
    first = range(len(rows)) if narrowed is None else _unique(rows_with, narrowed)
    waiting = deque(first)
    is_waiting = [narrowed is None] * len(rows)
    for number in first:
        is_waiting[number] = True
    visits_left = [_VISITS] * len(rows)
    while waiting:
        number = waiting.popleft()
        is_waiting[number] = False
        visits_left[number] -= 1
        for cell in set(_narrowed(rows[number], lows, highs)):
            for other in rows_with[cell]:
                if not is_waiting[other] and visits_left[other] > 0:
                    is_waiting[other] = True
                    waiting.append(other)


def _unique(rows_with: Sequence[Sequence[int]], cells: Iterable[int]) -> Collection[int]:
    return dict.fromkeys(row for cell in cells for row in rows_with[cell])


def _narrowed(row: Row, lows: Lows, highs: Highs) -> Iterator[int]:
    if row.high is not None:
        yield from _kept_below(row.terms, row.high, lows, highs)
    if row.low is not None:
        turned = tuple((cell, -weight) for cell, weight in row.terms)
        yield from _kept_below(turned, -row.low, lows, highs)


def _kept_below(
    terms: Sequence[tuple[int, int]], limit: int, lows: Lows, highs: Highs
) -> Iterator[int]:
    """Each term is at most the limit less the least that all others can be."""
    least, endless = 0, 0
    for cell, weight in terms:
        part = _least(cell, weight, lows, highs)
        if part is None:
            endless += 1
        else:
            least += part
    if not endless and least > limit:
        raise Contradictory
    for cell, weight in terms:
        own = _least(cell, weight, lows, highs)
        if endless > (own is None):
            continue
        if _tighten(cell, weight, limit - (least - (own or 0)), lows, highs):
            yield cell


def _least(cell: int, weight: int, lows: Lows, highs: Highs) -> int | None:
    if weight > 0:
        return weight * lows[cell]
    high = highs[cell]
    return None if high is None else weight * high


def _tighten(cell: int, weight: int, most: int, lows: Lows, highs: Highs) -> bool:
    """From weight * cell <= most; the term's own least is the end that does not move."""
    if weight > 0:
        high = most // weight
        before = highs[cell]
        if before is not None and before <= high:
            return False
        highs[cell] = high
        if high < lows[cell]:
            raise Contradictory
        return True
    low = -(most // -weight)
    if low <= lows[cell]:
        return False
    lows[cell] = low
    before = highs[cell]
    if before is not None and before < low:
        raise Contradictory
    return True
