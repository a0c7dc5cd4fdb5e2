"""The talks of an intake, its decision, and who agreed to what: all of it is only added."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from mentorship.accounts.models import Language
from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.referrals.mentees.models import LONGEST_TEXT


class TalkWith(StrEnum):
    """Who were there."""

    YOUNG_PERSON = "young_person"
    BOTH = "young_person_and_guardian"
    GUARDIAN = "guardian"
    SOMEBODY_ELSE = "somebody_else"


class IntakeOutcome(StrEnum):
    """The three ends of an intake."""

    SUITABLE = "suitable"
    CARE_FIRST = "care_first"
    NOT_SUITABLE = "not_suitable"


class ConsentPurpose(StrEnum):
    """What somebody is asked, each by itself; taking part is apart from the uses of data."""

    PARTICIPATION = "participation"
    MENTOR_SEES_PROFILE = "mentor_sees_profile"
    STATUS_TO_REFERRER = "status_to_referrer"
    EVALUATION = "evaluation"
    INTERVIEWS = "interviews"


class GivenBy(StrEnum):
    """Whose answer it is; the second guardian is asked where both parents hold authority."""

    YOUNG_PERSON = "young_person"
    GUARDIAN = "guardian"
    SECOND_GUARDIAN = "second_guardian"


class How(StrEnum):
    """Along which way an answer came; by word of mouth one can only say no or withdraw."""

    ON_DEVICE = "on_device"
    PAPER = "paper"
    LINK = "link"
    SAID = "said"


class IntakeTalk(Row, table=True):
    """One talk; its notes are about the young person alone."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    held_on: date = columns.day(D.CASE_PROCESS)
    talked_with: TalkWith = columns.choice(TalkWith, D.CASE_PROCESS)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    notes: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)


class IntakeDecision(Row, table=True):
    """What a consultant decided about the intake and why; after other care there may be another."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    outcome: IntakeOutcome = columns.choice(IntakeOutcome, D.CASE_PROCESS)
    decided_at: datetime = columns.utc(D.CASE_PROCESS)
    decided_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)


class Consent(Row, table=True):
    """One person's answer about one purpose, to a text of one version, in one language.

    It stands until it is withdrawn or another answer takes its place; one stands at a time.
    `noted_by` is the consultant who asked; nobody when it came by a link.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended_says_how"),
        CheckConstraint("(how = 'link') = (noted_by IS NULL)", name="asked_by_somebody"),
        CheckConstraint("how <> 'said' OR NOT is_agreed", name="yes_is_not_only_said"),
        Index(
            "uq_consent_standing",
            "mentee_id",
            "purpose",
            "given_by",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    purpose: ConsentPurpose = columns.choice(ConsentPurpose, D.CONSENT)
    given_by: GivenBy = columns.choice(GivenBy, D.CONSENT)
    is_agreed: bool = columns.boolean(D.CONSENT)
    text_version: str = columns.text(D.CONSENT, max_length=20)
    language: Language = columns.choice(Language, D.CONSENT)
    given_at: datetime = columns.utc(D.CONSENT)
    how: How = columns.choice(How, D.CONSENT)
    noted_by: UUID | None = columns.ref("user_account.id", D.CONSENT, nullable=True)
    ended_at: datetime | None = columns.utc(D.CONSENT, nullable=True)
    ended_how: How | None = columns.choice(How, D.CONSENT, nullable=True)
