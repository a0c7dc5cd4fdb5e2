"""Attacks a crossed table with everything that anybody outside has.

On purpose nothing here comes from `protection`: cells are called by the people in them and counted
anew, so that a mistake there isn't made here too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from mentorship.evaluation.crosstabs import CrossSpecification, Detail, pair_code
from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.attack.insiders import attack_by_all
from mentorship.evaluation.disclosure.attack.judging import AttackVerdict, Protected
from mentorship.evaluation.disclosure.attack.ledger import (
    Ledger,
    NumberOf,
    Population,
    Telling,
)
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.statements import (
    CellName,
    Interval,
    Need,
    Relation,
    need_of,
)
from mentorship.evaluation.tables import Group, Specification

People = frozenset[str]
Division = Sequence[People]
# Who is in the row and who in the column; everybody of a question is all of its people.
Place = tuple[People, People]


@dataclass(frozen=True, slots=True)
class Told:
    """One crossed table of a population: what was counted, and all that anybody has of it."""

    specification: CrossSpecification
    numbers: Numbers
    before: Before


def attacked(crossed: Sequence[Told], limits: Limits) -> list[AttackVerdict]:
    """Crossed tables about the same people, attacked together; one verdict for each of them.

    What they tell hangs together through the tables that they share, in every set of half-years
    that any of them was told about. Each verdict counts all who attack.
    """
    worlds = [_World(one.specification, one.numbers, one.before) for one in crossed]
    relations = tuple(dict.fromkeys(relation for one in worlds for relation in one.relations()))
    ledger = Ledger(tuple(telling for one in worlds for telling in one.tellings(relations)))
    try:
        held = Attack(ledger.held_by())
        return [_verdict(one, held, limits) for one in worlds]
    except Contradictory:
        return [AttackVerdict(1, 1) for _ in worlds]


def _verdict(world: "_World", held: Attack, limits: Limits) -> AttackVerdict:
    return attack_by_all(
        held, lambda own: Protected(world.needs(limits.threshold, own)),
        world.groups(), world.insiders(), limits.largest_share,
    )  # fmt: skip


@dataclass(frozen=True)
class _World:
    specification: CrossSpecification
    numbers: Numbers
    told: Before

    def named(self, place: Place) -> CellName:
        """Rows and columns by the people in them, so that a table that two crossed ones share is
        called the same in both; everybody needs no name."""
        parts = (self.specification.rows, self.specification.columns)
        return tuple(
            sorted(
                (part.id, tuple(sorted(people)))
                for part, people, whole in zip(parts, place, self.everybody, strict=True)
                if people != whole
            )
        )

    def number(self, population: Population, place: Place) -> NumberOf:
        return NumberOf(population, self.named(place))

    @cached_property
    def everybody(self) -> Place:
        rows, columns = self.specification.rows, self.specification.columns
        return rows.dimension.levels[0].parts, columns.dimension.levels[0].parts

    @cached_property
    def divisions(self) -> tuple[list[Division], list[Division]]:
        """Each way in which the rows, and the columns, are divided on a level or in a table."""
        shown = [self.specification.groups(detail) for detail in self.details]
        rows, columns = self.specification.rows, self.specification.columns
        return (
            [*self._alone(rows), *(_people(groups) for groups, _ in shown)],
            [*self._alone(columns), *(_people(groups) for _, groups in shown)],
        )

    def _alone(self, part: Specification) -> Iterator[Division]:
        for level in part.dimension.levels:
            yield _people(level.groups)
        for one in self.told.tables:
            if one.pooled and one.is_of(part):
                yield _people(part.groups(one.level, one.pooled))

    @cached_property
    def places(self) -> list[Place]:
        """All cells that were told or hidden, and whatever they add up to."""
        everybody = self.everybody
        found: dict[Place, None] = {everybody: None}
        for division in self.divisions[0]:
            found.update({(one, everybody[1]): None for one in division})
        for division in self.divisions[1]:
            found.update({(everybody[0], one): None for one in division})
        for detail in self.details:
            shown = self.specification.groups(detail)
            rows = self.specification.rows.dimension.levels[detail.rows :]
            columns = self.specification.columns.dimension.levels[detail.columns :]
            for some, others in product(
                [*(level.groups for level in rows), shown[0]],
                [*(level.groups for level in columns), shown[1]],
            ):
                found.update({(one.parts, two.parts): None for one in some for two in others})
        return list(found)

    @property
    def details(self) -> list[Detail]:
        return sorted({one.detail for one in self.told.crossed})

    def shown(self, detail: Detail) -> list[Place]:
        rows, columns = self.specification.groups(detail)
        return [(row.parts, column.parts) for row, column in product(rows, columns)]

    def tellings(self, relations: tuple[Relation, ...]) -> Iterator[Telling]:
        told = [
            *((one.cohorts, dict(self._of_table(one))) for one in self.told.tables),
            *((one.cohorts, self._of_cells(one.detail, one.cells)) for one in self.told.crossed),
        ]
        for population, cells in told:
            yield Telling("somebody", population, Evidence(cells, relations))

    def relations(self) -> Iterator[Relation]:
        """Whatever is made of smaller ones of these places, row by row and column by column."""
        rows, columns = self.divisions
        shown = set(self.places)
        for row, column in self.places:
            for parts in _divided(row, rows):
                below: list[Place] = [(part, column) for part in parts]
                if shown.issuperset(below):
                    yield Relation(self.named((row, column)), tuple(map(self.named, below)))
            for parts in _divided(column, columns):
                below = [(row, part) for part in parts]
                if shown.issuperset(below):
                    yield Relation(self.named((row, column)), tuple(map(self.named, below)))

    def _of_table(self, release: Release) -> Iterator[tuple[CellName, Interval]]:
        """Its total, and its rows where it is one of these two tables."""
        rows, columns = self.everybody
        alone = ((self.specification.rows, self.numbers.rows),
                 (self.specification.columns, self.numbers.columns))  # fmt: skip
        for part, counted in alone:
            if not release.cohorts <= counted.keys():
                continue  # of before the crossed table, whose cells nobody was told then
            counts = [counted[one].counts for one in release.cohorts]
            yield (
                self.named(self.everybody),
                Interval.exactly(sum(sum(one.values()) for one in counts)),
            )
            if release.is_of(part):
                for group in part.groups(release.level, release.pooled):
                    number = sum(one.get(code, 0) for one in counts for code in group.parts)
                    is_row = part is self.specification.rows
                    place = (group.parts, columns) if is_row else (rows, group.parts)
                    yield self.named(place), Interval.exactly(number)

    def _of_cells(
        self, detail: Detail, cells: Mapping[str, int | None]
    ) -> Mapping[CellName, Interval]:
        rows, columns = self.specification.groups(detail)
        return {
            self.named((row.parts, column.parts)): Interval.exactly(number)
            for row, column in product(rows, columns)
            if (number := cells.get(pair_code(row.code, column.code))) is not None
        }

    def count(self, place: Place, cohorts: Collection[str]) -> int:
        return sum(
            self.numbers.cells[cohort].counts.get(pair_code(row, column), 0)
            for cohort in cohorts
            for row, column in product(*place)
        )

    def _own(self, who: str, place: Place, cohorts: Collection[str]) -> int:
        """Who came through somebody unknown may have come through this one."""
        names = {who, f"{who.partition(':')[0]}:"}
        return sum(
            sum(through.get(name, 0) for name in names)
            for cohort in cohorts
            for row, column in product(*place)
            if (through := self.numbers.cells[cohort].contributors.get(pair_code(row, column)))
        )

    @cached_property
    def _protected(self) -> list[tuple[Population, Place]]:
        """Cells that a table shows or hides, and those in what its population differs by from
        others."""
        everywhere = list(dict.fromkeys(one.cohorts for one in self.told.crossed))
        found: dict[tuple[Population, Place], None] = {}
        for release in self.told.crossed:
            own = release.cohorts
            between = [(own - other, other - own) for other in everywhere]
            populations = {own, *(one for pair in between for one in pair if one)}
            for population in sorted(populations, key=sorted):
                found.update({(population, cell): None for cell in self.shown(release.detail)})
        return list(found)

    @cached_property
    def _values(self) -> dict[CellName, int]:
        """Of those in which somebody can be."""
        return {
            name: self.count(place, [str(one) for one in population])
            for name, (population, place) in zip(self._names, self._protected, strict=True)
            if not self._is_impossible(place, population)
        }

    @cached_property
    def _names(self) -> list[NumberOf]:
        return [self.number(population, place) for population, place in self._protected]

    def needs(self, threshold: int, own: Mapping[CellName, int]) -> dict[CellName, Need]:
        asked = ((name, value, own.get(name, 0)) for name, value in self._values.items())
        found = ((name, need_of(value, threshold, part)) for name, value, part in asked)
        return {name: need for name, need in found if need is not None}

    def _is_impossible(self, place: Place, population: Population) -> bool:
        return all(
            pair_code(row, column) in self.numbers.cells[str(cohort)].impossible
            for cohort in population
            for row, column in product(*place)
        )

    def groups(self) -> list[tuple[CellName, CellName]]:
        """A cell and the row or column that it is a part of, where that has more than one part
        in which somebody can be."""
        rows, columns = self.everybody
        parts: dict[tuple[Population, Place], list[Place]] = {}
        for population, (row, column) in self._protected:
            if not self._is_impossible((row, column), population):
                for whole in ((row, columns), (rows, column)):
                    parts.setdefault((population, whole), []).append((row, column))
        return [
            (self.number(population, cell), self.number(population, whole))
            for (population, whole), cells in parts.items()
            if self._has_several(cells) and self.count(whole, [str(one) for one in population])
            for cell in cells
        ]

    def _has_several(self, cells: Sequence[Place]) -> bool:
        """Of one detail at least: a cell and the smaller ones in it are one."""
        return any(one[0].isdisjoint(two[0]) or one[1].isdisjoint(two[1])
                   for one, two in combinations(cells, 2))  # fmt: skip

    def insiders(self) -> list[dict[CellName, int]]:
        """Per referrer and mentor how many of each cell came through them."""
        everybody = {
            who
            for cohort in frozenset[str]().union(*(one.cohorts for one in self.told.crossed))
            for through in self.numbers.cells[cohort].contributors.values()
            for who in through
        }
        return [
            {
                name: known
                for name, (population, place) in zip(self._names, self._protected, strict=True)
                if (known := self._own(who, place, [str(one) for one in population]))
            }
            for who in sorted(everybody)
        ]


def _people(groups: Sequence[Group]) -> Division:
    return [group.parts for group in groups]


def _divided(people: People, divisions: Collection[Division]) -> Iterator[list[People]]:
    """Their parts in each division that divides just them."""
    for inside in dict.fromkeys(tuple(one for one in each if one < people) for each in divisions):
        if inside and sum(len(one) for one in inside) == len(people):
            yield list(inside)
