"""One trajectory: its work process, its phases, the first meeting, the agreement and the pauses."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)

from mentorship.accounts.models import Language
from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_TEXT = 4_000
LONGEST_PLACE = 200
LONGEST_WORK = 600  # minutes of a consultant for one thing


def work_minutes() -> Any:
    """How long it took the consultant, travelling and writing included; blank is `not given`."""
    return columns.integer(D.CASE_PROCESS, at_least=1, at_most=LONGEST_WORK, nullable=True)


class Phase(StrEnum):
    """Where a trajectory stands, in the order of a whole course; `NEW` is before the first step."""

    NEW = "new"
    PLANNED = "planned"
    GETTING_ACQUAINTED = "getting_acquainted"
    BUILDING_TRUST = "building_trust"
    DEEPENING = "deepening"
    LETTING_GO = "letting_go"
    AFTERCARE = "aftercare"
    DONE = "done"

    @property
    def is_running(self) -> bool:
        """They have met and meet on; a pause doesn't change that."""
        return self in RUNNING

    @property
    def is_open(self) -> bool:
        """The pair is together, or about to meet for the first time."""
        return self in OPEN


RUNNING = (Phase.GETTING_ACQUAINTED, Phase.BUILDING_TRUST, Phase.DEEPENING, Phase.LETTING_GO)
OPEN = (Phase.PLANNED, *RUNNING)


class MeetingOutcome(StrEnum):
    """What became of a planned first meeting; only the first begins the trajectory."""

    HELD = "held"
    MOVED = "moved"
    MENTEE_AWAY = "mentee_away"
    MENTOR_AWAY = "mentor_away"


class PauseReason(StrEnum):
    """Why the two don't meet for a while; nobody has to tell more."""

    HEALTH = "health"
    HOLIDAY = "holiday"
    SCHOOL_OR_WORK = "school_or_work"
    FAMILY = "family"
    MOVED = "moved"
    OTHER_CARE = "other_care"
    NO_REASON = "no_reason"


class WorkProcess(Row, table=True):
    """One version of the way of working; a trajectory keeps the one that it began with."""

    __retention__ = Retention.REFERENCE

    number: int = columns.number_key(D.REFERENCE_DATA)
    since: date = columns.day(D.REFERENCE_DATA)


class AllowedStep(Row, table=True):
    """One step that a version of the way of working knows; others can't be stored."""

    __retention__ = Retention.REFERENCE

    process_number: int = columns.number_ref(
        "work_process.number", D.REFERENCE_DATA, primary_key=True
    )
    from_phase: Phase = columns.choice(Phase, D.REFERENCE_DATA, primary_key=True)
    to_phase: Phase = columns.choice(Phase, D.REFERENCE_DATA, primary_key=True)


