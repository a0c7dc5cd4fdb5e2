"""Chooses what to hide by the cuts known so far: in parts of cells, and in whole ones."""

from collections.abc import Iterator

import numpy as np

from mentorship.evaluation.disclosure.protection.alibis import one_worker
from mentorship.evaluation.disclosure.protection.probing import Cut, Part
from mentorship.evaluation.disclosure.protection.solvers import cp_sat, glop
from mentorship.evaluation.disclosure.protection.systems import Mask, System

_NEARLY = 1e-7


class Relaxation:
    """The least that is lost when parts of cells could be hidden: quick, and a lower bound."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._solver = glop().Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(
            "use_preprocessing:false use_dual_simplex:true"
        )
        self._chosen = {
            int(i): self._solver.NumVar(float(system.needed[i]), 1.0, "")
            for i in np.flatnonzero(system.free)
        }
        goal = self._solver.Objective()
        for i, part in self._chosen.items():
            goal.SetCoefficient(part, float(system.loss[i]))
        goal.SetMinimization()
        for alone, others in _left_over_alone(system):
            row = self._solver.Constraint(0.0, self._solver.infinity())
            row.SetCoefficient(self._chosen[alone], -1.0)
            for other in others:
                row.SetCoefficient(self._chosen[other], 1.0)

    def add(self, cut: Cut) -> None:
        row = self._solver.Constraint(float(cut.at_least), self._solver.infinity())
        for i, weight in cut.coefficients:
            row.SetCoefficient(self._chosen[i], float(weight))

    def choose(self) -> tuple[Part, float] | None:
        """Parts of columns, and their loss."""
        if self._solver.Solve() != glop().Solver.OPTIMAL:
            return None
        chosen = self._system.unknown.astype(float)
        for i, part in self._chosen.items():
            chosen[i] = part.solution_value()
        chosen[chosen < _NEARLY], chosen[chosen > 1 - _NEARLY] = 0.0, 1.0
        return chosen, float(self._solver.Objective().Value())


class Master:
    """The same in whole cells, by CP-SAT with one worker and a fixed seed."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._model = cp_sat().CpModel()
        self._is_hidden = {
            int(i): self._model.new_bool_var(str(i)) for i in np.flatnonzero(system.free)
        }
        for i in np.flatnonzero(system.needed):
            self._model.add(self._is_hidden[int(i)] == 1)
        for alone, others in _left_over_alone(system):
            told = sum(self._is_hidden[other] for other in others)
            self._model.add(told >= self._is_hidden[alone])
        self._model.minimize(sum(int(system.loss[i]) * x for i, x in self._is_hidden.items()))

    def add(self, cut: Cut) -> None:
        chosen = sum(weight * self._is_hidden[i] for i, weight in cut.coefficients)
        self._model.add(chosen >= cut.at_least)

    def expect(self, hidden: Mask) -> None:
        """A plan that is known to be safe, to start from."""
        self._model.clear_hints()
        for i, is_hidden in self._is_hidden.items():
            self._model.add_hint(is_hidden, bool(hidden[i]))

    def choose(self, effort: float) -> tuple[Mask, int] | None:
        """Columns to hide, and a bound that no plan goes below; None when effort was too little."""
        solver = one_worker(effort)
        solver.parameters.linearization_level = 2
        if solver.solve(self._model) not in (cp_sat().OPTIMAL, cp_sat().FEASIBLE):
            return None
        hidden = self._system.unknown.copy()
        for i, is_hidden in self._is_hidden.items():
            hidden[i] = solver.boolean_value(is_hidden)
        return hidden, round(solver.best_objective_bound)


def _left_over_alone(system: System) -> Iterator[tuple[int, list[int]]]:
    """A cell hidden alone in a sum is known by the others: then it might as well be told."""
    for row in system.sums:
        if any(system.unknown[i] for i, _ in row):
            continue
        choices = [i for i, _ in row if system.free[i]]
        for i in choices:
            if system.loss[i] > 0:
                yield i, [other for other in choices if other != i]
