"""The parts of a bundle that programs read: the data package and what was held back."""

import hashlib
from collections.abc import Mapping, Sequence

from mentorship.evaluation.crosstabs import CrossTable
from mentorship.evaluation.disclosure.rules import EDITION
from mentorship.evaluation.package import records
from mentorship.evaluation.package.columns import Column
from mentorship.evaluation.package.content import Content, CrossMeasured, Measured
from mentorship.evaluation.package.crossed import level_of
from mentorship.evaluation.package.formats import CSV, PARQUET, SAV, WORKBOOK, XLSX, Format
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.package.resources import Resource
from mentorship.evaluation.package.workbook import sheets_of
from mentorship.evaluation.tables import Table, Words
from mentorship.evaluation.wording import OUTSIDE, both, reasons_outside

DATA_PACKAGE, DISCLOSURE = "datapackage.json", "disclosure.json"
_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package(
    content: Content, resources: Sequence[Resource], files: Mapping[str, bytes]
) -> bytes:
    """A Data Package v2 over the tables that are in `files` already.

    The CSV is the resource; that the same table is there in other formats too, and where, stands
    in its `alternatives`, so that nothing is told twice to a program that reads all resources.
    """
    about = {one.id: _about(one, table) for one, table in content.tables} | {
        one.id: _about_crossed(one, table) for one, table in content.crossed_tables
    }
    for told in content.records_told:
        about[records.RECORDS] = _about_records(content, told)
    sheets = sheets_of(content, resources)
    described = [
        _resource(one, files, sheets[one.name]) | about.get(one.name, {}) for one in resources
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
    method = {} if one.method is None else {"method": one.method.en, "method_nl": one.method.nl}
    return {
        "description": one.meaning.en,
        "description_nl": one.meaning.nl,
        **method,
        "cohorts": list(table.cohorts),
        "level": table.level_name.en,
        "level_nl": table.level_name.nl,
        "total": table.total,
        "edition": table.specification.edition,
    }


def _about_crossed(one: CrossMeasured, table: CrossTable) -> dict[str, object]:
    level, parts = level_of(table), table.specification
    return {
        "description": one.definition.en,
        "description_nl": one.definition.nl,
        "cohorts": list(table.cohorts),
        "level": level.en,
        "level_nl": level.nl,
        "total": table.total,
        "edition": parts.edition,
        "crosses": [parts.rows.id, parts.columns.id],
    }


def _about_records(content: Content, told: records.RecordsTold) -> dict[str, object]:
    level = records.level_of(told)
    return {
        "description": records.MEANING.en,
        "description_nl": records.MEANING.nl,
        "cohorts": list(content.cohorts),
        "level": level.en,
        "level_nl": level.nl,
        "total": len(told.rows),
    }


def _resource(one: Resource, files: Mapping[str, bytes], sheet: str) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in one.columns],
        "missingValues": [""],
    }
    if one.key:
        schema["primaryKey"] = list(one.key)
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": one.name,
        "title": one.title.en,
        "title_nl": one.title.nl,
        "type": "table",
        "encoding": "utf-8",
        **_file(one.path(CSV.ending), CSV, files),
        "schema": schema,
        "alternatives": [
            *(_file(one.path(form.ending), form, files) for form in (PARQUET, SAV)),
            _file(WORKBOOK, XLSX, files) | {"sheet": sheet},
        ],
    }


def _field(column: Column) -> dict[str, str]:
    title, description = column.title, column.description
    return {
        "name": column.name,
        "type": column.type,
        "title": title.en,
        "title_nl": title.nl,
        "description": description.en,
        "description_nl": description.nl,
    }


def _file(path: str, form: Format, files: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "path": path,
        "format": form.ending,
        "mediatype": form.media_type,
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
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
    "crossed_tables": (
        "the two tables are told by themselves in the same bundle; of their cells as few people as "
        "possible are hidden so that no hidden number can be worked out, a nothing included; one "
        "word stands for all that is hidden, whatever the reason"
    ),
    "total_only": (
        "no table with more than one group passed: only how many there are in all is "
        "told, once for all tables about the same, in data/totals.csv"
    ),
}


