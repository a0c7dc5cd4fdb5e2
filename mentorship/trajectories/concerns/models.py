"""A concern of a mentor, what was done about it, and the steps that people noted."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories.models import LONGEST_TEXT


class ConcernStatus(StrEnum):
    """Whether somebody has it; it says nothing about how bad it is."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Level(StrEnum):
    """Who was told in turn, while nobody took it on."""

    CONSULTANT = "consultant"
    HOUSE = "house"
    COORDINATOR = "coordinator"


class ActKind(StrEnum):
    """What people, and once or twice the clock, did with a concern."""

    RAISED = "raised"
    ESCALATED = "escalated"
    TAKEN_ON = "taken_on"
    HANDED_OVER = "handed_over"
    PROTOCOL_CHOSEN = "protocol_chosen"
    SECOND_ASKED = "second_asked"
    SECOND_LOOKED = "second_looked"
    CLOSED = "closed"


class AdditionKind(StrEnum):
    """What a mentor tells of the own concern later."""

    MORE = "more"
    MISTAKE = "mistake"


class Concern(Row, table=True):
    """What a mentor worries about; handled by a consultant who isn't that mentor.

    `protocol` is sealed too and as long for each: which one it is may say something about health.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint(
            "(status = 'raised') = (holder_id IS NULL)", name="somebody_has_what_was_taken_on"
        ),
        CheckConstraint(
            "(holder_id IS NULL) = (acknowledged_at IS NULL)", name="taken_on_at_a_moment"
        ),
        CheckConstraint(
            "holder_id IS NULL OR holder_id <> raised_by", name="not_held_by_who_raised_it"
        ),
        CheckConstraint(
            "second_id IS NULL OR (second_id <> holder_id AND second_id <> raised_by)",
            name="second_is_somebody_else",
        ),
        CheckConstraint(
            "second_looked_at IS NULL OR second_id IS NOT NULL", name="looked_by_a_second"
        ),
        CheckConstraint(
            "protocol_chosen_at IS NULL OR holder_id IS NOT NULL", name="protocol_by_a_holder"
        ),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name="closed_by_somebody",
        ),
        CheckConstraint(
            "closed_at IS NULL OR (protocol_chosen_at IS NOT NULL AND outcome IS NOT NULL)",
            name="closed_with_an_outcome",
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    raised_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    raised_at: datetime = columns.utc(D.CASE_PROCESS)
    # The mentor's own tick; nobody computes it and it is changed by nobody.
    is_now: bool = columns.boolean(D.CASE_PROCESS)
    words: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)
    status: ConcernStatus = columns.choice(ConcernStatus, D.CASE_PROCESS, index=True)
    level: Level = columns.choice(Level, D.CASE_PROCESS)
    holder_id: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
    acknowledged_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    protocol: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=64)
    protocol_chosen_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    second_id: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
    second_looked_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    closed_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    closed_by: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
    outcome: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    # Why it was closed though not every step of the protocol was noted.
    left_out: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    version: int = columns.version()

    @property
    def is_open(self) -> bool:
        return self.status is not ConcernStatus.CLOSED

    @property
    def is_unseen(self) -> bool:
        return self.status is ConcernStatus.RAISED


class ConcernStep(Row, table=True):
    """One step of a protocol that a person took and noted; only added."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    concern_id: UUID = columns.ref("concern.id", D.CASE_PROCESS, ondelete="CASCADE")
    step: Sealed = columns.sealed(D.CASE_NOTE, max_length=64)
    done_on: date = columns.day(D.CASE_PROCESS)
    note: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class ConcernAddition(Row, table=True):
    """What the mentor told later of the own concern; only added.

    A mistake closes nothing and stops nobody from being told: somebody may have stood beside the
    mentor. A consultant reads it and closes it.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (CheckConstraint("kind <> 'more' OR words IS NOT NULL", name="more_in_words"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    concern_id: UUID = columns.ref("concern.id", D.CASE_PROCESS, ondelete="CASCADE")
    kind: AdditionKind = columns.choice(AdditionKind, D.CASE_PROCESS)
    words: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    told_at: datetime = columns.utc(D.CASE_PROCESS)


class ConcernAct(Row, table=True):
    """What happened with a concern and who did it; only added. Each level is told once."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("concern_id", "position"),
        CheckConstraint("(kind = 'escalated') = (level IS NOT NULL)", name="level_of_telling"),
        CheckConstraint("(kind = 'escalated') = (acted_by IS NULL)", name="by_somebody"),
        Index(
            "uq_concern_act_level",
            "concern_id",
            "level",
            unique=True,
            sqlite_where=text("level IS NOT NULL"),
            postgresql_where=text("level IS NOT NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    concern_id: UUID = columns.ref("concern.id", D.CASE_PROCESS, ondelete="CASCADE")
    position: int = columns.integer(D.CASE_PROCESS, at_least=1)
    kind: ActKind = columns.choice(ActKind, D.CASE_PROCESS)
    level: Level | None = columns.choice(Level, D.CASE_PROCESS, nullable=True)
    acted_at: datetime = columns.utc(D.CASE_PROCESS)
    acted_by: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
    # To whom it was handed, or who was asked to look too.
    other_id: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
