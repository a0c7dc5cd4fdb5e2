"""All measures that a bundle may hold, and all that keeps a half-year open.

A room plugs in here: its measures in `MEASURES`, what keeps its half-years open in `SOURCES`.
"""

from mentorship.evaluation.measures import (
    answers,
    began,
    closures,
    dose,
    following,
    gaps,
    goals,
    hours,
    lasting,
    matches,
    referrals,
    training,
)
from mentorship.evaluation.measures.measure import Measure, Source
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

MEASURES: tuple[Measure, ...] = (
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
    *hours.MEASURES,
)
SOURCES: tuple[Source, ...] = (referrals.source, matches.source, training.source, began.source)
# What goes on while a half-year of this source is open.
GOES_ON: dict[Source, LazyText] = {
    referrals.source: _l("referrals that wait for a decision"),
    matches.source: _l("matches that are asked or run"),
    began.source: _l("trajectories that run"),
}


def chosen(ids: list[str]) -> list[Measure]:
    """In the order of the house, whatever order they were asked in; unknown ones are left out."""
    return [measure for measure in MEASURES if measure.id in ids]
