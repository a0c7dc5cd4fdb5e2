"""Rounds every cell to a multiple of a base, so that the rounded numbers add up as well.

Controlled rounding is zero-restricted: multiples stay, all others go to the one below or above.
Source: Cox, A constructive procedure for unbiased controlled rounding, JASA 82 (1987); three
dimensions may have none, which is why it can fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorship.evaluation.disclosure.protection.alibis import one_worker
from mentorship.evaluation.disclosure.protection.defences import Defence
from mentorship.evaluation.disclosure.protection.demands import Demands, doubts_of
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.solvers import cp_sat
from mentorship.evaluation.disclosure.protection.suppression import Effort, Proof
from mentorship.evaluation.disclosure.protection.systems import system_of
from mentorship.evaluation.disclosure.statements import CellName, Interval, Known, Need

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True)
class Rounded:
    """`intervals` are what a rounded number says of the true one. `loss` is all that was moved."""

    numbers: Mapping[CellName, int]
    intervals: Mapping[CellName, Interval]
    loss: int
    bound: int
    proof: Proof


def rounded(
    figures: Figures, base: int, known: Known, effort: Effort | None = None
) -> Rounded | None:
    """The one that moves least; None when none adds up, or what is known tells more of a cell."""
    if base < 2:
        raise ValueError("a base below 2 rounds nothing")
    model = cp_sat().CpModel()
    cells = sorted(figures.possible, key=repr)
    goes_up = {cell: model.new_bool_var("") for cell in cells if figures.values[cell] % base}

    def number(cell: CellName) -> "cp_model.LinearExprT":
        steps = figures.values[cell] // base
        return steps + goes_up[cell] if cell in goes_up else steps

    for relation in sorted(figures.sums, key=repr):
        if relation.whole in figures.possible:
            parts = sum(number(part) for part in relation.parts if part in figures.possible)
            model.add(number(relation.whole) == parts)
    moved = (_moved(figures.values[cell] % base, base, up) for cell, up in goes_up.items())
    model.minimize(sum(moved))
    solver = one_worker((effort or Effort()).solving)
    status = solver.solve(model)
    if status not in (cp_sat().OPTIMAL, cp_sat().FEASIBLE):
        return None
    up = {cell: int(solver.boolean_value(x)) for cell, x in goes_up.items()}
    numbers = {cell: (figures.values[cell] // base + up.get(cell, 0)) * base for cell in cells}
    intervals = {cell: interval_of(value, base) for cell, value in numbers.items()}
    if not _tells_no_more(figures, intervals, known):
        return None
    proof = Proof.OPTIMAL if status == cp_sat().OPTIMAL else Proof.BOUNDED
    loss = sum(abs(figures.values[cell] - numbers[cell]) for cell in cells)
    return Rounded(numbers, intervals, loss, round(solver.best_objective_bound), proof)


def _moved(left: int, base: int, up: "cp_model.IntVar") -> "cp_model.LinearExprT":
    return left + (base - 2 * left) * up


def interval_of(number: int, base: int) -> Interval:
    """Whoever knows the method knows that the true number is less than one base away."""
    return Interval(max(0, number - base + 1), number + base - 1)


def _tells_no_more(figures: Figures, intervals: Mapping[CellName, Interval], known: Known) -> bool:
    """Both ends of every published interval stay possible, from all of these together."""
    told: dict[CellName, Interval] = dict(known)
    needs = {}
    for cell, interval in intervals.items():
        before = known.get(cell, Interval(0, None))
        high = interval.high if before.high is None else min(before.high, interval.high or 0)
        told[cell] = Interval(max(before.low, interval.low), high)
        needs[cell] = Need(interval.low, interval.high or 0)
    doubts = tuple(doubt for cell, need in needs.items() for doubt in doubts_of(cell, need))
    system = system_of(figures.unasked(), Demands(doubts=doubts), told, {})
    return Defence(system).is_safe(system.unknown)
