"""The verbs of session logs: note what was done, correct it, take it back; they never commit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.mentors.models import Mentor
from mentorship.trajectories.course import record, settings_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import appointments, queries, rules
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionLog, SessionWithdrawal


@dataclass(frozen=True)
class Stored:
    """The log as it stands; `is_new` False when the same was sent before."""

    log: SessionLog
    is_new: bool


def log_session(
    db: Db, trajectory: Trajectory, mentor: Mentor, told: Told, *,
    key: UUID, by: UUID, corrects: SessionLog | None = None, asks_for_another: bool = False,
) -> Stored:  # fmt: skip
    """Stores it once, however often it is sent; `corrects` is the log whose place it takes.

    The trajectory is locked and the mentor's own. Raises a LogRefused: OtherBody when the key was
    stored with other words, NotTheWriter and CorrectedBefore for a correction, SameDay for a
    second log of a day when a page `asks_for_another`, others for the day.
    """
    digest = _digest(db, told, corrects)
    if (before := db.get(SessionLog, key)) is not None:
        if (before.trajectory_id, before.logged_by) != (trajectory.id, by):
            raise rules.KeyTaken
        if before.body_digest != digest:
            raise rules.OtherBody(before.id)
        return Stored(before, is_new=False)
    _check(db, trajectory, told, corrects, by)
    if asks_for_another and queries.is_logged_on(db, trajectory, told.held_on):
        raise rules.SameDay
    log = SessionLog(
        id=key, subject_id=trajectory.subject_id, trajectory_id=trajectory.id,
        mentor_id=mentor.id, corrects_id=corrects.id if corrects else None,
        held_on=told.held_on, kind=told.kind, minutes=told.minutes,
        kilometres=told.kilometres, expense_cents=told.expense_cents, next_at=told.next_at,
        body_digest=digest, logged_at=now(db), logged_by=by,
    )  # fmt: skip
    vault.write(db, log, **told.sealed_texts())
    db.add(log)
    db.flush()
    record(db, "session.corrected" if corrects else "session.logged", trajectory, kind=told.kind)
    if told.calls_off:
        appointments.set_next(db, trajectory, None, "", key=uuid4(), by=by)
    return Stored(log, is_new=True)


def withdraw(db: Db, trajectory: Trajectory, log: SessionLog, *, by: UUID) -> None:
    """There was no such session: from now on it counts nowhere. Twice is once.

    The trajectory is locked and the log its own. Raises NotTheWriter or CorrectedBefore.
    """
    if log.logged_by != by:
        raise rules.NotTheWriter
    if queries.is_corrected(db, log):
        raise rules.CorrectedBefore
    if queries.is_withdrawn(db, log):
        return
    gone = SessionWithdrawal(
        subject_id=log.subject_id, log_id=log.id, withdrawn_at=now(db), withdrawn_by=by
    )
    db.add(gone)
    db.flush()
    record(db, "session.withdrawn", trajectory)


def _check(
    db: Db, trajectory: Trajectory, told: Told, corrects: SessionLog | None, by: UUID
) -> None:
    if corrects is not None:
        if corrects.trajectory_id != trajectory.id or corrects.logged_by != by:
            raise rules.NotTheWriter
        if queries.is_corrected(db, corrects):
            raise rules.CorrectedBefore
        if queries.is_withdrawn(db, corrects):
            raise rules.TakenBack
    check_day(db, trajectory, told.held_on)


def check_day(db: Db, trajectory: Trajectory, held_on: date) -> None:
    """Raises a LogRefused that says why nothing of this day can be logged."""
    rules.check_day(
        held_on,
        started_on=trajectory.started_on,
        ended_on=queries.end_of(db, trajectory),
        today=today(db),
        terms=rules.LogTerms.of(settings_of(db)),
    )


def _digest(db: Db, told: Told, corrects: SessionLog | None) -> bytes:
    """Keyed, because the few words of a log could be guessed from a plain hash."""
    body = f"{corrects.id if corrects else ''}\n{told.written()}"
    digest: bytes = db.info["database"].keys.keyed_hash("session-log", body.encode())
    return digest
