"""Which further cohorts would make a table larger."""

from collections.abc import Iterator


def windows(cohorts: tuple[str, ...], known: list[str]) -> Iterator[tuple[str, ...]]:
    """Neighbouring cohorts around those asked for, the smallest number of them first."""
    first, last = known.index(cohorts[0]), known.index(cohorts[-1])
    for size in range(last - first + 1, len(known) + 1):
        for start in range(max(0, last - size + 1), min(first, len(known) - size) + 1):
            window = tuple(known[start : start + size])
            if window != cohorts:
                yield window
