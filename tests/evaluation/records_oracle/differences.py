"""What rows and tables give away together: what stands between two populations of theirs.

From "Disclosure control": of every group of people who are in one population and not in another,
as detailed as a table told them, nobody may work out fewer than the threshold; also not who knows
those of one mentor or referrer. The reckoning in whole numbers is that of the crossed tables.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mentorship.evaluation.disclosure.rules import Limits
from tests.evaluation.crossed.oracle import Attack, Cell, Fact, Leak
from tests.evaluation.records_oracle.people import Person
from tests.evaluation.records_oracle.told import AT, Groups, Records, Table

Place = tuple[str, ...]  # the half-year, then a value of each column


@dataclass(frozen=True, slots=True)
class Box:
    half_years: frozenset[str]
    within: tuple[frozenset[str] | None, ...]  # None is any value

    def holds(self, place: Place) -> bool:
        return place[0] in self.half_years and all(
            some is None or value in some
            for value, some in zip(place[1:], self.within, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Somebody:
    place: Place
    through: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """Everybody in these columns; where nobody is there could have been somebody."""

    columns: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    half_years: tuple[str, ...]
    people: tuple[Somebody, ...]
    limits: Limits

    @property
    def places(self) -> list[Place]:
        return list(product(self.half_years, *self.values))


def given_away(
    people: Sequence[Person],
    values: dict[str, tuple[str, ...]],
    tables: Sequence[Table],
    records: Sequence[Records],
    threshold: int,
) -> Iterator[tuple[tuple[str, ...], Leak]]:
    """`values` are all that a column can hold; which is no secret."""
    about = {table.columns for table in tables}
    for columns in sorted(one for one in about if not any(set(one) < set(more) for more in about)):
        inside = [one for one in tables if set(one.columns) <= set(columns)]
        region = _region(people, values, columns, inside, records, threshold)
        cells = _protected(columns, inside, records)
        if cells:
            attack = Attack(region, [*_facts(region, inside, records)], cells)  # type: ignore[arg-type]
            for who, own in attack.known.items():
                yield from ((columns, leak) for leak in attack._leaks_to(who, own))


def _region(
    people: Sequence[Person],
    values: dict[str, tuple[str, ...]],
    columns: tuple[str, ...],
    tables: Sequence[Table],
    records: Sequence[Records],
    threshold: int,
) -> Region:
    asked = frozenset[str]().union(*(one.half_years for one in [*tables, *records]))
    inside = tuple(
        Somebody((one.half_year, *(one.secrets[column] for column in columns)), one.through)
        for one in people
        if one.half_year in asked
    )
    every = tuple(values[column] for column in columns)
    return Region(columns, every, tuple(sorted(asked)), inside, Limits(threshold=threshold))


def _facts(region: Region, tables: Sequence[Table], records: Sequence[Records]) -> Iterator[Fact]:
    seen: set[Box] = set()
    for box, number in _numbers(region, tables, records):
        if box not in seen:
            seen.add(box)
            yield Fact(box, number)  # type: ignore[arg-type]


def _numbers(
    region: Region, tables: Sequence[Table], records: Sequence[Records]
) -> Iterator[tuple[Box, int]]:
    for table in tables:
        for groups, number in table.cells.items():
            if number is not None:
                yield Box(table.half_years, _within(region.columns, table, groups)), number
    for one in records:
        for name, some in one.spans.items():
            at = [row for row in one.rows if row.looks[AT] == name]
            many = Counter(tuple(row.secrets[c] for c in region.columns) for row in at)
            for found in product(*region.values):
                yield Box(some, tuple(frozenset({value}) for value in found)), many[found]


def _within(
    columns: tuple[str, ...], table: Table, groups: Groups
) -> tuple[frozenset[str] | None, ...]:
    own = dict(zip(table.columns, groups, strict=True))
    return tuple(own.get(column) for column in columns)


def _protected(
    columns: tuple[str, ...], tables: Sequence[Table], records: Sequence[Records]
) -> list[Cell]:
    """What is between any two populations, as detailed as the tables about them."""
    details: dict[frozenset[str], list[Table]] = {}
    for table in tables:
        details.setdefault(table.half_years, []).append(table)
    in_rows = {some for one in records for some in (one.half_years, *one.spans.values())}
    populations = {*details, *in_rows}
    found: dict[Box, Cell] = {}
    nobody = frozenset[str]()
    for one, other in product(populations, {*populations, nobody}):
        between, about = one - other, [*details.get(one, ()), *details.get(other, ())]
        if not between or _is_told_in_rows(between, records):
            continue
        for table in about:
            for groups in table.cells:
                box = Box(between, _within(columns, table, groups))
                whole = Box(between, (None,) * len(columns))
                found[box] = Cell(box, (whole, whole))  # type: ignore[arg-type]
    return list(found.values())


def _is_told_in_rows(half_years: frozenset[str], records: Sequence[Records]) -> bool:
    """Then it is a part of the rows, and held to what rows are held to."""
    inside = [some for one in records for some in one.spans.values() if some <= half_years]
    return frozenset[str]().union(*inside) == half_years
