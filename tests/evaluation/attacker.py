"""An attacker who tries every population that the released tables allow; knows nothing of ours.

Written from the definition: a value below the threshold is safe when, over all populations that
agree with everything released, it could be as low as half of itself and as high as the threshold.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from math import ceil

import numpy as np

Unknown = tuple[str, str]  # cohort, finest category
Equation = tuple[frozenset[Unknown], int]


def populations(unknowns: Sequence[Unknown], equations: Sequence[Equation]) -> np.ndarray:
    """Every way to fill the unknowns so that all equations hold, one a row."""
    found: list[tuple[int, ...]] = []
    left = [total for _, total in equations]
    last = [max(unknowns.index(one) for one in members) for members, _ in equations]
    holds = [[number for number, (m, _) in enumerate(equations) if one in m] for one in unknowns]

    def fill(position: int, chosen: tuple[int, ...]) -> None:
        if position == len(unknowns):
            found.append(chosen)
            return
        here = holds[position]
        ending = {left[number] for number in here if last[number] == position}
        most = min(left[number] for number in here)
        for value in sorted(ending)[:1] if ending else range(most + 1):
            if len(ending) > 1 or value > most:
                return
            for number in here:
                left[number] -= value
            fill(position + 1, (*chosen, value))
            for number in here:
                left[number] += value

    fill(0, ())
    return np.array(found, dtype=int)


def subsets(items: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(1, len(items) + 1))


def unsafe(
    equations: Sequence[Equation],
    truth: dict[Unknown, int],
    threshold: int,
) -> list[str]:
    """Every group of people of some cohorts in some categories that is given away."""
    unknowns = sorted(frozenset[Unknown]().union(*(members for members, _ in equations)))
    possible = populations(unknowns, equations)
    assert len(possible)
    cohorts = sorted({cohort for cohort, _ in unknowns})
    categories = sorted({category for _, category in unknowns})
    told = []
    for some_cohorts in subsets(cohorts):
        for some_categories in subsets(categories):
            inside = [
                cohort in some_cohorts and category in some_categories
                for cohort, category in unknowns
            ]
            if not any(inside):
                continue
            value = sum(truth[one] for one, is_in in zip(unknowns, inside, strict=True) if is_in)
            sums = possible[:, inside].sum(axis=1)
            low, high = int(sums.min()), int(sums.max())
            if value < threshold and (low > ceil(value / 2) or high < threshold):
                told.append(f"{some_cohorts} {some_categories}: {value} is in [{low}, {high}]")
    return told
