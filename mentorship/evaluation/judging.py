"""What a bundle may tell at this moment: the one way for preview and release."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from mentorship.evaluation import queries, rules
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.crossed.guarding import Family, guarded
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease, Numbers
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict, judge_crossed
from mentorship.evaluation.disclosure.crossed.wider import wider_crossed
from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict, judge_all
from mentorship.evaluation.measures.crossed import CROSSED, CrossedMeasure
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.registry import chosen, chosen_crossed
from mentorship.evaluation.models import EvaluationBundle, ProgrammeChange
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.records import ledger
from mentorship.evaluation.records.basis import basis_of as records_basis
from mentorship.evaluation.records.judging import Around, judge_records
from mentorship.evaluation.records.packing import plain as plain_records
from mentorship.evaluation.records.verdicts import RecordsVerdict
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Db


@dataclass(frozen=True, slots=True)
class Judged:
    """One table that was asked for, and what may be told of it."""

    measure: Measure
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class JudgedCrossed:
    measure: CrossedMeasure
    verdict: CrossVerdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that was asked for: tables by themselves, those that are crossed, and rows."""

    tables: tuple[Judged, ...]
    crossed: tuple[JudgedCrossed, ...] = ()
    records: RecordsVerdict | None = None

    @property
    def all(self) -> tuple[Judged | JudgedCrossed, ...]:
        return (*self.tables, *self.crossed)

    @property
    def told(self) -> int:
        """How many of them tell anything, if only how many there are in all."""
        return sum(one.verdict.table is not None for one in self.all)


def limits_now(db: Db) -> Limits:
    return Limits(threshold=queries.settings_of(db).disclosure_threshold)


def judged(
    db: Db,
    measures: Sequence[str],
    cohorts: Sequence[str],
    with_records: bool = False,
    recipient_id: UUID | None = None,
) -> Judgement:
    """Held against everything that anybody was ever told; rows against its tables as well."""
    wanted, counted = chosen(db, measures), queries.counted(queries.count_rows(db))
    known = sorted({*cohorts, *(code for found in counted.values() for code in found)})
    before, limits = ledger.before(db), limits_now(db)
    verdicts = judge_all(
        [measure.specify(db, known) for measure in wanted],
        cohorts,
        {measure.id: counted.get((measure.id, measure.edition), {}) for measure in wanted},
        before.tables,
        limits,
    )
    family = _family(db, known, counted)
    verdicts = beside_each_other(verdicts, linked(db, counted), before.tables, limits)
    verdicts = guarded(verdicts, family, before, limits)
    tables = tuple(Judged(*one) for one in zip(wanted, verdicts, strict=True))
    clashes = partial(ledger.clash, rows=before.tables)
    crossed = _crossed(chosen_crossed(measures), cohorts, tables, family, before, limits, clashes)
    found = Judgement(tables, tuple(crossed))
    if not with_records:
        return found
    around = Around(_with(before, found), counted)
    return replace(found, records=judge_records(db, cohorts, recipient_id, around, limits))


def wider_crossings(db: Db, found: Judgement) -> dict[str, tuple[str, ...]]:
    """Over which half-years a crossed table would be told of which nothing is, by its id.

    For who asks for a bundle: it takes as long as judging each of them some times more.
    """
    counted = queries.counted(queries.count_rows(db))
    known = sorted({code for one in counted.values() for code in one})
    before, limits, family = ledger.before(db), limits_now(db), _family(db, known, counted)
    clashes = partial(ledger.clash, rows=before.tables)
    wider = {
        one.measure.id: wider_crossed(one.verdict, family, before, limits, clashes)
        for one in found.crossed
    }
    return {crossed: window for crossed, window in wider.items() if window is not None}


def _with(before: Before, found: Judgement) -> Before:
    """What everybody has once this is told as well, without its rows."""
    tables = [one.verdict.table for one in found.tables if one.verdict.table is not None]
    crossed = [one.verdict.release for one in found.crossed if one.verdict.release is not None]
    return Before([*before.tables, *map(release_of_table, tables)], [*before.crossed, *crossed])


_Counted = Mapping[tuple[str, int], Mapping[str, CohortCounts]]


def _family(db: Db, known: Sequence[str], counted: _Counted) -> Family:
    return {one.id: (one.specify(db, known), _numbers(one, counted)) for one in CROSSED}


