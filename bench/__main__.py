"""`python -m bench`: every bench, one table after the other; or those that are named."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import demo_round, match, suppression, trajectories
from bench.assignment import report
from bench.assignment.running import Plan

SIZES = (100, 500, 1_000, 10_000, 100_000, 1_000_000)
BENCHES: dict[str, Callable[[argparse.Namespace], None]] = {
    "match": lambda chosen: match.bench(chosen.runs),
    "assignment": lambda chosen: report.bench(_plan(chosen), chosen.page),
    "demo": lambda chosen: demo_round.bench(chosen.runs),
    "trajectories": lambda chosen: trajectories.bench(chosen.runs),
    "disclosure": lambda chosen: suppression.bench(chosen.runs),
}


def main() -> None:
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)}; all without a name")
    options.add_argument("--runs", type=int, default=3, help="runs per line; the median is shown")
    own = options.add_argument_group("assignment")
    own.add_argument("--sizes", type=_sizes, help="people of each side: 100,1000")
    own.add_argument(
        "--largest", type=int, default=100_000, help="of the usual sizes; 1000000 for them all"
    )
    own.add_argument("--seconds", type=float, default=40, help="limit of one contender's process")
    own.add_argument("--crossed", action="store_true", help="nine rounds: each density and seed")
    own.add_argument("--rounds", type=int, default=99, help="of each size and market, for a try")
    own.add_argument("--page", type=Path, default=report.PAGE, help="where the result is written")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(BENCHES):
        options.error(f"there is no bench {', '.join(sorted(unknown))}")
    for name, bench in BENCHES.items():
        if not chosen.names or name in chosen.names:
            bench(chosen)


def _plan(chosen: argparse.Namespace) -> Plan:
    sizes = chosen.sizes or [size for size in SIZES if size <= chosen.largest]
    return Plan(sizes, chosen.runs, chosen.seconds, chosen.crossed, chosen.rounds)


def _sizes(text: str) -> list[int]:
    return sorted(int(size.replace("_", "")) for size in text.split(","))


if __name__ == "__main__":
    main()
