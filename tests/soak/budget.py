"""How long the searches go on: short in `make test`, long in `make soak SEED=…`; read here only."""

import os
import time
from collections.abc import Iterator
from random import Random

IS_LONG = os.environ.get("SOAK", "") not in ("", "0")
SEED = int(os.environ.get("SEED") or 1)


def examples(short: int, long: int) -> int:
    return long if IS_LONG else short


def dice(*names: object) -> Random:
    """Dice that fall the same for the same seed and names, in any order and process."""
    return Random(f"{SEED} {' '.join(map(str, names))}")


def rounds(short: int, long: int, *, at_most: float) -> Iterator[int]:
    """Numbers from 0; a slow machine stops after `at_most` seconds, never before the first."""
    until = time.monotonic() + at_most
    for number in range(examples(short, long)):
        if number and time.monotonic() > until:
            return
        yield number


def replay(test: str) -> str:
    """What somebody types to see the same again."""
    long = "SOAK=1 " if IS_LONG else ""
    return f"{long}SEED={SEED} .venv/bin/pytest -q '{test}'"
