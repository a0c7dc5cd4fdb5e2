"""Crossed tables in a bundle: as rows for programs, and as a table for people."""

from mentorship.evaluation.crosstabs import CrossCell, CrossTable, State
from mentorship.evaluation.tables import TableRow, Words
from mentorship.evaluation.wording import both
from mentorship.foundation.i18n import (
    current_language,
    format_number,
    format_percentage,
    ngettext,
)
from mentorship.foundation.i18n import gettext as _

_NOBODY = "–"  # a structural zero, as in other tables
STATES: dict[State, Words] = {
    State.TOLD: Words("verteld", "told"),
    State.HIDDEN: Words("verborgen", "hidden"),
    State.IMPOSSIBLE: Words("kan niet", "not possible"),
}
Record = tuple[str | int | None, ...]


def records_of(table: CrossTable) -> list[Record]:
    """One line per cell: row, column, how many, whether it is told, and what it is a part of."""
    return [
        (
            row.code, row.label.nl, row.label.en, column.code, column.label.nl, column.label.en,
            cell.count, cell.state.value, row.count, column.count,
        )
        for row in table.rows
        for column in table.columns
        for cell in (table.cells[row.code, column.code],)
    ]  # fmt: skip


def level_of(table: CrossTable) -> Words:
    rows, columns = table.specification.level_names(table.detail)
    return both(
        lambda: _(
            "%(rows)s × %(columns)s",
            rows=rows.said_in(current_language()),
            columns=columns.said_in(current_language()),
        )
    )


def headers_of(table: CrossTable) -> tuple[str, ...]:
    language = current_language()
    first = table.specification.rows.dimension.label.said_in(language)
    names = (column.label.said_in(language) for column in table.columns)
    return (first, *names, _("together"))


def rows_of(table: CrossTable) -> list[tuple[str, ...]]:
    """Each cell with its share of the row; every number that is divided is told."""
    told = [
        (
            row.label.said_in(current_language()),
            *(_shown(table.cells[row.code, column.code], row) for column in table.columns),
            _number(row.count),
        )
        for row in table.rows
    ]
    last = (_("together"), *(_number(column.count) for column in table.columns))
    return [*told, (*last, format_number(table.total))]


def _shown(cell: CrossCell, row: TableRow) -> str:
    if cell.state is State.HIDDEN:
        return hidden_word()
    if cell.count is None or not row.count:
        return _NOBODY
    return f"{format_number(cell.count)} ({format_percentage(cell.count / row.count)})"


def hidden_word() -> str:
    return STATES[State.HIDDEN].said_in(current_language())


def _number(count: int | None) -> str:
    return _NOBODY if count is None else format_number(count)


def note_of(table: CrossTable) -> str:
    """How much of it is hidden."""
    if not table.hidden:
        return _("Shares are of the row. No cell is hidden.")
    return ngettext(
        "Shares are of the row. %(num)s of %(all)s cells is hidden.",
        "Shares are of the row. %(num)s of %(all)s cells are hidden.",
        table.hidden,
        all=format_number(table.possible),
    )
