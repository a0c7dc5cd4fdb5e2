"""Counts every closed half-year, by the program itself; what was told of stays as it was."""

from collections import Counter
from collections.abc import Mapping, Sequence

from mentorship.evaluation import queries
from mentorship.evaluation.closing import closed_half_years
from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.crosstabs import pair_of
from mentorship.evaluation.measures.crossed import CROSSED, CrossedMeasure
from mentorship.evaluation.measures.knowing import kept_key
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.registry import SOURCES, measures
from mentorship.evaluation.models import CohortCount
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.locks import take_turns

# Counting and releasing come one after the other: what is told may not be counted anew meanwhile.
TURN = b"evaluation-release"
Counting = Measure | CrossedMeasure
Fresh = Sequence[tuple[Counting, str, Mapping[str, CohortCounts]]]  # with population and counts
_Rows = Mapping[tuple[str, int, str], CohortCount]


def recount(database: Database) -> None:
    """What nobody was told of is counted anew, so that a withdrawn consent counts at once.

    The reading comes first: who changes something meanwhile doesn't wait for it.
    """
    with database.reading() as db:
        closed = closed_half_years(db, SOURCES, queries.today(db))
        asked: list[Counting] = [*measures(db), *CROSSED]
        fresh = [(measure, *_count(db, measure, closed)) for measure in asked]
    with database.writing() as db:
        keep(db, closed, fresh)
        db.commit()


def _count(
    db: Db, measure: Counting, closed: list[HalfYear]
) -> tuple[str, Mapping[str, CohortCounts]]:
    specification = measure.specify(db, [cohort.code for cohort in closed])
    return specification.population, measure.count(db, closed) if closed else {}


def keep(db: Db, closed: list[HalfYear], fresh: Fresh) -> None:
    """Frozen rows stay, also of a half-year that isn't closed any more."""
    take_turns(db, TURN)
    rows = {(row.measure, row.edition, row.cohort): row for row in queries.count_rows(db)}
    totals = {
        (row.population, row.cohort): sum(row.counts.values())
        for row in rows.values()
        if row.frozen_at is not None
    }
    kept = {key for key, row in rows.items() if row.frozen_at is not None}
    for measure, population, counts in fresh:
        for cohort in closed:
            key, count = (measure.id, measure.edition, cohort.code), counts[cohort.code]
            if key in kept or totals.get((population, cohort.code), count.total) != count.total:
                continue  # another number of the same people would tell who left in between
            if isinstance(measure, CrossedMeasure) and not _adds_up(measure, count, rows):
                continue  # so would others in the rows of its two tables, which were told
            row = rows.get(key) or _new(*key, population)
            row.counts, row.impossible = dict(count.counts), sorted(count.impossible)
            row.contributors = {
                code: {kept_key(measure.id, one): number for one, number in who.items()}
                for code, who in count.contributors.items()
            }
            row.counted_at = now(db)
            db.add(row)
            rows[key] = row
            kept.add(key)
    for key in rows.keys() - kept:
        db.delete(rows[key])
    db.flush()


def _adds_up(measure: CrossedMeasure, count: CohortCounts, rows: _Rows) -> bool:
    """Whether its two tables are kept as it has them; they come before it."""
    for place, part in enumerate((measure.rows, measure.columns)):
        kept, own = rows.get((part.id, part.edition, count.cohort)), Counter[str]()
        for code, number in count.counts.items():
            own[pair_of(code)[place]] += number
        if kept is None or +Counter(kept.counts) != +own:
            return False
    return True


def _new(measure: str, edition: int, cohort: str, population: str) -> CohortCount:
    return CohortCount(measure=measure, edition=edition, cohort=cohort, population=population)


def freeze(db: Db, populations: set[str], cohorts: list[str]) -> None:
    """From now on these half-years are never counted again for anything about these people."""
    for row in queries.count_rows(db):
        if row.population in populations and row.cohort in cohorts and row.frozen_at is None:
            row.frozen_at = now(db)
            db.add(row)
    db.flush()
