"""What was told to anybody, as whoever gets it reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.evaluation.records_oracle.people import (
    HALF_YEAR,
    LOOKS,
    Class,
    Ladders,
    Levels,
    Person,
    looks_at,
)

Values = tuple[str, ...]  # the finest, one of each column of a table
Group = frozenset[Values]


@dataclass(frozen=True, slots=True)
class Table:
    """About some secret columns together; None where a number is hidden."""

    columns: tuple[str, ...]
    half_years: frozenset[str]
    cells: Mapping[Group, int | None]


@dataclass(frozen=True, slots=True)
class Row:
    pseudonym: str
    looks: Class
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Records:
    """The rows about these half-years; `half_year_of` says what each is called in them."""

    half_years: frozenset[str]
    half_year_of: Mapping[str, str]
    rows: Sequence[Row]

    @property
    def spans(self) -> dict[str, frozenset[str]]:
        """The half-years that can't be told apart."""
        found: dict[str, set[str]] = {}
        for one in self.half_years:
            found.setdefault(self.half_year_of[one], set()).add(one)
        return {name: frozenset(some) for name, some in found.items()}


AT = LOOKS.index(HALF_YEAR)


def records_at(people: Sequence[Person], ladders: Ladders, levels: Levels) -> Records:
    """The rows about these as they would be told so many steps up."""
    rows = tuple(Row("", looks_at(one, ladders, levels), one.secrets) for one in people)
    half_years = frozenset(one.half_year for one in people)
    return Records(
        half_years, {one: ladders[HALF_YEAR][levels[AT]][one] for one in half_years}, rows
    )
