"""The parts of a bundle that programs read: the data package and what was held back."""

import hashlib
from collections.abc import Mapping, Sequence

from mentorship.evaluation.disclosure.rules import EDITION
from mentorship.evaluation.package import csv_files
from mentorship.evaluation.package.content import Content, Measured
from mentorship.evaluation.package.csv_files import Column
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.tables import Table, Words
from mentorship.evaluation.wording import OUTSIDE, both, reasons_outside

DATA_PACKAGE, DISCLOSURE = "datapackage.json", "disclosure.json"
_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package(content: Content, files: Mapping[str, bytes]) -> bytes:
    """A Data Package v2 over the tables that are in `files` already."""
    described = [
        _resource(
            csv_files.path_of(table),
            files,
            csv_files.TABLE_COLUMNS,
            key=["category"],
            **_about(one, table),
        )
        for one, table in content.tables
    ]
    described += [
        _resource(path, files, columns, name=path.rpartition("/")[2].removesuffix(".csv"))
        for path, columns in (
            (csv_files.TOTALS, csv_files.TOTAL_COLUMNS),
            (csv_files.CONTEXT, csv_files.CONTEXT_COLUMNS),
            (csv_files.CODEBOOK, csv_files.CODEBOOK_COLUMNS),
        )
        if path in files
    ]
    return canonical(
        {
            "$schema": f"{_PROFILES}/datapackage.json",
            "name": f"one-on-one-{content.id}",
            "id": f"urn:uuid:{content.id}",
            "title": "ONE-on-ONE",
            "version": "1.0.0",
            "created": f"{content.terms.released_on.isoformat()}T00:00:00Z",
            "contributors": [{"title": "ONE-on-ONE", "roles": ["creator"]}],
            "resources": described,
        }
    )


def _about(one: Measured, table: Table) -> dict[str, object]:
    return {
        "name": one.id,
        "title": one.title.en,
        "title_nl": one.title.nl,
        "description": one.meaning.en,
        "description_nl": one.meaning.nl,
        "cohorts": list(table.cohorts),
        "level": table.level_name.en,
        "level_nl": table.level_name.nl,
        "total": table.total,
        "edition": table.specification.edition,
    }


def _resource(
    path: str,
    files: Mapping[str, bytes],
    columns: Sequence[Column],
    *,
    key: list[str] | None = None,
    **about: object,
) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [
            {"name": c.name, "type": c.type, "title": c.title, "description": c.description}
            for c in columns
        ],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = key
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "schema": schema,
        **about,
    }


_MEANING_OF_RULES = {
    "largest_share": "no group of a table holds a larger share of its total",
    "without_largest_contributor": (
        "every group holds at least this many without those who came through one referrer or "
        "mentor, who know their own, and so does every total that earlier releases leave over; "
        "all offices of a municipality are one referrer, and who came without a referral counts "
        "as one whom the largest referrer knows"
    ),
    "without_no_answer": (
        "where those without an answer stand in one group with others, these others "
        "are at least this many by themselves, also without the largest referrer or mentor: "
        "another table may tell who answered"
    ),
    "total_only": (
        "no table with more than one group passed: only how many there are in all is "
        "told, once for all tables about the same, in data/totals.csv"
    ),
}


def disclosure(content: Content) -> bytes:
    """The rules, and per table what came of it; reasons are never given per cell."""
    return canonical(
        {
            "edition": EDITION,
            "rules": {
                "tables": "one dimension, whole, over closed cohorts",
                "threshold": content.limits.threshold,
                "largest_share": str(content.limits.largest_share),
                "without_largest_contributor": content.limits.threshold,
                "without_no_answer": content.limits.threshold,
                "differences_between_releases": "pass the same rules as a table by itself",
                "begin_and_end": "told in the same detail, or not as a pair",
            },
            "meaning_of_rules": _MEANING_OF_RULES,
            "reasons": {code: _in_both(both(text)) for code, text in OUTSIDE.items()},
            "tables": [_came_of(one) for one in content.measured],
            "attacker": {
                "knows": (
                    "every bundle that was ever released, these rules, and all whom one referrer "
                    "sent or one mentor guided"
                ),
                "finds": "no sum of groups of one table below the threshold",
                "does_not_try": (
                    "several tables about the same people together: what answers have in common "
                    "across tables is not attacked"
                ),
            },
        }
    )


def _in_both(words: Words) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}


def _came_of(one: Measured) -> dict[str, object]:
    verdict = one.verdict
    asked = len(verdict.specification.dimension.levels[0].groups)
    told = 0 if verdict.told is None else len(verdict.told.rows)
    return {
        "table": one.id,
        "edition": verdict.specification.edition,
        "cohorts": list(verdict.cohorts),
        "outcome": verdict.outcome.value,
        "level": None if verdict.table is None else verdict.table.level_name.en,
        "groups_asked": asked,
        "groups_told": told,
        "reasons": reasons_outside(verdict.broken),
    }
