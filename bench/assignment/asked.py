"""The ratios that were asked for, each with what was reached, and what would help where it fell
short."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.assignment.medians import (
    ARRIVAL,
    CANDIDATES,
    CORE,
    DENSE,
    END_TO_END,
    NETWORKX,
    PEER,
    PRICES,
    RAW,
    SOLVE,
    SPARSE,
    WHY,
    Row,
    Run,
)

GIB = 1024.0  # MiB
MOST_MEMORY = 1.5 * GIB


@dataclass(frozen=True)
class Asked:
    """A ratio at one size; `most` is None for what is told for information."""

    text: str
    size: int
    over: Row
    under: Row
    most: float | None
    helps: str = ""


ASKED = (
    Asked(
        "1 000 × 1 000: candidates, exact solve and tie-break ≤ 3 × the raw OR-Tools flow",
        1_000, CORE, RAW, 3,
        "The raw flow gets its pairs for nothing, doesn't know classes and breaks no ties. What it"
        " takes to read people into arrays, to judge pairs and to prove each level would be less in"
        " compiled kernels.",
    ),
    Asked(
        "1 000 × 1 000: the same ≤ 0.5 × SciPy's dense solve",
        1_000, CORE, DENSE, 0.5,
        "SciPy gets a table that stands already; the same would help as against the raw flow.",
    ),
    Asked(
        "1 000 × 1 000: all prices ≤ 3 × one solve (candidates, solve, tie-break)",
        1_000, PRICES, CORE, 3,
        "The searches of prices are plain Python; compiled they take a third (decision 33).",
    ),
    Asked(
        "100 000 × 100 000 end to end ≤ 1.6 × the raw flow on the same arcs",
        100_000, END_TO_END, RAW, 1.6,
        "To say of everybody who waits which rule stops how many mentors, each is looked at with"
        " every mentor: counted per place and kind, or only when somebody asks, it would grow as"
        " candidates do.",
    ),
    Asked(
        "The same without words: candidates and solve ≤ 1.6 × the raw flow",
        100_000, CORE, RAW, 1.6,
        "Compiled kernels, and a core for each region.",
    ),
    Asked(
        "10 000 × 10 000: one arrival ≤ 1/1 000 of a solve",
        10_000, ARRIVAL, CORE, 0.001,
        "One shortest augmenting path in the residual network that stands.",
    ),
    Asked("For information, 500 × 500: the peer's way, as a multiple of candidates and solve",
          500, PEER, CORE, None),
    Asked("For information, 1 000 × 1 000: SciPy sparse, as a multiple of candidates and solve",
          1_000, SPARSE, CORE, None),
    Asked("For information, 1 000 × 1 000: NetworkX, as a multiple of candidates and solve",
          1_000, NETWORKX, CORE, None),
)  # fmt: skip


def lines(run: Run) -> Iterator[str]:
    """A table, and below it why and what would help."""
    heads = [f"{market}, {how}" for market in run.markets for how in ("warm", "cold")]
    yield "| asked | " + " | ".join(heads) + " | reached |"
    yield "|---" * (len(heads) + 2) + "|"
    short: list[str] = []
    for one in ASKED:
        found = {
            (market, is_cold): run.ratio(one.size, market, one.over, one.under, is_cold=is_cold)
            for market in run.markets
            for is_cold in (False, True)
        }
        verdict = _verdict(one, run, found)
        told = " | ".join("—" if value is None else _times(value) for value in found.values())
        yield f"| {one.text} | {told} | {verdict} |"
        if verdict != "yes" and one.most is not None:
            short.append(f"- {one.text}: {_why(one, run, verdict)} {one.helps}")
    yield _certificate(len(heads))
    yield _memory(run, END_TO_END)
    yield _memory(run, CORE)
    yield ""
    yield from short


def _verdict(one: Asked, run: Run, found: dict[tuple[str, bool], float | None]) -> str:
    """By the warm ratios of both markets; where a run takes so long that there is no warm one,
    by the cold."""
    if one.most is None:
        return ""
    worst = []
    for market in run.markets:
        warm, cold = found[market, False], found[market, True]
        value = cold if warm is None else warm
        if value is None:
            return "not measured"
        worst.append(value)
    return "yes" if max(worst) <= one.most else "no" if min(worst) > one.most else "in one market"


def _why(one: Asked, run: Run, verdict: str) -> str:
    if one.size not in run.sizes:
        return f"this run had no round of {one.size:,}."
    if verdict == "not measured":
        whys = (run.why_not(one.size, m, row) for row in (one.over, one.under) for m in run.markets)
        return f"{next((why for why in whys if why), 'no two times to compare')}."
    return f"{'; '.join(_parts(one.size, market, run) for market in run.markets)}."


def _parts(size: int, market: str, run: Run) -> str:
    """Where our time goes."""
    times = [(row.name, run.warm(size, market, row)) for row in (CANDIDATES, SOLVE, WHY)]
    told = (f"{name} {'—' if time is None else f'{time:,.1f} ms'}" for name, time in times)
    return f"{market}: {', '.join(told)}"


def _certificate(columns: int) -> str:
    text = "10 000 × 10 000 with certificate ≤ 2 × without"
    why = "not measured: the engine returns no answer without proof, so there is no 'without'"
    return f"| {text} |" + " — |" * columns + f" {why} |"


def _memory(run: Run, row: Row) -> str:
    cells, peaks = [], []
    for market in run.markets:
        peak = run.peak(100_000, market, row)
        cells += ["—" if peak is None else f"{peak / GIB:.2f} GiB", ""]
        peaks += [] if peak is None else [peak]
    whole = len(peaks) == len(run.markets)
    verdict = ("yes" if max(peaks) <= MOST_MEMORY else "no") if whole else "not measured"
    text = f"100 000 × 100 000, {row.name}, in at most 1.5 GiB"
    return f"| {text} | {' | '.join(cells)} | {verdict} |"


def _times(ratio: float) -> str:
    if ratio < 0.01:
        return f"1/{1 / ratio:,.0f}"
    return f"{ratio:,.0f} ×" if ratio >= 100 else f"{ratio:.2f} ×"