class Trajectory(Row, table=True):
    """What a pair goes through together, from the plan of a first meeting to aftercare.

    House and consultant are those of the mentee's own row. Every verb locks the mentee first. A
    second match of the same mentee is a second trajectory.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("id", "process_number"),
        CheckConstraint(
            "(started_on IS NULL) = (planned_end IS NULL)", name="started_has_a_planned_end"
        ),
        CheckConstraint(
            "ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on",
            name="ends_after_the_start",
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.CASE_PROCESS, ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", D.MATCH_PROCESS)
    match_id: UUID = columns.ref(
        "mentor_match.id", D.MATCH_PROCESS, unique=True, index=False, ondelete="CASCADE"
    )
    process_number: int = columns.number_ref("work_process.number", D.CASE_PROCESS)
    # The day of the first meeting, and what was agreed there about the end.
    started_on: date | None = columns.day(D.CASE_PROCESS, nullable=True, index=True)
    planned_end: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    ended_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    opened_at: datetime = columns.utc(D.CASE_PROCESS)
    opened_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    version: int = columns.version()


class PhaseChange(Row, table=True):
    """One step; only added. A step that the process doesn't know, or that doesn't go on from where
    the step before ended, can't be stored. The last one says where the trajectory stands."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("trajectory_id", "position", "to_phase"),
        UniqueConstraint("trajectory_id", "position"),
        ForeignKeyConstraint(
            ["process_number", "from_phase", "to_phase"],
            ["allowed_step.process_number", "allowed_step.from_phase", "allowed_step.to_phase"],
            name="fk_phase_change_allowed_step",
        ),
        ForeignKeyConstraint(
            ["trajectory_id", "process_number"],
            ["trajectory.id", "trajectory.process_number"],
            name="fk_phase_change_trajectory",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["trajectory_id", "position_before", "from_phase"],
            ["phase_change.trajectory_id", "phase_change.position", "phase_change.to_phase"],
            name="fk_phase_change_step_before",
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "(position = 1 AND position_before IS NULL AND from_phase = 'new')"
            " OR (position > 1 AND position_before IS NOT NULL"
            " AND position_before = position - 1)",
            name="goes_on_from_the_step_before",
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.identifier(D.CASE_PROCESS)
    process_number: int = columns.integer(D.CASE_PROCESS)
    position: int = columns.integer(D.CASE_PROCESS, at_least=1)
    position_before: int | None = columns.integer(D.CASE_PROCESS, nullable=True)
    from_phase: Phase = columns.choice(Phase, D.CASE_PROCESS)
    to_phase: Phase = columns.choice(Phase, D.CASE_PROCESS)
    entered_on: date = columns.day(D.CASE_PROCESS)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class FirstMeeting(Row, table=True):
    """A planned first meeting with the consultant present; one is open at a time."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        Index(
            "uq_first_meeting_open",
            "trajectory_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "uq_first_meeting_held",
            "trajectory_id",
            unique=True,
            sqlite_where=text("outcome = 'held'"),
            postgresql_where=text("outcome = 'held'"),
        ),
        CheckConstraint(
            "is_staff_present IS NULL OR outcome = 'held'", name="presence_of_a_held_one"
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    starts_at: datetime = columns.utc(D.CASE_PROCESS)
    place: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_PLACE)
    outcome: MeetingOutcome | None = columns.choice(MeetingOutcome, D.CASE_PROCESS, nullable=True)
    is_staff_present: bool | None = columns.boolean(D.CASE_PROCESS, nullable=True)
    minutes: int | None = work_minutes()
    planned_at: datetime = columns.utc(D.CASE_PROCESS)
    planned_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    noted_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)


class CommitmentAgreement(Row, table=True):
    """What the pair signed together: how often, how long, the rules; one for a trajectory."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint(
            "signed_by_mentor AND signed_by_mentee AND signed_by_staff", name="signed_by_all"
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref(
        "trajectory.id", D.CASE_PROCESS, unique=True, index=False, ondelete="CASCADE"
    )
    text_version: str = columns.text(D.CASE_PROCESS, max_length=20)
    language: Language = columns.choice(Language, D.CASE_PROCESS)
    meetings_per_month: int = columns.integer(D.CASE_PROCESS, at_least=1, at_most=12)
    hours_per_month: int = columns.integer(D.CASE_PROCESS, at_least=1, at_most=60)
    months: int = columns.integer(D.CASE_PROCESS, at_least=1, at_most=24)
    signed_on: date = columns.day(D.CASE_PROCESS)
    signed_by_mentor: bool = columns.boolean(D.CASE_PROCESS)
    signed_by_mentee: bool = columns.boolean(D.CASE_PROCESS)
    signed_by_staff: bool = columns.boolean(D.CASE_PROCESS)
    signed_by_guardian: bool = columns.boolean(D.CASE_PROCESS)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class TrajectoryPause(Row, table=True):
    """A time in which the two don't meet and no term runs; from the first day to the day before
    they go on. One is open at a time."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("resumed_on IS NULL OR resumed_on >= from_on", name="ends_after_it_began"),
        CheckConstraint("expected_on IS NULL OR expected_on > from_on", name="expected_later"),
        Index(
            "uq_trajectory_pause_open",
            "trajectory_id",
            unique=True,
            sqlite_where=text("resumed_on IS NULL"),
            postgresql_where=text("resumed_on IS NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    from_on: date = columns.day(D.CASE_PROCESS)
    expected_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    resumed_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    reason: PauseReason = columns.choice(PauseReason, D.CASE_PROCESS)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class Extension(Row, table=True):
    """Another planned end, and why; only added."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (CheckConstraint("from_end <> to_end", name="is_a_change"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    from_end: date = columns.day(D.CASE_PROCESS)
    to_end: date = columns.day(D.CASE_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
