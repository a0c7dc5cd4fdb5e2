"""The tables of a bundle as plain cells, the same ones for every format."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mentorship.evaluation.crosstabs import CrossTable
from mentorship.evaluation.package.columns import (
    CODEBOOK_COLUMNS,
    CONTEXT_COLUMNS,
    CROSSED_COLUMNS,
    TABLE_COLUMNS,
    TOTAL_COLUMNS,
    Column,
)
from mentorship.evaluation.package.content import Content, CrossMeasured, Measured
from mentorship.evaluation.package.crossed import STATES, level_of, records_of
from mentorship.evaluation.package.records import (
    MEANING,
    RECORDS,
    TITLE,
    RecordsTold,
    codes_of,
    columns_of,
)
from mentorship.evaluation.package.records import level_of as level_of_records
from mentorship.evaluation.tables import Table, Words

TOTALS, CONTEXT, CODEBOOK = "totals", "context", "codebook"
Cell = str | int | date | None
_DATA = "data/"
_NO_LEVEL: tuple[Cell, ...] = (None, None, None)
_KIND = Words("soort verandering", "kind of change")
# A spreadsheet would run a cell that begins like this as a formula, also in a CSV that somebody
# makes of another format later. So the guard is part of the table and the same in all of them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Resource:
    """One table; a missing cell is None.

    `labels` say per column what its codes are called, `key` which columns tell rows apart.
    """

    name: str
    folder: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    def path(self, ending: str) -> str:
        return f"{self.folder}{self.name}.{ending}"

    def cells(self, column: Column) -> list[Cell]:
        position = self.columns.index(column)
        return [row[position] for row in self.rows]


def resources_of(content: Content) -> tuple[Resource, ...]:
    """In the order in which they are read; what has no rows is left out."""
    told = (
        *(_table(one, table) for one, table in content.tables),
        *(_crossed(one, table) for one, table in content.crossed_tables),
        *(_records(told) for told in content.records_told),
        *_around(content),
    )
    return tuple(one for one in told if one.rows)


def path_of(table: Table | CrossTable) -> str:
    """Without its ending: every format has a file of this name."""
    return f"{_DATA}{table.specification.id}"


def _table(one: Measured, table: Table) -> Resource:
    """Its columns are called by what they hold."""
    specification = table.specification
    titles = {"category": specification.dimension.label, "count": specification.unit}
    columns = tuple(
        replace(column, title=titles.get(column.name, column.title)) for column in TABLE_COLUMNS
    )
    return Resource(
        name=one.id,
        folder=_DATA,
        title=one.title,
        columns=columns,
        rows=_safe_rows((row.code, row.label.nl, row.label.en, row.count) for row in table.rows),
        key=("category",),
        labels={"category": {_safe(row.code): row.label for row in table.rows}},
    )


def _crossed(one: CrossMeasured, table: CrossTable) -> Resource:
    specification = table.specification
    titles = {
        "row": specification.rows.dimension.label,
        "column": specification.columns.dimension.label,
        "count": specification.rows.unit,
    }
    columns = tuple(
        replace(column, title=titles.get(column.name, column.title)) for column in CROSSED_COLUMNS
    )
    return Resource(
        name=one.id,
        folder=_DATA,
        title=one.title,
        columns=columns,
        rows=_safe_rows(records_of(table)),
        key=("row", "column"),
        labels={
            "row": {_safe(row.code): row.label for row in table.rows},
            "column": {_safe(column.code): column.label for column in table.columns},
            "state": {state.value: words for state, words in STATES.items()},
        },
    )


def _records(told: RecordsTold) -> Resource:
    return Resource(
        name=RECORDS,
        folder=_DATA,
        title=TITLE,
        columns=columns_of(told),
        rows=_safe_rows(told.rows),
        key=("pseudonym",),
        labels={
            one.name: {_safe(code): label for code, label in one.labels.items()}
            for one in told.columns
        },
    )


def _around(content: Content) -> Iterator[Resource]:
    yield Resource(
        name=TOTALS,
        folder=_DATA,
        title=Words("Wat er in totaal geteld is", "What was counted in all"),
        columns=TOTAL_COLUMNS,
        rows=_safe_rows(
            (one.population, one.label.nl, one.label.en, one.count) for one in content.totals
        ),
        labels={"population": {_safe(one.population): one.label for one in content.totals}},
    )
    yield Resource(
        name=CONTEXT,
        folder=_DATA,
        title=Words("Wat er in het programma veranderde", "What changed in the programme"),
        columns=CONTEXT_COLUMNS,
        rows=_safe_rows((change.day, change.kind, change.text) for change in content.changes),
        labels={"kind": {_safe(change.kind): change.kind_label for change in content.changes}},
    )
    yield Resource(
        name=CODEBOOK,
        folder="",
        title=Words("Codeboek", "Codebook"),
        columns=CODEBOOK_COLUMNS,
        rows=_safe_rows(_codebook_rows(content)),
    )


def _codebook_rows(content: Content) -> Iterator[tuple[Cell, ...]]:
    for one, table in content.tables:
        level = table.level_name
        yield (*_line(one.id, "*", one.title, one.explained), level.nl, level.en, table.total)
        for row in table.rows:
            yield (*_line(one.id, row.code, row.label, table.specification.unit), *_NO_LEVEL)
    for crossed, cells in content.crossed_tables:
        level, dimensions = level_of(cells), cells.specification
        yield (*_line(crossed.id, "*", crossed.title, crossed.definition), level.nl, level.en,
               cells.total)  # fmt: skip
        for rows, part in ((cells.rows, dimensions.rows), (cells.columns, dimensions.columns)):
            for row in rows:
                yield (*_line(crossed.id, row.code, row.label, part.dimension.label), *_NO_LEVEL)
    for told in content.records_told:
        level = level_of_records(told)
        yield (*_line(RECORDS, "*", TITLE, MEANING), level.nl, level.en, len(told.rows))
        for code, label, meaning in codes_of(told):
            yield (*_line(RECORDS, code, label, meaning), *_NO_LEVEL)
    for total in content.totals:
        yield (*_line(TOTALS, total.population, total.label, total.unit), *_NO_LEVEL)
    kinds = {change.kind: change.kind_label for change in content.changes}
    for kind, label in sorted(kinds.items()):
        yield (*_line(CONTEXT, kind, label, _KIND), *_NO_LEVEL)


def _line(table: str, code: str, name: Words, meaning: Words) -> tuple[Cell, ...]:
    return (table, code, name.nl, name.en, meaning.nl, meaning.en)


def _safe_rows(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(_safe(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    )


def _safe(text: str) -> str:
    """Blanks at the end are left out: a .sav can't tell them from its own."""
    text = text.rstrip(" ")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
