"""Judges rows about single trajectories against all that was counted and told so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.evaluation import queries
from mentorship.evaluation.closing import closed_half_years
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.crossed.ledger import Before
from mentorship.evaluation.disclosure.releases import tells_differences
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.measures.registry import SOURCES
from mentorship.evaluation.records.columns import INSIDE, known_columns
from mentorship.evaluation.records.ledger import clash, cohorts_told
from mentorship.evaluation.records.people import rows_of
from mentorship.evaluation.records.verdicts import (
    RecordsRule,
    RecordsVerdict,
    coarsened,
    counted_as,
)
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Db

Counted = Mapping[tuple[str, int], Mapping[str, CohortCounts]]


@dataclass(frozen=True, slots=True)
class Around:
    """What everybody has once the bundle is told, without its rows, and what was counted."""

    before: Before
    counted: Counted


def is_evaluator(db: Db, user_id: UUID) -> bool:
    """One who is a municipal expert too would know many of the young people."""
    evaluators, experts = (
        {user.id for user in users_with_role(db, role)}
        for role in (Role.EVALUATOR, Role.MUNICIPAL_EXPERT)
    )
    return user_id in evaluators - experts


def judge_records(
    db: Db, cohorts: Sequence[str], recipient_id: UUID | None, around: Around, limits: Limits
) -> RecordsVerdict:
    """Without a recipient it is looked at as for an evaluator."""
    asked = tuple(sorted(set(cohorts)))
    broken = _broken_before(db, asked, recipient_id, around)
    if broken is not None:
        return RecordsVerdict(asked, broken=broken)
    rows = rows_of(db, [read_half_year(code) for code in asked])
    kept = {
        one.measure.id: {code: _of(around.counted, one.measure)[code] for code in asked}
        for one in INSIDE
    }
    if not counted_as(rows, kept):
        return RecordsVerdict(asked, broken=RecordsRule.NOT_AS_COUNTED)
    verdict = coarsened(asked, known_columns(db, asked), rows, limits.threshold)
    if verdict.is_told and _tells_differences(db, verdict, around, limits):
        return RecordsVerdict(asked, broken=RecordsRule.DIFFERENCE)
    return verdict


def _broken_before(
    db: Db, cohorts: tuple[str, ...], recipient_id: UUID | None, around: Around
) -> RecordsRule | None:
    """What can be said without a look at anybody."""
    if recipient_id is not None and not is_evaluator(db, recipient_id):
        return RecordsRule.NOT_AN_EVALUATOR
    closed = {one.code for one in closed_half_years(db, SOURCES, queries.today(db))}
    for one in INSIDE:
        closed &= _of(around.counted, one.measure).keys()
    if not cohorts or not closed >= set(cohorts):
        return RecordsRule.COHORT_OPEN
    before = cohorts_told(db)
    if not before.isdisjoint(cohorts):
        return RecordsRule.TOLD_BEFORE
    if any(clash(one, before | set(cohorts)) for one in around.before.crossed):
        return RecordsRule.CROSSED
    return None


def _of(counted: Counted, measure: Measure) -> Mapping[str, CohortCounts]:
    return counted.get((measure.id, measure.edition), {})


def _tells_differences(db: Db, verdict: RecordsVerdict, around: Around, limits: Limits) -> bool:
    """Whether tables less these rows, or the other way round, leave a small group."""
    known = [*around.before.tables, *verdict.releases(POPULATION)]
    for one in INSIDE:
        counted = _of(around.counted, one.measure)
        specification = one.measure.specify(db, sorted(counted))
        if tells_differences(specification, known, counted, limits):
            return True
        if any(each.is_other_edition_of(specification, verdict.cohorts) for each in known):
            return True
    return False
