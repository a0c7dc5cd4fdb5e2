"""Reads a CSV or XLSX file as a header and numbered rows of text, whatever its name says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.faults import BadInput, CellError, Fault, Faults, bad_input
from mentorship.matching.file_limits import Limits
from mentorship.matching.headers import canonical, column_letters, known_headers

OPENING = 65_536
PDF, ZIP, OLE = b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = (";", ",")
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 16_384

Cell = str | CellError
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` can be walked once; blank rows are left out but counted."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def open_sheet(file: str, stream: BinaryIO, warnings: Faults, limits: Limits) -> Sheet:
    """The first sheet of the file; what the file is, its first bytes decide. Raises `BadInput`."""
    if not stream.seekable():
        stream = io.BytesIO(stream.read())
    opening = stream.read(OPENING)
    stream.seek(0)
    _refuse_what_is_no_table(file, opening)
    if opening.startswith(ZIP):
        # Loading openpyxl takes half a second: only who brings an XLSX should wait for it.
        from mentorship.matching.workbooks import workbook_rows  # noqa: PLC0415

        rows = workbook_rows(file, stream, warnings, limits)
    else:
        rows = _csv_rows(file, stream)
    return _with_header(file, rows)


def _refuse_what_is_no_table(file: str, opening: bytes) -> None:
    save_as = _l("Save it as “CSV UTF-8” or as XLSX.")
    if not opening.strip():
        raise bad_input(
            file, _l("The file is empty."), _l("The first row must hold the names of the columns.")
        )
    if opening.startswith(PDF):
        raise bad_input(file, _l("This is a PDF, not a table."), save_as)
    if opening.startswith(OLE):
        problem = _l("This is an old Excel file, or one with a password.")
        raise bad_input(file, problem, save_as)
    if opening.startswith(UTF_16):
        raise bad_input(file, _l("The text isn't in UTF-8."), save_as)
    if b"\0" in opening and not opening.startswith(ZIP):
        raise bad_input(file, _l("This is no text, and no XLSX either."), save_as)


def _with_header(file: str, rows: Iterator[Row]) -> Sheet:
    number, header = next(rows, (1, ()))
    unreadable = [(at, cell) for at, cell in enumerate(header) if isinstance(cell, CellError)]
    if unreadable:
        raise _unreadable_header(file, unreadable)
    names = tuple(cell for cell in header if isinstance(cell, str))
    if number != 1 or not any(name.strip() for name in names):
        raise bad_input(
            file,
            _l("The first row is empty."),
            _l("The first row must hold the names of the columns."),
            row=1,
        )
    if len(names) > MOST_COLUMNS:
        raise bad_input(
            file,
            _l("This row has more columns than a spreadsheet can hold."),
            _l("The first row must hold the names of the columns."),
            row=1,
        )
    return Sheet(names, rows)


def _unreadable_header(file: str, cells: Sequence[tuple[int, CellError]]) -> BadInput:
    """A column without a readable name can't be left out in silence: it may hold the seats."""
    faults = Faults()
    for at, error in cells:
        faults.add(
            Fault(
                file=file,
                row=1,
                column=column_letters(at),
                value=error.value,
                problem=error.problem,
                remedy=error.remedy,
            )
        )
    return BadInput(faults)


def _csv_rows(file: str, stream: BinaryIO) -> Iterator[Row]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    try:
        first = text.readline()
        separator, lines = _separator(first), _without_hint(first, text)
        # Strict: a quotation mark that is never closed would swallow the rest of the file.
        for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except UnicodeDecodeError as error:
        raise bad_input(
            file, _l("The text isn't in UTF-8."), _l("Save it as “CSV UTF-8” or as XLSX.")
        ) from error
    except csv.Error as error:
        raise bad_input(
            file,
            _l('A quotation mark (") stands alone, or a cell is far too long.'),
            _l("Close it, or write it twice inside a cell."),
            row=number + 1,
        ) from error
    finally:
        text.close()


def _separator(first: str) -> str:
    """The one that finds most known columns in the header; then the one that splits most."""
    if hint := _hint(first):
        return hint

    def success(separator: str) -> tuple[int, int]:
        names = first.split(separator)
        known = known_headers()
        return sum(canonical(name.strip().strip('"')) in known for name in names), len(names)

    return max(SEPARATORS, key=success)


def _hint(first: str) -> str | None:
    """Excel's own line `sep=;`, which it never shows as a row."""
    plain = first.strip().lower().strip('"')
    return plain[4:] if plain.startswith("sep=") and plain[4:] in SEPARATORS else None


def _without_hint(first: str, rest: Iterable[str]) -> Iterator[str]:
    if not _hint(first):
        yield first
    yield from rest
