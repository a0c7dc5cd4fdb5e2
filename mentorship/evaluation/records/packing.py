"""Rows as they go into a bundle: with a pseudonym that leads nowhere, in an order that says
nothing."""

from mentorship.evaluation.disclosure.records import Row
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.package.records import RecordColumn, RecordsAnswer, RecordsTold
from mentorship.evaluation.records.columns import INSIDE
from mentorship.evaluation.records.people import WHOSE
from mentorship.evaluation.records.verdicts import RecordsVerdict
from mentorship.evaluation.records.words import OUTSIDE, REASONS
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.keys.store import KeyStore

_PSEUDONYM_KEY = "evaluation-records"
_DIGITS = 12


def answer_of(db: Db, bundle: EvaluationBundle, verdict: RecordsVerdict) -> RecordsAnswer:
    if verdict.broken is not None:
        reason = REASONS[verdict.broken]
        return RecordsAnswer(reason=reason, why=both(OUTSIDE[reason]))
    keys: KeyStore = db.info["database"].keys
    columns = _columns(db, verdict)
    rows = sorted(
        (pseudonym(keys, bundle, row), *(str(row[one.name]) for one in columns))
        for row in verdict.rows
    )
    return RecordsAnswer(told=RecordsTold(columns, tuple(rows), verdict.k, verdict.l))


def pseudonym(keys: KeyStore, bundle: EvaluationBundle, row: Row) -> str:
    """Another one in each bundle and for each recipient; only the key store could make it again."""
    whose = f"{bundle.id} {bundle.recipient_id} {row[WHOSE]}"
    return keys.keyed_hash(_PSEUDONYM_KEY, whose.encode()).hex()[:_DIGITS]


def plain(verdict: RecordsVerdict) -> dict[str, object]:
    """Exactly what would be told, without pseudonyms: who looked at it releases this and no
    other."""
    names = [*verdict.steps, *(one.name for one in INSIDE)]
    return {
        "cohorts": list(verdict.cohorts),
        "broken": verdict.broken and verdict.broken.value,
        "levels": verdict.steps,
        "rows": sorted(
            [str(row[WHOSE]), *(str(row[one]) for one in names)] for row in verdict.rows
        ),
    }


def _columns(db: Db, verdict: RecordsVerdict) -> tuple[RecordColumn, ...]:
    known = (
        RecordColumn(
            one.name,
            one.dimension.label,
            one.description,
            {group.code: group.label for group in level.groups},
            level.name,
        )
        for one, level in zip(verdict.columns, verdict.told_at.values(), strict=True)
    )
    return (*known, *_inside(db, verdict))


def _inside(db: Db, verdict: RecordsVerdict) -> list[RecordColumn]:
    """As fine as the measures count them."""
    return [
        RecordColumn(
            one.name,
            dimension.label,
            both(one.measure.definition),
            {group.code: group.label for group in dimension.levels[0].groups},
        )
        for one in INSIDE
        for dimension in (one.measure.specify(db, verdict.cohorts).dimension,)
    ]
