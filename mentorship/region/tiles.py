"""Knows where each municipality stands on a map of tiles; `data/README.md` says why there."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Spot:
    """Columns count from the west, rows from the north; `label` is the name over its lines."""

    column: int
    row: int
    label: tuple[str, ...]


@cache
def spots() -> Mapping[str, Spot]:
    """By the code of the municipality."""
    path = files("mentorship.region") / "data" / "tiles.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({
        row["code"]: Spot(int(row["column"]), int(row["row"]), tuple(row["label"].split("|")))
        for row in rows
    })  # fmt: skip
