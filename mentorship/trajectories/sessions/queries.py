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
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import Match
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import appointments, rules
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionKind, SessionLog, SessionWithdrawal

SEALED = ("topics", "experience", "note", "next_place")


@dataclass(frozen=True)
class SessionFacts:
    """What the logs of one trajectory say to who looks after it."""

    next_at: datetime | None
    missed: rules.Missed
    missed_on: date | None
    overdue_since: date | None


OVER = SessionFacts(None, rules.Missed.NOTHING, None, None)


class _BareLog(NamedTuple):
    held_on: date
    kind: SessionKind


def current() -> SelectOfScalar[SessionLog]:
    """What counts: no correction took its place and nobody took it back. The newest first."""
    withdrawn = select(SessionWithdrawal.id).where(
        col(SessionWithdrawal.log_id) == col(SessionLog.id)
    )
    return (
        select(SessionLog)
        .where(counts(SessionLog), ~withdrawn.correlate(SessionLog).exists())
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


def is_withdrawn(db: Db, log: SessionLog) -> bool:
    found = select(SessionWithdrawal.id).where(col(SessionWithdrawal.log_id) == log.id)
    return db.exec(found).first() is not None


def withdrawn_of(db: Db, trajectory: Trajectory) -> list[SessionLog]:
    """What its writer took back, the newest first."""
    found = select(SessionLog).join(
        SessionWithdrawal, col(SessionWithdrawal.log_id) == col(SessionLog.id)
    )
    mine = found.where(col(SessionLog.trajectory_id) == trajectory.id)
    return list(db.exec(mine.order_by(col(SessionLog.held_on).desc(), col(SessionLog.id))))


def is_logged_on(db: Db, trajectory: Trajectory, day: date) -> bool:
    """Whether a log of this day counts."""
    found = current().where(
        col(SessionLog.trajectory_id) == trajectory.id, col(SessionLog.held_on) == day
    )
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
    """What the logs of each say; as many statements for one as for a thousand."""
    ids = [one.id for one in found]
    logs, pauses = _bare_logs_of(db, ids), trajectories.pauses_of(db, ids)
    standings, coming = trajectories.standings(db, found), appointments.coming(db, ids)
    terms, day = rules.LogTerms.of(settings_of(db)), today(db)

    def of(one: Trajectory) -> SessionFacts:
        own = logs[one.id]
        return SessionFacts(
            next_at=coming[one.id].at if one.id in coming else None,
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
    columns = (col(SessionLog.trajectory_id), col(SessionLog.held_on), col(SessionLog.kind))
    wanted = current().where(col(SessionLog.trajectory_id).in_(trajectory_ids))
    found: dict[UUID, list[_BareLog]] = {key: [] for key in trajectory_ids}
    for key, held_on, kind in db.execute(wanted.with_only_columns(*columns)):
        found[key].append(_BareLog(held_on, kind))
    return found
