"""The programme of modules, cohorts with their seats, meetings, attendance and certificates."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_NAME = 80
LONGEST_PLACE = 120
LONGEST_NOTE = 2_000
MOST_SEATS = 40


class CohortStatus(StrEnum):
    """A cohort runs from the first attendance that is recorded until somebody finishes it."""

    PLANNED = "planned"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        return self in (CohortStatus.PLANNED, CohortStatus.RUNNING)


class PlaceStatus(StrEnum):
    ENROLLED = "enrolled"
    WAITING = "waiting"
    LEFT = "left"
    FINISHED = "finished"

    @property
    def has_seat(self) -> bool:
        return self in (PlaceStatus.ENROLLED, PlaceStatus.FINISHED)


class MeetingKind(StrEnum):
    PRE_MATCH = "pre_match"
    POST_MATCH = "post_match"
    PEER_SUPERVISION = "peer_supervision"


class Presence(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class AssessmentOutcome(StrEnum):
    PASSED = "passed"
    NOT_YET = "not_yet"


class TrainingModule(Row, table=True):
    """One part of the programme; `topics` are codes of data/topics.csv."""

    __retention__ = Retention.REFERENCE

    code: str = columns.code_key(20)
    place: int = columns.integer(D.REFERENCE_DATA, at_least=1)
    is_pre_match: bool = columns.boolean(D.REFERENCE_DATA)
    minutes: int = columns.integer(D.REFERENCE_DATA, at_least=1)
    title_nl: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_NAME)
    title_en: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_NAME)
    topics: list[str] = columns.json(D.REFERENCE_DATA)


class Cohort(Row, table=True):
    """A group of mentors trained together; without a House it is one of the whole region."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    name: str = columns.text(D.OPERATION, max_length=LONGEST_NAME)
    house_code: str | None = columns.code_ref(
        "house.code", D.OPERATION, max_length=8, nullable=True
    )
    trainer_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    capacity: int = columns.integer(D.OPERATION, at_least=1, at_most=MOST_SEATS)
    starts_on: date = columns.day(D.OPERATION, index=True)
    status: CohortStatus = columns.choice(
        CohortStatus, D.OPERATION, default=CohortStatus.PLANNED, index=True
    )
    version: int = columns.version()


class CohortSeat(Row, table=True):
    """One of the seats that a cohort has: a place refers to it, so no more fit than there are."""

    __retention__ = Retention.REFERENCE
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: UUID = columns.key()
    cohort_id: UUID = columns.ref("cohort.id", D.OPERATION, index=False, ondelete="CASCADE")
    number: int = columns.integer(D.OPERATION, at_least=1, at_most=MOST_SEATS)


