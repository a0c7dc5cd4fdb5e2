"""All measures that a bundle may hold, and all that keeps a half-year open.

A room plugs in here: its measures in `MEASURES`, what keeps its half-years open in `SOURCES`.
"""

from mentorship.evaluation.measures import matches, referrals, training
from mentorship.evaluation.measures.measure import Measure, Source

MEASURES: tuple[Measure, ...] = (*referrals.MEASURES, *matches.MEASURES, *training.MEASURES)
SOURCES: tuple[Source, ...] = (referrals.source, matches.source, training.source)


def chosen(ids: list[str]) -> list[Measure]:
    """In the order of the house, whatever order they were asked in; unknown ones are left out."""
    return [measure for measure in MEASURES if measure.id in ids]
