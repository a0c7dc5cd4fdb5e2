"""Mentors on their way to ready: what was told, seen, signed and agreed, and their seats."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from mentorship.accounts.models import Language
from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.profiles.profile import LONGEST_STORED

LONGEST_NAME = 80
LONGEST_LINE = 200
LONGEST_EMAIL = 254
LONGEST_TEXT = 4_000
MOST_SEATS = 10
REFERENCES = 2


class MentorStatus(StrEnum):
    """Everybody is open until somebody says otherwise; only who is open is ever matched."""

    OPEN = "open"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class TalkOutcome(StrEnum):
    GO_ON = "go_on"
    ANOTHER_TALK = "another_talk"
    NO = "no"


class ReferenceOutcome(StrEnum):
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


class Trust(StrEnum):
    """What a referee answers: would you trust this person with a young person?"""

    YES = "yes"
    DOUBT = "doubt"
    NO = "no"


class Mentor(Row, table=True):
    """Somebody who applied, or who came from an earlier administration.

    `email_index` is the keyed look-up: one open application per address. `account_id`'s user has
    the same subject as the mentor.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_has_a_time"),
        CheckConstraint("(email IS NULL) = (email_index IS NULL)", name="email_is_found"),
        Index(
            "uq_mentor_open_email",
            "email_index",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_mentor_house_status", "house_code", "status"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref(unique=True)
    house_code: str = columns.code_ref("house.code", D.MENTOR_PROCESS, max_length=8, index=False)
    user_id: UUID | None = columns.ref(
        "user_account.id", D.MENTOR_PROCESS, nullable=True, index=False, unique=True,
        ondelete="SET NULL",
    )  # fmt: skip
    status: MentorStatus = columns.choice(MentorStatus, D.MENTOR_PROCESS, default=MentorStatus.OPEN)
    applied_at: datetime = columns.utc(D.MENTOR_PROCESS)
    ended_at: datetime | None = columns.utc(D.MENTOR_PROCESS, nullable=True)
    language: Language = columns.choice(Language, D.MENTOR_PROCESS, default=Language.DUTCH)
    email_index: bytes | None = columns.digest(D.CONTACT, nullable=True)
    first_name: Sealed = columns.sealed(D.IDENTITY, max_length=LONGEST_NAME)
    family_name: Sealed | None = columns.sealed(D.IDENTITY, nullable=True, max_length=LONGEST_NAME)
    email: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_EMAIL)
    phone: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_LINE)
    place: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_NAME)
    motivation: Sealed | None = columns.sealed(
        D.MENTOR_NOTE, nullable=True, max_length=LONGEST_TEXT
    )
    ending_reason: Sealed | None = columns.sealed(
        D.MENTOR_NOTE, nullable=True, max_length=LONGEST_TEXT
    )
    version: int = columns.version()

    @property
    def is_open(self) -> bool:
        return self.status is MentorStatus.OPEN


class MentorProfileRecord(Row, table=True):
    """What a mentor offers, as one sealed text; `complete_since` says whether a round can use it.

    Complete is kept beside it so that a list of mentors needs no unsealing.
    """

    __tablename__ = "mentor_profile"
    __retention__ = Retention.MENTOR

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref(
        "mentor.id", D.OPERATION, index=False, unique=True, ondelete="CASCADE"
    )
    profile: Sealed = columns.sealed(D.MENTOR_PROFILE, max_length=LONGEST_STORED)
    changed_at: datetime = columns.utc(D.MENTOR_PROCESS)
    complete_since: date | None = columns.day(D.MENTOR_PROCESS, nullable=True)
    version: int = columns.version()


class Interview(Row, table=True):
    """A talk with its outcome; rows are only added, and the newest counts."""

    __retention__ = Retention.MENTOR

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE")
    held_on: date = columns.day(D.MENTOR_PROCESS)
    interviewer_id: UUID = columns.ref("user_account.id", D.MENTOR_PROCESS, index=False)
    recorded_at: datetime = columns.utc(D.MENTOR_PROCESS)
    outcome: TalkOutcome = columns.choice(TalkOutcome, D.MENTOR_PROCESS)
    notes: Sealed = columns.sealed(D.MENTOR_NOTE, max_length=LONGEST_TEXT)


