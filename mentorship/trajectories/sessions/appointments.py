"""When the two meet next: said with a log or without one, changed, and called off."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.hold_models import MentorHold
from mentorship.mentors.holding import open_hold
from mentorship.trajectories.course import done_before, free_key, record
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.rules import MentorHeld
from mentorship.trajectories.sessions import rules
from mentorship.trajectories.sessions.models import Appointment, SessionLog, SessionWithdrawal


@dataclass(frozen=True)
class Coming:
    """The next appointment, and which row names it."""

    row_id: UUID
    at: datetime
    said_at: datetime


class _BareLog(NamedTuple):
    id: UUID
    corrects_id: UUID | None
    next_at: datetime | None
    logged_at: datetime


def coming(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, Coming]:
    """Of the trajectories that have one; four statements, and nothing is unsealed.

    What was agreed before is off while the mentor isn't available.
    """
    wanted, found = _with_mentor(db, trajectory_ids), {}
    logs = _logs_by_id(db, wanted)
    taken_back = select(SessionWithdrawal.log_id).join(
        SessionLog, col(SessionLog.id) == col(SessionWithdrawal.log_id)
    )
    withdrawn = set(db.exec(taken_back.where(col(SessionLog.trajectory_id).in_(wanted))))
    said: dict[UUID, list[rules.Named]] = {key: [] for key in wanted}
    for one in db.exec(select(Appointment).where(col(Appointment.trajectory_id).in_(wanted))):
        said[one.trajectory_id].append(rules.Named(one.id, one.starts_at, one.noted_at))
    moment = now(db)
    for key in wanted:
        last = rules.next_meeting([*_named_by_logs(logs[key], withdrawn), *said[key]], moment)
        if last is not None and last.at is not None:
            found[key] = Coming(last.row_id, last.at, last.said_at)
    return found


def place_of(db: Db, appointment: Coming) -> str:
    """Empty when nobody wrote it down."""
    said = db.get(Appointment, appointment.row_id)
    row, name = (
        (said, "place") if said else (db.get_one(SessionLog, appointment.row_id), "next_place")
    )
    return vault.read(db, row, name, purpose=Purpose.GUIDANCE) or ""


def set_next(
    db: Db, trajectory: Trajectory, starts_at: datetime | None, place: str, *, key: UUID, by: UUID
) -> Appointment:
    """The last word on when they meet; without a moment, that what was agreed does not go on.

    The trajectory is locked. Sent again with the same key it changes nothing. Raises
    AppointmentPast or MentorHeld.
    """
    if (before := done_before(db, Appointment, key, trajectory)) is not None:
        return before
    moment = now(db)
    if starts_at is not None and starts_at <= moment:
        raise rules.AppointmentPast
    if starts_at is not None and open_hold(db, trajectory.mentor_id) is not None:
        raise MentorHeld
    said = Appointment(
        id=free_key(db, Appointment, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, starts_at=starts_at, noted_at=moment, noted_by=by,
    )  # fmt: skip
    vault.write(db, said, place=(place or None) if starts_at else None)
    db.add(said)
    db.flush()
    record(db, "appointment.set" if starts_at else "appointment.called_off", trajectory)
    return said


def _with_mentor(db: Db, trajectory_ids: Collection[UUID]) -> list[UUID]:
    """Without those whose mentor isn't available."""
    wanted = list(trajectory_ids)
    found = select(Trajectory.id).join(
        MentorHold, col(MentorHold.mentor_id) == col(Trajectory.mentor_id)
    )
    held = set(
        db.exec(found.where(col(Trajectory.id).in_(wanted), col(MentorHold.ended_on).is_(None)))
    )
    return [key for key in wanted if key not in held]


def _logs_by_id(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, dict[UUID, _BareLog]]:
    columns = (
        col(SessionLog.trajectory_id), col(SessionLog.id), col(SessionLog.corrects_id),
        col(SessionLog.next_at), col(SessionLog.logged_at),
    )  # fmt: skip
    found: dict[UUID, dict[UUID, _BareLog]] = {key: {} for key in trajectory_ids}
    rows = select(SessionLog).where(col(SessionLog.trajectory_id).in_(trajectory_ids))
    for trajectory_id, *told in db.execute(rows.with_only_columns(*columns)):
        log = _BareLog(*told)
        found[trajectory_id][log.id] = log
    return found


def _named_by_logs(
    by_id: Mapping[UUID, _BareLog], withdrawn: Collection[UUID]
) -> Iterator[rules.Named]:
    """By the logs that count. A correction that leaves the appointment as it was is no new word
    about it; one that takes it out says so as of the log that named it."""

    def said(log: _BareLog) -> rules.Named | None:
        before = said(by_id[log.corrects_id]) if log.corrects_id else None
        if before is not None and log.next_at in (None, before.at):
            return rules.Named(log.id, log.next_at, before.said_at)
        return rules.Named(log.id, log.next_at, log.logged_at) if log.next_at else None

    corrected = {log.corrects_id for log in by_id.values()}
    for log in by_id.values():
        if log.id not in corrected and log.id not in withdrawn and (named := said(log)):
            yield named
