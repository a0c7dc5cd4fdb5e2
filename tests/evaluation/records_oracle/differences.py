"""What rows and tables give away together: what stands between two populations of theirs.

From "Disclosure control": of every group of people who are in one population and not in another,
as detailed as a table told them, nobody may work out fewer than the threshold; also not who knows
those of one mentor or referrer. The reckoning in whole numbers is that of the crossed tables.

Rows show every number about their own half-years, and are held to other rules for that. Left open
is whether a number may be seen there that a table hid about these same people, or that stands
between a table and some of the rows, and whether nearly all between two populations may be alike;
the strict reading says no to all three.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mentorship.evaluation.disclosure.rules import Limits
from tests.evaluation.crossed.oracle import Attack, Cell, Fact, Leak
from tests.evaluation.records_oracle.classes import Reading
from tests.evaluation.records_oracle.people import Person
from tests.evaluation.records_oracle.told import AT, Group, Records, Table, Values

Place = tuple[str, ...]  # the half-year, then a value of each column


@dataclass(frozen=True, slots=True)
class Box:
    half_years: frozenset[str]
    inside: frozenset[Values]

    def holds(self, place: Place) -> bool:
        return place[0] in self.half_years and place[1:] in self.inside


@dataclass(frozen=True, slots=True)
class Somebody:
    place: Place
    through: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """Everybody in these columns; where nobody is there could have been somebody."""

    columns: tuple[str, ...]
    every: tuple[Values, ...]
    half_years: tuple[str, ...]
    people: tuple[Somebody, ...]
    limits: Limits

    @property
    def places(self) -> list[Place]:
        return [(one, *values) for one in self.half_years for values in self.every]

    def box(self, half_years: frozenset[str], columns: tuple[str, ...], group: Group) -> Box:
        at = [self.columns.index(column) for column in columns]
        inside = (one for one in self.every if tuple(one[place] for place in at) in group)
        return Box(half_years, frozenset(inside))


def given_away(
    people: Sequence[Person],
    values: dict[str, tuple[str, ...]],
    tables: Sequence[Table],
    records: Sequence[Records],
    threshold: int,
    reading: Reading = Reading.MILD,
) -> Iterator[Leak]:
    """`values` are all that a column can hold; which is no secret."""
    about = {table.columns for table in tables}
    for columns in sorted(one for one in about if not any({*one} < {*more} for more in about)):
        inside = [one for one in tables if {*one.columns} <= {*columns}]
        asked = asked_of(people, values, columns, inside, records, threshold)
        cells = _protected(asked, inside, records, reading)
        if cells:
            attack = Attack(asked, facts_of(asked, inside, records), cells)  # type: ignore[arg-type]
            for who, own in attack.known.items():
                yield from attack._leaks_to(who, own)
            if reading is Reading.STRICT:
                yield from attack.shares()


def asked_of(
    people: Sequence[Person],
    values: dict[str, tuple[str, ...]],
    columns: tuple[str, ...],
    tables: Sequence[Table],
    records: Sequence[Records],
    threshold: int,
) -> Asked:
    about = frozenset[str]().union(*(one.half_years for one in [*tables, *records]))
    inside = tuple(
        Somebody((one.half_year, *(one.secrets[column] for column in columns)), one.through)
        for one in people
        if one.half_year in about
    )
    every = tuple(product(*(values[column] for column in columns)))
    return Asked(columns, every, tuple(sorted(about)), inside, Limits(threshold=threshold))


def facts_of(asked: Asked, tables: Sequence[Table], records: Sequence[Records]) -> list[Fact]:
    return [
        Fact(box, number)  # type: ignore[arg-type]
        for box, number in dict.fromkeys(_numbers(asked, tables, records))
    ]


def _numbers(
    asked: Asked, tables: Sequence[Table], records: Sequence[Records]
) -> Iterator[tuple[Box, int]]:
    for table in tables:
        for group, number in table.cells.items():
            if number is not None:
                yield asked.box(table.half_years, table.columns, group), number
    for one in records:
        for name, some in one.spans.items():
            at = [row for row in one.rows if row.looks[AT] == name]
            told = [column for column in asked.columns if column in one.groups]
            many = Counter(tuple(row.secrets[column] for column in told) for row in at)
            for codes in product(*(one.groups[column] for column in told)):
                parts = [one.groups[column][code] for column, code in zip(told, codes, strict=True)]
                group = frozenset(product(*parts))
                yield asked.box(some, tuple(told), group), many[codes]


def _protected(
    asked: Asked, tables: Sequence[Table], records: Sequence[Records], reading: Reading
) -> list[Cell]:
    """What a table is about, and what is between any two populations, as detailed as tables are."""
    details: dict[frozenset[str], list[Table]] = {}
    for table in tables:
        details.setdefault(table.half_years, []).append(table)
    in_rows = {some for one in records for some in (one.half_years, *one.spans.values())}
    populations = sorted({*details, *in_rows}, key=sorted)
    nobody = frozenset[str]()
    found: dict[Box, Cell] = {}
    for one, other in product(populations, [*populations, nobody]):
        between, about = one - other, [*details.get(one, ()), *details.get(other, ())]
        if not between or (reading is Reading.MILD and _is_told_in_rows(between, records)):
            continue
        whole = Box(between, frozenset(asked.every))
        hidden_only = any(between in (one.half_years, *one.spans.values()) for one in records)
        for table in about:
            for group, number in table.cells.items():
                if not hidden_only or (number is None and between == table.half_years):
                    box = asked.box(between, table.columns, group)
                    found[box] = Cell(box, (whole, whole))  # type: ignore[arg-type]
    return list(found.values())


def _is_told_in_rows(half_years: frozenset[str], records: Sequence[Records]) -> bool:
    """Then it is a part of the rows, and held to what rows are held to."""
    inside = [some for one in records for some in one.spans.values() if some <= half_years]
    return frozenset[str]().union(*inside) == half_years