class CohortPlace(Row, table=True):
    """A mentor in a cohort or on its waiting list, in the order of `position`.

    A mentor has one open place; a seat is held by one place.
    """

    __retention__ = Retention.MENTOR
    __table_args__ = (
        UniqueConstraint("cohort_id", "position"),
        UniqueConstraint("cohort_id", "seat"),
        ForeignKeyConstraint(
            ["cohort_id", "seat"], ["cohort_seat.cohort_id", "cohort_seat.number"]
        ),
        CheckConstraint(
            "(seat IS NOT NULL) = (status IN ('enrolled', 'finished'))", name="seat_when_in"
        ),
        CheckConstraint("(left_at IS NOT NULL) = (status = 'left')", name="left_has_a_time"),
        Index(
            "uq_cohort_place_open",
            "mentor_id",
            unique=True,
            sqlite_where=text("status IN ('enrolled', 'waiting')"),
            postgresql_where=text("status IN ('enrolled', 'waiting')"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.TRAINING, ondelete="CASCADE")
    cohort_id: UUID = columns.ref("cohort.id", D.TRAINING)
    status: PlaceStatus = columns.choice(PlaceStatus, D.TRAINING)
    seat: int | None = columns.integer(D.TRAINING, nullable=True)
    position: int = columns.integer(D.TRAINING, at_least=1)
    joined_at: datetime = columns.utc(D.TRAINING)
    left_at: datetime | None = columns.utc(D.TRAINING, nullable=True)


class TrainingMeeting(Row, table=True):
    """A meeting of a cohort, or one without a cohort that mentors sign up for.

    `sequence` is the one of the calendar file: it counts what a calendar has to take over.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint(
            "kind <> 'pre_match' OR (cohort_id IS NOT NULL AND module_code IS NOT NULL)",
            name="course_has_cohort_and_module",
        ),
        CheckConstraint("cohort_id IS NULL OR house_code IS NULL", name="house_is_the_cohorts"),
        CheckConstraint("cancelled_at IS NULL OR sequence > 0", name="cancelling_counts"),
    )

    id: UUID = columns.key()
    cohort_id: UUID | None = columns.ref("cohort.id", D.OPERATION, nullable=True)
    house_code: str | None = columns.code_ref(
        "house.code", D.OPERATION, max_length=8, nullable=True
    )
    trainer_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    kind: MeetingKind = columns.choice(MeetingKind, D.OPERATION)
    module_code: str | None = columns.code_ref("training_module.code", D.OPERATION, nullable=True)
    starts_at: datetime = columns.utc(D.OPERATION, index=True)
    ends_at: datetime = columns.utc(D.OPERATION)
    location: str = columns.text(D.OPERATION, max_length=LONGEST_PLACE)
    sequence: int = columns.integer(D.OPERATION, at_least=0, default=0)
    changed_at: datetime = columns.utc(D.OPERATION)
    cancelled_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    attendance_saves: int = columns.integer(D.OPERATION, at_least=0, default=0)
    version: int = columns.version()

    @property
    def uid(self) -> str:
        """What a calendar knows the meeting by, for ever."""
        return f"{self.id}@one-on-one"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class MeetingSignUp(Row, table=True):
    """A mentor who comes to a meeting without a cohort."""

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("meeting_id", "mentor_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    meeting_id: UUID = columns.ref("training_meeting.id", D.TRAINING, index=False)
    mentor_id: UUID = columns.ref("mentor.id", D.TRAINING, ondelete="CASCADE")
    signed_up_at: datetime = columns.utc(D.TRAINING)


class Attendance(Row, table=True):
    """Whether one mentor was at one meeting; the last that was saved counts."""

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("meeting_id", "mentor_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    meeting_id: UUID = columns.ref("training_meeting.id", D.TRAINING, index=False)
    mentor_id: UUID = columns.ref("mentor.id", D.TRAINING, ondelete="CASCADE")
    presence: Presence = columns.choice(Presence, D.TRAINING)
    recorded_by: UUID = columns.ref("user_account.id", D.TRAINING)
    recorded_at: datetime = columns.utc(D.TRAINING)


class Assessment(Row, table=True):
    """What the trainer found; rows are only added, the one with the highest number counts."""

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("cohort_id", "mentor_id", "number"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    cohort_id: UUID = columns.ref("cohort.id", D.TRAINING, index=False)
    mentor_id: UUID = columns.ref("mentor.id", D.TRAINING, ondelete="CASCADE")
    number: int = columns.integer(D.TRAINING, at_least=1)
    outcome: AssessmentOutcome = columns.choice(AssessmentOutcome, D.TRAINING)
    note: Sealed | None = columns.sealed(D.MENTOR_NOTE, nullable=True, max_length=LONGEST_NOTE)
    assessed_by: UUID = columns.ref("user_account.id", D.TRAINING)
    assessed_at: datetime = columns.utc(D.TRAINING)


class Certificate(Row, table=True):
    """That a mentor completed the course; whoever holds the paper can check it by its code."""

    __retention__ = Retention.MENTOR
    __table_args__ = (UniqueConstraint("cohort_id", "mentor_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    cohort_id: UUID = columns.ref("cohort.id", D.TRAINING, index=False)
    mentor_id: UUID = columns.ref("mentor.id", D.TRAINING, ondelete="CASCADE")
    code_hash: bytes = columns.digest(D.TRAINING, unique=True)
    code: Sealed = columns.sealed(D.TRAINING, max_length=40)
    issued_on: date = columns.day(D.TRAINING)
    minutes: int = columns.integer(D.TRAINING, at_least=1)
