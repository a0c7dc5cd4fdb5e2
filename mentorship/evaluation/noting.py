"""Writes what is told to anybody into the ledger, and freezes what it was counted from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mentorship.evaluation import counting, queries
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict
from mentorship.evaluation.disclosure.verdicts import Verdict
from mentorship.evaluation.judging import Judgement
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.models import ReleasedTable
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.foundation.db import Db, now


def note_told(db: Db, found: Judgement, cohorts: Sequence[str], **where: UUID) -> None:
    """For ever. `where` is the bundle or the open figures that tell it: `bundle_id` or
    `open_figures_id`."""
    for one in found.tables:
        table = one.verdict.table
        if table is not None:
            rows = queries.plain_rows(table)
            db.add(_row(db, one.verdict, level=table.level, rows=rows, **where))
    for crossed in found.crossed:
        cells = crossed.verdict.table
        if cells is not None:
            detail = cells.detail
            told = {"level": detail.rows, "across": detail.columns, "rows": cells.plain}
            db.add(_row(db, crossed.verdict, **told, **where))
    populations = {
        one.verdict.specification.population for one in found.all if one.verdict.table is not None
    }
    counting.freeze(db, populations, list(cohorts))


def note_records(db: Db, found: Judgement, *, bundle_id: UUID) -> None:
    """That rows went out, never what was in them."""
    told = found.records
    if told is None or not told.is_told:
        return
    measures = (one.inside.measure for one in told.answers)
    db.add(
        ReleasedRecords(
            bundle_id=bundle_id, cohorts=list(told.cohorts), levels=told.steps,
            measures={one.id: one.edition for one in measures}, k=told.k, number=len(told.rows),
            released_at=now(db),
        )
    )  # fmt: skip
    counting.freeze(db, {POPULATION}, list(told.cohorts))


def _row(db: Db, verdict: Verdict | CrossVerdict, **told: Any) -> ReleasedTable:
    specification = verdict.specification
    return ReleasedTable(
        measure=specification.id,
        edition=specification.edition,
        population=specification.population,
        cohorts=list(verdict.cohorts),
        released_at=now(db),
        **told,
    )
