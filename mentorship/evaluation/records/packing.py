"""Rows as they go into a bundle: with a pseudonym that leads nowhere, in an order that says
nothing."""

from mentorship.evaluation.disclosure.records import Row
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.package.records import RecordColumn, RecordsAnswer, RecordsTold
from mentorship.evaluation.records.people import WHOSE
from mentorship.evaluation.records.verdicts import RecordsVerdict
from mentorship.evaluation.records.words import OUTSIDE, REASONS
from mentorship.evaluation.tables import Dimension, Level, Words
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
    columns = _columns(verdict)
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
    names = list(verdict.steps)
    return {
        "cohorts": list(verdict.cohorts),
        "broken": verdict.broken and verdict.broken.value,
        "levels": verdict.steps,
        "rows": sorted(
            [str(row[WHOSE]), *(str(row[one]) for one in names)] for row in verdict.rows
        ),
    }


def _columns(verdict: RecordsVerdict) -> tuple[RecordColumn, ...]:
    known = (
        _column(one.name, one.dimension, level, one.description, level.name, is_known=True)
        for one, level in zip(verdict.columns, verdict.told_at.values(), strict=True)
    )
    answers = (
        _column(one.name, one.dimension, one.level, both(one.inside.measure.definition), one.detail)
        for one in verdict.answers
    )
    return (*known, *answers)


def _column(
    name: str,
    dimension: Dimension,
    level: Level,
    description: Words,
    detail: Words,
    *,
    is_known: bool = False,
) -> RecordColumn:
    labels = {group.code: group.label for group in level.groups}
    return RecordColumn(
        name, dimension.label, level.definition or description, labels, detail, is_known
    )
