"""What a bundle may tell at this moment: the one way for preview and release."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mentorship.evaluation import queries, rules
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Verdict, judge_all
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.registry import chosen
from mentorship.evaluation.models import EvaluationBundle, ProgrammeChange
from mentorship.evaluation.package.json_text import canonical
from mentorship.foundation.db import Db


@dataclass(frozen=True, slots=True)
class Judged:
    """One table that was asked for, and what may be told of it."""

    measure: Measure
    verdict: Verdict


def limits_now(db: Db) -> Limits:
    return Limits(threshold=queries.settings_of(db).disclosure_threshold)


def judged(db: Db, measures: Sequence[str], cohorts: Sequence[str]) -> tuple[Judged, ...]:
    """Held against everything that anybody was ever told."""
    wanted = chosen(db, measures)
    counted = queries.counted(queries.count_rows(db))
    known = sorted({*cohorts, *(code for found in counted.values() for code in found)})
    verdicts = judge_all(
        [measure.specify(db, known) for measure in wanted],
        cohorts,
        {measure.id: counted.get((measure.id, measure.edition), {}) for measure in wanted},
        queries.releases(db),
        limits_now(db),
    )
    return tuple(Judged(*one) for one in zip(wanted, verdicts, strict=True))


def check_something_is_told(tables: Sequence[Judged]) -> None:
    """A table, or how many there are in all; a bundle without either is none."""
    if all(one.verdict.table is None for one in tables):
        raise rules.NothingToTell


def judged_bundle(db: Db, bundle: EvaluationBundle) -> tuple[Judged, ...]:
    return judged(db, bundle.measures, bundle.cohorts)


def changes_of(db: Db, bundle: EvaluationBundle) -> Sequence[ProgrammeChange]:
    """From the first day of the first half-year until now: what runs on is changed later too."""
    first = read_half_year(min(bundle.cohorts)).first_day
    return queries.changes_between(db, first, queries.today(db))


def seen_of(db: Db, bundle: EvaluationBundle) -> str:
    return seen(judged_bundle(db, bundle), changes_of(db, bundle))


def seen(tables: Sequence[Judged], changes: Sequence[ProgrammeChange]) -> str:
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
        for one in tables
    ]
    return hashlib.sha256(canonical({"tables": plain, "changes": told})).hexdigest()
