"""Collects by House and day what the costs are made of; as many statements for any period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, func, select

from mentorship.evaluation.costs.arithmetic import Sums, together
from mentorship.evaluation.costs.works import kinds
from mentorship.evaluation.guided import Guiding
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.referrals.mentees.models import Mentee
from mentorship.training.models import Cohort, TrainingMeeting
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import queries as sessions
from mentorship.trajectories.sessions.models import SessionLog

_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """What one day brought in one House; without a House it was for the whole region."""

    day: date
    house_code: str | None
    sums: Sums


def events(db: Db, first: date, last: date) -> list[Event]:
    """Of these days, both included. In seven statements."""
    return [*_works(db, first, last), *_trainings(db, first, last), *_expenses(db, first, last)]


def sums_of(
    found: Iterable[Event],
    guided: Sequence[Guiding],
    first: date,
    last: date,
    house_code: str | None = None,
) -> Sums:
    """Of one House, or of all Houses and what was for the whole region."""
    here = [
        event.sums
        for event in found
        if house_code in (None, event.house_code) and first <= event.day <= last
    ]
    own = [
        one for one in guided if one.is_active(first, last) and house_code in (None, one.house_code)
    ]
    days = sum(one.days(first, last) for one in own)
    return together([*here, Sums(trajectories=len(own), days=days)])


def _works(db: Db, first: date, last: date) -> Iterator[Event]:
    days, moments = (first, last + _NEXT), (_moment(first), _moment(last + _NEXT))
    for kind in kinds():
        since, until = moments if kind.is_moment else days
        rows = (
            select(Mentee)
            .with_only_columns(
                col(Mentee.house_code), kind.day, func.count(), func.count(kind.table.minutes),
                func.coalesce(func.sum(kind.table.minutes), 0),
            )
            .select_from(kind.table)
            .join(Trajectory, col(Trajectory.id) == kind.table.trajectory_id)
            .join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id))
            .where(kind.day >= since, kind.day < until, kind.counts)
            .group_by(col(Mentee.house_code), kind.day)
        )  # fmt: skip
        for house, on, works, timed, minutes in db.execute(rows):
            at = day_of(on) if kind.is_moment else on
            yield Event(at, house, Sums(works=works, timed=timed, minutes=int(minutes)))


def _trainings(db: Db, first: date, last: date) -> Iterator[Event]:
    """Meetings that weren't cancelled, of a cohort or without one."""
    house = func.coalesce(Cohort.house_code, TrainingMeeting.house_code)
    found = (
        select(TrainingMeeting)
        .with_only_columns(house, col(TrainingMeeting.ends_at))
        .join(Cohort, col(Cohort.id) == col(TrainingMeeting.cohort_id), isouter=True)
        .where(
            col(TrainingMeeting.cancelled_at).is_(None),
            col(TrainingMeeting.ends_at) >= _moment(first),
            col(TrainingMeeting.ends_at) < _moment(last + _NEXT),
        )
    )
    for code, ends_at in db.execute(found):
        yield Event(day_of(ends_at), code, Sums(meetings=1))


def _expenses(db: Db, first: date, last: date) -> Iterator[Event]:
    counted = sessions.current().order_by(None).join(
        Trajectory, col(Trajectory.id) == col(SessionLog.trajectory_id)
    ).join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id)).where(
        col(SessionLog.held_on) >= first, col(SessionLog.held_on) <= last,
    )  # fmt: skip
    sums = counted.with_only_columns(
        col(Mentee.house_code), col(SessionLog.held_on),
        func.coalesce(func.sum(SessionLog.expense_cents), 0),
        func.coalesce(func.sum(SessionLog.kilometres), 0),
    ).group_by(col(Mentee.house_code), col(SessionLog.held_on))  # fmt: skip
    for house, on, cents, kilometres in db.execute(sums):
        yield Event(on, house, Sums(expense_cents=int(cents), kilometres=int(kilometres)))


def _moment(day: date) -> datetime:
    """When the day begins here."""
    return datetime.combine(day, time(), TIME_ZONE)
