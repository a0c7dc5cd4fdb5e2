"""Reads the first sheet of an XLSX file as text, row by row, and refuses formulas."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.faults import BadInput, CellError, Fault, Faults, bad_input
from mentorship.matching.file_limits import Limits

# A real sheet packs ten to thirty times smaller.
LARGEST_UNLESS_LOOSE, TIGHTEST = 20_000_000, 100
LAST_ROW = 1_048_576

Row = tuple[int, Sequence[str | CellError]]


def workbook_rows(file: str, stream: BinaryIO, told: Faults, limits: Limits) -> Iterator[Row]:
    """Numbered rows, blank ones left out. Raises `BadInput`."""
    try:
        _refuse_bomb(file, stream, limits)
        with warnings.catch_warnings():
            # It complains about styles and extensions that mean nothing to a table.
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True)
            sheet = book.worksheets[0]
            if len(book.worksheets) > 1:
                told.add(_other_sheets(file, sheet.title))
            # Some programs write wrong dimensions, which would cut rows off.
            sheet.reset_dimensions()
            seen = 0
            for number, row in enumerate(sheet.iter_rows(), 1):
                if number > LAST_ROW:
                    raise ValueError("numbers a row that no spreadsheet has")
                seen += len(row)
                if seen > limits.cells:
                    raise _too_many_cells(file)
                cells = [_cell(cell) for cell in row]
                if any(cells):
                    yield number, cells
    except BadInput:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl stumble in a dozen ways
        raise bad_input(
            file,
            _l("This can't be read as an XLSX file."),
            _l("Open it in your spreadsheet program and save it again as XLSX or “CSV UTF-8”."),
        ) from error


def _other_sheets(file: str, first: str) -> Fault:
    return Fault(
        file=file,
        value=first,
        problem=_l("Only this first sheet is read; there are others."),
        remedy=_l("Put everything on the first sheet, or remove the others."),
    )


def _too_many_cells(file: str) -> BadInput:
    return bad_input(
        file,
        _l("This sheet has more rows and columns than a list of people needs."),
        _l("Remove empty rows and columns, or save it as “CSV UTF-8”."),
    )


def _refuse_bomb(file: str, stream: BinaryIO, limits: Limits) -> None:
    with zipfile.ZipFile(stream) as packed:
        parts = packed.infolist()
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise bad_input(
            file,
            _l("Unpacked this file is larger than %(most)d MB.", most=limits.megabytes),
            _l("Remove pictures and other sheets, split it in two, or save it as “CSV UTF-8”."),
        )
    for part in parts:
        is_tight = part.file_size > TIGHTEST * part.compress_size
        if is_tight and part.file_size > LARGEST_UNLESS_LOOSE:
            raise ValueError("is packed tighter than any table")
    stream.seek(0)


def _cell(cell: Any) -> str | CellError:
    """The cell as a person would type it in a CSV file."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return CellError(
            _l("This cell holds a formula."),
            _l("Replace it by its outcome: copy, then paste as values."),
            str(value),
        )
    if cell.data_type == "e":
        problem, remedy = _l("This cell holds an error."), _l("Fill in the value itself.")
        return CellError(problem, remedy, str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()
