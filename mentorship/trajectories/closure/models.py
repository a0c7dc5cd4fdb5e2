"""The end of a trajectory, the talks about it, the contact afterwards and the aftercare."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories import corrections
from mentorship.trajectories.models import LONGEST_TEXT, work_minutes


class ClosureKind(StrEnum):
    """Planned with all, unplanned by what happened, or wanted by one of the two."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    ONE_SIDED = "one_sided"


class EndedBy(StrEnum):
    """Who wanted the end, or whose circumstances brought it about."""

    TOGETHER = "together"
    MENTEE = "mentee"
    MENTOR = "mentor"
    GUARDIAN = "guardian"
    PROGRAMME = "programme"


class ClosureReason(StrEnum):
    """The leaves of the reason tree; `closure.rules.TREE` says which belong to which kind."""

    GOALS_REACHED = "goals_reached"
    TIME_OVER = "time_over"
    GOES_ON_ALONE = "goes_on_alone"
    NO_CLICK = "no_click"
    NO_TIME = "no_time"
    MOVED_AWAY = "moved_away"
    HEALTH = "health"
    SCHOOL_OR_WORK = "school_or_work"
    OTHER_CARE = "other_care"
    NO_CONTACT = "no_contact"
    RULES_NOT_KEPT = "rules_not_kept"
    SAFETY = "safety"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_REASON = "no_reason"


class WhatNext(StrEnum):
    """What comes for the young person after the end."""

    AFTERCARE = "aftercare"
    OTHER_MENTOR = "other_mentor"
    NOTHING = "nothing"


class TalkSide(StrEnum):
    """With whom an exit talk is."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    GUARDIAN = "guardian"


class ExitTopic(StrEnum):
    """The eight subjects of a talk at the end (EEPM 4, B.6.7)."""

    FEELINGS = "feelings"
    REASONS = "reasons"
    POSITIVES = "positives"
    NOTIFICATION = "notification"
    CONTACT_RULES = "contact_rules"
    CONTACT_PLAN = "contact_plan"
    LAST_MEETING = "last_meeting"
    REMATCHING = "rematching"


class ContactAfterwards(StrEnum):
    """What the two agreed about contact after the end."""

    NONE = "none"
    THROUGH_PROGRAMME = "through_programme"
    NOW_AND_THEN = "now_and_then"
    AS_THEY_LIKE = "as_they_like"


class AftercareOutcome(StrEnum):
    """What came of an aftercare moment."""

    WELL = "well"
    REOPENED = "reopened"
    REFERRED_ON = "referred_on"
    NOT_REACHED = "not_reached"
    NOT_WANTED = "not_wanted"


class Closure(Row, table=True):
    """That a trajectory ended, how, why and by whom; one for a trajectory, and its corrections."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = corrections.one_of_each("closure", "trajectory_id")

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    kind: ClosureKind = columns.choice(ClosureKind, D.CASE_PROCESS)
    reason: ClosureReason = columns.choice(ClosureReason, D.CASE_PROCESS)
    ended_by: EndedBy = columns.choice(EndedBy, D.CASE_PROCESS)
    ended_on: date = columns.day(D.CASE_PROCESS)
    what_next: WhatNext = columns.choice(WhatNext, D.CASE_PROCESS)
    explanation: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    was_celebrated: bool = columns.boolean(D.CASE_PROCESS, default=False)
    corrects_id: UUID | None = corrections.corrects("closure")
    correction_reason: Sealed | None = corrections.reason()
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class ExitTalk(Row, table=True):
    """One talk about the end, or that it was offered and not wanted; one a side, and its
    corrections."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        *corrections.one_of_each("exit_talk", "trajectory_id", "side"),
        CheckConstraint("is_held OR topics_covered = 0", name="topics_of_a_held_one"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    side: TalkSide = columns.choice(TalkSide, D.CASE_PROCESS)
    is_held: bool = columns.boolean(D.CASE_PROCESS)
    talked_on: date = columns.day(D.CASE_PROCESS)
    minutes: int | None = work_minutes()
    topics: list[str] = columns.json(D.CASE_PROCESS)
    topics_covered: int = columns.integer(D.CASE_PROCESS, at_least=0, at_most=len(ExitTopic))
    notes: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    corrects_id: UUID | None = corrections.corrects("exit_talk")
    correction_reason: Sealed | None = corrections.reason()
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class ContactStatement(Row, table=True):
    """What was agreed about contact afterwards, on line and off, and who said that they know it."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = corrections.one_of_each("contact_statement", "trajectory_id")

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    text_version: str = columns.text(D.CASE_PROCESS, max_length=20)
    choice: ContactAfterwards = columns.choice(ContactAfterwards, D.CASE_PROCESS)
    may_be_online: bool = columns.boolean(D.CASE_PROCESS)
    known_to_mentor: bool = columns.boolean(D.CASE_PROCESS)
    known_to_mentee: bool = columns.boolean(D.CASE_PROCESS)
    agreed_on: date = columns.day(D.CASE_PROCESS)
    corrects_id: UUID | None = corrections.corrects("contact_statement")
    correction_reason: Sealed | None = corrections.reason()
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class AftercareCheck(Row, table=True):
    """How it goes three or six months after the end; one for each of the two moments, and its
    corrections."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        *corrections.one_of_each("aftercare_check", "trajectory_id", "months"),
        CheckConstraint("months IN (3, 6)", name="is_a_moment"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    months: int = columns.integer(D.CASE_PROCESS)
    held_on: date = columns.day(D.CASE_PROCESS)
    outcome: AftercareOutcome = columns.choice(AftercareOutcome, D.CASE_PROCESS)
    minutes: int | None = work_minutes()
    has_natural_mentor: bool | None = columns.boolean(D.CASE_PROCESS, nullable=True)
    notes: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    corrects_id: UUID | None = corrections.corrects("aftercare_check")
    correction_reason: Sealed | None = corrections.reason()
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