_ATTACKER = {
    "knows": (
        "every bundle that was ever released, these rules, and all whom one referrer "
        "sent or one mentor guided"
    ),
    "finds": (
        "no sum of groups of one table below the threshold, and no hidden cell of a "
        "crossed table, nor the difference of two bundles in one, more closely than "
        "the rules allow"
    ),
    "tries_together": (
        "all crossed tables about the same people, with all tables of one dimension "
        "about them, over all sets of half-years that anything was told about"
    ),
    "does_not_try": "tables that are not crossed, put beside each other: whom they have in common",
}


def disclosure(content: Content) -> bytes:
    """The rules, and per table what came of it; reasons are never given per cell."""
    return canonical(
        {
            "edition": EDITION,
            "rules": _rules(content),
            "meaning_of_rules": _MEANING_OF_RULES,
            "reasons": {code: _in_both(both(text)) for code, text in OUTSIDE.items()},
            "tables": [_came_of(one) for one in content.measured],
            **_left_out(content),
            "crossed_tables": [_came_of_crossed(one) for one in content.crossed],
            **({} if content.records is None else {"records": records.about(content.records)}),
            "attacker": _ATTACKER,
        }
    )


def _rules(content: Content) -> dict[str, object]:
    return {
        "tables": "one dimension, whole, over closed cohorts",
        "crossed_tables": "two dimensions, with cells hidden, over closed cohorts",
        "threshold": content.limits.threshold,
        "largest_share": str(content.limits.largest_share),
        "without_largest_contributor": content.limits.threshold,
        "without_no_answer": content.limits.threshold,
        "differences_between_releases": "pass the same rules as a table by itself",
        "begin_and_end": "told in the same detail, or not as a pair",
    }


def _left_out(content: Content) -> dict[str, object]:
    """What no table counts, what nobody asked for, and over which days changes were noted."""
    return {
        "never_counted": [
            {
                "question": _in_both(one.question),
                "what": _in_both(one.name),
                "why": _in_both(one.why),
            }
            for one in content.uncounted
        ],
        "not_asked_for": [
            {"table": one.id, "title": _in_both(one.title)} for one in content.unasked
        ],
        "programme_changes": {
            "from": content.first_day.isoformat(),
            "to": content.terms.released_on.isoformat(),
            "noted": len(content.changes),
        },
    }


def _came_of_crossed(one: CrossMeasured) -> dict[str, object]:
    verdict = one.verdict
    table = verdict.table
    told: dict[str, object] = {
        "table": one.id,
        "edition": verdict.specification.edition,
        "cohorts": list(verdict.cohorts),
        "outcome": verdict.outcome.value,
        "reasons": reasons_outside(verdict.broken),
    }
    if table is None or verdict.attack is None:
        return told
    return told | {
        "level": level_of(table).en,
        "cells": table.possible,
        "cells_hidden": table.hidden,
        "attacker": {"values_found": verdict.attack.unsafe},
    }


def _in_both(words: Words) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}


def _came_of(one: Measured) -> dict[str, object]:
    verdict = one.verdict
    asked = len(verdict.specification.dimension.levels[0].groups)
    told = 0 if verdict.told is None else len(verdict.told.rows)
    attack = verdict.attack
    return {
        "table": one.id,
        "edition": verdict.specification.edition,
        "cohorts": list(verdict.cohorts),
        "outcome": verdict.outcome.value,
        "level": None if verdict.table is None else verdict.table.level_name.en,
        "groups_asked": asked,
        "groups_told": told,
        "reasons": reasons_outside(verdict.broken),
        "attacker": None if attack is None else {"values_found": attack.unsafe},
    }
