"""Who is in a row of one table and in a row of another: both may be large, and they nobody.

How many there are stands in no table. They are no more than either row has, and where it can be
worked out that not both have many, few are in both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from mentorship.evaluation.disclosure.attack.judging import Both
from mentorship.evaluation.disclosure.attack.ledger import NumberOf, Population
from mentorship.evaluation.disclosure.families import Kin, Member, People
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.statements import CellName


@dataclass(frozen=True, slots=True)
class Side:
    """Of a row of this table those who may be in the other row as well, of these half-years: how
    many, and how the attacker calls them."""

    table: Member
    people: People
    population: Population
    number: int
    cells: People

    @property
    def name(self) -> NumberOf:
        return NumberOf(self.population, self.cells)


Sides = tuple[Side, Side]


def sides_of(
    kin: Kin, rows: Iterable[People], told: Sequence[Release], populations: Sequence[Population]
) -> Iterator[Sides]:
    """Of each of these rows of its own, with each that another told; of two tables one looks."""
    for other in kin.others:
        if other.specification.id < kin.own.specification.id:
            continue
        theirs = dict.fromkeys(row for release in told for row in other.rows(release) or ())
        pairs = (_in_both(kin.own, row, other, there) for row in rows for there in theirs)
        for (here, there), one in product(dict.fromkeys(filter(all, pairs)), populations):
            mine, side = _side(kin, kin.own, here, one), _side(kin, other, there, one)
            if mine is not None and side is not None:
                yield mine, side


def _side(kin: Kin, table: Member, people: People, population: Population) -> Side | None:
    """None where not all of it was counted, or nobody can be in it."""
    half_years, counted = {str(one) for one in population}, table.counted
    if not half_years <= counted.keys():
        return None
    if all(people <= counted[one].impossible for one in half_years):
        return None
    number = table.count(people, half_years)
    return Side(table, people, population, number, kin.name(table, people))


def _in_both(one: Member, row: People, other: Member, there: People) -> tuple[People, People]:
    return other.places(there, one) & row, one.places(row, other) & there


def both_of(sides: Iterable[Sides], threshold: int, own: Mapping[CellName, int]) -> Iterator[Both]:
    """What has to be possible for who has so many of their own; where both are so many it is."""
    for one, other in sides:
        least = own.get(one.name, 0) + threshold, own.get(other.name, 0) + threshold
        if one.number < least[0] or other.number < least[1]:
            yield Both((one.name, other.name), least)
