"""The tables of settings, decisions and matches; those of a round lie in `rounds.models`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_REASON = 2_000
LONGEST_NUMBER = 100


class RuleKind(StrEnum):
    """What people laid down about one pair before any round."""

    PIN = "pin"
    BAN = "ban"
    CONFLICT = "conflict"


class DecisionOutcome(StrEnum):
    """The three answers to a proposal."""

    CHOOSE = "choose"
    WAIT = "wait"
    WIDEN = "widen"


class MatchStatus(StrEnum):
    """Where a match stands; the first two take a seat and a mentee."""

    ASKED = "asked"
    ACTIVE = "active"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def is_live(self) -> bool:
        return self in LIVE


LIVE = (MatchStatus.ASKED, MatchStatus.ACTIVE)
# After these the same two aren't proposed to each other again.
TURNED_DOWN = (MatchStatus.REFUSED, MatchStatus.EXPIRED)
# After these a question has ended without a match, and its place is looked at again.
OPENS_A_PLACE = (*TURNED_DOWN, MatchStatus.WITHDRAWN)


class Side(StrEnum):
    """Who answers whether they want this match."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class AnsweredBy(StrEnum):
    """How an answer reached us; `consultant` heard it and noted it."""

    PAGE = "page"
    LINK = "link"
    CONSULTANT = "consultant"


class Refusal(StrEnum):
    """Why somebody says no, as far as they want to say; nobody has to give a reason."""

    NO_REASON = "no_reason"
    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    OTHER_EXPECTATION = "other_expectation"
    KNOWN_TO_EACH_OTHER = "known_to_each_other"
    NOT_NOW = "not_now"


class LookedFor(StrEnum):
    """For whom a place is looked at again: the young person, or the seat with the mentor."""

    MENTEE = "mentee"
    SEAT = "seat"


class LookOutcome(StrEnum):
    """What a second look came to; `passed` when there was nothing to look for any more."""

    PROPOSED = "proposed"
    NOBODY = "nobody"
    HOUSE_FULL = "house_full"
    CONSULTANT_FULL = "consultant_full"
    PASSED = "passed"


