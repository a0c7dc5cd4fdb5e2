"""What a mentor sees of the own pairs: when they meet, the own logs, what they cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col

from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.briefing import may_be_told
from mentorship.matching.models import MatchStatus
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import appointments, queries, rules
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionLog


@dataclass(frozen=True)
class NextTime:
    """When and where; the place is empty when nobody wrote it down."""

    at: datetime
    place: str
    is_first: bool = False


@dataclass(frozen=True)
class Month:
    """What a mentor spent and drove in one month; `first` is its first day."""

    first: date
    cents: int
    kilometres: int


@dataclass(frozen=True)
class OwnPair:
    """One trajectory as its mentor may see it; `log_until` is None while the two go on.

    `is_told` while the mentor may read about the young person: not once the match has ended.
    `is_readable` while the own logs may be read back; without it `told` is empty.
    """

    trajectory: Trajectory
    is_running: bool
    is_told: bool
    is_readable: bool
    coming: NextTime | None
    logs: list[SessionLog]
    told: Mapping[UUID, Told]
    months: list[Month]
    log_until: date | None
    may_log: bool


def pairs_of(db: Db, mentor: Mentor) -> list[OwnPair]:
    """Those that run first, then those that ended, the newest first."""
    mine = policy.own_of(mentor).order_by(col(Trajectory.opened_at).desc())
    found = list(db.exec(mine))
    logs = queries.logs_of(db, [one.id for one in found])
    pairs = [_pair(db, one, logs[one.id]) for one in found]
    return sorted(pairs, key=lambda pair: not pair.is_running)


def to_log(db: Db, mentor: Mentor) -> list[Trajectory]:
    """The trajectories about which this mentor may log now, those that run first."""
    found = db.exec(policy.own_of(mentor).order_by(col(Trajectory.opened_at).desc()))
    open_ones = [(one, queries.end_of(db, one)) for one in found if _may_log(db, one)]
    return [one for one, _ in sorted(open_ones, key=lambda pair: pair[1] is not None)]


def may_read(db: Db, trajectory: Trajectory) -> bool:
    """Whether the mentor may read back the own logs, which tell about the young person.

    While something can be logged; at once no more when the young person stopped, or when a consent
    to taking part was withdrawn.
    """
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    still_agrees = mentee.stage is not Stage.STOPPED and matches.takes_part(db, mentee)
    return still_agrees and _may_log(db, trajectory)


def _may_log(db: Db, trajectory: Trajectory) -> bool:
    ended_on, terms = queries.end_of(db, trajectory), rules.LogTerms.of(settings_of(db))
    is_in_time = ended_on is None or today(db) <= rules.last_day_to_log(ended_on, terms)
    return trajectory.started_on is not None and is_in_time


def _pair(db: Db, trajectory: Trajectory, logs: list[SessionLog]) -> OwnPair:
    match, ended_on = trajectories.match_of(db, trajectory), queries.end_of(db, trajectory)
    is_running = match.status is MatchStatus.ACTIVE and ended_on is None
    is_readable = may_read(db, trajectory)
    told = queries.told_of(db, logs) if is_readable else {}
    until = (
        rules.last_day_to_log(ended_on, rules.LogTerms.of(settings_of(db))) if ended_on else None
    )
    return OwnPair(
        trajectory=trajectory,
        is_running=is_running,
        is_told=is_running and may_be_told(db, match),
        is_readable=is_readable,
        coming=next_time(db, trajectory) if is_running else None,
        logs=logs,
        told=told,
        months=months_of(logs),
        log_until=until,
        may_log=_may_log(db, trajectory),
    )


def next_time(db: Db, trajectory: Trajectory) -> NextTime | None:
    """Of a trajectory that runs; the place only for who may read the own logs back."""
    planned = trajectories.open_meeting(db, trajectory)
    if planned is not None and day_of(planned.starts_at) >= today(db):
        place = vault.read(db, planned, "place", purpose=Purpose.GUIDANCE) or ""
        return NextTime(planned.starts_at, place, is_first=True)
    found = appointments.coming(db, [trajectory.id]).get(trajectory.id)
    if found is None:
        return None
    return NextTime(found.at, appointments.place_of(db, found) if may_read(db, trajectory) else "")


def months_of(logs: Iterable[SessionLog]) -> list[Month]:
    """What was spent or driven, by month of the appointment, the newest first."""
    sums: dict[date, tuple[int, int]] = {}
    for log in logs:
        if log.expense_cents or log.kilometres:
            first = log.held_on.replace(day=1)
            cents, kilometres = sums.get(first, (0, 0))
            sums[first] = (
                cents + (log.expense_cents or 0), kilometres + (log.kilometres or 0)
            )  # fmt: skip
    return [Month(first, *sums[first]) for first in sorted(sums, reverse=True)]
