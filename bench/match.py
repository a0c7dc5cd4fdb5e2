"""How long `mentorship match` takes, start-up included; its core beside SciPy's dense solver."""

import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentorship.matching.assignment.engine import solve
from tests.matching.oracle.command import Written, match
from tests.matching.oracle.generator import DAY, INTERESTS, THEMES, invent
from tests.matching.oracle.naive import priority, seats
from tests.matching.oracle.people import Round, Rules
from tests.matching.oracle.writing import Style, write
from tests.soak.rounds import as_the_engine_takes_it

SIZES = (12, 50, 500)


@dataclass(frozen=True)
class Times:
    """One run, in milliseconds; `first` is the core in a fresh process, `warm` in this one."""

    csv: float
    first: float
    warm_candidates: float
    warm_optimum: float
    warm_prices: float
    dense: float


def bench(runs: int) -> None:
    """Prints a line per size: the median of each time, and the ratios of medians."""
    print(f"mentorship match, ample rounds, median of {runs} runs; reports: one run\n")
    print("The command, start-up included")
    print(f"{'people':>10}{'proposals+CSV':>16}{'with HTML':>12}{'PDF apart':>12}", flush=True)
    lines = []
    for size in SIZES:
        middle = _median([_run(seed, size) for seed in range(runs)])
        lines.append((size, middle))
        times = (middle.csv, *_reports(size))
        csv, html, pdf = (f"{time / 1000:.2f} s" for time in times)
        print(f"{f'{size} x {size}':>10}{csv:>16}{html:>12}{pdf:>12}", flush=True)
    print("\nThe core, milliseconds (ratio: core / SciPy)")
    heads = (
        "first time", "candidates", "optimum", "prices", "SciPy dense", "optimum ratio",
        "core ratio", "prices / core",
    )  # fmt: skip
    print(f"{'people':>10}" + "".join(f"{head:>15}" for head in heads))
    for size, middle in lines:
        core = middle.warm_candidates + middle.warm_optimum
        times = (
            middle.first, middle.warm_candidates, middle.warm_optimum, middle.warm_prices,
            middle.dense,
        )  # fmt: skip
        ratios = (
            middle.warm_optimum / middle.dense, core / middle.dense, middle.warm_prices / core
        )  # fmt: skip
        print(
            f"{f'{size} x {size}':>10}"
            + "".join(f"{time:>15.2f}" for time in times)
            + "".join(f"{ratio:>15.1f}" for ratio in ratios)
        )
    print(
        "\ncandidates: every rule and every point of every pair. optimum: three classes, the sum"
        "\nand the tie-break, exact. first time: both, in the fresh process of the command."
        "\nprices: of every other pair and refusal, all at once. core: candidates and optimum."
        "\nSciPy dense: linear_sum_assignment alone, a column per seat, on points already worked"
        "\nout, without tie-break. Times but the first are of one process, on one round."
    )


def _median(times: list[Times]) -> Times:
    return Times(*(median(getattr(one, name.name) for one in times) for name in fields(Times)))


def _run(seed: int, size: int) -> Times:
    rnd = _round(seed, size)
    with tempfile.TemporaryDirectory() as name:
        arguments = _files(rnd, Path(name))
        csv, tables = _timed(arguments, Path(name) / "tables", "--no-report")
        _, pairs = _timed(arguments, Path(name) / "pairs", "--no-report", "--all-pairs")
        told = tables.round["timings_ms"]
        first = told["candidates"] + told["optimum"]
        return Times(csv, first, *_warm(rnd), _dense(pairs, rnd))


def _reports(size: int) -> tuple[float, float]:
    """The whole command but the PDF, and the PDF."""
    with tempfile.TemporaryDirectory() as name:
        whole, written = _timed(_files(_round(0, size), Path(name)), Path(name) / "reports")
        pdf = written.round["timings_ms"]["report_pdf"]
        return whole - pdf, pdf


def _round(seed: int, size: int) -> Round:
    return invent(seed, size, ample=True, rules=Rules(interests=INTERESTS, themes=THEMES))


def _files(rnd: Round, folder: Path) -> list[object]:
    (folder / "settings.toml").write_text(rnd.rules.toml(), "utf-8")
    return [
        write(rnd.mentors, folder, "mentors", Style()),
        write(rnd.mentees, folder, "mentees", Style()),
        "--date",
        DAY.isoformat(),
        "--settings",
        folder / "settings.toml",
    ]


def _timed(arguments: list[object], out: Path, *options: str) -> tuple[float, Written]:
    began = time.perf_counter()
    done = match(*arguments, "--out", out, *options, timeout=900)
    took = (time.perf_counter() - began) * 1000
    if done.returncode:
        raise SystemExit(done.stderr)
    return took, Written(out)


def _warm(rnd: Round) -> tuple[float, float, float]:
    """Candidates, optimum and prices of the second solve in this process."""
    asked = as_the_engine_takes_it(rnd, seed=0, max_min=False)
    solve(asked)
    told = solve(asked).timings_ms
    return told["candidates"], told["optimum"], told["prices"]


def _dense(written: Written, rnd: Round) -> float:
    """SciPy on a table of mentees by seats; its value must be that of the command."""
    rows = {mentee.id: number for number, mentee in enumerate(rnd.mentees)}
    classes = {mentee.id: priority(mentee) for mentee in rnd.mentees}
    bonuses = ("points", "waiting_bonus", "stay_bonus")
    points = [sum(int(row[key]) for key in bonuses) for row in written.pairs]
    # A class outweighs all that comes after it together; whole numbers under 2**53 are exact.
    step = len(rows) + 1
    unit = max(points, default=0) * step
    worth = {1: unit * step**2, 2: unit * step, 3: unit}
    columns: dict[str, list[int]] = {}
    width = 0
    for mentor in rnd.mentors:
        columns[mentor.id] = list(range(width, width + seats(mentor)))
        width += seats(mentor)
    table = np.zeros((len(rows), width))
    for row, value in zip(written.pairs, points, strict=True):
        mentee = row["mentee"]
        table[rows[mentee], columns[row["mentor"]]] = worth[classes[mentee]] + value
    began = time.perf_counter()
    chosen = linear_sum_assignment(table, maximize=True)
    took = (time.perf_counter() - began) * 1000
    told = written.round["objective"]
    value = sum(told[f"class_{k}"] * worth[k] for k in (1, 2, 3)) + told["points"]
    if int(table[chosen].sum()) != value:
        raise SystemExit("SciPy found another optimum: this is no bench but a bug")
    return took