class MatchingSettings(Row, table=True):
    """One version of the numbers of a round; rows are only added, the newest counts."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    number: int = columns.integer(D.REFERENCE_DATA, at_least=1, unique=True)
    policy: dict[str, Any] = columns.json(D.REFERENCE_DATA)
    reason: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_REASON)
    made_by: UUID = columns.ref("user_account.id", D.OPERATION)
    made_at: datetime = columns.utc(D.OPERATION)


class PairRule(Row, table=True):
    """A pin, ban or conflict of two people, by somebody with a reason; ended, never changed."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        Index(
            "uq_pair_rule_open",
            "mentee_id",
            "mentor_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_pair_rule_one_pin",
            "mentee_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND kind = 'pin'"),
            postgresql_where=text("ended_at IS NULL AND kind = 'pin'"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", ondelete="CASCADE")
    kind: RuleKind = columns.choice(RuleKind, D.MATCH_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_REASON)
    made_by: UUID = columns.ref("user_account.id", D.MATCH_PROCESS)
    made_at: datetime = columns.utc(D.MATCH_PROCESS)
    ended_by: UUID | None = columns.ref("user_account.id", D.MATCH_PROCESS, nullable=True)
    ended_at: datetime | None = columns.utc(D.MATCH_PROCESS, nullable=True)


class ProposalDecision(Row, table=True):
    """What a consultant decided about one proposal, and why; a proposal is decided once."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    proposal_id: UUID = columns.ref("proposal.id", unique=True, index=False, ondelete="CASCADE")
    outcome: DecisionOutcome = columns.choice(DecisionOutcome, D.MATCH_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_REASON)
    decided_by: UUID = columns.ref("user_account.id", D.MATCH_PROCESS)
    decided_at: datetime = columns.utc(D.MATCH_PROCESS)


class Match(Row, table=True):
    """A mentor chosen for a mentee: asked of both, then running or turned down.

    The database itself lets one live match hold a seat, and one a mentee. `house_code` is of the
    day of the choice; where the young person lives by now says the mentee's own row.
    """

    __tablename__ = "mentor_match"  # `match` is a word of SQL
    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint(
            "(status IN ('asked', 'active')) = (closed_at IS NULL)", name="closed_has_a_time"
        ),
        CheckConstraint("status <> 'active' OR started_at IS NOT NULL", name="runs_since"),
        Index(
            "uq_mentor_match_live_seat",
            "seat_id",
            unique=True,
            sqlite_where=text("status IN ('asked', 'active')"),
            postgresql_where=text("status IN ('asked', 'active')"),
        ),
        Index(
            "uq_mentor_match_live_mentee",
            "mentee_id",
            unique=True,
            sqlite_where=text("status IN ('asked', 'active')"),
            postgresql_where=text("status IN ('asked', 'active')"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", ondelete="CASCADE")
    mentor_id: UUID = columns.ref("mentor.id", D.MATCH_PROCESS)
    seat_id: UUID = columns.ref("mentor_seat.id", D.MATCH_PROCESS)
    proposal_id: UUID = columns.ref("proposal.id", unique=True, index=False, ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.MATCH_PROCESS, max_length=8)
    status: MatchStatus = columns.choice(MatchStatus, D.MATCH_PROCESS, index=True)
    decided_by: UUID = columns.ref("user_account.id", D.MATCH_PROCESS)
    decided_at: datetime = columns.utc(D.MATCH_PROCESS)
    answer_due: date = columns.day(D.MATCH_PROCESS)
    started_at: datetime | None = columns.utc(D.MATCH_PROCESS, nullable=True)
    closed_at: datetime | None = columns.utc(D.MATCH_PROCESS, nullable=True)
    closing_reason: Sealed | None = columns.sealed(
        D.CASE_NOTE, nullable=True, max_length=LONGEST_REASON
    )
    version: int = columns.version()


class MatchAnswer(Row, table=True):
    """What one side said; one answer a side, and a refusal names one of a closed list."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("match_id", "side"),
        CheckConstraint("is_yes = (refusal IS NULL)", name="no_names_a_reason"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    match_id: UUID = columns.ref("mentor_match.id", ondelete="CASCADE")
    side: Side = columns.choice(Side, D.MATCH_PROCESS)
    is_yes: bool = columns.boolean(D.MATCH_PROCESS)
    refusal: Refusal | None = columns.choice(Refusal, D.MATCH_PROCESS, nullable=True)
    answered_by: AnsweredBy = columns.choice(AnsweredBy, D.MATCH_PROCESS)
    noted_by: UUID | None = columns.ref("user_account.id", D.MATCH_PROCESS, nullable=True)
    answered_at: datetime = columns.utc(D.MATCH_PROCESS)


class SecondLook(Row, table=True):
    """What came of looking again when a question had ended; once for each of the two.

    Its round holds who took part and why; without one nobody could take part.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("match_id", "looked_for"),
        CheckConstraint(
            "outcome <> 'proposed' OR round_id IS NOT NULL", name="proposed_in_a_round"
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    match_id: UUID = columns.ref("mentor_match.id", ondelete="CASCADE")
    looked_for: LookedFor = columns.choice(LookedFor, D.MATCH_PROCESS)
    outcome: LookOutcome = columns.choice(LookOutcome, D.MATCH_PROCESS)
    round_id: UUID | None = columns.ref("match_round.id", nullable=True)
    looked_at: datetime = columns.utc(D.MATCH_PROCESS)


class FileNumber(Row, table=True):
    """By which number people know somebody in their own spreadsheets; found by a keyed hash."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("(mentor_id IS NULL) <> (mentee_id IS NULL)", name="is_of_one_side"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID | None = columns.ref(
        "mentor.id", nullable=True, unique=True, index=False, ondelete="CASCADE"
    )
    mentee_id: UUID | None = columns.ref(
        "mentee.id", nullable=True, unique=True, index=False, ondelete="CASCADE"
    )
    number_key: bytes = columns.digest(D.MATCH_PROCESS, unique=True)
    number: Sealed = columns.sealed(D.IDENTITY, max_length=LONGEST_NUMBER)
