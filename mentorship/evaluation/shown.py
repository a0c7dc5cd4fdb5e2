"""What a page shows of a released bundle: read from the very file that is downloaded."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.columns import TABLE_COLUMNS
from mentorship.evaluation.package.json_files import DATA_PACKAGE, DISCLOSURE
from mentorship.evaluation.package.resources import CONTEXT, TOTALS
from mentorship.foundation.i18n import (
    current_language,
    format_date,
    format_number,
    format_percentage,
)
from mentorship.foundation.i18n import gettext as _

_NOBODY = "–"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """As its codebook has it: what is counted, and per row its name, how many and which
    share; `coarser` says why it isn't told in more detail."""

    name: str
    title: str
    definition: str
    level: str
    coarser: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The totals, the tables, what changed meanwhile, and how many tables aren't in it."""

    totals: tuple[tuple[str, str], ...]
    tables: tuple[ShownTable, ...]
    changes: tuple[tuple[str, str], ...]
    refused: int
    files: int


def shown(archive: bytes) -> Shown:
    files = unpacked(archive)
    package, kept_back = json.loads(files[DATA_PACKAGE]), json.loads(files[DISCLOSURE])
    columns = [column.name for column in TABLE_COLUMNS]
    paths = {resource["name"]: resource["path"] for resource in package["resources"]}
    verdicts = {one["table"]: one for one in kept_back["tables"]}
    tables = [
        _table(resource, files[resource["path"]], verdicts, kept_back["reasons"])
        for resource in package["resources"]
        if [field["name"] for field in resource["schema"]["fields"]] == columns
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
    )


def _rows(content: bytes | None) -> Iterator[Row]:
    if content is not None:
        yield from csv.DictReader(io.StringIO(content.decode(), newline=""))


def _table(
    resource: Mapping[str, Any], content: bytes, verdicts: Mapping[str, Any],
    reasons: Mapping[str, Any],
) -> ShownTable:  # fmt: skip
    language = current_language()
    is_dutch = language == "nl"
    rows = list(_rows(content))
    whole = sum(int(row["count"] or 0) for row in rows)
    told = [(row[f"label_{language}"], *_counted(row["count"], whole)) for row in rows]
    all_of_them = (_("together"), format_number(whole), format_percentage(1))
    why = verdicts[resource["name"]]["reasons"]
    return ShownTable(
        name=resource["name"],
        title=resource["title_nl" if is_dutch else "title"],
        definition=resource["description_nl" if is_dutch else "description"],
        level=resource["level_nl" if is_dutch else "level"],
        coarser=tuple(reasons[code][language] for code in why),
        rows=(*told, all_of_them),
    )


def _counted(count: str, whole: int) -> tuple[str, str]:
    if not count:
        return _NOBODY, _NOBODY
    return format_number(int(count)), format_percentage(int(count) / whole)
