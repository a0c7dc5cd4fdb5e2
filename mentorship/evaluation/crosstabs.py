"""Knows what a crossed table is: two tables about the same people, each row of one by each of the
other, of which some cells may be hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship.evaluation.tables import Group, Specification, TableRow, Words

_BETWEEN = "|"


def pair_code(row: str, column: str) -> str:
    """How a cell is called in a count; no code of a row has this sign."""
    return f"{row}{_BETWEEN}{column}"


def pair_of(code: str) -> tuple[str, str]:
    row, _, column = code.partition(_BETWEEN)
    return row, column


class NotCrossable(ValueError):
    """Two tables about other people, or a code that can't be told from two."""


@dataclass(frozen=True, slots=True)
class CrossSpecification:
    """A crossed table that may be asked for, fixed for ever under its id and edition."""

    id: str
    edition: int
    title: Words
    rows: Specification
    columns: Specification

    def __post_init__(self) -> None:
        codes = {*self.rows.dimension.levels[0].parts, *self.columns.dimension.levels[0].parts}
        if self.rows.population != self.columns.population or self.rows.id == self.columns.id:
            raise NotCrossable(self.id)
        if any(_BETWEEN in code for code in codes):
            raise NotCrossable(self.id)

    @property
    def population(self) -> str:
        return self.rows.population

    def groups(self, detail: "Detail") -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        return (
            self.rows.groups(detail.rows, frozenset(detail.row_pool)),
            self.columns.groups(detail.columns, frozenset(detail.column_pool)),
        )

    def level_names(self, detail: "Detail") -> tuple[Words, Words]:
        return (
            self.rows.level_name(detail.rows, is_pooled=bool(detail.row_pool)),
            self.columns.level_name(detail.columns, is_pooled=bool(detail.column_pool)),
        )


@dataclass(frozen=True, order=True, slots=True)
class Detail:
    """The level of the rows and that of the columns; 0 is the finest.

    Groups whose codes are in a pool are one row, or column, together, as in the table of their own.
    """

    rows: int
    columns: int
    row_pool: tuple[str, ...] = ()
    column_pool: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """How much coarser than it could be counted."""
        return self.rows + self.columns + bool(self.row_pool) + bool(self.column_pool)


class State(StrEnum):
    """Whether a cell is told. One word for all that is hidden, whatever the reason."""

    TOLD = "told"
    HIDDEN = "hidden"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class CrossCell:
    state: State
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CrossTable:
    """What is told of it, with what its two tables tell as margins; `cells` by codes."""

    specification: CrossSpecification
    detail: Detail
    cohorts: tuple[str, ...]
    rows: tuple[TableRow, ...]
    columns: tuple[TableRow, ...]
    cells: Mapping[tuple[str, str], CrossCell]

    @property
    def total(self) -> int:
        return sum(row.count or 0 for row in self.rows)

    @property
    def possible(self) -> int:
        return sum(cell.state is not State.IMPOSSIBLE for cell in self.cells.values())

    @property
    def told(self) -> int:
        return sum(cell.state is State.TOLD for cell in self.cells.values())

    @property
    def hidden(self) -> int:
        return self.possible - self.told

    @property
    def plain(self) -> dict[str, int | None]:
        """As it is kept in the ledger: the numbers that were told, and None for those that
        weren't."""
        return {pair_code(*codes): cell.count for codes, cell in self.cells.items()}
