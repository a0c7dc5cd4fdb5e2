"""Finds session logs: the current ones, their history, and what they say about a trajectory."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import Match
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import rules
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionKind, SessionLog

SEALED = ("topics", "experience", "note", "next_place")


@dataclass(frozen=True)
class SessionFacts:
    """What the logs of one trajectory say to who looks after it."""

    next_at: datetime | None
    missed: rules.Missed
    missed_on: date | None
    overdue_since: date | None


class _BareLog(NamedTuple):
    held_on: date
    kind: SessionKind
    next_at: datetime | None


def current() -> SelectOfScalar[SessionLog]:
    """What counts: no correction took its place. The newest first."""
    return (
        select(SessionLog)
        .where(counts(SessionLog))
        .order_by(
            col(SessionLog.held_on).desc(), col(SessionLog.logged_at).desc(), col(SessionLog.id)
        )
    )


def logs_of(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, list[SessionLog]]:
    """The current logs of each, the newest first; one statement for all."""
    found: dict[UUID, list[SessionLog]] = {key: [] for key in trajectory_ids}
    for log in db.exec(current().where(col(SessionLog.trajectory_id).in_(trajectory_ids))):
        found[log.trajectory_id].append(log)
    return found


def first_logged(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each log, or the first of those that it corrects, was written down; one statement."""
    columns = (col(SessionLog.id), col(SessionLog.corrects_id), col(SessionLog.logged_at))
    found = select(*columns).where(col(SessionLog.trajectory_id).in_(trajectory_ids))
    rows = {log_id: (before, logged_at) for log_id, before, logged_at in db.exec(found)}

    def first(log_id: UUID) -> datetime:
        before, logged_at = rows[log_id]
        return logged_at if before is None else first(before)

    return {log_id: first(log_id) for log_id in rows}


def log_of(db: Db, trajectory: Trajectory, log_id: UUID) -> SessionLog | None:
    log = db.get(SessionLog, log_id)
    return log if log is not None and log.trajectory_id == trajectory.id else None


def history_of(db: Db, log: SessionLog) -> list[SessionLog]:
    """This log and all that it was before and became after, the newest first."""
    rows = select(SessionLog).where(col(SessionLog.trajectory_id) == log.trajectory_id)
    by_id = {row.id: row for row in db.exec(rows)}
    after = {row.corrects_id: row for row in by_id.values() if row.corrects_id is not None}
    chain = [log]
    while (newer := after.get(chain[0].id)) is not None:
        chain.insert(0, newer)
    while (older := chain[-1].corrects_id) is not None:
        chain.append(by_id[older])
    return chain


def is_corrected(db: Db, log: SessionLog) -> bool:
    found = select(SessionLog.id).where(col(SessionLog.corrects_id) == log.id)
    return db.exec(found).first() is not None


def told_of(db: Db, logs: Iterable[SessionLog]) -> dict[UUID, Told]:
    """What was told, opened as one audited list."""
    rows = list(logs)
    texts = vault.scan_fields(db, rows, SEALED, purpose=Purpose.GUIDANCE)
    return {row.id: Told.of(row, texts.get(row.id, {})) for row in rows}


def end_of(db: Db, trajectory: Trajectory) -> date | None:
    """The day on which the two stopped meeting: of the closure, or of the match without one."""
    if trajectory.ended_on is not None:
        return trajectory.ended_on
    closed_at = db.get_one(Match, trajectory.match_id).closed_at
    return day_of(closed_at) if closed_at else None


def facts_of(db: Db, found: Sequence[Trajectory]) -> dict[UUID, SessionFacts]:
    """What the logs of each say; four statements for one as for a thousand."""
    ids = [one.id for one in found]
    logs, pauses = _bare_logs_of(db, ids), trajectories.pauses_of(db, ids)
    standings = trajectories.standings(db, found)
    terms, day, moment = rules.LogTerms.of(settings_of(db)), today(db), now(db)

    def of(one: Trajectory) -> SessionFacts:
        own = logs[one.id]
        return SessionFacts(
            next_at=rules.next_meeting(((log.kind, log.next_at) for log in own), moment),
            missed=rules.missed(rules.missed_in_a_row(log.kind for log in own)),
            missed_on=rules.last_missed((log.kind, log.held_on) for log in own),
            overdue_since=rules.overdue_since(
                [log.held_on for log in own], pauses[one.id], standings[one.id].phase,
                one.started_on, day, terms,
            ),
        )  # fmt: skip

    return {one.id: of(one) for one in found}


def _bare_logs_of(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, list[_BareLog]]:
    """As `logs_of`, for the night, which reads those of everybody: nothing sealed comes along."""
    columns = (
        col(SessionLog.trajectory_id), col(SessionLog.held_on), col(SessionLog.kind),
        col(SessionLog.next_at),
    )  # fmt: skip
    wanted = current().where(col(SessionLog.trajectory_id).in_(trajectory_ids))
    found: dict[UUID, list[_BareLog]] = {key: [] for key in trajectory_ids}
    for key, held_on, kind, next_at in db.execute(wanted.with_only_columns(*columns)):
        found[key].append(_BareLog(held_on, kind, next_at))
    return found


def next_log_of(logs: Iterable[SessionLog], moment: datetime) -> SessionLog | None:
    """The log that names the next appointment, of logs with the newest first."""
    rows = list(logs)
    coming = rules.next_meeting(((log.kind, log.next_at) for log in rows), moment)
    return next((log for log in rows if coming and log.next_at == coming), None)
