"""The best value of each level by HiGHS inside SciPy, for rounds too large to try everything.

A level is kept at its optimum by a constraint before the next is asked. Without whole numbers
asked for, the bound is of fractions too: an answer of whole pairs that reaches it can't be beaten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Levels = tuple[int, ...]
CLASSES = 3
_NEARLY = 1e-3  # of a point; HiGHS keeps each constraint to within 1e-7


@dataclass(frozen=True)
class Programme:
    """Pairs with what each adds to every level; `limits` are the rows that no answer may pass."""

    levels: np.ndarray
    fit: np.ndarray
    limits: csr_array
    room: np.ndarray

    def where(self, kept: np.ndarray) -> "Programme":
        """Only some of the pairs."""
        limits = self.limits[:, np.flatnonzero(kept)]
        return replace(self, levels=self.levels[kept], fit=self.fit[kept], limits=limits)


def programme(
    pairs: Sequence[tuple[str, str]],
    levels: np.ndarray,
    fit: np.ndarray,
    seats: Mapping[str, int],
    within: Mapping[str, Sequence[str]],
    caseload: Mapping[str, int],
) -> Programme:
    """One mentor per mentee, the seats of each mentor, and the places of each caseload."""
    room: dict[tuple[str, str], int] = {}
    rows: list[int] = []
    columns: list[int] = []
    number: dict[tuple[str, str], int] = {}
    for column, (one, other) in enumerate(pairs):
        limits = {("mentee", one): 1, ("mentor", other): seats[other]}
        limits |= {("caseload", name): caseload[name] for name in within[one]}
        for name, most in limits.items():
            room[name] = most
            rows.append(number.setdefault(name, len(number)))
            columns.append(column)
    shape = (len(number), len(pairs))
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    return Programme(levels, fit, matrix, np.array(list(room.values()), dtype=float))


def best(asked: Programme, *, whole: bool, of: int | None = None) -> Levels:
    """The optimum of the first `of` levels, one after the other; all without a number."""
    wanted = asked.levels.T[:of]
    if not len(asked.fit):
        return (0,) * len(wanted)
    matrix, room = asked.limits, asked.room
    found: list[int] = []
    for level in wanted:
        largest = (_of_whole_numbers if whole else _of_fractions)(level, matrix, room)
        value = round(largest)
        assert abs(value - largest) < _NEARLY, largest
        found.append(value)
        matrix = csr_array(vstack([matrix, csr_array(-level.astype(float)[None, :])]))
        room = np.append(room, -value)
    return tuple(found)


def _of_whole_numbers(level: np.ndarray, matrix: csr_array, room: np.ndarray) -> float:
    answer = milp(
        -level.astype(float),
        integrality=np.ones(len(level)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, room),
        options={"mip_rel_gap": 0},
    )
    assert answer.status == 0, answer.message
    return -float(answer.fun)


def _of_fractions(level: np.ndarray, matrix: csr_array, room: np.ndarray) -> float:
    answer = linprog(
        -level.astype(float), A_ub=matrix, b_ub=room, bounds=(0, 1), method="highs-ipm"
    )
    assert answer.status == 0, answer.message
    return -float(answer.fun)


def serves_as_many(asked: Programme, least_fit: int, classes: Levels, *, whole: bool) -> bool:
    """Whether pairs of this fit and more are enough to serve as many of every class."""
    return best(asked.where(asked.fit >= least_fit), whole=whole, of=CLASSES) == classes
