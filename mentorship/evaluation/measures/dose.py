"""How much there was: meetings, hours, weeks, what was planned, and what it cost in expenses."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began, once_about
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import (
    COST,
    HOW_MUCH,
    Bands,
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
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import CommitmentAgreement
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from mentorship.trajectories.sessions.queries import current

# Twelve of these are a year of 365 days and a quarter.
DAYS_A_MONTH = Fraction(487, 16)
NO_AGREEMENT = "no-agreement"

_MET: dict[str, LazyText] = {
    "0": _l("not once"),
    "1-5": _l("1 to 5 times"),
    "6-12": _l("6 to 12 times"),
    "13-26": _l("13 to 26 times"),
    "27-": _l("27 times or more"),
}
_MET_FROM = ((0, "0"), (1, "1-5"), (6, "6-12"), (13, "13-26"), (27, "27-"))
_HOURS: dict[str, LazyText] = {
    "0-2": _l("less than 2 hours a month"),
    "2-4": _l("from 2 to less than 4 hours a month"),
    "4-8": _l("from 4 to less than 8 hours a month"),
    "8-": _l("8 hours a month or more"),
}
_HOURS_FROM = ((0, "0-2"), (2, "2-4"), (4, "4-8"), (8, "8-"))
_WEEKS: dict[str, LazyText] = {
    "0-4": _l("at most 4 weeks"),
    "5-12": _l("5 to 12 weeks"),
    "13-26": _l("13 to 26 weeks"),
    "27-39": _l("27 to 39 weeks"),
    "40-": _l("40 weeks or more"),
}
_WEEKS_FROM = ((0, "0-4"), (5, "5-12"), (13, "13-26"), (27, "27-39"), (40, "40-"))
_DELIVERED: dict[str, LazyText] = {
    NO_AGREEMENT: _l("nothing was agreed"),
    "0-50": _l("less than half of what was agreed"),
    "50-75": _l("from half to less than three quarters of what was agreed"),
    "75-100": _l("from three quarters to less than all of what was agreed"),
    "100-": _l("as often as agreed, or more often"),
}
_DELIVERED_FROM = ((0, "0-50"), (50, "50-75"), (75, "75-100"), (100, "100-"))
_EUROS: dict[str, LazyText] = {
    "0": _l("none"),
    "0-25": _l("less than 25 euros"),
    "25-100": _l("from 25 to less than 100 euros"),
    "100-250": _l("from 100 to less than 250 euros"),
    "250-": _l("250 euros or more"),
}
_CENTS_FROM = ((0, "0"), (1, "0-25"), (2_500, "25-100"), (10_000, "100-250"), (25_000, "250-"))


@dataclass(frozen=True, slots=True)
class Logged:
    """What one log says without its words; a corrected one is its correction."""

    kind: SessionKind
    on: date
    minutes: int
    cents: int


Logs = Sequence[Logged]


def logs_of(db: Db, found: Sequence[Began]) -> dict[UUID, list[Logged]]:
    """By trajectory; whoever has none is in it with none."""
    return once_about(db, "logs", found, partial(_logs_of, db))


def _logs_of(db: Db, ids: Sequence[UUID]) -> dict[UUID, list[Logged]]:
    columns = (
        col(SessionLog.trajectory_id), col(SessionLog.kind), col(SessionLog.held_on),
        col(SessionLog.minutes), col(SessionLog.expense_cents),
    )  # fmt: skip
    logs: dict[UUID, list[Logged]] = {key: [] for key in ids}
    wanted = current().order_by(None).where(col(SessionLog.trajectory_id).in_(ids))
    for key, kind, on, minutes, cents in db.execute(wanted.with_only_columns(*columns)):
        logs[key].append(Logged(kind, on, minutes or 0, cents or 0))
    return logs


def met(logs: Logs) -> int:
    return sum(log.kind is SessionKind.MET for log in logs)


def hours_a_month(one: Began, logs: Logs) -> Fraction:
    """Over the whole time, also of pauses; what lasted less than a month counts as one."""
    months = max(Fraction(1), Fraction((one.ended_on - one.started_on).days) / DAYS_A_MONTH)
    return Fraction(sum(log.minutes for log in logs), 60) / months


def weeks_active(logs: Logs) -> int:
    """Weeks of the calendar, Monday to Sunday, in which the two spoke."""
    return len({log.on.isocalendar()[:2] for log in logs if log.kind.is_contact})


def delivered(one: Began, logs: Logs, pauses: Sequence[Span], a_month: int) -> Fraction | None:
    """Meetings in percent of what was agreed for the days without pauses, if there are any."""
    days = days_without(one.started_on, one.ended_on, pauses)
    planned = a_month * Fraction(days) / DAYS_A_MONTH
    return met(logs) * 100 / planned if planned > 0 else None


def days_without(start: date, end: date, pauses: Sequence[Span]) -> int:
    """The days from one day to another, less those of pauses."""
    return (end - start).days - sum(
        max((min(pause.until or end, end) - max(pause.start, start)).days, 0) for pause in pauses
    )


def _told_by_logs(value: Callable[[Began, Logs], Fraction | int], bands: Bands) -> Callable[
    [Db, Sequence[Began]], Told
]:  # fmt: skip
    def tell(db: Db, found: Sequence[Began]) -> Told:
        logs = logs_of(db, found)
        return {one.id: band_of(value(one, logs[one.id]), bands) for one in found}

    return tell


def _told_delivered(db: Db, found: Sequence[Began]) -> Told:
    ids = [one.id for one in found]
    agreed = select(
        col(CommitmentAgreement.trajectory_id), col(CommitmentAgreement.meetings_per_month)
    ).where(col(CommitmentAgreement.trajectory_id).in_(ids))
    a_month = dict(db.exec(agreed).all())
    logs, pauses = logs_of(db, found), trajectories.pauses_of(db, ids)

    def told(one: Began) -> str:
        share = delivered(one, logs[one.id], pauses[one.id], a_month.get(one.id, 0))
        return NO_AGREEMENT if share is None else band_of(share, _DELIVERED_FROM)

    return {one.id: told(one) for one in found}


SESSIONS_MET = per_trajectory(
    "sessions-met",
    title=_l("How often they met"),
    question=HOW_MUCH,
    definition=_l(
        "Trajectories that began during the half-year, by the number of meetings that the mentor "
        "wrote down."
    ),
    rows=Rows(
        _l("Number of meetings"),
        _MET,
        (halves(_MET, _l("at most 12 times"), _l("13 times or more"), "13-26"),),
    ),
    tell=_told_by_logs(lambda _one, logs: met(logs), _MET_FROM),
)
HOURS = per_trajectory(
    "hours-per-month",
    title=_l("Hours of contact a month"),
    question=HOW_MUCH,
    definition=_l(
        "Trajectories that began during the half-year, by the hours in which they met or called, "
        "divided by the months from the first meeting to the last day, pauses included."
    ),
    rows=Rows(
        _l("Hours a month"),
        _HOURS,
        (halves(_HOURS, _l("less than 4 hours a month"), _l("4 hours a month or more"), "4-8"),),
    ),
    tell=_told_by_logs(hours_a_month, _HOURS_FROM),
)
WEEKS = per_trajectory(
    "weeks-active",
    title=_l("Weeks with contact"),
    question=HOW_MUCH,
    definition=_l(
        "Trajectories that began during the half-year, by the weeks of the calendar in which they "
        "met or called."
    ),
    rows=Rows(
        _l("Weeks"),
        _WEEKS,
        (halves(_WEEKS, _l("at most 26 weeks"), _l("27 weeks or more"), "27-39"),),
    ),
    tell=_told_by_logs(lambda _one, logs: weeks_active(logs), _WEEKS_FROM),
)
DELIVERED = per_trajectory(
    "meetings-delivered",
    title=_l("Meetings held of those agreed"),
    question=HOW_MUCH,
    definition=_l(
        "Trajectories that began during the half-year, by the meetings held as a share of the "
        "meetings that were agreed for the time without pauses."
    ),
    rows=Rows(
        _l("Share of what was agreed"),
        _DELIVERED,
        (
            thirds(
                _DELIVERED,
                _l("less than three quarters of it"),
                _l("three quarters of it or more"),
                "75-100",
            ),
            halves(
                _DELIVERED,
                _l("less than three quarters of it, or nothing was agreed"),
                _l("three quarters of it or more"),
                "75-100",
            ),
        ),
        outside=NO_AGREEMENT,
    ),
    tell=_told_delivered,
)
EXPENSES = per_trajectory(
    "expenses",
    title=_l("Expenses of mentors per trajectory"),
    question=COST,
    definition=_l(
        "Trajectories that began during the half-year, by the sum of the expenses that the mentor "
        "wrote down."
    ),
    rows=Rows(
        _l("Expenses"),
        _EUROS,
        (halves(_EUROS, _l("less than 100 euros"), _l("100 euros or more"), "100-250"),),
    ),
    tell=_told_by_logs(lambda _one, logs: sum(log.cents for log in logs), _CENTS_FROM),
)


# How contact was: which share of the appointments came to what.
_SHARES: dict[str, LazyText] = {
    "0-10": _l("less than a tenth, or nothing written down"),
    "10-25": _l("from a tenth to less than a quarter"),
    "25-50": _l("from a quarter to less than half"),
    "50-75": _l("from half to less than three quarters"),
    "75-": _l("three quarters or more"),
}
_SHARES_FROM = ((0, "0-10"), (10, "10-25"), (25, "25-50"), (50, "50-75"), (75, "75-"))
_CANCELLED = (SessionKind.CANCELLED_BY_MENTEE, SessionKind.CANCELLED_BY_MENTOR)
_HOW: dict[str, tuple[LazyText, tuple[SessionKind, ...]]] = {
    "met": (_l("Appointments at which they met"), (SessionKind.MET,)),
    "called": (_l("Appointments at which they called"), (SessionKind.CALLED,)),
    "tried": (_l("Appointments without contact"), (SessionKind.NO_CONTACT,)),
    "cancelled": (_l("Appointments that were cancelled"), _CANCELLED),
}


def _share(kinds: Sequence[SessionKind]) -> Callable[[Began, Logs], Fraction]:
    def share(_one: Began, logs: Logs) -> Fraction:
        found = Counter(log.kind for log in logs)
        return Fraction(sum(found[kind] for kind in kinds) * 100, len(logs) or 1)

    return share


def _how() -> Iterator[Measure]:
    for code, (title, kinds) in _HOW.items():
        yield per_trajectory(
            f"contact-{code}",
            title=title,
            question=HOW_MUCH,
            definition=_l(
                "Trajectories that began during the half-year, by the share of these appointments "
                "in all that the mentor wrote down."
            ),
            rows=Rows(
                _l("Share of the appointments"),
                _SHARES,
                (halves(_SHARES, _l("less than half"), _l("half or more"), "50-75"),),
            ),
            tell=_told_by_logs(_share(kinds), _SHARES_FROM),
        )


MEASURES = (SESSIONS_MET, HOURS, WEEKS, DELIVERED, EXPENSES, *_how())
