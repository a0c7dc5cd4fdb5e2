"""One support contact with one side and what was talked about; a correction is a new one."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories.models import work_minutes

LONGEST_WORDS = 2_000


class ContactSide(StrEnum):
    """With whom the consultant is in contact; each has a schedule of its own."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    GUARDIAN = "guardian"


class ContactHow(StrEnum):
    """How the contact was, or was tried."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    VIDEO = "video"
    MESSAGE = "message"


class ContactTopic(StrEnum):
    """The five subjects of a support contact (EEPM 4, B.5.2), in the order of the form."""

    ACTIVITIES = "activities"
    OUTCOMES = "outcomes"
    SAFETY = "safety"
    RELATIONSHIP = "relationship"
    IMPACT = "impact"


class SupportContact(Row, table=True):
    """One contact or one try; only added. A correction is a whole new row that takes the place of
    the one that it names, so the first words stay readable and nothing is corrected twice over.

    All its words are about the young person. What a mentor tells about how it is for themself
    stands in `MentorImpact`, under the mentor's own key.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("is_reached OR topics_covered = 0", name="topics_of_a_reached_one"),
        CheckConstraint("corrects_id IS NULL OR corrects_id <> id", name="corrects_another"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    side: ContactSide = columns.choice(ContactSide, D.CASE_PROCESS)
    held_on: date = columns.day(D.CASE_PROCESS)
    how: ContactHow = columns.choice(ContactHow, D.CASE_PROCESS)
    is_reached: bool = columns.boolean(D.CASE_PROCESS)
    minutes: int | None = work_minutes()
    topics: list[str] = columns.json(D.CASE_PROCESS)
    topics_covered: int = columns.integer(D.CASE_PROCESS, at_least=0, at_most=len(ContactTopic))
    activities: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_WORDS)
    outcomes: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_WORDS)
    safety: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_WORDS)
    relationship: Sealed | None = columns.sealed(
        D.CASE_NOTE, nullable=True, max_length=LONGEST_WORDS
    )
    impact: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_WORDS)
    corrects_id: UUID | None = columns.ref(
        "support_contact.id", D.CASE_PROCESS, nullable=True, unique=True, index=False,
        ondelete="CASCADE",
    )  # fmt: skip
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class MentorImpact(Row, table=True):
    """How guiding is for the mentor themself, as they told in one contact; about the mentor."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    contact_id: UUID = columns.ref(
        "support_contact.id", D.MATCH_PROCESS, unique=True, index=False, ondelete="CASCADE"
    )
    words: Sealed = columns.sealed(D.MENTOR_NOTE, max_length=LONGEST_WORDS)
