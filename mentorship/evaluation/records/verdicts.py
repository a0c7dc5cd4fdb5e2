"""Whether rows about single trajectories may go, and how coarse; decided on plain values."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from mentorship.evaluation.disclosure.crossed.ledger import CrossRelease
from mentorship.evaluation.disclosure.records import (
    Allowed,
    Asked,
    Insiders,
    Levels,
    Row,
    anonymity,
    classes,
    diversity,
    generalised,
    least_general,
)
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.records.columns import HALF_YEAR, HOUSE, INSIDE, Known
from mentorship.evaluation.records.people import PERSON, THROUGH
from mentorship.evaluation.tables import CohortCounts, Level

L = 2
# A House that is told as a column knows its classes by office, and is bound by that.
INSIDERS = Insiders(PERSON, THROUGH, HOUSE)


class RecordsRule(StrEnum):
    """Why no row may go, in the order in which it is looked at."""

    NOT_AN_EVALUATOR = "not_an_evaluator"
    COHORT_OPEN = "cohort_open"
    TOLD_BEFORE = "told_before"
    HIDDEN = "hidden_in_a_table"
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
    cohorts: tuple[str, ...],
    columns: tuple[Known, ...],
    rows: Sequence[Row],
    limits: Limits,
    allowed: Allowed,
) -> RecordsVerdict:
    """As fine as every class withstands whoever knows some of it (decision 54)."""
    hierarchies = [one.hierarchy for one in columns]
    asked = Asked(limits.threshold, L, share=limits.largest_share)
    find = partial(
        least_general, rows, hierarchies, [one.sensitive for one in INSIDE], asked, INSIDERS
    )
    levels = find(allowed) if rows else None
    if levels is not None:
        told = tuple(generalised(rows, hierarchies, levels))
        return RecordsVerdict(cohorts, columns, levels, told)
    is_alike = not rows or find() is None
    broken = RecordsRule.TOO_ALIKE if is_alike else RecordsRule.DIFFERENCE
    return RecordsVerdict(cohorts, columns, broken=broken)


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


def clashes(
    crossed: CrossRelease, questions: Collection[str], rows: Collection[frozenset[str]]
) -> bool:
    """Whether a crossed table and rows of these groups of half-years give each other away.

    With the rows could be counted what is hidden in it, or what is left of either without the
    other: unless it is about whole groups and hides nothing.
    """
    touched = [group for group in rows if not group.isdisjoint(crossed.cohorts)]
    if not touched or not {one.measure.id for one in INSIDE} & set(questions):
        return False
    return None in crossed.cells.values() or crossed.cohorts != frozenset().union(*touched)
