"""The benchmarks as data: edition, standard, what is counted and from which share on it is met."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mentorship.foundation.i18n import current_language

CHECKLIST = "checklist"
# The one factor that research ties to better results stands first.
FIRST = "support_contacts"


@dataclass(frozen=True)
class Benchmark:
    """One line of an edition.

    `metric` names a measure, or that somebody answers it. `least` is what one unit has to reach,
    `target` the share of units in percent from which the benchmark is met; 0 where neither counts.
    """

    edition: str
    id: str
    standard: str
    title_en: str
    title_nl: str
    metric: str
    least: int
    target: int
    status_source: str

    @property
    def key(self) -> str:
        return f"{self.edition} {self.id}"

    @property
    def title(self) -> str:
        return self.title_nl if current_language() == "nl" else self.title_en

    @property
    def how(self) -> str:
        """Of whom it is counted and to whom it doesn't apply; nothing where somebody answers it."""
        return counts().get(self.metric, {}).get(f"how_{current_language()}", "")

    @property
    def is_counted(self) -> bool:
        return self.metric != CHECKLIST


@cache
def shipped() -> tuple[Benchmark, ...]:
    """All of them, in the order of the file, the one that counts most first."""
    rows = [_benchmark(row) for row in _rows("benchmarks.csv")]
    return tuple(sorted(rows, key=lambda one: one.metric != FIRST))


@cache
def counts() -> Mapping[str, Mapping[str, str]]:
    """The sentence of each metric, in both languages."""
    return {row["metric"]: row for row in _rows("counts.csv")}


def find(key: str) -> Benchmark | None:
    return next((one for one in shipped() if one.key == key), None)


def target_of(one: Benchmark, changed: Mapping[str, int]) -> int:
    """What the programme set instead of the default, by edition and id."""
    return changed.get(one.key, one.target)


def _rows(name: str) -> list[dict[str, str]]:
    source = files("mentorship.trajectories.standards") / "data" / name
    with source.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _benchmark(row: dict[str, str]) -> Benchmark:
    return Benchmark(
        row["edition"], row["id"], row["standard"], row["title_en"], row["title_nl"],
        row["metric"], int(row["least"] or 0), int(row["target"] or 0), row["status_source"],
    )  # fmt: skip
