"""What was told before that has to do with one crossed table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship.evaluation.crosstabs import CrossSpecification, Detail
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.tables import CohortCounts

Counted = Mapping[str, CohortCounts]


@dataclass(frozen=True, slots=True)
class CrossRelease:
    """A crossed table that somebody outside has; `cells` by code, None for whatever wasn't told."""

    specification: str
    edition: int
    cohorts: frozenset[str]
    detail: Detail
    cells: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Before:
    """Everything that anybody outside has, in tables of one and of two dimensions."""

    tables: Sequence[Release] = ()
    crossed: Sequence[CrossRelease] = ()

    def about(self, specification: CrossSpecification) -> "Before":
        """As far as it is about these people; of other questions only how many they are, once."""
        about = [one for one in self.tables if one.population == specification.population]
        parts = (specification.rows, specification.columns)
        own = [one for one in about if any(map(one.is_of, parts))]
        totals = {one.cohorts: one for one in about}
        for one in own:
            totals.pop(one.cohorts, None)
        return Before(
            list(dict.fromkeys([*own, *totals.values()])),
            [
                one
                for one in self.crossed
                if (one.specification, one.edition) == (specification.id, specification.edition)
            ],
        )

    def is_other_edition_of(
        self, specification: CrossSpecification, cohorts: frozenset[str]
    ) -> bool:
        """One of the same questions was told in another way about some of the same people."""
        parts = (specification.rows, specification.columns)
        return any(
            one.is_other_edition_of(part, cohorts) for one in self.tables for part in parts
        ) or any(
            one.specification == specification.id
            and one.edition != specification.edition
            and not one.cohorts.isdisjoint(cohorts)
            for one in self.crossed
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every closed cohort: the cells of the crossed table, and its two tables by themselves."""

    cells: Counted
    rows: Counted
    columns: Counted
