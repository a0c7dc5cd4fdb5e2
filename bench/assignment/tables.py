"""The tables of a run in Markdown: times with growth, memory, and what each contender found."""

from collections.abc import Iterator, Sequence

from bench.assignment.medians import END_TO_END, OURS, RIVALS, Row, Run
from bench.assignment.rivals import NO_CLASSES, SAME
from bench.assignment.running import Meeting

_SHORT_REASONS = ("not reached within", "not tried")


def times(run: Run) -> Iterator[str]:
    """Warm (cold) × growth: one table for all, ours above the rivals."""
    yield "| market | act | " + " | ".join(f"{size:,}" for size in run.sizes) + " |"
    yield "|---|---" + "|---:" * len(run.sizes) + "|"
    notes: dict[str, None] = {}
    for market in run.markets:
        yield f"| {market} | *pairs per mentee* | " + _cells(_density(run, market)) + " |"
        for row in (*OURS, *RIVALS):
            name = f"**{row.name}**" if row in OURS else row.name
            cells = []
            before: float | None = None
            for size in run.sizes:
                cell, before = _time(run, size, market, row, before, notes)
                cells.append(cell)
            yield f"| {market} | {name} | " + _cells(cells) + " |"
    yield ""
    yield from (f"- —: {note}." for note in notes)


def _time(
    run: Run, size: int, market: str, row: Row, before: float | None, notes: dict[str, None]
) -> tuple[str, float | None]:
    """The cell, and what the next size is compared with."""
    warm, cold = run.warm(size, market, row), run.cold(size, market, row)
    why = run.why_not(size, market, row)
    if cold is None:
        if why.startswith(_SHORT_REASONS):
            return why.partition(":")[0], None
        if why:
            notes[f"{row.name}: {why}"] = None
        return "—", None
    mostly = cold if warm is None else warm
    told = f"{'' if warm is None else _milliseconds(warm)} ({_milliseconds(cold)})".strip()
    if before:
        told += f" ×{mostly / before:.1f}"
    if why:
        notes[f"{row.name} at {size:,}, {market}: in one round {why}"] = None
    return told, mostly


def memory(run: Run) -> Iterator[str]:
    """Peak of the process of each contender, median, MiB."""
    yield "| market | act | " + " | ".join(f"{size:,}" for size in run.sizes) + " |"
    yield "|---|---" + "|---:" * len(run.sizes) + "|"
    seen: set[str] = set()
    for market in run.markets:
        for row in (*OURS, *RIVALS):
            is_part = bool(row.lap or row.minus) and row.contender != "arrival"
            if is_part or f"{market}{row.contender}" in seen:
                continue
            seen.add(f"{market}{row.contender}")
            peaks = [run.peak(size, market, row) for size in run.sizes]
            told = ["—" if peak is None else f"{peak:,.0f}" for peak in peaks]
            yield f"| {market} | {row.name} | " + _cells(told) + " |"


def found(run: Run) -> Iterator[str]:
    """The first round of each size and market, in which every contender takes part."""
    yield "| people | market | who | class 1 | class 2 | class 3 | matched | points | |"
    yield "|---:|---|---|---:|---:|---:|---:|---:|---|"
    for size in run.sizes:
        for market in run.markets:
            ours = _levels(run.of(size, market, "end to end"))
            for row in (END_TO_END, *RIVALS):
                levels = _levels(run.of(size, market, row.contender))
                if levels is None:
                    continue
                cells = _beside(levels, ours if row in RIVALS else None)
                words = run.of(size, market, row.contender)[0].told.words
                who = "ours" if row in OURS else row.name
                yield f"| {size:,} | {market} | {who} | " + _cells(cells) + f" | {words} |"


def disagreements(run: Run) -> list[str]:
    """Where somebody who solves the same found otherwise: then one of the two is wrong."""
    wrong = []
    for meeting in run.meetings:
        ours = [
            one.told.levels
            for one in run.of(meeting.size, meeting.market, "end to end")
            if (one.density, one.seed) == (meeting.density, meeting.seed)
        ]
        if not ours or ours[0] is None or meeting.told.levels is None:
            continue
        theirs, words = meeting.told.levels, meeting.told.words
        is_same = words == SAME and theirs != ours[0]
        is_fewer = words == NO_CLASSES and sum(theirs[:3]) != sum(ours[0][:3])
        if is_same or is_fewer:
            wrong.append(
                f"{meeting.name} at {meeting.size:,}, {meeting.market}, seed {meeting.seed}:"
                f" {theirs}, ours {ours[0]}"
            )
    return wrong


def _levels(meetings: Sequence[Meeting]) -> list[int] | None:
    return meetings[0].told.levels if meetings else None


def _beside(levels: Sequence[int], ours: Sequence[int] | None) -> list[str]:
    """Each number, with what it differs from ours."""
    all_of = [*levels[:3], sum(levels[:3]), levels[3]]
    if ours is None:
        return [f"{value:,}" for value in all_of]
    other = [*ours[:3], sum(ours[:3]), ours[3]]
    return [
        f"{value:,}" + (f" ({value - own:+,})" if value != own else "")
        for value, own in zip(all_of, other, strict=True)
    ]


def _density(run: Run, market: str) -> list[str]:
    """Of each round, the fewest pairs first."""
    cells = []
    for size in run.sizes:
        pairs = [one.told.words for one in run.of(size, market, "candidates") if one.told.words]
        per_mentee = sorted(round(int(count) / size) for count in pairs)
        cells.append(", ".join(map(str, per_mentee)) or "—")
    return cells


def _cells(cells: Sequence[str]) -> str:
    return " | ".join(cells)


def _milliseconds(time: float) -> str:
    if time < 1:
        return f"{time * 1000:.0f} µs"
    if time >= 10_000:
        return f"{time / 1000:,.1f} s"
    return f"{time:,.0f} ms" if time >= 100 else f"{time:.1f} ms"
