"""The tables in one workbook: a sheet for each, after one that explains them."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from mentorship.evaluation.package import records
from mentorship.evaluation.package.archive import packed
from mentorship.evaluation.package.columns import Column
from mentorship.evaluation.package.content import Content
from mentorship.evaluation.package.crossed import level_of
from mentorship.evaluation.package.papers import terms_rows
from mentorship.evaluation.package.resources import Cell, Resource
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.i18n import current_language, speaking
from mentorship.foundation.i18n import gettext as _

_LONGEST_NAME = 31  # what Excel takes
_NARROWEST, _WIDEST = 8, 60  # in signs
_WIDTHS = (32, 44, 24, 12, 24, 80)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False}


def workbook(content: Content, resources: Sequence[Resource]) -> bytes:
    """In the language of the bundle; says that it was made on the day of the release."""
    # Loaded late: only who builds a bundle needs it.
    import xlsxwriter  # noqa: PLC0415

    file = io.BytesIO()
    with speaking(content.language):
        book = xlsxwriter.Workbook(file, _OPTIONS)
        title = _("Evaluation of ONE-on-ONE")
        made = datetime.combine(content.terms.released_on, time())
        book.set_properties({"title": title, "created": made})
        styles = _Styles(book)
        sheets = sheets_of(content, resources)
        _explain(book.add_worksheet(_explanation()), styles, content, resources)
        for one in resources:
            _fill(book.add_worksheet(sheets[one.name]), styles, one)
        book.close()
    return _stored(file.getvalue())


def sheets_of(content: Content, resources: Iterable[Resource]) -> dict[str, str]:
    """What the sheet of each table is called, by the name of the table."""
    with speaking(content.language):
        explanation = _explanation()
    tables = [one.name for one in resources]
    return dict(zip(tables, distinct_names([explanation, *tables])[1:], strict=True))


def distinct_names(wanted: Iterable[str]) -> list[str]:
    """Short enough, and no two that differ in capitals only: Excel takes these for one."""
    given: list[str] = []
    for name in wanted:
        short, number = name[:_LONGEST_NAME], 1
        while short.casefold() in {one.casefold() for one in given}:
            number += 1
            tail = f"~{number}"
            short = name[: _LONGEST_NAME - len(tail)] + tail
        given.append(short)
    return given


def _explanation() -> str:
    return _("Explanation")


class _Styles:
    """How the cells of one workbook look."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "0", "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})


def _explain(sheet: Any, styles: _Styles, content: Content, resources: Sequence[Resource]) -> None:
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, _("Evaluation of ONE-on-ONE"), styles.title)
    line = 2
    facts = [(_("Half-years"), half_year_names(content.cohorts)), *terms_rows(content)]
    for name, value in facts:
        sheet.write_string(line, 0, name, styles.header)
        sheet.write_string(line, 1, value, styles.text)
        line += 1
    for told in _notes():
        line += 1
        sheet.write_string(line, 0, told)
    line += 2
    headers = (_("Sheet"), _("Table"), _("Detail"), _("Together"), _("Unit"), _("What is counted"))
    for position, header in enumerate(headers):
        sheet.write_string(line, position, header, styles.header)
    sheets, about = sheets_of(content, resources), _about(content)
    for one in resources:
        line, name = line + 1, sheets[one.name]
        sheet.write_url(line, 0, f"internal:'{name}'!A1", styles.link, name)
        sheet.write_string(line, 1, one.title.said_in(current_language()), styles.text)
        for position, cell in enumerate(about.get(one.name, ()), start=2):
            _write(sheet, styles, line, position, cell)


def _notes() -> list[str]:
    return [
        _("Each sheet holds one table, the same as the file of that name in data/."),
        _(
            "An empty count says that nobody can be in a group by definition. In a crossed table "
            "the column “state” says whether it is that, or hidden."
        ),
        _("What every code means is on the sheet “codebook”; how it was counted is in methods.md."),
        _("These figures come from a signed bundle. A copy of this file alone can't be checked."),
    ]


def _about(content: Content) -> dict[str, tuple[Cell, ...]]:
    """Per table in which detail, how many of what, and what was counted."""
    language = current_language()
    told: dict[str, tuple[Cell, ...]] = {
        one.id: (
            table.level_name.said_in(language),
            table.total,
            table.specification.unit.said_in(language),
            one.meaning.said_in(language),
        )
        for one, table in content.tables
    }
    for rows in content.records_told:
        told[records.RECORDS] = (
            records.level_of(rows).said_in(language),
            len(rows.rows),
            _("trajectories"),
            records.MEANING.said_in(language),
        )
    return told | {
        one.id: (
            level_of(table).said_in(language),
            table.total,
            table.specification.rows.unit.said_in(language),
            one.definition.said_in(language),
        )
        for one, table in content.crossed_tables
    }


def _fill(sheet: Any, styles: _Styles, resource: Resource) -> None:
    """The header stays in sight."""
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(resource.columns):
        sheet.set_column(position, position, _width(column, resource.cells(column)))
        sheet.write_string(0, position, column.name, styles.header)
    for line, row in enumerate(resource.rows, start=1):
        for position, cell in enumerate(row):
            _write(sheet, styles, line, position, cell)


def _width(column: Column, cells: Sequence[Cell]) -> int:
    longest = max(len(str(cell)) for cell in (column.name, *cells) if cell is not None)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _write(sheet: Any, styles: _Styles, line: int, position: int, cell: Cell) -> None:
    """Each kind by its own name, so that a text stays one whatever it begins with."""
    if isinstance(cell, str):
        sheet.write_string(line, position, cell, styles.text)
    elif isinstance(cell, int):
        sheet.write_number(line, position, cell, styles.number)
    elif isinstance(cell, date):
        sheet.write_datetime(line, position, datetime.combine(cell, time()), styles.day)


def _stored(book: bytes) -> bytes:
    """The same workbook without compression, which differs from machine to machine."""
    with zipfile.ZipFile(io.BytesIO(book)) as reader:
        return packed({name: reader.read(name) for name in reader.namelist()})
