"""Every figure ever released, and what anybody holds who has several releases.

A population is a set of whole cohorts. The same count over two populations hangs together through
the cohorts they share, so releases are attacked together, with the public totals from elsewhere.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from mentorship.evaluation.disclosure.attack.evidence import Evidence, both_known, cells_of
from mentorship.evaluation.disclosure.statements import CellName, Combination, Interval, Relation

Population = frozenset[Hashable]

PUBLIC = "public"


class NumberOf(NamedTuple):
    """A count of something (a cell of a table) over a population: its name in joint attacks."""

    population: Population
    of: Hashable


@dataclass(frozen=True, slots=True)
class Telling:
    """Figures told to one recipient over one population.

    The evidence names cells by what is counted, the same in every population; its relations hold
    for every cohort, because they are how the tables are built. `recipient` PUBLIC: everybody.
    """

    recipient: str
    population: Population
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Ledger:
    """In order of release; nothing is ever taken out: what is told stays told."""

    tellings: tuple[Telling, ...] = ()

    def with_more(self, *tellings: Telling) -> "Ledger":
        return Ledger(self.tellings + tellings)

    def held_by(
        self, coalition: Collection[str] | None = None, about: Collection[Population] = ()
    ) -> Evidence:
        """All that these recipients hold together, and the public; None: everybody, as people talk.

        More told is never less known, so whatever is safe from everybody is safe from each few.
        Every population of the ledger, `about`, and each less another hang together in it.
        Raises Contradictory when one cell was told as two things.
        """
        held = [
            telling
            for telling in self.tellings
            if coalition is None or telling.recipient in {*coalition, PUBLIC}
        ]
        return _joined(held, dict.fromkeys([*self.populations, *about]))

    @property
    def populations(self) -> list[Population]:
        return list(dict.fromkeys(telling.population for telling in self.tellings))


def blocks(populations: Iterable[Population]) -> list[Population]:
    """Cohorts that are always told together: the smallest sets that differences can reach."""
    families = list(dict.fromkeys(populations))
    together: dict[tuple[bool, ...], set[Hashable]] = {}
    for family in families:
        for cohort in family:
            where = tuple(cohort in other for other in families)
            together.setdefault(where, set()).add(cohort)
    return [frozenset(cohorts) for cohorts in together.values()]


def differences(populations: Collection[Population]) -> list[Population]:
    """Of whom counts have to be protected: each population, and each less another."""
    found = dict.fromkeys(populations)
    for one in populations:
        found.update((one - other, None) for other in populations if one - other)
    return list(found)


def linked(populations: Iterable[Population], counted: Collection[Hashable]) -> list[Relation]:
    """Every population's count is the sum over its blocks."""
    wanted = list(dict.fromkeys(populations))
    parts = blocks(wanted)
    return [
        Relation(
            NumberOf(population, of),
            tuple(NumberOf(block, of) for block in parts if block <= population),
        )
        for population in wanted
        if population not in parts
        for of in counted
    ]


def _joined(tellings: Collection[Telling], populations: Collection[Population]) -> Evidence:
    counted = dict.fromkeys(of for telling in tellings for of in cells_of(telling.evidence))
    structure = {relation: None for telling in tellings for relation in telling.evidence.relations}
    known: dict[CellName, Interval] = {}
    for telling in tellings:
        told = telling.evidence.known.items()
        placed: dict[CellName, Interval] = {
            NumberOf(telling.population, of): interval for of, interval in told
        }
        known = both_known(known, placed)
    relations = (
        _placed(relation, population)
        for population in dict.fromkeys([*populations, *blocks(populations)])
        for relation in structure
    )
    statements = (
        _placed_statement(statement, telling.population)
        for telling in tellings
        for statement in telling.evidence.combinations
    )
    return Evidence(
        known,
        (*relations, *linked(differences(populations), counted)),
        tuple(statements),
    )


def _placed(relation: Relation, population: Population) -> Relation:
    parts = tuple(NumberOf(population, part) for part in relation.parts)
    return Relation(NumberOf(population, relation.whole), parts)


def _placed_statement(told: Combination, population: Population) -> Combination:
    weights = tuple((NumberOf(population, cell), weight) for cell, weight in told.weights)
    return Combination(weights, told.low, told.high)