def _numbers(crossed: CrossedMeasure, counted: _Counted) -> Numbers:
    parts = (crossed, crossed.rows, crossed.columns)
    return Numbers(*(counted.get((one.id, one.edition), {}) for one in parts))


def _crossed(
    wanted: Sequence[CrossedMeasure],
    cohorts: Sequence[str],
    tables: Sequence[Judged],
    family: Family,
    before: Before,
    limits: Limits,
    clashes: Callable[[CrossRelease], bool],
) -> Iterator[JudgedCrossed]:
    """One after the other, each knowing what those before it tell."""
    verdicts = {one.measure.id: one.verdict for one in tables}
    told = [release_of_table(one.table) for one in verdicts.values() if one.table is not None]
    known = Before([*before.tables, *told], before.crossed)
    for one in wanted:
        specification, numbers = family[one.id]
        margins = (verdicts[one.rows.id], verdicts[one.columns.id])
        verdict = judge_crossed(specification, cohorts, numbers, margins, known, limits, family)
        if verdict.release is not None and clashes(verdict.release):
            verdict = CrossVerdict(specification, verdict.cohorts, None, (Rule.RECORDS_TOLD,))
        if verdict.release is not None:
            known = Before(known.tables, [*known.crossed, verdict.release])
        yield JudgedCrossed(one, verdict)


def check_something_is_told(found: Judgement) -> None:
    """A table, or how many there are in all; a bundle without either is none."""
    if not found.told:
        raise rules.NothingToTell


def judged_bundle(db: Db, bundle: EvaluationBundle) -> Judgement:
    return judged(db, bundle.measures, bundle.cohorts, bundle.with_records, bundle.recipient_id)


def changes_of(db: Db, bundle: EvaluationBundle) -> Sequence[ProgrammeChange]:
    """From the first day of the first half-year until now: what runs on is changed later too."""
    first = read_half_year(min(bundle.cohorts)).first_day
    return queries.changes_between(db, first, queries.today(db))


def basis_of(db: Db, bundle: EvaluationBundle) -> str:
    """Stands for all that a judgement is made from: the same basis, the same judgement.

    Judging takes seconds and unseals; this doesn't, so that it can be asked for while others wait.
    """
    counts = sorted(
        [row.measure, row.edition, row.cohort, row.counts, row.impossible, row.contributors]
        for row in queries.count_rows(db)
    )
    plain: dict[str, object] = {
        "counts": counts,
        "told": sorted(str(key) for key in queries.released_table_ids(db)),
        "changes": [str(one.id) for one in changes_of(db, bundle)],
        "threshold": limits_now(db).threshold,
        "records": [str(one.id) for one in queries.released_records(db)],
    }
    if bundle.with_records:
        plain["rows"] = records_basis(db, bundle.cohorts, bundle.recipient_id)
    return hashlib.sha256(canonical(plain)).hexdigest()


def seen_of(db: Db, bundle: EvaluationBundle) -> str:
    return seen(judged_bundle(db, bundle), changes_of(db, bundle))


def seen(found: Judgement, changes: Sequence[ProgrammeChange]) -> str:
    """Stands for exactly these tables and changes: who releases them has looked at these and no
    others."""
    told = [[str(one.id), one.happened_on.isoformat(), one.kind, one.change] for one in changes]
    plain = [
        {
            "table": one.measure.id,
            "edition": one.measure.edition,
            "cohorts": list(one.verdict.cohorts),
            "broken": [rule.value for rule in one.verdict.broken],
            "rows": queries.plain_rows(one.verdict.table) if one.verdict.table else None,
        }
        for one in found.tables
    ]
    crossed = [
        {
            "table": one.measure.id,
            "edition": one.measure.edition,
            "cohorts": list(one.verdict.cohorts),
            "broken": [rule.value for rule in one.verdict.broken],
            "detail": [table.detail.rows, table.detail.columns] if table else None,
            "cells": table.plain if table else None,
        }
        for one in found.crossed
        for table in (one.verdict.table,)
    ]
    shown = {"tables": plain, "crossed": crossed, "changes": told}
    if found.records is not None:
        shown["records"] = plain_records(found.records)
    return hashlib.sha256(canonical(shown)).hexdigest()
