"""Referrals and their triage: little stands open, what says something of a person is sealed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.referrals.mentees import intake_models
from mentorship.referrals.mentees import models as mentee_models
from mentorship.referrals.padding import BLOCK, CODE

__all__ = [
    "Referral",
    "ReferralStatus",
    "TriageAnswer",
    "TriageDecision",
    "TriageOutcome",
    "intake_models",
    "mentee_models",
]

LONGEST_NAME = 80
LONGEST_PHONE = 30
LONGEST_LINE = 200
LONGEST_TEXT = 4_000


class ReferralStatus(StrEnum):
    """Where a referral stands inside the House; a referrer never sees these words."""

    RECEIVED = "received"
    QUESTION_ASKED = "question_asked"
    ACCEPTED = "accepted"
    ADVISED_ELSEWHERE = "advised_elsewhere"
    DECLINED = "declined"

    @property
    def awaits_triage(self) -> bool:
        return self is ReferralStatus.RECEIVED


class TriageOutcome(StrEnum):
    """The four answers of a consultant."""

    ACCEPT = "accept"
    ADVISE_ELSEWHERE = "advise_elsewhere"
    ASK = "ask"
    DECLINE = "decline"


class Referral(Row, table=True):
    """A request to consider one young person, who knows of it and agreed to be contacted.

    Who referred is sealed as well: that the police refer somebody says something about them.
    `source_key` is a keyed hash of the referrer's user id, so that they find their own back;
    `draft_key` one of the draft it came from, so that sending twice stores once. The id of the
    draft itself stands in the audit trail beside who started it, so it isn't used here.
    `known_key` is one of name and year of birth: a House recognises who is referred again.
    """

    __retention__ = Retention.REFERRAL
    __table_args__ = (
        CheckConstraint("(status = 'received') = (triaged_at IS NULL)", name="triaged_has_a_time"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    house_code: str = columns.code_ref("house.code", D.CASE_PROCESS, max_length=8)
    status: ReferralStatus = columns.choice(
        ReferralStatus, D.CASE_PROCESS, default=ReferralStatus.RECEIVED, index=True
    )
    received_at: datetime = columns.utc(D.CASE_PROCESS)
    picked_up_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    receipt_due: date = columns.day(D.CASE_PROCESS)
    triage_due: date = columns.day(D.CASE_PROCESS)
    triaged_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    agreed_to_contact_at: datetime = columns.utc(D.CONSENT)
    is_status_shared: bool = columns.boolean(D.CONSENT)
    source_key: bytes = columns.digest(D.REFERRAL_SOURCE, index=True)
    draft_key: bytes = columns.digest(D.REFERRAL_SOURCE, unique=True)
    known_key: bytes = columns.digest(D.IDENTITY, index=True)

    referrer_id: Sealed = columns.sealed(D.REFERRAL_SOURCE, max_length=36)
    organisation_id: Sealed = columns.sealed(D.REFERRAL_SOURCE, max_length=36)
    source_type: Sealed = columns.sealed(D.REFERRAL_SOURCE, max_length=40)
    relation: Sealed | None = columns.sealed(
        D.REFERRAL_SOURCE, nullable=True, max_length=LONGEST_LINE
    )

    callback: Sealed | None = columns.sealed(
        D.REFERRAL_SOURCE, nullable=True, max_length=LONGEST_PHONE + CODE
    )
    first_name: Sealed = columns.sealed(D.IDENTITY, max_length=LONGEST_NAME)
    family_name: Sealed | None = columns.sealed(D.IDENTITY, nullable=True, max_length=LONGEST_NAME)
    birth_year: Sealed = columns.sealed(D.IDENTITY, max_length=4)
    place: Sealed = columns.sealed(D.CONTACT, max_length=LONGEST_NAME)
    contact_route: Sealed = columns.sealed(D.CONTACT, max_length=40)
    contact_details: Sealed = columns.sealed(D.CONTACT, max_length=LONGEST_LINE)
    contact_times: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_LINE)
    contact_caution: Sealed | None = columns.sealed(
        D.CONTACT, nullable=True, max_length=LONGEST_TEXT
    )
    guardian: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_LINE)
    guardian_knows: Sealed = columns.sealed(D.CONSENT, max_length=40)
    need: Sealed = columns.sealed(D.REFERRAL, max_length=LONGEST_TEXT)
    hope: Sealed = columns.sealed(D.REFERRAL, max_length=LONGEST_TEXT)
    own_words: Sealed | None = columns.sealed(D.REFERRAL, nullable=True, max_length=LONGEST_TEXT)
    version: int = columns.version()


class TriageDecision(Row, table=True):
    """What a consultant decided and why; the reason stays inside, a question goes to the referrer.

    Rows are only added; of the decisions that end the triage a referral has at most one. Asking
    always seals a question: an empty one for who is called instead, which doesn't show outside.
    """

    __retention__ = Retention.REFERRAL
    __table_args__ = (
        CheckConstraint("(question IS NULL) = (outcome <> 'ask')", name="asking_has_a_question"),
        Index(
            "uq_triage_decision_final",
            "referral_id",
            unique=True,
            sqlite_where=text("outcome <> 'ask'"),
            postgresql_where=text("outcome <> 'ask'"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    referral_id: UUID = columns.ref("referral.id", D.OPERATION, ondelete="CASCADE")
    outcome: TriageOutcome = columns.choice(TriageOutcome, D.CASE_PROCESS)
    decided_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    decided_at: datetime = columns.utc(D.CASE_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)
    question: Sealed | None = columns.sealed(
        D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT + BLOCK
    )


class TriageAnswer(Row, table=True):
    """The answer to a question, apart from it: so that nothing that was decided is ever changed.

    One answer per question; `noted_by` is the consultant who heard it on the telephone.
    """

    __retention__ = Retention.REFERRAL

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    decision_id: UUID = columns.ref(
        "triage_decision.id", D.OPERATION, unique=True, ondelete="CASCADE"
    )
    answered_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID | None = columns.ref("user_account.id", D.CASE_PROCESS, nullable=True)
    text: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)
