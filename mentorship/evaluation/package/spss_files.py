"""The tables as .sav, for SPSS and what reads it: names and labels of variables and of codes."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mentorship.evaluation.package.columns import Column
from mentorship.evaluation.package.resources import Cell, Resource

# What SPSS shows of a label, in bytes.
_LONGEST_FILE_LABEL, _LONGEST_VARIABLE_LABEL, _LONGEST_VALUE_LABEL = 64, 255, 120
_WIDEST = 60
# Where a .sav says when it was made: the day ("02 Mar 26") and the time, in nine and eight signs.
_MADE = slice(92, 109)
_A_MOMENT = re.compile(rb"\d\d [A-Z][a-z]{2} \d\d\d\d:\d\d:\d\d")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMATS = {"integer": "F8.0", "date": "SDATE10"}
_KINDS = {"string": "object", "integer": "float64", "date": "object"}  # of pandas
_MEASURES = {"string": "nominal", "integer": "scale", "date": "scale"}


def table_sav(resource: Resource, language: str, made_on: date) -> bytes:
    """Labels in one language: a .sav has no room for two. It says that it was made on `made_on`,
    at midnight.

    Numbers are floating ones in this format, shown whole; a missing number is the system's own
    missing value and a missing text is blank.
    """
    # Loaded late: both take long, and only who builds a bundle needs them.
    import pandas  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    columns = resource.columns
    frame = pandas.DataFrame(
        {
            one.name: pandas.Series(_plain(one, resource.cells(one)), dtype=_KINDS[one.type])
            for one in columns
        }
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.sav")
        pyreadstat.write_sav(
            frame,
            path,
            file_label=_cut(resource.title.said_in(language), _LONGEST_FILE_LABEL),
            row_compress=True,
            column_labels={
                one.name: _cut(one.title.said_in(language), _LONGEST_VARIABLE_LABEL)
                for one in columns
            },
            variable_value_labels=_value_labels(resource, language),
            variable_format={
                one.name: _FORMATS[one.type] for one in columns if one.type in _FORMATS
            },
            variable_measure={one.name: _MEASURES[one.type] for one in columns},
            variable_display_width={one.name: _width(one, resource.cells(one)) for one in columns},
        )
        return _dated(path.read_bytes(), made_on)


def _plain(column: Column, cells: list[Cell]) -> list[Cell]:
    if column.type == "string":
        return ["" if cell is None else cell for cell in cells]
    return cells


def _value_labels(resource: Resource, language: str) -> dict[Any, dict[Any, str]]:
    return {
        column: {
            code: _cut(label.said_in(language), _LONGEST_VALUE_LABEL)
            for code, label in labels.items()
        }
        for column, labels in resource.labels.items()
    }


def _width(column: Column, cells: list[Cell]) -> int:
    longest = max(len(str(cell)) for cell in (column.name, *cells))
    return min(max(longest, 8), _WIDEST)


def _cut(text: str, most: int) -> str:
    """At most so many bytes, and no half letter."""
    return text.encode()[:most].decode(errors="ignore")


def _dated(content: bytes, made_on: date) -> bytes:
    if not _A_MOMENT.fullmatch(content[_MADE]):
        raise ValueError("the writer of .sav files keeps its clock in another place now")
    day = f"{made_on.day:02} {_MONTHS[made_on.month - 1]} {made_on.year % 100:02}00:00:00"
    return content[: _MADE.start] + day.encode() + content[_MADE.stop :]