class MentorReference(Row, table=True):
    """Somebody who knows the mentor, what they were asked, answered, and how that was judged.

    Of each number one is open; another person in its place closes the earlier one. Who telephoned
    and wrote the answers down stands in `noted_by`; empty when the referee answered by the link.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (
        CheckConstraint(f"number BETWEEN 1 AND {REFERENCES}", name="number_known"),
        CheckConstraint("(answered_at IS NULL) = (trust IS NULL)", name="answered_whole"),
        CheckConstraint("noted_by IS NULL OR answered_at IS NOT NULL", name="noted_is_answered"),
        CheckConstraint(
            "(outcome IS NULL) = (judged_at IS NULL) AND (outcome IS NULL) = (judged_by IS NULL)",
            name="judged_whole",
        ),
        CheckConstraint("outcome IS NULL OR answered_at IS NOT NULL", name="judged_is_answered"),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="can_be_reached"),
        Index(
            "uq_mentor_reference_open",
            "mentor_id",
            "number",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE")
    number: int = columns.integer(D.MENTOR_PROCESS)
    asked_at: datetime = columns.utc(D.MENTOR_PROCESS)
    due_on: date = columns.day(D.MENTOR_PROCESS)
    answered_at: datetime | None = columns.utc(D.MENTOR_PROCESS, nullable=True)
    noted_by: UUID | None = columns.ref(
        "user_account.id", D.MENTOR_PROCESS, nullable=True, index=False
    )
    outcome: ReferenceOutcome | None = columns.choice(
        ReferenceOutcome, D.MENTOR_PROCESS, nullable=True
    )
    judged_at: datetime | None = columns.utc(D.MENTOR_PROCESS, nullable=True)
    judged_by: UUID | None = columns.ref(
        "user_account.id", D.MENTOR_PROCESS, nullable=True, index=False
    )
    closed_at: datetime | None = columns.utc(D.MENTOR_PROCESS, nullable=True)
    name: Sealed = columns.sealed(D.MENTOR_NOTE, max_length=LONGEST_NAME)
    email: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_EMAIL)
    phone: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_LINE)
    relation: Sealed = columns.sealed(D.MENTOR_NOTE, max_length=LONGEST_LINE)
    known_for: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_LINE)
    strengths: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_TEXT)
    worries: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_TEXT)
    trust: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=10)
    judgement: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_TEXT)
    version: int = columns.version()

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still awaited."""
        return self.closed_at is None and self.answered_at is None


class VogSighting(Row, table=True):
    """A certificate of conduct that somebody held in their hands; the paper itself stays outside.

    Only its date, its screening profile and a keyed hash of its number: enough to tell the same
    paper from another one. That one was refused is never recorded.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (
        CheckConstraint("issued_on <= seen_on", name="issued_before_seen"),
        UniqueConstraint("mentor_id", "number_hash"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE", index=False)
    issued_on: date = columns.day(D.MENTOR_PROCESS)
    seen_on: date = columns.day(D.MENTOR_PROCESS)
    seen_by: UUID = columns.ref("user_account.id", D.MENTOR_PROCESS, index=False)
    profile_code: str = columns.text(D.MENTOR_PROCESS, max_length=40)
    number_hash: bytes = columns.digest(D.MENTOR_PROCESS, index=True)


class Agreement(Row, table=True):
    """What a mentor signed, for how long and how much; rows are only added."""

    __retention__ = Retention.MENTOR
    __table_args__ = (CheckConstraint("signed_on < ends_on", name="ends_after_signing"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE")
    signed_on: date = columns.day(D.MENTOR_PROCESS)
    ends_on: date = columns.day(D.MENTOR_PROCESS)
    months: int = columns.integer(D.MENTOR_PROCESS, at_least=1, at_most=60)
    hours_per_month: int = columns.integer(D.MENTOR_PROCESS, at_least=1, at_most=100)
    text_version: str = columns.text(D.MENTOR_PROCESS, max_length=20)
    recorded_by: UUID = columns.ref("user_account.id", D.MENTOR_PROCESS, index=False)
    recorded_at: datetime = columns.utc(D.MENTOR_PROCESS)


class TrainingRecord(Row, table=True):
    """That the training before the first match was completed; rows are only added.

    `recorded_by` is empty where the program found it complete by itself.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("mentor_id", "completed_on"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE", index=False)
    completed_on: date = columns.day(D.TRAINING)
    recorded_by: UUID | None = columns.ref(
        "user_account.id", D.TRAINING, nullable=True, index=False
    )
    recorded_at: datetime = columns.utc(D.TRAINING)


class Pause(Row, table=True):
    """Days on which a mentor takes nobody new, both ends included.

    From `ended_on` the mentor was back: the day itself is no day of the pause any more. A rest is
    a pause that the end of a trajectory brings, for the mentor to catch breath; they may end it.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE")
    first_day: date = columns.day(D.MENTOR_PROCESS)
    last_day: date = columns.day(D.MENTOR_PROCESS)
    ended_on: date | None = columns.day(D.MENTOR_PROCESS, nullable=True)
    is_rest: bool = columns.boolean(D.MENTOR_PROCESS, default=False)
    reason: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_LINE)
    version: int = columns.version()


class MentorSeat(Row, table=True):
    """One place with a mentor; the open ones are the capacity. A seat is closed, never removed."""

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("mentor_id", "number"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE", index=False)
    number: int = columns.integer(D.MENTOR_PROCESS, at_least=1, at_most=MOST_SEATS)
    is_open: bool = columns.boolean(D.MENTOR_PROCESS, default=True)
