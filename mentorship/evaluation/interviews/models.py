"""An evaluator's invitation to a talk, and which young people were asked with it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_RESEARCHER = 300
LONGEST_ABOUT = 600
LONGEST_PRACTICAL = 300
LONGEST_LANGUAGES = 100
LONGEST_REACH = 300
LONGEST_BECAUSE = 500


class InvitationStatus(StrEnum):
    """What was done with it; that its last day has passed is read off the date."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of passing it on to one person; nothing of what they said to it."""

    PASSED_ON = "passed_on"
    HARD_TIME = "hard_time"
    NOT_REACHED = "not_reached"
    NO_CONSENT = "no_consent"


class InterviewInvitation(Row, table=True):
    """What a researcher says to young people of these half-years; sealed under who wrote it.

    Only what a coordinator approved is passed on, and a change has to be approved anew.
    """

    __retention__ = Retention.OPERATION
    __table_args__ = (
        CheckConstraint(
            "decided_by IS NULL OR decided_by <> written_by", name="decided_by_a_second_person"
        ),
        CheckConstraint(
            "status <> 'approved' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="approved_by_somebody",
        ),
        CheckConstraint(
            "status <> 'sent_back' OR because IS NOT NULL", name="sent_back_with_a_reason"
        ),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_time"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, ondelete="CASCADE")
    cohorts: list[str] = columns.json(D.OPERATION)
    researcher: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_RESEARCHER)
    about: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_ABOUT)
    practical: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_PRACTICAL)
    languages: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_LANGUAGES)
    reach: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_REACH)
    open_until: date = columns.day(D.OPERATION)
    status: InvitationStatus = columns.choice(
        InvitationStatus, D.OPERATION, default=InvitationStatus.WAITING, index=True
    )
    written_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    written_at: datetime = columns.utc(D.OPERATION)
    decided_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    decided_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    because: Sealed | None = columns.sealed(
        D.EVALUATION_TALK, nullable=True, max_length=LONGEST_BECAUSE
    )
    closed_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    version: int = columns.version()


class InterviewAsking(Row, table=True):
    """That a young person got this invitation, or why not; goes with the invitation and with them.

    Not what they answered: that is between them and the researcher.
    """

    __retention__ = Retention.OPERATION
    __table_args__ = (UniqueConstraint("invitation_id", "mentee_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    invitation_id: UUID = columns.ref(
        "interview_invitation.id", D.OPERATION, index=False, ondelete="CASCADE"
    )
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    outcome: Outcome = columns.choice(Outcome, D.CONSENT)
    happened_on: date = columns.day(D.CONSENT)
    noted_by: UUID = columns.ref("user_account.id", D.CONSENT)
    noted_at: datetime = columns.utc(D.CONSENT)
