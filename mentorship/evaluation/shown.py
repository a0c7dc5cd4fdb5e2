"""What a page shows of a released bundle: read from the very file that is downloaded."""

import csv
import io
import json
from dataclasses import dataclass

from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.csv_files import TABLE_COLUMNS
from mentorship.evaluation.package.json_files import DATA_PACKAGE, DISCLOSURE
from mentorship.foundation.i18n import current_language, format_number

_NOBODY = "–"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """As its codebook has it: what is counted, and per row its name, its code and how many."""

    name: str
    title: str
    definition: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The tables, and how many that were asked for aren't in it."""

    tables: tuple[ShownTable, ...]
    refused: int
    files: int


def shown(archive: bytes) -> Shown:
    files = unpacked(archive)
    package, kept_back = json.loads(files[DATA_PACKAGE]), json.loads(files[DISCLOSURE])
    columns = [column.name for column in TABLE_COLUMNS]
    tables = [
        _table(resource, files[resource["path"]])
        for resource in package["resources"]
        if [field["name"] for field in resource["schema"]["fields"]] == columns
    ]
    refused = sum(one["outcome"] == "refused" for one in kept_back["tables"])
    return Shown(tuple(tables), refused, len(files))


def _table(resource: dict[str, str], content: bytes) -> ShownTable:
    is_dutch = current_language() == "nl"
    label = "label_nl" if is_dutch else "label_en"
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return ShownTable(
        name=resource["name"],
        title=resource["title_nl" if is_dutch else "title"],
        definition=resource["description_nl" if is_dutch else "description"],
        rows=tuple(
            (
                row[label],
                row["category"],
                format_number(int(row["count"])) if row["count"] else _NOBODY,
            )
            for row in rows
        ),
    )
