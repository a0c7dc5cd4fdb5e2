"""What a page shows of a released bundle: read from the very file that is downloaded."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorship.evaluation.crosstabs import State
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.columns import CROSSED_COLUMNS, TABLE_COLUMNS
from mentorship.evaluation.package.crossed import hidden_word
from mentorship.evaluation.package.json_files import DATA_PACKAGE, DISCLOSURE
from mentorship.evaluation.package.records import RECORDS
from mentorship.evaluation.package.resources import CONTEXT, TOTALS
from mentorship.foundation.i18n import (
    current_language,
    format_date,
    format_number,
    format_percentage,
    ngettext,
)
from mentorship.foundation.i18n import gettext as _

_NOBODY = "–"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """As its codebook has it: what is counted, and per row its name, how many and which
    share; of a crossed table a column for each group, and how many of its cells are hidden.
    `coarser` says why it isn't told in more detail."""

    name: str
    title: str
    definition: str
    level: str
    coarser: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(range(1, len(self.headers)))


@dataclass(frozen=True, slots=True)
class Shown:
    """The totals, the tables, what changed meanwhile, and how many tables aren't in it."""

    totals: tuple[tuple[str, str], ...]
    tables: tuple[ShownTable, ...]
    changes: tuple[tuple[str, str], ...]
    refused: int
    files: int
    records: str = ""
    has_records: bool = False


def shown(archive: bytes) -> Shown:
    files = unpacked(archive)
    package, kept_back = json.loads(files[DATA_PACKAGE]), json.loads(files[DISCLOSURE])
    paths = {resource["name"]: resource["path"] for resource in package["resources"]}
    asked = (*kept_back["tables"], *kept_back.get("crossed_tables", ()))
    verdicts = {one["table"]: one for one in asked}
    tables = [
        shown_as(resource, files[resource["path"]], verdicts, kept_back["reasons"])
        for resource in package["resources"]
        if (shown_as := _SHOWN.get(_columns(resource))) is not None
    ]
    label = f"label_{current_language()}"
    return Shown(
        totals=tuple(
            (row[label], format_number(int(row["count"])))
            for row in _rows(files.get(paths.get(TOTALS, "")))
        ),
        tables=tuple(tables),
        changes=tuple(
            (format_date(date.fromisoformat(row["day"])), row["change"])
            for row in _rows(files.get(paths.get(CONTEXT, "")))
        ),
        refused=len(verdicts) - len(tables),
        files=len(files),
        records=_records(kept_back.get("records")),
        has_records=RECORDS in paths,
    )


def _records(about: Mapping[str, Any] | None) -> str:
    """That there are rows, or why there are none; a page never shows one."""
    if about is None:
        return ""
    if about["outcome"] == "told":
        return ngettext(
            "There is also %(num)s row about a single young person, in data/records.",
            "There are also %(num)s rows about single young people, in data/records.",
            about["rows"],
        )
    (why,) = about["reasons"].values()
    return _("There are no rows about single young people in it. %(why)s",
             why=why[current_language()])  # fmt: skip


def _rows(content: bytes | None) -> Iterator[Row]:
    if content is not None:
        yield from csv.DictReader(io.StringIO(content.decode(), newline=""))


def _table(
    resource: Mapping[str, Any], content: bytes, verdicts: Mapping[str, Any],
    reasons: Mapping[str, Any],
) -> ShownTable:  # fmt: skip
    rows = list(_rows(content))
    whole = sum(int(row["count"] or 0) for row in rows)
    label = f"label_{current_language()}"
    told = [(row[label], *_counted(row["count"], whole)) for row in rows]
    all_of_them = (_("together"), format_number(whole), format_percentage(1))
    return _shown(
        resource, verdicts, reasons,
        headers=(_("Group"), _("Count"), _("Share")), rows=(*told, all_of_them),
    )  # fmt: skip


def _crossed(
    resource: Mapping[str, Any], content: bytes, verdicts: Mapping[str, Any],
    reasons: Mapping[str, Any],
) -> ShownTable:  # fmt: skip
    """A line per row, with a column for each group and one for all of them together."""
    language, cells = current_language(), list(_rows(content))
    columns = {one["column"]: one for one in cells}
    lines: dict[str, list[Row]] = {}
    for one in cells:
        lines.setdefault(one["row"], []).append(one)
    told = [
        (line[0][f"row_label_{language}"], *map(_cell, line), _number(line[0]["row_total"]))
        for line in lines.values()
    ]
    whole = sum(int(line[0]["row_total"] or 0) for line in lines.values())
    last = (
        _("together"), *(_number(one["column_total"]) for one in columns.values()),
        format_number(whole),
    )  # fmt: skip
    named = (one[f"column_label_{language}"] for one in columns.values())
    hidden = sum(one["state"] == State.HIDDEN for one in cells)
    return _shown(
        resource, verdicts, reasons,
        headers=(_title(resource, "row"), *named, _("together")), rows=(*told, last),
        hidden=ngettext(
            "%(num)s cell is hidden. Shares are of the row.",
            "%(num)s cells are hidden. Shares are of the row.", hidden,
        ),
    )  # fmt: skip


def _shown(
    resource: Mapping[str, Any], verdicts: Mapping[str, Any], reasons: Mapping[str, Any],
    **table: Any,
) -> ShownTable:  # fmt: skip
    language = current_language()
    is_dutch = language == "nl"
    return ShownTable(
        name=resource["name"],
        title=resource["title_nl" if is_dutch else "title"],
        definition=resource["description_nl" if is_dutch else "description"],
        level=resource["level_nl" if is_dutch else "level"],
        coarser=tuple(reasons[code][language] for code in verdicts[resource["name"]]["reasons"]),
        **table,
    )


def _columns(resource: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(field["name"] for field in resource["schema"]["fields"])


def _title(resource: Mapping[str, Any], column: str) -> str:
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    title: str = fields[column]["title_nl" if current_language() == "nl" else "title"]
    return title


def _cell(one: Row) -> str:
    if one["state"] == State.HIDDEN:
        return hidden_word()
    if not one["count"] or not int(one["row_total"] or 0):
        return _NOBODY
    count, share = _counted(one["count"], int(one["row_total"]))
    return f"{count} ({share})"


def _number(count: str) -> str:
    return format_number(int(count)) if count else _NOBODY


def _counted(count: str, whole: int) -> tuple[str, str]:
    if not count:
        return _NOBODY, _NOBODY
    return format_number(int(count)), format_percentage(int(count) / whole)


_SHOWN = {
    tuple(column.name for column in TABLE_COLUMNS): _table,
    tuple(column.name for column in CROSSED_COLUMNS): _crossed,
}
