"""How much work of consultants a trajectory took, as far as they noted the minutes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from uuid import UUID

from mentorship.evaluation.costs.arithmetic import Sums
from mentorship.evaluation.costs.works import minutes_of
from mentorship.evaluation.measures.began import Began, once_about
from mentorship.evaluation.measures.dose import DAYS_A_MONTH
from mentorship.evaluation.measures.per_trajectory import (
    COST,
    Rows,
    Told,
    band_of,
    halves,
    per_trajectory,
    thirds,
)
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

NOT_NOTED = "not-noted"
_NOBODY_NOTED = _l("no minutes were noted")
_HOURS: dict[str, LazyText] = {
    NOT_NOTED: _NOBODY_NOTED,
    "0-10": _l("less than 10 hours"),
    "10-20": _l("from 10 to less than 20 hours"),
    "20-40": _l("from 20 to less than 40 hours"),
    "40-": _l("40 hours or more"),
}
_HOURS_FROM = ((0, "0-10"), (10, "10-20"), (20, "20-40"), (40, "40-"))
_A_MONTH: dict[str, LazyText] = {
    NOT_NOTED: _NOBODY_NOTED,
    "0-1": _l("less than 1 hour a month"),
    "1-2": _l("from 1 to less than 2 hours a month"),
    "2-4": _l("from 2 to less than 4 hours a month"),
    "4-": _l("4 hours a month or more"),
}
_A_MONTH_FROM = ((0, "0-1"), (1, "1-2"), (2, "2-4"), (4, "4-"))
_NOTED: dict[str, LazyText] = {
    NOT_NOTED: _NOBODY_NOTED,
    "0-90": _l("of less than nine tenths"),
    "90-": _l("of nine tenths or more"),
}
_NOTED_FROM = ((0, "0-90"), (90, "90-"))


def _works(db: Db, found: Sequence[Began]) -> Mapping[UUID, Sums]:
    return once_about(db, "works", found, partial(minutes_of, db))


def _hours(db: Db, found: Sequence[Began]) -> Told:
    works = _works(db, found)
    return {
        key: band_of(Fraction(work.minutes, 60), _HOURS_FROM) if work.timed else NOT_NOTED
        for key, work in works.items()
    }


def _a_month(db: Db, found: Sequence[Began]) -> Told:
    """Over the whole time, also of pauses; what lasted less than a month counts as one."""
    works = _works(db, found)

    def told(one: Began) -> str:
        if not works[one.id].timed:
            return NOT_NOTED
        months = max(Fraction(1), Fraction((one.ended_on - one.started_on).days) / DAYS_A_MONTH)
        return band_of(Fraction(works[one.id].minutes, 60) / months, _A_MONTH_FROM)

    return {one.id: told(one) for one in found}


def _noted(db: Db, found: Sequence[Began]) -> Told:
    works = _works(db, found)
    return {
        key: band_of(Fraction(work.timed * 100, work.works), _NOTED_FROM)
        if work.timed
        else NOT_NOTED
        for key, work in works.items()
    }


_WHAT = _l(
    "Trajectories that began during the half-year, by the hours that consultants noted for first "
    "meetings, support contacts, reviews, exit talks and aftercare. Nothing is assumed where no "
    "minutes were noted."
)
HOURS = per_trajectory(
    "consultant-hours",
    title=_l("Hours of consultants per trajectory"),
    question=COST,
    definition=_WHAT,
    rows=Rows(
        _l("Hours of consultants"),
        _HOURS,
        (
            thirds(_HOURS, _l("less than 20 hours"), _l("20 hours or more"), "20-40"),
            halves(
                _HOURS, _l("less than 20 hours, or none noted"), _l("20 hours or more"), "20-40"
            ),
        ),
        outside=NOT_NOTED,
    ),
    tell=_hours,
)
HOURS_A_MONTH = per_trajectory(
    "consultant-hours-per-month",
    title=_l("Hours of consultants a month"),
    question=COST,
    definition=_l(
        "The same hours, divided by the months from the first meeting to the last day, pauses "
        "included."
    ),
    rows=Rows(
        _l("Hours a month"),
        _A_MONTH,
        (
            thirds(
                _A_MONTH, _l("less than 2 hours a month"), _l("2 hours a month or more"), "2-4"
            ),
            halves(
                _A_MONTH, _l("less than 2 hours a month, or none noted"),
                _l("2 hours a month or more"), "2-4",
            ),
        ),
        outside=NOT_NOTED,
    ),
    tell=_a_month,
)  # fmt: skip
NOTED = per_trajectory(
    "consultant-hours-noted",
    title=_l("How complete the hours of consultants are"),
    question=COST,
    definition=_l(
        "Trajectories that began during the half-year, by the share of the things that "
        "consultants noted of which they noted the minutes too."
    ),
    rows=Rows(
        _l("Minutes were noted"),
        _NOTED,
        (
            halves(
                _NOTED, _l("of less than nine tenths, or no minutes were noted"),
                _l("of nine tenths or more"), "90-",
            ),
        ),
        outside=NOT_NOTED,
    ),
    tell=_noted,
    edition=2,  # the first one took together who noted nothing and who noted little
)  # fmt: skip
MEASURES = (HOURS, HOURS_A_MONTH, NOTED)
