"""Which contender meets which round: one child process for each meeting, killed at the limit."""

import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.assignment.child import Told
from bench.assignment.rounds import MARKETS, Market, invent

OURS = ("candidates", "who gets whom", "end to end", "prices", "arrival", "recruiting")
CONTENDERS = (*OURS, "raw OR-Tools flow", "SciPy dense", "SciPy sparse", "NetworkX", "peer's way")
# Plain Python takes so long that one round of each size and market has to do.
ONCE = ("NetworkX", "peer's way")
# Of the limit: it's one round of each market, and at most 500 people.
PATIENCE = {"peer's way": 5}
DENSITIES = (8, 16, 32)
SEEDS = (1, 2, 3)
LARGE = 100_000


@dataclass(frozen=True)
class Plan:
    """How much is measured. `is_crossed`: every density with every seed, not one of each, and of
    every size. The first `most_rounds` of those are taken of each size and market."""

    sizes: Sequence[int]
    runs: int = 3
    limit: float = 40.0
    is_crossed: bool = False
    most_rounds: int = 99

    def rounds(self, size: int) -> list[tuple[int, int]]:
        """Density and seed; of the largest sizes one round, of the density in the middle."""
        if self.is_crossed:
            pairs = [(density, seed) for density in DENSITIES for seed in SEEDS]
        elif size >= LARGE:
            return [(DENSITIES[1], SEEDS[1])]
        else:
            pairs = list(zip(DENSITIES, SEEDS, strict=True))
        return pairs[: self.most_rounds]


@dataclass(frozen=True)
class Meeting:
    """What came of one contender and one round."""

    size: int
    market: str
    density: int
    seed: int
    name: str
    told: Told


def meetings(plan: Plan, say: Callable[[str], None]) -> Iterator[Meeting]:
    for market in MARKETS:
        too_long: dict[str, str] = {}
        for size in plan.sizes:
            for number, (density, seed) in enumerate(plan.rounds(size)):
                say(f"{size:>9,} {market.name}, density {density}, seed {seed}")
                yield from _one_round(plan, size, market, density, seed, number, too_long)


def _one_round(
    plan: Plan,
    size: int,
    market: Market,
    density: int,
    seed: int,
    number: int,
    too_long: dict[str, str],
) -> Iterator[Meeting]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with (folder / "round.pickle").open("wb") as file:
            pickle.dump(invent(size, market, density, seed), file, protocol=5)
        for contender in CONTENDERS:
            if contender in ONCE and number:
                continue
            told = Told(why_not=too_long.get(contender, ""))
            if not told.why_not:
                told = _meet(plan, contender, folder)
            if told.cold is None and told.why_not.startswith("not reached"):
                too_long.setdefault(contender, f"not tried: {told.why_not} at {size:,}")
            yield Meeting(size, market.name, density, seed, contender, told)


def _meet(plan: Plan, contender: str, folder: Path) -> Told:
    if contender not in OURS and not (folder / "arcs.npz").exists():
        return Told(why_not="no pairs to solve on: the candidates weren't reached")
    command = [sys.executable, "-m", "bench.assignment.child", contender, str(folder)]
    began, limit = time.perf_counter(), plan.limit * PATIENCE.get(contender, 1)
    try:
        subprocess.run([*command, "--runs", str(plan.runs)], timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        pass
    except subprocess.CalledProcessError as failed:
        took = time.perf_counter() - began
        return Told(why_not=f"stopped with status {failed.returncode} after {took:.0f} s")
    out = folder / f"{contender}.json"
    if not out.exists():
        return Told(why_not=f"not reached within {limit:.0f} s")
    return Told(**json.loads(out.read_text("utf-8")))
