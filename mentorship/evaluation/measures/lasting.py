"""How long trajectories lasted and how they ended: the cells of survival at the fixed months."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began
from mentorship.evaluation.measures.per_trajectory import (
    WHO_STOPPED,
    Rows,
    Told,
    per_trajectory,
)
from mentorship.evaluation.scores.survival import MONTHS, Course, End, intervals
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, format_list
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.working_days import months_later
from mentorship.trajectories.closure.models import Closure, ClosureKind
from mentorship.trajectories.corrections import counts

LATER = "later"
_TIMES: dict[str, LazyText] = {
    "3": _l("up to 3 months"),
    "6": _l("more than 3, up to 6 months"),
    "9": _l("more than 6, up to 9 months"),
    "12": _l("more than 9, up to 12 months"),
    LATER: _l("more than 12 months"),
}
# Both tables coarsen along these same cuts: what one tells is a sum of what the other tells.
_HALVES: dict[str, tuple[LazyText, list[str]]] = {
    "0-6": (_l("up to 6 months"), ["3", "6"]),
    "6-12": (_l("more than 6, up to 12 months"), ["9", "12"]),
    LATER: (_TIMES[LATER], [LATER]),
}
_YEAR: dict[str, tuple[LazyText, list[str]]] = {
    "0-12": (_l("up to 12 months"), ["3", "6", "9", "12"]),
    LATER: (_TIMES[LATER], [LATER]),
}
EARLY, PLANNED = _l("ended unplanned or by one of them"), _l("planned end")
_ENDED: dict[str, LazyText] = {
    "early-3": _l("ended unplanned or by one of them, up to month 3"),
    "early-6": _l("ended unplanned or by one of them, after month 3 up to month 6"),
    "early-9": _l("ended unplanned or by one of them, after month 6 up to month 9"),
    "early-12": _l("ended unplanned or by one of them, after month 9 up to month 12"),
    "early-later": _l("ended unplanned or by one of them, after month 12"),
    "planned-3": _l("planned end, up to month 3"),
    "planned-6": _l("planned end, after month 3 up to month 6"),
    "planned-9": _l("planned end, after month 6 up to month 9"),
    "planned-12": _l("planned end, after month 9 up to month 12"),
    "planned-later": _l("planned end, after month 12"),
}
_ENDED_HALVES = {
    "early-0-6": (_l("ended unplanned or by one of them, up to month 6"), ["early-3", "early-6"]),
    "early-6-12": (
        _l("ended unplanned or by one of them, after month 6 up to month 12"),
        ["early-9", "early-12"],
    ),
    "early-later": (_ENDED["early-later"], ["early-later"]),
    "planned-0-6": (_l("planned end, up to month 6"), ["planned-3", "planned-6"]),
    "planned-6-12": (
        _l("planned end, after month 6 up to month 12"),
        ["planned-9", "planned-12"],
    ),
    "planned-later": (_ENDED["planned-later"], ["planned-later"]),
}
_FIRST_YEAR = {
    "early-0-12": (
        _l("ended unplanned or by one of them, up to month 12"),
        [f"early-{month}" for month in MONTHS],
    ),
    "early-later": (_ENDED["early-later"], ["early-later"]),
    "planned-0-12": (
        _l("planned end, up to month 12"),
        [f"planned-{month}" for month in MONTHS],
    ),
    "planned-later": (_ENDED["planned-later"], ["planned-later"]),
}


def months_between(start: date, end: date) -> float:
    """Whole months of the calendar, and the share of the month that was going on."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    if months_later(start, whole) > end:
        whole -= 1
    since, until = months_later(start, whole), months_later(start, whole + 1)
    return whole + (end - since).days / (until - since).days


def kinds_of(db: Db, found: Sequence[Began]) -> dict[UUID, ClosureKind]:
    ids = [one.id for one in found]
    kinds = select(col(Closure.trajectory_id), col(Closure.kind))
    return dict(db.exec(kinds.where(col(Closure.trajectory_id).in_(ids), counts(Closure))).all())


def _lasted(db: Db, found: Sequence[Began]) -> Told:
    return {one.id: _interval(one, End.EARLY) for one in found}


def _ended(db: Db, found: Sequence[Began]) -> Told:
    kinds = kinds_of(db, found)
    told = {}
    for one in found:
        end = End.PLANNED if kinds[one.id] is ClosureKind.PLANNED else End.EARLY
        told[one.id] = f"{end.value}-{_interval(one, end)}"
    return told


def _interval(one: Began, end: End) -> str:
    """The cell of survival in which this one course ends."""
    course = Course(months_between(one.started_on, one.ended_on), end)
    ends = [cell.month for cell in intervals([course]) if cell.early or cell.planned]
    return str(ends[0]) if ends else LATER


_SURVIVAL = _l(
    "Survival at the months %(months)s is the estimate of Kaplan and Meier (1958), with the "
    "interval of Greenwood (1926) on the scale log(−log S). The clock starts at the first meeting "
    "and a pause doesn't stop it. The event is an end that was unplanned or wanted by one of them; "
    "at a planned end the trajectory is censored. Beside it stand the cumulative incidences of "
    "Aalen and Johansen (1978), in which a planned end competes with the other ends. In the report "
    "each span is one step, with every end at its last day. Nobody is censored for another reason: "
    "a half-year is counted when all have ended.",
    months=LazyText(lambda: format_list(str(month) for month in MONTHS)),
)

DURATION = per_trajectory(
    "duration",
    title=_l("How long trajectories lasted"),
    question=WHO_STOPPED,
    definition=_l(
        "Trajectories that began during the half-year, by the months from the first meeting to "
        "the last day. Pauses count as time."
    ),
    rows=Rows(
        _l("Duration"),
        _TIMES,
        ((_l("per half-year"), _HALVES), (_l("within a year or not"), _YEAR)),
    ),
    tell=_lasted,
)
ATTRITION = per_trajectory(
    "attrition",
    title=_l("Who stopped when"),
    question=WHO_STOPPED,
    definition=_l(
        "Trajectories that began during the half-year, by the month since the first meeting in "
        "which they ended, and how. A planned end competes with the others. A pause doesn't stop "
        "the clock. At risk in a span are all that ended in it or later; as all have ended, "
        "nobody is censored."
    ),
    rows=Rows(
        _l("End, and when"),
        _ENDED,
        (
            (_l("per half-year"), _ENDED_HALVES),
            (_l("within a year or not"), _FIRST_YEAR),
        ),
    ),
    tell=_ended,
    method=_SURVIVAL,
    edition=2,  # the first one told at last what closure-by-kind tells
)
MEASURES = (DURATION, ATTRITION)
