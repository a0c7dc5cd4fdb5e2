"""A complaint, what the confidant did about it, and who may never see it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_TEXT = 8_000
LONGEST_LINE = 200


class About(StrEnum):
    """Who did it, as the teller says; a confidant links the very person later."""

    MENTOR = "mentor"
    CONSULTANT = "consultant"
    CONFIDANT = "confidant"
    SOMEBODY_ELSE = "somebody_else"


class CameBy(StrEnum):
    PAGE = "page"
    PHONE = "phone"
    PAPER = "paper"
    TALK = "talk"


class ComplaintStatus(StrEnum):
    TOLD = "told"
    TAKEN_ON = "taken_on"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What the confidant found; stored sealed, because it says something of a person."""

    RIGHT = "right"
    PARTLY_RIGHT = "partly_right"
    NOT_RIGHT = "not_right"
    NOT_KNOWN = "not_known"
    SOLVED = "solved"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"


class ActKind(StrEnum):
    TOLD = "told"
    LINK_MADE = "link_made"
    TAKEN_ON = "taken_on"
    TAKEN_OVER = "taken_over"
    STOOD_ASIDE = "stood_aside"
    NOTED = "noted"
    ADDED = "added"
    LINKED = "linked"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    CLOSED = "closed"


class Complaint(Row, table=True):
    """What somebody told. Its subject is a person of its own: whoever told it, known or not.

    So it is erased on its own, and isn't handed to the person concerned with their file. Who that
    is is sealed too: that somebody is accused must not be read in a copied database.
    """

    __retention__ = Retention.COMPLAINT
    __table_args__ = (
        CheckConstraint("(came_by = 'page') = (noted_by IS NULL)", name="typed_in_by_somebody"),
        CheckConstraint("status <> 'taken_on' OR holder_id IS NOT NULL", name="somebody_has_it"),
        CheckConstraint("status <> 'told' OR holder_id IS NULL", name="nobody_has_what_is_new"),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name="closed_by_somebody",
        ),
        CheckConstraint(
            "closed_at IS NULL OR (outcome IS NOT NULL AND letter IS NOT NULL)",
            name="closed_with_a_letter",
        ),
        CheckConstraint(
            "(concerned IS NULL) = (concerned_name IS NULL)", name="concerned_has_a_name"
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref(unique=True)
    # Of one sending of one page: sent twice, it is told once. The key itself is stored nowhere:
    # whoever knew it could ask for a link.
    sent_hash: bytes = columns.digest(D.OPERATION, unique=True)
    told_at: datetime = columns.utc(D.COMPLAINT)
    came_by: CameBy = columns.choice(CameBy, D.COMPLAINT)
    noted_by: UUID | None = columns.ref("user_account.id", D.COMPLAINT, nullable=True)
    about: About = columns.choice(About, D.COMPLAINT)
    who: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=LONGEST_LINE)
    words: Sealed = columns.sealed(D.COMPLAINT, max_length=LONGEST_TEXT)
    teller: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=LONGEST_LINE)
    contact: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=LONGEST_TEXT)
    status: ComplaintStatus = columns.choice(ComplaintStatus, D.COMPLAINT, index=True)
    holder_id: UUID | None = columns.ref("user_account.id", D.COMPLAINT, nullable=True)
    taken_on_at: datetime | None = columns.utc(D.COMPLAINT, nullable=True)
    concerned: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=64)
    # Filled up: how long a name is would tell among ten mentors whose it is.
    concerned_name: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=1_024)
    outcome: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=64)
    letter: Sealed | None = columns.sealed(D.COMPLAINT, nullable=True, max_length=LONGEST_TEXT)
    closed_at: datetime | None = columns.utc(D.COMPLAINT, nullable=True)
    closed_by: UUID | None = columns.ref("user_account.id", D.COMPLAINT, nullable=True)
    version: int = columns.version()

    @property
    def is_open(self) -> bool:
        return self.status is not ComplaintStatus.CLOSED


class ComplaintNote(Row, table=True):
    """What the confidant did or heard, or what the teller told later; only added."""

    __retention__ = Retention.COMPLAINT

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    complaint_id: UUID = columns.ref("complaint.id", D.COMPLAINT, ondelete="CASCADE")
    words: Sealed = columns.sealed(D.COMPLAINT, max_length=LONGEST_TEXT)
    noted_at: datetime = columns.utc(D.COMPLAINT)
    noted_by: UUID | None = columns.ref("user_account.id", D.COMPLAINT, nullable=True)


class ComplaintAct(Row, table=True):
    """What happened with it and who did it; only added."""

    __retention__ = Retention.COMPLAINT
    __table_args__ = (UniqueConstraint("complaint_id", "position"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    complaint_id: UUID = columns.ref("complaint.id", D.COMPLAINT, ondelete="CASCADE")
    position: int = columns.integer(D.COMPLAINT, at_least=1)
    kind: ActKind = columns.choice(ActKind, D.COMPLAINT)
    acted_at: datetime = columns.utc(D.COMPLAINT)
    acted_by: UUID | None = columns.ref("user_account.id", D.COMPLAINT, nullable=True)


class ComplaintExclusion(Row, table=True):
    """Who never opens it, whatever role they get: a keyed hash that names nobody by itself."""

    __retention__ = Retention.COMPLAINT
    __table_args__ = (UniqueConstraint("complaint_id", "person_hash"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    complaint_id: UUID = columns.ref("complaint.id", D.COMPLAINT, ondelete="CASCADE", index=False)
    person_hash: bytes = columns.digest(D.COMPLAINT, index=True)
