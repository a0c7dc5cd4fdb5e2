"""One session log: when, how, how long, what about; the next appointment; the secret address of a
calendar."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories.models import LONGEST_PLACE

LONGEST_NOTE = 2_000
LONGEST_MINUTES = 720
MOST_KILOMETRES = 1_000
MOST_CENTS = 100_000
HIGHEST = 10  # of the three items, which begin at 0
_CODES = 4_000  # characters of all topics together


class SessionKind(StrEnum):
    """What became of an appointment."""

    MET = "met"
    CALLED = "called"
    NO_CONTACT = "no_contact"
    CANCELLED_BY_MENTEE = "cancelled_by_mentee"
    CANCELLED_BY_MENTOR = "cancelled_by_mentor"

    @property
    def is_contact(self) -> bool:
        """The two spoke, so it lasted some minutes."""
        return self in (SessionKind.MET, SessionKind.CALLED)


class SessionLog(Row, table=True):
    """What a mentor noted of one appointment; never changed, a correction is another row.

    The id is made by the page or the phone, so that what is sent again is stored once.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("id", "trajectory_id"),
        ForeignKeyConstraint(
            ["corrects_id", "trajectory_id"],
            ["session_log.id", "session_log.trajectory_id"],
            name="fk_session_log_corrects",
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "(kind IN ('met', 'called')) = (minutes IS NOT NULL)", name="contact_has_minutes"
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", D.MATCH_PROCESS)
    corrects_id: UUID | None = columns.identifier(D.CASE_PROCESS, nullable=True, unique=True)
    held_on: date = columns.day(D.CASE_PROCESS, index=True)
    kind: SessionKind = columns.choice(SessionKind, D.CASE_PROCESS)
    minutes: int | None = columns.integer(
        D.CASE_PROCESS, at_least=1, at_most=LONGEST_MINUTES, nullable=True
    )
    kilometres: int | None = columns.integer(
        D.CASE_PROCESS, at_least=0, at_most=MOST_KILOMETRES, nullable=True
    )
    expense_cents: int | None = columns.integer(
        D.CASE_PROCESS, at_least=0, at_most=MOST_CENTS, nullable=True
    )
    # Codes of the closed vocabulary, and the mentor's own three items: they tell of a life.
    topics: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=_CODES)
    # What the mentor gave: neither of the two sees what the other gave.
    experience: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=_CODES)
    note: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_NOTE)
    next_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    next_place: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_PLACE)
    # A keyed hash of all that was sent, to tell the same sending from another one.
    body_digest: bytes = columns.digest(D.CASE_PROCESS)
    logged_at: datetime = columns.utc(D.CASE_PROCESS)
    logged_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class SessionWithdrawal(Row, table=True):
    """That a log was a mistake: there was no such session. What it said stays with it, and counts
    nowhere."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    log_id: UUID = columns.ref(
        "session_log.id", D.CASE_PROCESS, unique=True, index=False, ondelete="CASCADE"
    )
    withdrawn_at: datetime = columns.utc(D.CASE_PROCESS)
    withdrawn_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class Appointment(Row, table=True):
    """When the two meet next, said without a log; only added, the newest word counts.

    Without a moment it says that what was agreed does not go on. The id is made by the page.
    """

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    starts_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    place: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_PLACE)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class CalendarFeed(Row, table=True):
    """That somebody follows the own appointments in a calendar; only the hash of the address."""

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    user_id: UUID = columns.ref(
        "user_account.id", D.CREDENTIAL, unique=True, index=False, ondelete="CASCADE"
    )
    token_hash: bytes = columns.digest(D.CREDENTIAL, unique=True)
    made_at: datetime = columns.utc(D.OPERATION)
