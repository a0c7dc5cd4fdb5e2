"""`python -m bench`: every bench, one table after the other."""

import argparse

from bench import match


def main() -> None:
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("--runs", type=int, default=3, help="runs per line; the median is shown")
    chosen = options.parse_args()
    match.bench(chosen.runs)


if __name__ == "__main__":
    main()
