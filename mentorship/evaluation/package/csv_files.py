"""The tables as CSV: UTF-8, ISO dates, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorship.evaluation.package.content import Content
from mentorship.evaluation.tables import Table, Words

CODEBOOK, CONTEXT, TOTALS = "codebook.csv", "data/context.csv", "data/totals.csv"
_NO_LEVEL = ("", "", "")
_KIND = Words("soort verandering", "kind of change")
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A field of Table Schema."""

    name: str
    type: str
    title: str
    description: str


TABLE_COLUMNS = (
    Column("category", "string", "Category", "Code of the group; the codebook says what it is."),
    Column("label_nl", "string", "Label (Dutch)", "What the group is called in Dutch."),
    Column("label_en", "string", "Label (English)", "What the group is called in English."),
    Column("count", "integer", "Count", "How many; empty where nobody can be by definition."),
)
TOTAL_COLUMNS = (
    Column(
        "population", "string", "Population", "Which tables have this total, by what they count."
    ),
    Column("label_nl", "string", "Label (Dutch)", "Who or what is counted, in Dutch."),
    Column("label_en", "string", "Label (English)", "Who or what is counted, in English."),
    Column("count", "integer", "Count", "How many there are in all."),
)
CONTEXT_COLUMNS = (
    Column("day", "date", "Day", "From which day it was so."),
    Column("kind", "string", "Kind", "What kind of change it was."),
    Column("change", "string", "Change", "What changed, in the words of the programme."),
)
CODEBOOK_COLUMNS = (
    Column("table", "string", "Table", "Which table the line is about."),
    Column("category", "string", "Category", "Code of the group, or * for the table itself."),
    Column("name_nl", "string", "Name (Dutch)", "The name in Dutch."),
    Column("name_en", "string", "Name (English)", "The name in English."),
    Column("meaning_nl", "string", "Meaning (Dutch)", "What is counted, in Dutch."),
    Column("meaning_en", "string", "Meaning (English)", "What is counted, in English."),
    Column("level_nl", "string", "Level (Dutch)", "In which detail the table is told, in Dutch."),
    Column("level_en", "string", "Level (English)", "In which detail, in English."),
    Column("total", "integer", "Total", "All groups of the table together."),
)


def path_of(table: Table) -> str:
    return f"data/{table.specification.id}.csv"


def table_csv(table: Table) -> bytes:
    rows = (
        (row.code, row.label.nl, row.label.en, "" if row.count is None else str(row.count))
        for row in table.rows
    )
    return written(TABLE_COLUMNS, rows)


def totals_csv(content: Content) -> bytes:
    rows = ((one.population, one.label.nl, one.label.en, str(one.count)) for one in content.totals)
    return written(TOTAL_COLUMNS, rows)


def context_csv(content: Content) -> bytes:
    rows = ((change.day.isoformat(), change.kind, change.text) for change in content.changes)
    return written(CONTEXT_COLUMNS, rows)


def codebook_csv(content: Content) -> bytes:
    return written(CODEBOOK_COLUMNS, _codebook_rows(content))


def _codebook_rows(content: Content) -> Iterable[tuple[str, ...]]:
    for one, table in content.tables:
        level = table.level_name
        whole = (level.nl, level.en, str(table.total))
        yield (*_line(one.id, "*", one.title, one.meaning), *whole)
        for row in table.rows:
            yield (*_line(one.id, row.code, row.label, table.specification.unit), *_NO_LEVEL)
    for total in content.totals:
        yield (*_line("totals", total.population, total.label, total.unit), *_NO_LEVEL)
    kinds = {change.kind: change.kind_label for change in content.changes}
    for kind, label in sorted(kinds.items()):
        yield (*_line("context", kind, label, _KIND), *_NO_LEVEL)


def _line(table: str, code: str, name: Words, meaning: Words) -> tuple[str, ...]:
    return (table, code, name.nl, name.en, meaning.nl, meaning.en)


def written(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> bytes:
    """Lines end as RFC 4180 says."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(column.name for column in columns)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
