"""The tables of a round: who took part, who was proposed to whom, who was not and why."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_SNAPSHOT = 16_000


REGION = "region"


class RoundStatus(StrEnum):
    """How far a round is; `failed` gave no proven answer."""

    WAITING = "waiting"
    SOLVING = "solving"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        return self in (RoundStatus.WAITING, RoundStatus.SOLVING)


class MatchRound(Row, table=True):
    """One run of the optimiser over those who wait and those who are ready, on one day.

    `scope` is the code of the House, or `region`; `certificate` holds numbers and fingerprints.
    `follows_id` is set for a second look: a small round about one place that came free after the
    round it follows, which stays as it was.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("scope = coalesce(house_code, 'region')", name="scope_is_the_house"),
        CheckConstraint(
            "(status IN ('waiting', 'solving')) = (finished_at IS NULL)", name="over_has_a_time"
        ),
        Index(
            "uq_match_round_open",
            "scope",
            unique=True,
            sqlite_where=text("status IN ('waiting', 'solving')"),
            postgresql_where=text("status IN ('waiting', 'solving')"),
        ),
    )

    id: UUID = columns.key()
    scope: str = columns.text(D.OPERATION, max_length=8)
    house_code: str | None = columns.code_ref(
        "house.code", D.OPERATION, max_length=8, nullable=True
    )
    day: date = columns.day(D.OPERATION)
    settings_number: int | None = columns.ref(
        "matching_settings.number", D.OPERATION, sa_type=Integer(), nullable=True
    )
    seed: int = columns.integer(D.OPERATION, at_least=0)
    follows_id: UUID | None = columns.ref("match_round.id", nullable=True)
    status: RoundStatus = columns.choice(RoundStatus, D.OPERATION, default=RoundStatus.WAITING)
    job_id: UUID | None = columns.identifier(D.OPERATION, nullable=True)
    certificate: dict[str, Any] | None = columns.json(D.OPERATION, nullable=True)
    started_by: UUID = columns.ref("user_account.id", D.OPERATION)
    created_at: datetime = columns.utc(D.OPERATION, index=True)
    finished_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    version: int = columns.version()


class RoundMentee(Row, table=True):
    """A mentee as the round saw them: sealed, so that a round can be told and replayed."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "mentee_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.MATCH_PROCESS, max_length=8)
    snapshot: Sealed = columns.sealed(D.MATCHING_PROFILE, max_length=LONGEST_SNAPSHOT)


class RoundMentor(Row, table=True):
    """A mentor as the round saw them."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "mentor_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.MENTOR_PROCESS, max_length=8)
    snapshot: Sealed = columns.sealed(D.MENTOR_PROFILE, max_length=LONGEST_SNAPSHOT)


class RoundConsultant(Row, table=True):
    """How many young people of this House a consultant with a caseload could take on in a round."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "user_id", "house_code"),)

    id: UUID = columns.key()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    user_id: UUID = columns.ref("user_account.id", D.OPERATION)
    house_code: str = columns.code_ref("house.code", D.OPERATION, max_length=8)
    places: int = columns.integer(D.OPERATION, at_least=0)


class Proposal(Row, table=True):
    """What a round proposes to one mentee; `explanation` holds every number behind the fit."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "mentee_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.MATCH_PROCESS, max_length=8)
    mentor_house_code: str = columns.code_ref("house.code", D.MATCH_PROCESS, max_length=8)
    number: int = columns.integer(D.MATCH_PROCESS, at_least=1)
    fit: int = columns.integer(D.MATCH_PROCESS)
    waiting_bonus: int = columns.integer(D.MATCH_PROCESS, at_least=0)
    explanation: Sealed = columns.sealed(D.MATCHING_PROFILE, max_length=LONGEST_SNAPSHOT)

    @property
    def is_lent(self) -> bool:
        return self.house_code != self.mentor_house_code


class Unmatched(Row, table=True):
    """Why one mentee has no proposal in a round; `explanation` counts what blocks."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "mentee_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.MATCH_PROCESS, max_length=8)
    reason: str = columns.text(D.MATCH_PROCESS, max_length=20)
    explanation: Sealed = columns.sealed(D.MATCHING_PROFILE, max_length=LONGEST_SNAPSHOT)


class DroppedPin(Row, table=True):
    """A pin that a round could no longer keep; `explanation` holds the rules it breaks."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("round_id", "mentee_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    round_id: UUID = columns.ref("match_round.id", ondelete="CASCADE")
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", ondelete="CASCADE")
    explanation: Sealed = columns.sealed(D.MATCHING_PROFILE, max_length=LONGEST_SNAPSHOT)
