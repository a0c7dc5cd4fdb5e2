"""What everybody can work out from tables about the same people laid side by side.

Written from the definition of "Disclosure control" alone and knows nothing of how tables are made:
one unknown per half-year and place in all tables at once; each number that was told is a sum of
some of them; whole numbers from nothing up. A value below the threshold is safe when it could be
as few as half of itself and as many as the threshold, whoever looks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations

import numpy as np

from mentorship.evaluation.tables import Table
from tests.evaluation.crossed.oracle import lowest
from tests.evaluation.linked.worlds import (
    ROW_OF,
    Bundle,
    Place,
    World,
    every_place,
)

HalfYears = frozenset[str]
Vector = np.ndarray
TOO_MANY, TOO_FEW = "can't be as few as half", "can't be many"


class Why(StrEnum):
    """Why a group is nobody's business."""

    POOLED = "is in one row with others"
    BETWEEN = "is what two populations differ by"
    LINKED = "is in a row of one table and one of another, and would be in a third one"
    CROSSED = "is in a row of one table and one of another"


@dataclass(frozen=True, slots=True)
class Row:
    """Those of one table in some of its finest categories, of some half-years."""

    half_years: HalfYears
    table: str
    parts: frozenset[str]

    def holds(self, place: Place) -> bool:
        return place.half_year in self.half_years and ROW_OF[self.table](place) in self.parts

    def of(self, half_years: HalfYears) -> "Row":
        return Row(half_years, self.table, self.parts)

    def __str__(self) -> str:
        return f"{self.table} {'+'.join(sorted(self.parts))}"


@dataclass(frozen=True, slots=True)
class Target:
    """A group that is to be kept: of all these rows at once."""

    rows: tuple[Row, ...]
    why: Why

    def holds(self, place: Place) -> bool:
        return all(row.holds(place) for row in self.rows)

    def __str__(self) -> str:
        about = " ".join(sorted(self.rows[0].half_years))
        return f"{about}: {' and '.join(map(str, self.rows))}"


@dataclass(frozen=True, slots=True)
class Leak:
    """Who learns too much of what; `value` is what they don't know of themselves."""

    who: str
    target: Target
    value: int
    what: str

    @property
    def is_only_at_least(self) -> bool:
        """Of a group that stands in no table, and that may be many for all that anybody knows."""
        return self.target.why is Why.CROSSED and self.what == TOO_MANY

    def __str__(self) -> str:
        return f"{self.target}: {self.value} {self.what} for {self.who}; it {self.target.why}"


def tables_in(told: Sequence[Bundle]) -> list[Table]:
    return [one.table for bundle in told for one in bundle.verdicts if one.table is not None]


def facts_of(tables: Sequence[Table]) -> dict[Row, int]:
    """All numbers that were told, as they were told."""
    found: dict[Row, int] = {}
    for table in tables:
        for row, count in _counts(table):
            assert found.setdefault(row, count) == count
    return found


def _counts(table: Table) -> Iterator[tuple[Row, int]]:
    """Who stands in a row is known from its code: those of one group, or of some together."""
    groups = table.specification.dimension.levels[table.level].groups
    parts = {group.code: group.parts for group in groups}
    for one in table.rows:
        assert one.count is not None, "nothing is impossible in these tables"
        inside = frozenset[str]().union(*(parts[code] for code in one.code.split("+")))
        yield Row(frozenset(table.cohorts), table.specification.id, inside), one.count


def _pooled(table: Table) -> Iterator[Row]:
    """Each group that has no number by itself, because it has one with others."""
    groups = table.specification.dimension.levels[table.level].groups
    alone = {row.code for row in table.rows}
    for group in groups:
        if group.code not in alone:
            yield Row(frozenset(table.cohorts), table.specification.id, group.parts)


