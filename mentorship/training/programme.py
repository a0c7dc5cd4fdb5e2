"""The programme as it is shipped: its modules, and the topics of the benchmarks that they treat."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mentorship.foundation.i18n import SOURCE_LANGUAGE, current_language
from mentorship.training.models import TrainingModule

EDITION = 4  # of the Elements of Effective Practice for Mentoring, whose topics we paraphrase


@dataclass(frozen=True)
class Topic:
    """One subject that a benchmark asks the training to treat."""

    code: str
    benchmark: str
    title_nl: str
    title_en: str

    @property
    def title(self) -> str:
        return self.title_en if current_language() == SOURCE_LANGUAGE else self.title_nl


@dataclass(frozen=True)
class Coverage:
    """How many topics of a benchmark the modules treat, and which they don't."""

    benchmark: str
    treated: int
    total: int
    missing: tuple[Topic, ...]


@cache
def topics() -> Mapping[str, Topic]:
    return {row["code"]: Topic(**row) for row in _rows("topics.csv")}


@cache
def module_facts() -> tuple[dict[str, Any], ...]:
    """The columns of each module, in the order of the programme; an unknown topic is a KeyError."""
    return tuple(_facts(row) for row in _rows("modules.csv"))


def title_of(module: TrainingModule) -> str:
    return module.title_en if current_language() == SOURCE_LANGUAGE else module.title_nl


def topics_of(module: TrainingModule) -> list[Topic]:
    """A topic that this release no longer knows is left out."""
    return [topics()[code] for code in module.topics if code in topics()]


def coverage(modules: Iterable[TrainingModule]) -> list[Coverage]:
    """Per benchmark, over the modules before a match."""
    treated = {code for module in modules if module.is_pre_match for code in module.topics}
    benchmarks = dict.fromkeys(topic.benchmark for topic in topics().values())
    return [_coverage_of(benchmark, treated) for benchmark in benchmarks]


def pre_match(modules: Iterable[TrainingModule]) -> Sequence[TrainingModule]:
    return [module for module in modules if module.is_pre_match]


def _coverage_of(benchmark: str, treated: set[str]) -> Coverage:
    asked = [topic for topic in topics().values() if topic.benchmark == benchmark]
    missing = tuple(topic for topic in asked if topic.code not in treated)
    return Coverage(benchmark, len(asked) - len(missing), len(asked), missing)


def _facts(row: Mapping[str, str]) -> dict[str, Any]:
    treated = row["topics"].split()
    return {
        "code": row["code"],
        "place": int(row["place"]),
        "is_pre_match": row["is_pre_match"] == "yes",
        "minutes": int(row["minutes"]),
        "title_nl": row["title_nl"],
        "title_en": row["title_en"],
        "topics": [topics()[code].code for code in treated],
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files(__package__) / "data" / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)
