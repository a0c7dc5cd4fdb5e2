"""Keeps other numbers that agree with all that is told: while there are some, nothing is proven."""

from typing import TYPE_CHECKING

import numpy as np

from mentorship.evaluation.disclosure.protection.solvers import cp_sat
from mentorship.evaluation.disclosure.protection.systems import Mask, System, Target, Whole

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# An alibi with more people than this, over what there are, is none: nobody would believe it.
FURTHEST = 1 << 24


class Alibis:
    """All alibis found so far: one of an earlier plan often serves the next one too."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._kept: list[Whole] = []

    def add(self, alibi: Whole) -> None:
        self._kept.append(alibi)

    def unmet(self, hidden: Mask) -> Whole:
        """Which targets no kept alibi meets with these columns hidden, by their numbers."""
        columns, signs, distances, insiders = self._system.aims
        if not self._kept:
            return np.arange(len(columns))
        kept = np.array(self._kept)
        usable = kept[~kept[:, ~hidden].any(axis=1)]
        found = [np.arange(0)]
        for insider in np.unique(insiders):
            known = usable[(usable >= -self._system.down[insider]).all(axis=1)]
            most = known.max(axis=0, initial=0)
            least = known.min(axis=0, initial=0)
            own = np.flatnonzero(insiders == insider)
            reached = np.where(signs[own] > 0, most[columns[own]], -least[columns[own]])
            found.append(own[reached < distances[own]])
        return np.concatenate(found)


def is_alibi(system: System, hidden: Mask, target: Target, alibi: Whole) -> bool:
    """In whole numbers: told columns as they are, all sums right, nothing below what is known."""
    return bool(
        alibi[target.column] * target.sign >= target.distance
        and (alibi >= -system.down[target.insider]).all()
        and not alibi[~hidden].any()
        and (alibi <= system.up).all()
        and system.adds_up(alibi)
    )


def still_waiting(system: System, waiting: Whole, alibi: Whole) -> Whole:
    """Those that this alibi doesn't meet, also of insiders who can't tell that it isn't true."""
    columns, signs, distances, insiders = system.aims[:, waiting]
    believed: Mask = np.all(system.down >= -alibi, axis=1)
    left: Whole = waiting[~believed[insiders] | (alibi[columns] * signs < distances)]
    return left


def decided(system: System, hidden: Mask, target: Target) -> Whole | None:
    """By CP-SAT in whole numbers: an alibi, or None when there is none at all."""
    model = cp_sat().CpModel()
    down, up = system.down[target.insider], system.up
    moves = {
        int(i): model.new_int_var(-min(int(down[i]), FURTHEST), min(int(up[i]), FURTHEST), "")
        for i in np.flatnonzero(hidden)
    }
    if target.column not in moves:
        return None
    for row in system.sums:
        inside = [(i, weight) for i, weight in row if i in moves]
        if inside:
            model.add(sum(weight * moves[i] for i, weight in inside) == 0)
    model.add(target.sign * moves[target.column] >= target.distance)
    solver = one_worker()
    if solver.solve(model) not in (cp_sat().OPTIMAL, cp_sat().FEASIBLE):
        return None
    alibi = np.zeros(system.size, dtype=np.int64)
    for i, move in moves.items():
        alibi[i] = solver.value(move)
    return alibi


def one_worker(effort: float = 0) -> "cp_model.CpSolver":
    """The same answer every time; `effort` limits it by CP-SAT's own count, not by a clock."""
    solver: cp_model.CpSolver = cp_sat().CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    if effort:
        solver.parameters.max_deterministic_time = effort
    return solver
