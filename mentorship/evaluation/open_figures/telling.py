"""Makes what everybody reads of a year: plain values in both languages, written once."""

from collections.abc import Sequence
from typing import Any

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.judging import Judged
from mentorship.evaluation.open_figures.chosen import TABLES, OpenTable
from mentorship.evaluation.tables import Table, Words
from mentorship.evaluation.wording import both, reasons_outside

Plain = dict[str, Any]


def told_of(judged: Sequence[Judged], limits: Limits) -> Plain:
    """Of a table that may not be told stands why, and nothing else."""
    found = {one.measure.id: one for one in judged}
    return {
        "threshold": limits.threshold,
        "tables": [_table(one, found[one.measure]) for one in TABLES],
    }


def _table(one: OpenTable, judged: Judged) -> Plain:
    verdict = judged.verdict
    specification, table = verdict.specification, verdict.table
    return {
        "table": specification.id,
        "edition": specification.edition,
        "title": _said(both(one.title)),
        "definition": _said(both(one.definition)),
        "unit": _said(specification.unit),
        "group": _said(specification.dimension.label),
        "headline": {**_said(both(one.headline)), "count": _headline(one, table)},
        "rows": _rows(table),
        "total": None if table is None else table.total,
        "reasons": reasons_outside(verdict.broken),
    }


def _headline(one: OpenTable, table: Table | None) -> int | None:
    if table is None:
        return None
    if one.counts is None:
        return table.total
    return next((row.count for row in table.rows if row.code == one.counts), None)


def _rows(table: Table | None) -> list[Plain]:
    return [
        {"category": row.code, "label": _said(row.label), "count": row.count}
        for row in (table.rows if table else ())
    ]


def _said(words: Words) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}
