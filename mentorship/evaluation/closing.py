"""Which half-years are closed, and may therefore be counted."""

from collections.abc import Iterable
from datetime import date

from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.measures.measure import Found, Source
from mentorship.foundation.db import Db


def closed_half_years(db: Db, sources: Iterable[Source], day: date) -> list[HalfYear]:
    """Over, and nothing that began in it still goes on; from the first that anything began in."""
    return closed_of([source(db) for source in sources], day)


def closed_of(found: Iterable[Found], day: date) -> list[HalfYear]:
    found = list(found)
    seen = frozenset[HalfYear]().union(*(one.seen for one in found))
    still_open = frozenset[HalfYear]().union(*(one.still_open for one in found))
    closed = []
    cohort = min(seen, default=None)
    while cohort is not None and cohort.has_ended(day):
        if cohort not in still_open:
            closed.append(cohort)
        cohort = cohort.next
    return closed