def kept(tables: Sequence[Table]) -> list[Target]:
    """All that nobody may learn, of what was told together and of what is between two of these."""
    told, pooled = list(facts_of(tables)), [row for table in tables for row in _pooled(table)]
    found: dict[tuple[Row, ...], Target] = {}

    def keep(why: Why, *rows: Row) -> None:
        found.setdefault(rows, Target(rows, why))

    for about, parts in _populations(tables).items():
        here = list(dict.fromkeys(row.of(about) for row in told if row.half_years in parts))
        for row in pooled:
            if row.half_years in parts:
                keep(Why.POOLED, row.of(about))
        for row in here if about not in parts else ():
            keep(Why.BETWEEN, row)
        for one, other in combinations(sorted(here, key=str), 2):
            if one.table != other.table:
                keep(Why.LINKED if _is_of_a_table(one, other) else Why.CROSSED, one, other)
    return list(found.values())


def _is_of_a_table(one: Row, other: Row) -> bool:
    """Whether some finest categories of one of the tables are just those of both rows."""
    places = every_place(sorted(one.half_years)[:1])  # alike in each of them
    inside = {place for place in places if one.holds(place) and other.holds(place)}
    return any(
        {row_of(place) for place in inside}.isdisjoint(
            row_of(place) for place in places if place not in inside
        )
        for row_of in ROW_OF.values()
    )


def _populations(tables: Sequence[Table]) -> dict[HalfYears, set[HalfYears]]:
    """Half-years that were told together, and what is between two; with those it comes from.

    Between two that have none in common there is nothing: rows of the one aren't rows of the other.
    """
    told = {frozenset(table.cohorts) for table in tables}
    found = {about: {about} for about in told}
    for one, other in permutations(sorted(told, key=sorted), 2):
        if one - other and one & other:
            found.setdefault(one - other, set()).update({one, other})
    return found


class Attack:
    """Everybody at once, who know all that was told; and who brought or guided some of them."""

    def __init__(self, world: World, tables: Sequence[Table], targets: Sequence[Target]) -> None:
        places = every_place(world.half_years)
        facts = facts_of(tables)
        inside = np.array(
            [[one.holds(place) for place in places] for one in [*facts, *targets]], dtype=int
        ).reshape(-1, len(places))
        # Unknowns that are in and out of everything together are one.
        merged, which = np.unique(inside, axis=1, return_inverse=True)
        self.size = merged.shape[1]
        self.at = dict(zip(places, which.ravel(), strict=True))
        self.sums, self.inside = merged[: len(facts)], merged[len(facts) :]
        self.numbers = np.array(list(facts.values()), dtype=int)
        self.targets, self.threshold = targets, world.limits.threshold
        self.truth = self._summed([one.place for one in world.people])
        assert (self.sums @ self.truth == self.numbers).all(), "what is told isn't so"
        self.seen = self.truth[None, :]
        self.known = {"anybody": np.zeros(self.size, dtype=int), **self._insiders(world)}

    def _summed(self, places: Sequence[Place]) -> Vector:
        found = np.zeros(self.size, dtype=int)
        for place in places:
            found[self.at[place]] += 1
        return found

    def _insiders(self, world: World) -> dict[str, Vector]:
        places: dict[str, list[Place]] = {}
        for person in world.people:
            for key in person.through:
                places.setdefault(key, []).append(person.place)
        return {key: self._summed(found) for key, found in places.items()}

    def leaks(self) -> Iterator[Leak]:
        for who, own in self.known.items():
            values = self.inside @ (self.truth - own)
            few = (values < self.threshold) & self.inside.any(axis=1)
            for number in np.flatnonzero(few):
                value, group = int(values[number]), self.inside[number]
                if not self._could(own, group, -((-value) // 2)):
                    yield Leak(who, self.targets[number], value, TOO_MANY)
                if not self._could(own, -group, -self.threshold):
                    yield Leak(who, self.targets[number], value, TOO_FEW)

    def _could(self, own: Vector, what: Vector, at_most: int) -> bool:
        """Whether there are people such that this of the others is no more, for who knows `own`."""
        seen = self.seen[(self.seen >= own).all(axis=1)] - own
        if (seen @ what <= at_most).any():
            return True
        found = lowest(self.sums, self.numbers - self.sums @ own, what)
        self.seen = np.vstack([self.seen, found + own])
        return bool(what @ found <= at_most)


def leaks(world: World, told: Sequence[Bundle]) -> Iterator[Leak]:
    """All that somebody can work out and may not."""
    tables = tables_in(told)
    targets = kept(tables)
    if targets:
        yield from Attack(world, tables, targets).leaks()
