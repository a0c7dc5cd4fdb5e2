"""One check-in of a young person with its answers, a mentor's own answers, a call to make."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories.reviews.instruments.models import LONGEST_CODE
from mentorship.trajectories.reviews.models import Wave

LONGEST_ANSWERS = 8_000


class AnsweredHow(StrEnum):
    """How the answers came in."""

    LINK = "link"
    ON_DEVICE = "on_device"
    PAPER = "paper"


class CheckIn(Row, table=True):
    """One time that a young person is asked; without a wave it is in between, about a session.

    It is answered once, also when a link was out and the consultant's device was used.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("trajectory_id", "wave"),
        CheckConstraint("(answered_at IS NULL) = (how IS NULL)", name="answered_somehow"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    wave: Wave | None = columns.choice(Wave, D.CASE_PROCESS, nullable=True)
    asked_at: datetime = columns.utc(D.CASE_PROCESS)
    asked_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    answered_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    how: AnsweredHow | None = columns.choice(AnsweredHow, D.CASE_PROCESS, nullable=True)


class AnswerSheet(Row, table=True):
    """A young person's answers to one version of one instrument; skipped questions are null."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("check_in_id", "instrument_code"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    check_in_id: UUID = columns.ref("check_in.id", D.CASE_PROCESS, ondelete="CASCADE")
    instrument_code: str = columns.text(D.CASE_PROCESS, max_length=LONGEST_CODE)
    instrument_version: str = columns.text(D.CASE_PROCESS, max_length=LONGEST_CODE)
    answers: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_ANSWERS)


class MentorSheet(Row, table=True):
    """A mentor's answers about the own experience; about the mentor, and never the young person's.

    A table of its own, so that no question about one of the two can find the other's answers.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("trajectory_id", "wave", "instrument_code"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.MATCH_PROCESS, ondelete="CASCADE")
    wave: Wave = columns.choice(Wave, D.MATCH_PROCESS)
    instrument_code: str = columns.text(D.MATCH_PROCESS, max_length=LONGEST_CODE)
    instrument_version: str = columns.text(D.MATCH_PROCESS, max_length=LONGEST_CODE)
    answered_at: datetime = columns.utc(D.MATCH_PROCESS)
    answers: Sealed = columns.sealed(D.MENTOR_NOTE, max_length=LONGEST_ANSWERS)


class CallAsked(Row, table=True):
    """That the consultant is asked to call, because somebody hardly feels safe. Nobody else is told
    anything. It is done with the next contact in which the young person was reached."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    check_in_id: UUID = columns.ref(
        "check_in.id", D.CASE_PROCESS, unique=True, index=False, ondelete="CASCADE"
    )
    asked_at: datetime = columns.utc(D.CASE_PROCESS)
