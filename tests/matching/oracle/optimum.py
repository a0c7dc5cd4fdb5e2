"""The best answer level by level, found by SciPy: seats as columns, or integer programming."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from . import naive
from .people import Round

Edge = tuple[str, str]
Levels = tuple[int, ...]


def values(edges: Sequence[Edge], judged: naive.Judged, rnd: Round) -> np.ndarray:
    """One row per edge: matched in class 1, in class 2, in class 3, and f + b + s."""
    mentees = {mentee.id: mentee for mentee in rnd.mentees}
    mentors = {mentor.id: mentor for mentor in rnd.mentors}
    rows = []
    for mentee, mentor in edges:
        one = mentees[mentee]
        worth = (
            judged[mentee, mentor].fit
            + naive.waiting_bonus(one, rnd)
            + naive.stay_bonus(one, mentors[mentor], rnd)
        )
        rows.append([*(int(naive.priority(one) == k) for k in (1, 2, 3)), worth])
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def total(edges: Iterable[Edge], judged: naive.Judged, rnd: Round) -> Levels:
    return tuple(int(level) for level in values(list(edges), judged, rnd).sum(axis=0))


def by_seats(edges: Sequence[Edge], worth: np.ndarray, seats: dict[str, int]) -> Levels:
    """Linear assignment with a column per seat, no caseload caps.

    The levels are folded into one whole number, each level larger than all below it together;
    it stays under 2**53, so floating point holds it exactly.
    """
    if not edges:
        return (0,) * worth.shape[1]
    rows = {mentee: i for i, mentee in enumerate(sorted({mentee for mentee, _ in edges}))}
    ceilings = worth.max(axis=0) * len(rows) + 1
    folded = np.zeros(len(edges), dtype=np.int64)
    for level, ceiling in zip(worth.T, ceilings, strict=True):
        folded = folded * int(ceiling) + level
    assert int(folded.max()) * len(rows) < 2**53
    columns: dict[str, list[int]] = {}
    width = 0
    for mentor in sorted({mentor for _, mentor in edges}):
        columns[mentor] = list(range(width, width + seats[mentor]))
        width += seats[mentor]
    table = np.zeros((len(rows), width))
    which = np.full((len(rows), width), -1, dtype=np.int64)
    for k, (mentee, mentor) in enumerate(edges):
        table[rows[mentee], columns[mentor]] = folded[k]
        which[rows[mentee], columns[mentor]] = k
    taken = which[linear_sum_assignment(table, maximize=True)]
    return tuple(int(level) for level in worth[taken[taken >= 0]].sum(axis=0))


def by_programme(
    edges: Sequence[Edge],
    worth: np.ndarray,
    seats: dict[str, int],
    caseload: Sequence[tuple[set[str], int]] = (),
) -> Levels:
    """Integer programming, one level at a time, every level kept at its optimum by those after.

    `caseload` are sets of mentees with the number of them that may be matched.
    """
    if not edges:
        return (0,) * worth.shape[1]
    mentees = Counter(mentee for mentee, _ in edges)
    limits = [(np.array([float(mentee == one) for mentee, _ in edges]), 1) for one in mentees]
    limits += [
        (np.array([float(mentor == one) for _, mentor in edges]), seats[one])
        for one in {mentor for _, mentor in edges}
    ]
    limits += [
        (np.array([float(mentee in group) for mentee, _ in edges]), cap) for group, cap in caseload
    ]
    matrix = np.array([row for row, _ in limits])
    upper = np.array([bound for _, bound in limits], dtype=float)
    lower = np.zeros_like(upper)
    found: list[int] = []
    for level in worth.T:
        answer = milp(
            -level.astype(float),
            integrality=np.ones(len(edges)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, lower, upper),
            options={"mip_rel_gap": 0},
        )
        assert answer.status == 0, answer.message
        best = int(level @ np.rint(answer.x).astype(np.int64))
        found.append(best)
        matrix = np.vstack([matrix, level.astype(float)])
        lower, upper = np.append(lower, best), np.append(upper, np.inf)
    return tuple(found)


def best_levels(judged: naive.Judged, rnd: Round, *, programme: bool | None = None) -> Levels:
    """n_1, n_2, n_3 and the sum of f + b + s that no answer can beat."""
    edges = list(naive.eligible(judged, rnd.rules))
    return _best(edges, judged, rnd, programme)


def with_pair(
    edge: Edge, judged: naive.Judged, rnd: Round, *, max_min: bool = False
) -> Levels | None:
    """The same when this pair has to be there; its seat, and its place in a caseload, are taken.

    None where its House or consultant has no place at all.
    """
    one, other = edge
    mentee = next(mentee for mentee in rnd.mentees if mentee.id == one)
    caseload = {
        code: cap - (code == naive.house(mentee)) for code, cap in rnd.rules.caseload.items()
    }
    consultants = {
        who: cap - (who == mentee.consultant) for who, cap in rnd.rules.consultants.items()
    }
    if min([0, *caseload.values(), *consultants.values()]) < 0:
        return None
    mentors = tuple(
        replace(mentor, capacity=naive.seats(mentor) - (mentor.id == other))
        for mentor in rnd.mentors
    )
    rest = {ids: pair for ids, pair in judged.items() if ids[0] != one}
    rules = replace(rnd.rules, caseload=caseload, consultants=consultants)
    fewer = replace(rnd, mentors=mentors, rules=rules)
    levels, worst = best_levels(rest, fewer), None
    if max_min:
        levels, worst = best_worst_fit(rest, fewer, at_most=judged[edge].fit)
    whole = zip(levels, total([edge], judged, rnd), strict=True)
    return with_worst(tuple(here + there for here, there in whole), worst)


def with_worst(levels: Levels, worst: int | None) -> Levels:
    *classes, points = levels
    return levels if worst is None else (*classes, worst, points)


def best_worst_fit(
    judged: naive.Judged, rnd: Round, *, at_most: int | None = None
) -> tuple[Levels, int | None]:
    """The levels with the max-min option, and the largest worst fit that keeps the classes.

    `at_most` is the fit of a pair that is there beside these.
    """
    edges = list(naive.eligible(judged, rnd.rules))
    classes = _best(edges, judged, rnd)[:3]
    fits = {judged[edge].fit for edge in edges}
    if at_most is not None:
        fits = {fit for fit in fits if fit < at_most} | {at_most}
    elif not any(classes):
        return (*classes, 0), None
    tried = sorted(fits)
    low, high = 0, len(tried) - 1
    while low < high:
        middle = (low + high + 1) // 2
        kept = [edge for edge in edges if judged[edge].fit >= tried[middle]]
        if _best(kept, judged, rnd)[:3] == classes:
            low = middle
        else:
            high = middle - 1
    kept = [edge for edge in edges if judged[edge].fit >= tried[low]]
    return _best(kept, judged, rnd), tried[low]


def _best(
    edges: Sequence[Edge], judged: naive.Judged, rnd: Round, programme: bool | None = None
) -> Levels:
    worth = values(edges, judged, rnd)
    seats = {mentor.id: naive.seats(mentor) for mentor in rnd.mentors}
    groups = [
        ({mentee.id for mentee in rnd.mentees if name in naive.within(mentee, rnd.rules)}, cap)
        for name, cap in naive.caps(rnd.rules).items()
    ]
    if programme or groups:
        return by_programme(edges, worth, seats, groups)
    return by_seats(edges, worth, seats)
