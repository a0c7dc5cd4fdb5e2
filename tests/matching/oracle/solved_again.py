"""One price after the other by solving the whole round again, with SciPy instead of by trying."""

from collections.abc import Sequence

import numpy as np

from tests.soak.exact import Choice, Table

from .optimum import by_programme, by_seats
from .prices import Edge, Value, plus


def best(table: Table, *, programme: bool) -> Value:
    """By integer programming, or else with a column per seat: that knows no caseload."""
    edges = [(one, choice.mentor) for one in table.mentees for choice in table.choices[one]]
    worth = [choice.value[:4] for one in table.mentees for choice in table.choices[one]]
    levels = np.array(worth, dtype=np.int64).reshape(-1, 4)
    if not programme:
        assert not table.caseload
        return by_seats(edges, levels, dict(table.seats))
    groups = [
        ({one for one in table.mentees if name in table.within[one]}, cap)
        for name, cap in table.caseload.items()
    ]
    return by_programme(edges, levels, dict(table.seats), groups)


def best_of_worst(table: Table, *, programme: bool, at_most: int | None = None) -> Value:
    """The same where the worst fit counts before points; a pair of fit `at_most` is there too."""
    whole = best(table, programme=programme)
    fits = {choice.fit for given in table.choices.values() for choice in given}
    if at_most is not None:
        fits = {fit for fit in fits if fit < at_most} | {at_most}
    elif not any(whole[:3]):
        return (0, 0, 0, 0, 0)
    tried = sorted(fits)
    low, high = 0, len(tried)
    while high - low > 1:
        middle = (low + high) // 2
        found = best(_at_least(table, tried[middle]), programme=programme)
        low, high = (middle, high) if found[:3] == whole[:3] else (low, middle)
    *classes, points = best(_at_least(table, tried[low]), programme=programme)
    return (*classes, tried[low], points)


def _at_least(table: Table, fit: int) -> Table:
    return table.where(lambda choice: choice.fit >= fit)


def with_pair(table: Table, edge: Edge, *, programme: bool, max_min: bool = False) -> Value | None:
    """The pair first, the rest as well as it can; None where its seat or place is taken."""
    mentee, mentor = edge
    (choice,) = (choice for choice in table.choices[mentee] if choice.mentor == mentor)
    seats = {**table.seats, mentor: table.seats[mentor] - 1}
    caseload = {n: cap - (n in table.within[mentee]) for n, cap in table.caseload.items()}
    if seats[mentor] < 0 or min(caseload.values(), default=0) < 0:
        return None
    rest = Table(table.mentees, _except(table, mentee, ()), seats, table.within, caseload)
    if not max_min:
        return plus(choice.value[:4], best(rest, programme=programme))
    *classes, worst, points = best_of_worst(rest, programme=programme, at_most=choice.fit)
    *one, its_points = choice.value[:4]
    return (*plus(tuple(classes), tuple(one)), worst, points + its_points)


def without_pair(table: Table, edge: Edge, *, programme: bool, max_min: bool = False) -> Value:
    mentee, mentor = edge
    kept = [choice for choice in table.choices[mentee] if choice.mentor != mentor]
    choices = _except(table, mentee, kept)
    rest = Table(table.mentees, choices, table.seats, table.within, table.caseload)
    return (best_of_worst if max_min else best)(rest, programme=programme)


def _except(table: Table, mentee: str, kept: Sequence[Choice]) -> dict[str, Sequence[Choice]]:
    return {**table.choices, mentee: kept}
