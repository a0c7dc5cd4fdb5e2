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
        ({one for one in table.mentees if table.house[one] == code}, cap)
        for code, cap in table.caseload.items()
    ]
    return by_programme(edges, levels, dict(table.seats), groups)


def with_pair(table: Table, edge: Edge, *, programme: bool) -> Value | None:
    """The pair first, the rest as well as it can; None where its seat or place is taken."""
    mentee, mentor = edge
    (choice,) = (choice for choice in table.choices[mentee] if choice.mentor == mentor)
    house = str(table.house[mentee])
    seats = {**table.seats, mentor: table.seats[mentor] - 1}
    caseload = dict(table.caseload)
    if house in caseload:
        caseload[house] -= 1
    if seats[mentor] < 0 or caseload.get(house, 0) < 0:
        return None
    rest = Table(table.mentees, _except(table, mentee, ()), seats, table.house, caseload)
    return plus(choice.value[:4], best(rest, programme=programme))


def without_pair(table: Table, edge: Edge, *, programme: bool) -> Value:
    mentee, mentor = edge
    kept = [choice for choice in table.choices[mentee] if choice.mentor != mentor]
    choices = _except(table, mentee, kept)
    rest = Table(table.mentees, choices, table.seats, table.house, table.caseload)
    return best(rest, programme=programme)


def _except(table: Table, mentee: str, kept: Sequence[Choice]) -> dict[str, Sequence[Choice]]:
    return {**table.choices, mentee: kept}
