"""What rows that went out before mean for every later bundle."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from mentorship.evaluation import queries
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease
from mentorship.evaluation.disclosure.releases import ROWS, Release
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.records.columns import COUNTABLE, HALF_YEAR, INSIDE, half_year_column
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.evaluation.records.verdicts import clashes
from mentorship.foundation.db import Db

# A question of rows: its measure, its edition and the level at which they answer it.
ToldAt = tuple[str, int, int]
_QUESTIONS = {one.id: (one.rows.id, one.columns.id) for one in CROSSED}


def before(db: Db) -> Before:
    """All that was ever told, to anybody: the one place where releases are read for judging."""
    return Before(releases(db), queries.crossed_releases(db))


def releases(db: Db) -> list[Release]:
    """Tables of one dimension, and rows."""
    rows = (
        groups_told(one.cohorts, one.levels[HALF_YEAR], _told_at(one))
        for one in queries.released_records(db)
    )
    return [*queries.releases(db), *chain.from_iterable(rows)]


def _told_at(records: ReleasedRecords) -> Iterator[ToldAt]:
    for one in INSIDE:
        edition = records.measures.get(one.measure.id)
        if edition is not None:
            yield one.measure.id, edition, records.levels.get(one.name, 0)


def groups_told(cohorts: Sequence[str], level: int, answers: Iterable[ToldAt]) -> Iterator[Release]:
    """Of rows: each group of half-years that they tell apart, and of it a table for each answer."""
    told = list(answers)
    for group in half_year_column(cohorts).dimension.levels[level].groups:
        yield Release(ROWS, 1, POPULATION, group.parts, 0, countable=COUNTABLE)
        for measure, edition, at in told:
            yield Release(measure, edition, POPULATION, group.parts, at)


def cohorts_told(db: Db) -> frozenset[str]:
    """All half-years of which rows ever went out, to anybody."""
    return frozenset(code for one in queries.released_records(db) for code in one.cohorts)


def clash(crossed: CrossRelease, rows: Sequence[Release]) -> bool:
    """One that the catalogue doesn't know any more may be about anything."""
    questions = _QUESTIONS.get(crossed.specification, [one.measure.id for one in INSIDE])
    return clashes(crossed, questions, [one.cohorts for one in rows if one.is_rows])
