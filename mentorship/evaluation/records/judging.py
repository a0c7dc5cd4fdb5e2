"""Judges rows about single trajectories against all that was counted and told so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentorship.evaluation import queries
from mentorship.evaluation.closing import closed_half_years
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.crossed.ledger import Before
from mentorship.evaluation.disclosure.linked import makes_nothing_worse
from mentorship.evaluation.disclosure.releases import Release, tells_differences
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import all_tellable
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.measures.registry import SOURCES, measures
from mentorship.evaluation.records.columns import INSIDE, half_year_column, known_columns
from mentorship.evaluation.records.evaluators import is_evaluator
from mentorship.evaluation.records.ledger import clash, cohorts_told, groups_told
from mentorship.evaluation.records.people import rows_of
from mentorship.evaluation.records.verdicts import (
    EDITIONS,
    Answered,
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


def judge_records(
    db: Db, cohorts: Sequence[str], recipient_id: UUID | None, around: Around, limits: Limits
) -> RecordsVerdict:
    """Without a recipient it is looked at as for an evaluator."""
    asked = tuple(sorted(set(cohorts)))
    broken = _broken_before(db, asked, recipient_id, around)
    if broken is not None:
        return RecordsVerdict(asked, broken=broken)
    hiding = _hiding(asked, around)
    if hiding:
        return RecordsVerdict(asked, broken=RecordsRule.HIDDEN, hiding=hiding)
    rows = rows_of(db, [read_half_year(code) for code in asked])
    kept = {
        one.measure.id: {code: _of(around.counted, one.measure)[code] for code in asked}
        for one in INSIDE
    }
    if not counted_as(rows, kept):
        return RecordsVerdict(asked, broken=RecordsRule.NOT_AS_COUNTED)
    return coarsened(
        asked, known_columns(db, asked), rows, limits,
        lambda level: _answers(db, asked, level, around, limits),
    )  # fmt: skip


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
    if not cohorts_told(db).isdisjoint(cohorts):
        return RecordsRule.TOLD_BEFORE
    return None


def _hiding(cohorts: tuple[str, ...], around: Around) -> frozenset[str]:
    """By which no row may go, in whatever detail; nothing where there is a detail that may."""
    levels = range(len(half_year_column(cohorts).dimension.levels))
    found = [_clashing(around, list(groups_told(cohorts, level, ()))) for level in levels]
    return frozenset().union(*found) if all(found) else frozenset()


def _of(counted: Counted, measure: Measure) -> Mapping[str, CohortCounts]:
    return counted.get((measure.id, measure.edition), {})


def _answers(
    db: Db, cohorts: tuple[str, ...], level: int, around: Around, limits: Limits
) -> tuple[Answered, ...] | None:
    """With the half-years at this level: each answer as fine as tables of it about each group of
    half-years may be. None where rows would give something away beside other tables."""
    groups = [one.parts for one in half_year_column(cohorts).dimension.levels[level].groups]
    found: list[Answered] = []
    for one in INSIDE:
        counted = _of(around.counted, one.measure)
        asked = one.measure.specify(db, sorted(counted))
        for at in range(len(asked.dimension.levels)):
            if all_tellable(asked, at, groups, counted, around.before.tables, limits):
                found.append(Answered(one, asked.dimension, at))
                break
    if not found:
        return ()
    told_at = ((one.inside.measure.id, one.inside.measure.edition, one.at) for one in found)
    rows = list(groups_told(cohorts, level, told_at))
    if _clashing(around, rows) or _tells_differences(db, rows, cohorts, around, limits):
        return None
    family = linked(db, around.counted)
    if not makes_nothing_worse(family, around.before.tables, rows, limits):
        return None
    return tuple(found)


def _clashing(around: Around, rows: Sequence[Release]) -> frozenset[str]:
    """Tables that hide something which could be counted from the rows."""
    pooled = (
        one.specification
        for one in around.before.tables
        if any(one.hides_beside(other) for other in rows)
    )
    crossed = (one.specification for one in around.before.crossed if clash(one, rows))
    return frozenset([*pooled, *crossed])


def _tells_differences(
    db: Db, rows: Sequence[Release], cohorts: tuple[str, ...], around: Around, limits: Limits
) -> bool:
    """Whether tables less these rows, or the other way round, leave a small group."""
    known = [*around.before.tables, *rows]
    tables = [one for one in around.before.tables if not one.is_rows]
    told = {one.specification for one in tables if one.population == POPULATION}
    every = {one.id: one for one in measures(db)}
    if not told <= every.keys():
        return True  # a table that nobody can count any more
    for name in sorted({*told, *EDITIONS}):
        counted = _of(around.counted, every[name])
        specification = every[name].specify(db, sorted(counted))
        if tells_differences(specification, known, counted, limits):
            return True
        if any(each.is_other_edition_of(specification, cohorts) for each in known):
            return True
        if not attacked_table(specification, counted, known, limits).is_safe:
            return True
    return False
