"""Tables too large to try all: held against HiGHS, as one program and as an attacker."""

from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_diag, coo_array, csr_array, hstack, vstack

from mentorship.evaluation.disclosure.protection.crossings import Counted, Crossing, figures_of
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.hierarchies import flat
from mentorship.evaluation.disclosure.protection.primary import Protections, demands_on
from mentorship.evaluation.disclosure.protection.protecting import losses_of, protect
from mentorship.evaluation.disclosure.protection.suppression import Effort, Proof

T = 10
COUNTS_ONLY = Protections(threshold=T, contributor=False, group=False)


def drawn(shape: tuple[int, ...], mean: float, seed: int) -> Figures:
    dice = Random(f"{shape} {seed}")
    dimensions = tuple(
        flat(f"d{i}", tuple(f"{code:02}" for code in range(size))) for i, size in enumerate(shape)
    )
    inner = product(*(sorted(one.whole.leaves) for one in dimensions))
    counts = {one: int(dice.expovariate(1 / mean)) for one in inner}
    return figures_of(Crossing("matches", dimensions), {"a": Counted(counts)}, [("a",)])


def rows_of(figures: Figures, cells: list) -> csr_array:
    place = {cell: i for i, cell in enumerate(cells)}
    entries = [
        (row, place[cell], weight)
        for row, one in enumerate(figures.sums)
        for cell, weight in ((one.whole, -1), *((part, 1) for part in one.parts))
    ]
    at = np.array(entries)
    shape = (len(figures.sums), len(cells))
    return csr_array(coo_array((at[:, 2], (at[:, 0], at[:, 1])), shape=shape), dtype=float)


def needs_of(figures: Figures) -> dict:
    return {cell: ((value + 1) // 2, T) for cell, value in figures.values.items() if 0 <= value < T}


@pytest.mark.parametrize(
    ("shape", "mean", "seed"),
    [((10, 10), 30, 1), ((14, 15), 30, 2), ((5, 4, 3), 15, 1), ((6, 4, 3), 30, 2)],
)
def test_an_attacker_with_linear_programs_learns_too_little(shape, mean, seed):
    figures = drawn(shape, mean, seed)
    plan = protect(figures, demands_on(figures, COUNTS_ONLY)[0])
    assert plan.proof is Proof.OPTIMAL
    cells = list(figures.values)
    rows = rows_of(figures, cells)
    limits = [
        (0, None) if cell in plan.hidden else (figures.values[cell], figures.values[cell])
        for cell in cells
    ]
    for cell, (low, high) in needs_of(figures).items():
        goal = np.array([float(cell == one) for one in cells])
        least = linprog(goal, A_eq=rows, b_eq=np.zeros(rows.shape[0]), bounds=limits)
        most = linprog(-goal, A_eq=rows, b_eq=np.zeros(rows.shape[0]), bounds=limits)
        assert least.fun <= low + 1e-6
        assert most.status == 3 or -most.fun >= high - 1e-6  # 3: without a limit


@pytest.mark.parametrize("seed", range(6))
def test_one_program_over_all_attacks_at_once_finds_the_same_loss(seed):
    """Each cell that may not be known has numbers of its own to move, where it is hidden."""
    figures = drawn((6, 5), 20, seed)
    plan = protect(figures, demands_on(figures, COUNTS_ONLY)[0])
    assert plan.loss == round(_whole_program(figures))


def _whole_program(figures: Figures) -> float:
    cells, losses = list(figures.values), losses_of(figures)
    values = np.array([figures.values[cell] for cell in cells], dtype=float)
    attacks = [
        (cells.index(cell), sign, distance)
        for cell, (low, high) in needs_of(figures).items()
        for sign, distance in ((-1, figures.values[cell] - low), (1, high - figures.values[cell]))
        if distance > 0
    ]
    width, many = len(cells), len(attacks)
    rows, same = rows_of(figures, cells), csr_array(np.eye(width))
    adds_up = hstack([csr_array((many * rows.shape[0], width)), block_diag([rows] * many)])
    over = hstack([vstack([same * -(2.0 * T)] * many), block_diag([same] * many)])
    under = hstack(
        [vstack([csr_array(np.diag(np.minimum(values, 2 * T)))] * many), block_diag([same] * many)]
    )
    low = np.concatenate([np.zeros(width), np.full(many * width, -2.0 * T)])
    high = np.concatenate([np.ones(width), np.full(many * width, 2.0 * T)])
    for number, (place, sign, distance) in enumerate(attacks):
        column = width + number * width + place
        if sign > 0:
            low[column] = distance
        else:
            high[column] = -distance
    found = milp(
        np.concatenate([[losses[cell] for cell in cells], np.zeros(many * width)]),
        constraints=[
            LinearConstraint(adds_up, 0, 0),
            LinearConstraint(over, -np.inf, 0),
            LinearConstraint(under, 0, np.inf),
        ],
        integrality=np.concatenate([np.ones(width), np.zeros(many * width)]),
        bounds=Bounds(low, high),
    )
    assert found.success
    return float(found.fun)


def test_with_little_effort_a_plan_is_safe_and_says_how_much_less_there_might_be():
    figures = drawn((8, 6, 3), 40, 1)
    demands, _ = demands_on(figures, COUNTS_ONLY)
    quick = protect(figures, demands, effort=Effort(relaxing=1, rounds=1))
    best = protect(figures, demands)
    assert quick.proof is Proof.BOUNDED
    assert quick.bound <= best.loss <= quick.loss
    assert protect(figures, demands, effort=Effort(relaxing=1, rounds=1)) == quick
