"""All measures that a bundle may hold, and all that keeps a half-year open.

A room plugs in here: its measures in `measures`, what keeps its half-years open in `SOURCES`.
"""

from collections.abc import Collection

from mentorship.evaluation.measures import (
    answers,
    began,
    closures,
    dose,
    following,
    gaps,
    goals,
    hours,
    instruments,
    lasting,
    matches,
    referrals,
    training,
)
from mentorship.evaluation.measures.crossed import CROSSED, CrossedMeasure
from mentorship.evaluation.measures.measure import Measure, Source
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

_ALWAYS: tuple[Measure, ...] = (
    *referrals.MEASURES,
    *matches.MEASURES,
    *training.MEASURES,
    *dose.MEASURES,
    *gaps.MEASURES,
    *following.MEASURES,
    *lasting.MEASURES,
    *closures.MEASURES,
    *answers.MEASURES,
    *goals.MEASURES,
)
SOURCES: tuple[Source, ...] = (referrals.source, matches.source, training.source, began.source)
# What goes on while a half-year of this source is open.
GOES_ON: dict[Source, LazyText] = {
    referrals.source: _l("referrals that wait for a decision"),
    matches.source: _l("matches that are asked or run"),
    began.source: _l("trajectories that run"),
}


def measures(db: Db) -> tuple[Measure, ...]:
    """In the order of the house; of questionnaires whatever was ever loaded, at this moment."""
    return (*_ALWAYS, *instruments.measures_of(db), *hours.MEASURES)


def chosen(db: Db, ids: Collection[str]) -> list[Measure]:
    """In the order of the house, whatever order they were asked in; unknown ones are left out.

    With a crossed table come the two that it puts side by side.
    """
    crossed = chosen_crossed(ids)
    wanted = {*ids, *(part.id for one in crossed for part in (one.rows, one.columns))}
    return [measure for measure in measures(db) if measure.id in wanted]


def chosen_crossed(ids: Collection[str]) -> list[CrossedMeasure]:
    return [one for one in CROSSED if one.id in ids]
