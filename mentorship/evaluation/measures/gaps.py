"""How long the two were without contact at the longest; a pause is no gap."""

from collections.abc import Sequence
from itertools import pairwise

from mentorship.evaluation.measures.began import Began
from mentorship.evaluation.measures.dose import Logs, days_without, logs_of
from mentorship.evaluation.measures.per_trajectory import (
    HOW_MUCH,
    Rows,
    Told,
    band_of,
    halves,
    per_trajectory,
)
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.pauses import Span

_GAPS: dict[str, LazyText] = {
    "0-2": _l("at most 2 weeks"),
    "2-4": _l("longer than 2 weeks, at most 4"),
    "4-8": _l("longer than 4 weeks, at most 8"),
    "8-": _l("longer than 8 weeks"),
}
_DAYS_FROM = ((0, "0-2"), (15, "2-4"), (29, "4-8"), (57, "8-"))


def longest_gap(one: Began, logs: Logs, pauses: Sequence[Span]) -> int:
    """In days from one contact to the next; the first meeting and the last day count as one."""
    spoke = {
        log.on for log in logs if log.kind.is_contact and one.started_on < log.on < one.ended_on
    }
    days = sorted({one.started_on, *spoke, one.ended_on})
    return max((days_without(a, b, pauses) for a, b in pairwise(days)), default=0)


def _tell(db: Db, found: Sequence[Began]) -> Told:
    logs, pauses = logs_of(db, found), trajectories.pauses_of(db, [one.id for one in found])
    return {
        one.id: band_of(longest_gap(one, logs[one.id], pauses[one.id]), _DAYS_FROM) for one in found
    }


LONGEST_GAP = per_trajectory(
    "longest-gap",
    title=_l("The longest time without contact"),
    question=HOW_MUCH,
    definition=_l(
        "Trajectories that began during the half-year, by the longest time from one day on which "
        "they met or called to the next, days of a pause left out. The first meeting and the last "
        "day of the trajectory count as such days."
    ),
    rows=Rows(
        _l("Longest time"),
        _GAPS,
        (halves(_GAPS, _l("at most 4 weeks"), _l("longer than 4 weeks"), "4-8"),),
    ),
    tell=_tell,
)
MEASURES = (LONGEST_GAP,)
