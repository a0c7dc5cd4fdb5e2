"""What rows that went out before mean for every later bundle."""

from mentorship.evaluation import queries
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.records.columns import HALF_YEAR, INSIDE, half_year_column
from mentorship.evaluation.records.verdicts import clashes, released_group
from mentorship.foundation.db import Db

_QUESTIONS = {one.id: (one.rows.id, one.columns.id) for one in CROSSED}


def releases(db: Db) -> list[Release]:
    """Everything that was ever told, rows as well; of these each group of half-years that they
    tell apart."""
    return [
        *queries.releases(db),
        *(
            released_group(POPULATION, group.parts, one.measures)
            for one in queries.released_records(db)
            for group in half_year_column(one.cohorts)
            .dimension.levels[one.levels[HALF_YEAR]]
            .groups
        ),
    ]


def before(db: Db) -> Before:
    """All that was ever told, to anybody: the one place where releases are read for judging."""
    return Before(releases(db), queries.crossed_releases(db))


def cohorts_told(db: Db) -> frozenset[str]:
    """All half-years of which rows ever went out, to anybody."""
    return frozenset(code for one in queries.released_records(db) for code in one.cohorts)


def clash(crossed: CrossRelease, with_rows: frozenset[str]) -> bool:
    """One that the catalogue doesn't know any more may be about anything."""
    questions = _QUESTIONS.get(crossed.specification, [one.measure.id for one in INSIDE])
    return clashes(crossed, questions, with_rows)
