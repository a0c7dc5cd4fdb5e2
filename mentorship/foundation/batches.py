"""Cuts what may be long into batches, so that a statement and what it loads stay bounded."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

One = TypeVar("One")
SIZE = 300


def batches(rows: Sequence[One], size: int = SIZE) -> Iterator[Sequence[One]]:
    """In their order; the last may be shorter."""
    for first in range(0, len(rows), size):
        yield rows[first : first + size]
