"""Writes what a run found to a page for readers who weren't there."""

from collections.abc import Iterator
from pathlib import Path

from bench.assignment import asked, machine, tables
from bench.assignment.child import ENOUGH
from bench.assignment.medians import Run
from bench.assignment.peers import LARGEST
from bench.assignment.running import Plan, meetings

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"

_ABOUT = f"""
- Rounds are invented (`bench/assignment/rounds.py`): people of nobody in the province's own
  places; every 25 000 have a copy of the province, with Houses of its own, out of reach of the
  others. Default rules and weights, no caseloads, no pins. As there are more people, travel limits
  shrink, so that a mentee keeps about as many mentors to choose from.
- Scarce: six seats for ten mentees; ample: sixteen. Rounds of each size and market are of three
  densities and three seeds (the densities reached stand in the table); NetworkX and the peer's way
  get the first of them only.
- Every contender has a fresh process on each round. **Cold**: the first call in it, libraries
  imported, the round in memory. **Warm**: the median of the calls after that. Told is the median
  over the rounds; × is the growth from the size before. Ratios are taken in the same round.
- All rivals solve on the pairs that our candidates found; for SciPy and NetworkX the table or graph
  stands already and isn't timed, for OR-Tools building the graph is. The peer's way scores every
  pair itself, and is held to our points.
- The limit counts the whole process, its start included. What wasn't reached isn't guessed; the
  peer's way has five times the limit and isn't tried beyond {LARGEST} people. A cold call of more
  than {ENOUGH:.0f} s has no warm ones.
"""


def bench(plan: Plan, page: Path = PAGE) -> None:
    """Prints where it is, and writes the page at the end."""
    is_quiet, about = machine.is_quiet(), machine.description()
    run = Run(list(meetings(plan, lambda line: print(line, flush=True))))
    text = "\n".join(_page(run, plan, about, is_quiet=is_quiet)) + "\n"
    page.write_text(text, "utf-8")
    print(text)
    print(f"\nWritten to {page}")
    if wrong := tables.disagreements(run):
        raise SystemExit("\n".join(["Somebody is wrong:", *wrong]))


def _page(run: Run, plan: Plan, about: list[str], *, is_quiet: bool) -> Iterator[str]:
    yield "# Benchmarks of the matching\n"
    yield "Written by `make bench` (`python -m bench assignment`); not by hand.\n"
    yield "## The machine\n"
    yield from (f"- {line}" for line in about)
    yield f"- load at the end: {machine.load()}"
    yield (
        f"- while it ran, half of the measurements waited for a processor during {run.waited():.0%}"
        " or more of their time"
    )
    if not is_quiet or run.waited() > 0.1:
        yield (
            "\n**Measured while the machine was busy with other work.** Times are too long, and how"
            " much too long\ndiffers from line to line; ratios are rough. To be measured again on"
            " a quiet machine."
        )
    yield "\n## What was measured"
    yield _ABOUT.rstrip()
    sizes = ", ".join(f"{size:,} ({len(plan.rounds(size))})" for size in run.sizes)
    yield (
        f"- This run: sizes {sizes}, in brackets the rounds of each market; at most {plan.runs}"
        f" warm calls; limit {plan.limit:.0f} s."
    )
    yield "\n## Asked and reached\n"
    yield from asked.lines(run)
    yield "\n## Times: warm (cold) × growth\n"
    yield from tables.times(run)
    yield "\n## Peak memory, MiB\n"
    yield "Of the whole process; with processes of its own, the largest of those is added.\n"
    yield from tables.memory(run)
    yield "\n## What each found\n"
    yield "In brackets: more or less than ours. Class 1 comes first, whatever it costs in points.\n"
    yield from tables.found(run)
    wrong = tables.disagreements(run)
    yield "\n" + (
        "**Somebody who solves the same found otherwise:** " + "; ".join(wrong)
        if wrong
        else "In every round all who solve the same levels found the same values, and all who only"
        " count the matched as many."
    )
