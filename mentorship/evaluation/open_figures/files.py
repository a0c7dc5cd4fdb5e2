"""The published figures as files at addresses that stay: JSON, CSV and a Data Package over them."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorship.evaluation.open_figures.models import OpenFigures, OpenFiguresNote
from mentorship.evaluation.open_figures.shown import WHY, day_of
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.wording import both

Plain = dict[str, Any]
Notes = Mapping[Any, Sequence[OpenFiguresNote]]  # by the id of the figures

PACKAGE, JSON, CSV = "datapackage.json", "figures.json", "figures.csv"
_PROFILES = "https://datapackage.org/profiles/2.0"
_LICENCE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons Zero v1.0 Universal",
}
LICENCE_ADDRESS = _LICENCE["path"]
_TITLE = {"nl": "Open cijfers van ONE-on-ONE", "en": "Open figures of ONE-on-ONE"}
_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("year", "integer", "Kalenderjaar.", "Calendar year."),
    ("table", "string", "Code van de tabel.", "Code of the table."),
    ("edition", "integer", "Editie van de manier van tellen.", "Edition of the way of counting."),
    ("category", "string", "Code van de groep.", "Code of the group."),
    ("title_nl", "string", "Naam van de tabel in het Nederlands.", "Name of the table in Dutch."),
    ("title_en", "string", "Naam van de tabel in het Engels.", "Name of the table in English."),
    ("label_nl", "string", "Naam van de groep in het Nederlands.", "Name of the group in Dutch."),
    ("label_en", "string", "Naam van de groep in het Engels.", "Name of the group in English."),
    (
        "count", "integer",
        "Hoeveel; leeg waar per definitie niemand kan zijn.",
        "How many; empty where nobody can be by definition.",
    ),
)  # fmt: skip
_KEY = ["year", "table", "category"]
_ABOUT = (
    "Counts per closed calendar year over the whole region. A table that is missing in the CSV "
    "could not be told: figures.json says why, and holds what is counted, corrections and "
    "withdrawn years."
)


def json_file(
    published: Sequence[OpenFigures], withdrawn: Sequence[OpenFigures], notes: Notes
) -> bytes:
    return canonical(
        {
            "title": _TITLE,
            "licence": _LICENCE["name"],
            "years": [_year(one, notes.get(one.id, ())) for one in published],
            "withdrawn": [
                {
                    "id": str(one.id),
                    "year": one.year,
                    "withdrawn_on": day_of(one.withdrawn_at).isoformat(),
                    "notes": _notes(notes.get(one.id, ())),
                }
                for one in withdrawn
            ],
            "reasons": {code: _said(text) for code, text in WHY.items()},
        }
    )


def _year(figures: OpenFigures, notes: Sequence[OpenFiguresNote]) -> Plain:
    return {
        **figures.told,
        "id": str(figures.id),
        "year": figures.year,
        "published_on": day_of(figures.published_at).isoformat(),
        "sha256": (figures.told_sha256 or b"").hex(),
        "notes": _notes(notes),
    }


def _notes(notes: Sequence[OpenFiguresNote]) -> list[Plain]:
    return [{"noted_on": day_of(one.noted_at).isoformat(), "note": one.note} for one in notes]


def _said(text: Any) -> dict[str, str]:
    words = both(text)
    return {"nl": words.nl, "en": words.en}


def csv_file(published: Sequence[OpenFigures]) -> bytes:
    """As RFC 4180 has it; a group in which nobody can be has an empty count."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(name for name, *_ in _FIELDS)
    writer.writerows(row for figures in published for row in _rows(figures))
    return sheet.getvalue().encode()


def _rows(figures: OpenFigures) -> Iterator[tuple[Any, ...]]:
    for table in figures.told["tables"]:
        title = table["title"]
        for row in table["rows"]:
            yield (
                figures.year, table["table"], table["edition"], row["category"],
                title["nl"], title["en"], row["label"]["nl"], row["label"]["en"], row["count"],
            )  # fmt: skip


def package_file(files: Mapping[str, bytes], published: Sequence[OpenFigures]) -> bytes:
    """A Data Package v2; `files` are the two others as they are now."""
    about: Plain = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "one-on-one-open-figures",
        "title": _TITLE["en"],
        "title_nl": _TITLE["nl"],
        "description": _ABOUT,
        "licenses": [_LICENCE],
        "contributors": [{"title": "ONE-on-ONE", "roles": ["creator"]}],
        "resources": [_table(files[CSV]), _whole(files[JSON])],
    }
    if published:
        last = max(day_of(one.published_at) for one in published)
        about["created"] = f"{last.isoformat()}T00:00:00Z"
    return canonical(about)


def _table(content: bytes) -> Plain:
    fields = [
        {"name": name, "type": kind, "description": en, "description_nl": nl}
        for name, kind, nl, en in _FIELDS
    ]
    return {
        **_file(CSV, "csv", "text/csv", content),
        "name": "figures",
        "type": "table",
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": fields,
            "primaryKey": _KEY,
            "missingValues": [""],
        },
    }


def _whole(content: bytes) -> Plain:
    return {**_file(JSON, "json", "application/json", content), "name": "figures-and-words"}


def _file(path: str, form: str, media_type: str, content: bytes) -> Plain:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "path": path,
        "format": form,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
