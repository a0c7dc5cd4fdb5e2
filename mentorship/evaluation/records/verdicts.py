"""Whether rows about single trajectories may go, and how coarse; decided on plain values."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from mentorship.evaluation.disclosure.crossed.ledger import CrossRelease
from mentorship.evaluation.disclosure.records import (
    Asked,
    Levels,
    Row,
    anonymity,
    classes,
    diversity,
    generalised,
    least_general,
)
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.records.columns import HALF_YEAR, INSIDE, Known
from mentorship.evaluation.records.people import THROUGH
from mentorship.evaluation.tables import CohortCounts, Level
from mentorship.evaluation.tabulating import others_of

L = 2


class RecordsRule(StrEnum):
    """Why no row may go, in the order in which it is looked at."""

    NOT_AN_EVALUATOR = "not_an_evaluator"
    COHORT_OPEN = "cohort_open"
    TOLD_BEFORE = "told_before"
    CROSSED = "crossed"
    NOT_AS_COUNTED = "not_as_counted"
    TOO_ALIKE = "too_alike"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class RecordsVerdict:
    """`rows` are as coarse as they are told, and none where they aren't; `columns` are those that
    others may know, each at its place in `levels`."""

    cohorts: tuple[str, ...]
    columns: tuple[Known, ...] = ()
    levels: Levels = ()
    rows: tuple[Row, ...] = ()
    broken: RecordsRule | None = None

    @property
    def is_told(self) -> bool:
        return self.broken is None

    @property
    def k(self) -> int:
        return anonymity(self._alike)

    @property
    def l(self) -> int:  # noqa: E743 (its name in the literature)
        return min(diversity(self._alike, one.name) for one in INSIDE)

    @property
    def told_at(self) -> dict[str, Level]:
        return {
            one.name: one.dimension.levels[at]
            for one, at in zip(self.columns, self.levels, strict=True)
        }

    @property
    def steps(self) -> dict[str, int]:
        return dict(zip((one.name for one in self.columns), self.levels, strict=True))

    @property
    def _alike(self) -> list[list[Row]]:
        return classes(self.rows, [one.name for one in self.columns])

    def releases(self, population: str) -> list[Release]:
        """As everybody has it once it is told: a group of half-years for each that is apart."""
        groups = self.told_at[HALF_YEAR].groups
        return [released_group(population, group.parts, EDITIONS) for group in groups]


EDITIONS: Mapping[str, int] = {one.measure.id: one.measure.edition for one in INSIDE}


def released_group(
    population: str, cohorts: Collection[str], editions: Mapping[str, int]
) -> Release:
    return Release(
        specification="records",
        edition=1,
        population=population,
        cohorts=frozenset(cohorts),
        level=0,
        each=frozenset(editions.items()),
    )


def coarsened(
    cohorts: tuple[str, ...], columns: tuple[Known, ...], rows: Sequence[Row], threshold: int
) -> RecordsVerdict:
    """As fine as every class is many, with and without whom any one knows, and never all alike."""
    hierarchies = [one.hierarchy for one in columns]
    levels = least_general(
        rows, hierarchies, [one.sensitive for one in INSIDE], Asked(threshold, L),
        lambda alike: _holds_for_insiders(alike, threshold),
    )  # fmt: skip
    if levels is None or not rows:
        return RecordsVerdict(cohorts, columns, broken=RecordsRule.TOO_ALIKE)
    return RecordsVerdict(cohorts, columns, levels, tuple(generalised(rows, hierarchies, levels)))


def _holds_for_insiders(alike: Sequence[Row], threshold: int) -> bool:
    """Who takes away all whom they know still finds many, who aren't alike in anything."""
    through: dict[str, Counter[str]] = {"all": Counter()}
    for row in alike:
        through["all"].update(_through(row))
    counts = CohortCounts("", {"all": len(alike)}, contributors=through)
    if others_of([counts], ["all"]) < threshold:
        return False
    return all(
        len({row[one.name] for row in _without(alike, who)}) >= L
        for who in through["all"]
        for one in INSIDE
    )


def _without(alike: Sequence[Row], who: str) -> list[Row]:
    """Who came through somebody unknown may have come through any of the same kind."""
    known = {who, f"{who.partition(':')[0]}:"}
    return [row for row in alike if known.isdisjoint(_through(row))]


def _through(row: Row) -> frozenset[str]:
    return cast(frozenset[str], row[THROUGH])


def counted_as(rows: Sequence[Row], kept: Mapping[str, Mapping[str, CohortCounts]]) -> bool:
    """Whether every half-year of every measure is exactly as it was kept; `kept` by measure."""
    for one in INSIDE:
        found: dict[str, Counter[str]] = {code: Counter() for code in kept[one.measure.id]}
        for row in rows:
            found[str(row[HALF_YEAR])][str(row[one.name])] += 1
        if any(
            +Counter(dict(counts.counts)) != found[code]
            for code, counts in kept[one.measure.id].items()
        ):
            return False
    return True


def clashes(crossed: CrossRelease, questions: Collection[str], with_rows: frozenset[str]) -> bool:
    """Whether a crossed table and rows of these half-years give each other away.

    With the rows could be counted what is hidden in it, or what is left of it without them.
    """
    if crossed.cohorts.isdisjoint(with_rows):
        return False
    if not {one.measure.id for one in INSIDE} & set(questions):
        return False
    return None in crossed.cells.values() or not crossed.cohorts <= with_rows
