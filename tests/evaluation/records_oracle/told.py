"""What was told to anybody, as whoever gets it reads it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
    """The rows about these half-years; `half_year_of` says what each is called in them, `groups`
    for each secret column that is told what its codes stand for."""

    half_years: frozenset[str]
    half_year_of: Mapping[str, str]
    rows: Sequence[Row]
    groups: Mapping[str, Mapping[str, frozenset[str]]]

    @property
    def spans(self) -> dict[str, frozenset[str]]:
        """The half-years that can't be told apart."""
        found: dict[str, set[str]] = {}
        for one in self.half_years:
            found.setdefault(self.half_year_of[one], set()).add(one)
        return {name: frozenset(some) for name, some in found.items()}

    def as_told(self, people: Sequence[Person]) -> list[Person]:
        """With their secrets as far as rows tell them."""
        codes = {
            column: {value: code for code, values in groups.items() for value in values}
            for column, groups in self.groups.items()
        }
        return [
            replace(one, secrets={name: of[one.secrets[name]] for name, of in codes.items()})
            for one in people
        ]

    @property
    def answers(self) -> Iterator[Table]:
        """Anybody can count them: each secret by itself, of each half-years that are told apart."""
        for name, some in self.spans.items():
            at = [row for row in self.rows if row.looks[AT] == name]
            for column, groups in self.groups.items():
                many = Counter(row.secrets[column] for row in at)
                cells = {
                    frozenset((value,) for value in values): many[code]
                    for code, values in groups.items()
                }
                yield Table((column,), some, cells)


AT = LOOKS.index(HALF_YEAR)


def records_at(
    people: Sequence[Person],
    ladders: Ladders,
    levels: Levels,
    secrets: Mapping[str, Sequence[str]] | None = None,
) -> Records:
    """The rows about these as they would be told so many steps up, with these secrets and what
    values they can have; with all where none are named."""
    if secrets is None:
        secrets = {
            name: sorted({one.secrets[name] for one in people})
            for name in (people[0].secrets if people else ())
        }
    rows = tuple(
        Row("", looks_at(one, ladders, levels), {name: one.secrets[name] for name in secrets})
        for one in people
    )
    half_years = frozenset(one.half_year for one in people)
    groups = {
        name: {value: frozenset({value}) for value in values} for name, values in secrets.items()
    }
    return Records(
        half_years, {one: ladders[HALF_YEAR][levels[AT]][one] for one in half_years}, rows, groups
    )
