"""All measures that a bundle may hold, and all that keeps a half-year open.

A room plugs in here: its measures in `MEASURES`, what keeps its half-years open in `SOURCES`.
"""

from mentorship.evaluation.measures import (
    answers,
    began,
    closures,
    dose,
    following,
    goals,
    hours,
    lasting,
    matches,
    referrals,
    training,
)
from mentorship.evaluation.measures.measure import Measure, Source

MEASURES: tuple[Measure, ...] = (
    *referrals.MEASURES,
    *matches.MEASURES,
    *training.MEASURES,
    *dose.MEASURES,
    *following.MEASURES,
    *lasting.MEASURES,
    *closures.MEASURES,
    *answers.MEASURES,
    *goals.MEASURES,
    *hours.MEASURES,
)
SOURCES: tuple[Source, ...] = (referrals.source, matches.source, training.source, began.source)


def chosen(ids: list[str]) -> list[Measure]:
    """In the order of the house, whatever order they were asked in; unknown ones are left out."""
    return [measure for measure in MEASURES if measure.id in ids]
