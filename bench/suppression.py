"""What complementary suppression costs, on tables by chance: cells, time, proof, what is told."""

import time
from itertools import product
from random import Random
from statistics import median

from mentorship.evaluation.disclosure.protection.crossings import Counted, Crossing, figures_of
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.hierarchies import Category, Classification, flat
from mentorship.evaluation.disclosure.protection.primary import demands_on
from mentorship.evaluation.disclosure.protection.protecting import Plan, protect
from mentorship.evaluation.disclosure.protection.suppression import Proof

# Categories per dimension and the mean of an inner cell, which is drawn exponentially.
SHAPES = (
    ((8, 6), 30),
    ((10, 10), 30),
    ((15, 14), 15),
    ((15, 14), 30),
    ((15, 14), 60),
    ((5, 4, 3), 15),
    ((5, 4, 3), 30),
    ((5, 4, 3), 60),
    ((6, 4, 3), 30),
    ((8, 6, 3), 40),
    ((12, 5, 4), 40),
)
_MENTEES = (10, 40, 400)  # a year, over three years
_SEEDS = range(1, 6)


def bench(runs: int) -> None:
    """`runs` isn't used: five tables of each shape are drawn, the same each time."""
    print("\nSuppression, t = 10, five tables by chance of each shape; one process, one worker")
    print(
        "own: median processor time; clock: the longest that passed, on a machine that may be busy"
    )
    print(f"{'table':>14} {'mean':>5} {'cells':>6}  {'own':>7} {'clock':>8}", end="")
    print(f" {'proven':>7} {'rounds':>7} {'needing':>8} {'hidden':>7}")
    for shape, mean in SHAPES:
        _line(" x ".join(map(str, shape)), mean, [_drawn(shape, mean, seed) for seed in _SEEDS])
    print("\nRegions of 4 Houses in 2 parts, 3 partner types and 2 genders; three years together")
    for mentees in _MENTEES:
        tables = [_region(mentees * 3, seed) for seed in _SEEDS]
        _line("House x type", mentees * 3, [two for two, _ in tables])
        _line("all three", mentees * 3, [three for _, three in tables])


def _line(name: str, mean: int, tables: list[Figures]) -> None:
    took: list[float] = []
    own: list[float] = []
    plans: list[Plan] = []
    needing: list[int] = []
    for figures in tables:
        began, worked = time.perf_counter(), time.process_time()
        demands, _ = demands_on(figures)
        plans.append(protect(figures, demands))
        took.append(time.perf_counter() - began)
        own.append(time.process_time() - worked)
        needing.append(len(demands.needs))
    proven = sum(plan.proof is Proof.OPTIMAL for plan in plans)
    print(
        f"{name:>14} {mean:>5} {len(tables[0].asked):>6} {median(own):>7.2f}s {max(took):>7.2f}s"
        f" {proven:>3} of {len(plans)} {max(plan.iterations for plan in plans):>6}"
        f" {median(needing):>8.0f} {median(len(plan.hidden) for plan in plans):>7.0f}"
        f"   told {median(plan.share_told for plan in plans):.0%}",
        flush=True,
    )


def _drawn(shape: tuple[int, ...], mean: int, seed: int) -> Figures:
    dice = Random(f"{seed} {shape} {mean}")
    dimensions = tuple(
        flat(f"d{number}", tuple(f"{code:02}" for code in range(size)))
        for number, size in enumerate(shape)
    )
    inner = product(*(sorted(one.whole.leaves) for one in dimensions))
    counts = {one: int(dice.expovariate(1 / mean)) for one in inner}
    crossing = Crossing("matches", dimensions)
    return figures_of(crossing, {"2026-1": Counted(counts)}, [("2026-1",)])


def _region(people: int, seed: int) -> tuple[Figures, Figures]:
    """Two crossings of the same people, whom Houses and partners send unevenly."""
    dice = Random(f"{seed} {people}")
    parts = (("harbour", "dunes"), ("meadow", "river"))
    houses = Classification(
        "house",
        Category("", tuple(Category("+".join(two), tuple(map(Category, two))) for two in parts)),
    )
    types, genders = flat("type", ("school", "police", "care")), flat("gender", ("f", "m"))
    found: tuple[dict[tuple[str, ...], int], ...] = ({}, {})
    for _ in range(people):
        house = dice.choices(("harbour", "dunes", "meadow", "river"), (4, 3, 2, 1))[0]
        sender = dice.choices(("school", "police", "care"), (5, 3, 2))[0]
        gender = dice.choices(("m", "f"), (7, 3))[0]
        for counts, inner in zip(found, ((house, sender), (house, sender, gender)), strict=True):
            counts[inner] = counts.get(inner, 0) + 1
    crossings = (Crossing("m", (houses, types)), Crossing("m", (houses, types, genders)))
    two, three = (
        figures_of(crossing, {"2026": Counted(counts)}, [("2026",)])
        for crossing, counts in zip(crossings, found, strict=True)
    )
    return two, three
