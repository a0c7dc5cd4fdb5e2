"""Which half-years are closed, and may therefore be counted, and what keeps the others open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures.measure import Found, Source
from mentorship.foundation.db import Db


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A half-year that can't be counted before the day after `until`, nor while `sources` go on."""

    cohort: HalfYear
    until: date
    sources: tuple[Source, ...]


def closed_half_years(db: Db, sources: Iterable[Source], day: date) -> list[HalfYear]:
    """Over, and nothing that began in it still goes on; from the first that anything began in."""
    return closed_of([source(db) for source in sources], day)


def closed_of(found: Iterable[Found], day: date) -> list[HalfYear]:
    found = list(found)
    still_open = frozenset[HalfYear]().union(*(one.still_open for one in found))
    return [one for one in _known(found, day) if one.has_ended(day) and one not in still_open]


def open_half_years(db: Db, sources: Iterable[Source], day: date) -> list[StillOpen]:
    return open_of({source: source(db) for source in sources}, day)


def open_of(found: Mapping[Source, Found], day: date) -> list[StillOpen]:
    closed = closed_of(found.values(), day)
    told = []
    for cohort in _known(found.values(), day):
        if cohort in closed:
            continue
        going_on = tuple(one for one, of in found.items() if cohort in of.still_open)
        known = [of.until[cohort] for of in found.values() if cohort in of.until]
        last_day = cohort.next.first_day - timedelta(days=1)
        told.append(StillOpen(cohort, max([last_day, *known]), going_on))
    return told


def _known(found: Iterable[Found], day: date) -> list[HalfYear]:
    """Every half-year from the first in which anything began until now."""
    seen = frozenset[HalfYear]().union(*(one.seen for one in found))
    cohort, known = min(seen, default=None), list[HalfYear]()
    while cohort is not None and cohort <= half_year_of(day):
        known.append(cohort)
        cohort = cohort.next
    return known
