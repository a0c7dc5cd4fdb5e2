"""What rows that went out before mean for every later bundle."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from mentorship.evaluation import queries
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.records.columns import HALF_YEAR, INSIDE, half_year_column
from mentorship.evaluation.records.verdicts import clashes, released_group
from mentorship.foundation.db import Db

_QUESTIONS = {one.id: (one.rows.id, one.columns.id) for one in CROSSED}


def before(db: Db) -> Before:
    """All that was ever told, to anybody: the one place where releases are read for judging."""
    return Before(releases(db), queries.crossed_releases(db))


def releases(db: Db) -> list[Release]:
    """Tables of one dimension, and rows."""
    rows = (
        groups_told(one.cohorts, one.levels[HALF_YEAR], one.measures)
        for one in queries.released_records(db)
    )
    return [*queries.releases(db), *chain.from_iterable(rows)]


def groups_told(
    cohorts: Sequence[str], level: int, measures: Mapping[str, int]
) -> Iterator[Release]:
    """Of rows: each group of half-years that they tell apart."""
    for group in half_year_column(cohorts).dimension.levels[level].groups:
        yield released_group(POPULATION, group.parts, measures)


def cohorts_told(db: Db) -> frozenset[str]:
    """All half-years of which rows ever went out, to anybody."""
    return frozenset(code for one in queries.released_records(db) for code in one.cohorts)


def clash(crossed: CrossRelease, rows: Sequence[Release]) -> bool:
    """One that the catalogue doesn't know any more may be about anything."""
    questions = _QUESTIONS.get(crossed.specification, [one.measure.id for one in INSIDE])
    return clashes(crossed, questions, [one.cohorts for one in rows if one.each])
