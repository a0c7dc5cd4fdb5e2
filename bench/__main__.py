"""`python -m bench`: every bench, one table after the other; or those that are named."""

import argparse
from collections.abc import Callable

from bench import demo_round, match, trajectories

BENCHES: dict[str, Callable[[int], None]] = {
    "match": match.bench,
    "demo": demo_round.bench,
    "trajectories": trajectories.bench,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)}; all without a name")
    options.add_argument("--runs", type=int, default=3, help="runs per line; the median is shown")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(BENCHES):
        options.error(f"there is no bench {', '.join(sorted(unknown))}")
    for name, bench in BENCHES.items():
        if not chosen.names or name in chosen.names:
            bench(chosen.runs)


if __name__ == "__main__":
    main()
