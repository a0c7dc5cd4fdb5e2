"""A young person in the programme: where they stand, how to reach them safely, what they want."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.profiles.profile import LONGEST_STORED

LONGEST_NAME = 80
LONGEST_LINE = 200
LONGEST_TEXT = 4_000
FIRST, MIDDLE, LAST = 1, 2, 3  # priority classes; 1 goes first


class Stage(StrEnum):
    """Where the course of a young person stands."""

    INTAKE = "intake"
    CARE_FIRST = "care_first"
    NOT_SUITABLE = "not_suitable"
    WAITING = "waiting"
    STARTED = "started"
    ENDED = "ended"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        return self not in _CLOSED

    @property
    def awaits_decision(self) -> bool:
        """The intake may still be decided, after other care as well."""
        return self in (Stage.INTAKE, Stage.CARE_FIRST)


_CLOSED = frozenset({Stage.NOT_SUITABLE, Stage.ENDED, Stage.STOPPED})


class Authority(StrEnum):
    """Who holds authority, and so who has to agree beside the young person."""

    YOUNG_PERSON = "young_person_16_plus"
    BOTH_PARENTS = "both_parents"
    ONE_PARENT = "one_parent"
    GUARDIAN = "guardian"
    INSTITUTION = "institution"


class StoppedBy(StrEnum):
    """Who wanted to stop; the young person may at any time."""

    YOUNG_PERSON = "young_person"
    GUARDIAN = "guardian"
    HOUSE = "house"


class Mentee(Row, table=True):
    """The one row that holds the House and the consultant of a course; every verb locks it first.

    `waiting_since` is set once everything is there that a match needs: a decision, everybody's
    consent and a complete profile; it stays until a consent is withdrawn.
    `known_key` is a keyed hash of name and year of birth, so that a House recognises somebody who
    is referred again.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint(
            "(closed_on IS NOT NULL) = (stage IN ('not_suitable', 'ended', 'stopped'))",
            name="closed_has_a_day",
        ),
        CheckConstraint(
            "waiting_since IS NULL OR stage NOT IN ('intake', 'care_first', 'not_suitable')",
            name="waits_after_a_decision",
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref(unique=True)
    referral_id: UUID | None = columns.ref(
        "referral.id", D.OPERATION, nullable=True, unique=True, ondelete="SET NULL"
    )
    house_code: str = columns.code_ref("house.code", D.CASE_PROCESS, max_length=8)
    consultant_id: UUID | None = columns.ref(
        "user_account.id", D.CASE_PROCESS, nullable=True, ondelete="SET NULL"
    )
    stage: Stage = columns.choice(Stage, D.CASE_PROCESS, default=Stage.INTAKE, index=True)
    stage_since: date = columns.day(D.CASE_PROCESS)
    accepted_at: datetime = columns.utc(D.CASE_PROCESS)
    intake_due: date = columns.day(D.CASE_PROCESS)
    notice_due: date = columns.day(D.CASE_PROCESS)
    matching_due: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    waiting_since: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    # Who looks for another mentor first gets some time; before this day nobody is proposed.
    match_not_before: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    started_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    closed_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    priority: int = columns.integer(D.CASE_PROCESS, at_least=FIRST, at_most=LAST, default=MIDDLE)
    authority: Authority | None = columns.choice(Authority, D.CONSENT, nullable=True)
    known_key: bytes = columns.digest(D.IDENTITY, index=True)

    first_name: Sealed = columns.sealed(D.IDENTITY, max_length=LONGEST_NAME)
    family_name: Sealed | None = columns.sealed(D.IDENTITY, nullable=True, max_length=LONGEST_NAME)
    birth_year: Sealed = columns.sealed(D.IDENTITY, max_length=4)
    contact_route: Sealed = columns.sealed(D.CONTACT, max_length=40)
    contact_details: Sealed = columns.sealed(D.CONTACT, max_length=LONGEST_LINE)
    contact_times: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_LINE)
    contact_caution: Sealed | None = columns.sealed(
        D.CONTACT, nullable=True, max_length=LONGEST_TEXT
    )
    guardian_name: Sealed | None = columns.sealed(D.CONTACT, nullable=True, max_length=LONGEST_LINE)
    guardian_contact: Sealed | None = columns.sealed(
        D.CONTACT, nullable=True, max_length=LONGEST_LINE
    )
    second_guardian_name: Sealed | None = columns.sealed(
        D.CONTACT, nullable=True, max_length=LONGEST_LINE
    )
    second_guardian_contact: Sealed | None = columns.sealed(
        D.CONTACT, nullable=True, max_length=LONGEST_LINE
    )
    version: int = columns.version()


class MenteeWishes(Row, table=True):
    """The profile for matching, as one sealed text; `is_complete` says that a round can use it."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, unique=True, ondelete="CASCADE")
    profile: Sealed = columns.sealed(D.MATCHING_PROFILE, max_length=LONGEST_STORED)
    is_complete: bool = columns.boolean(D.CASE_PROCESS)
    changed_at: datetime = columns.utc(D.CASE_PROCESS)
    version: int = columns.version()


class Goal(Row, table=True):
    """What the young person wants to reach, in their own words."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    position: int = columns.integer(D.CASE_PROCESS, at_least=1)
    is_active: bool = columns.boolean(D.CASE_PROCESS, default=True)
    added_at: datetime = columns.utc(D.CASE_PROCESS)
    text: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)


class PriorityChange(Row, table=True):
    """Who gave another class and why; rows are only added."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        CheckConstraint("from_class <> to_class", name="is_a_change"),
        CheckConstraint("to_class BETWEEN 1 AND 3", name="is_a_class"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    from_class: int = columns.integer(D.CASE_PROCESS)
    to_class: int = columns.integer(D.CASE_PROCESS)
    changed_at: datetime = columns.utc(D.CASE_PROCESS)
    changed_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)


class HouseTransfer(Row, table=True):
    """A move to another House; rows are only added."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (CheckConstraint("from_house <> to_house", name="is_a_move"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    from_house: str = columns.code_ref("house.code", D.CASE_PROCESS, max_length=8)
    to_house: str = columns.code_ref("house.code", D.CASE_PROCESS, max_length=8)
    moved_at: datetime = columns.utc(D.CASE_PROCESS)
    moved_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    reason: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_TEXT)


class MenteeStop(Row, table=True):
    """That somebody stopped, who wanted it and why; rows are only added."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    wanted_by: StoppedBy = columns.choice(StoppedBy, D.CASE_PROCESS)
    stopped_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    reason: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)


class NoticeLetter(Row, table=True):
    """That the letter of articles 13 and 14 GDPR went out, by the route that they chose."""

    __retention__ = Retention.TRAJECTORY

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentee_id: UUID = columns.ref("mentee.id", D.OPERATION, ondelete="CASCADE")
    text_version: str = columns.text(D.CASE_PROCESS, max_length=20)
    sent_on: date = columns.day(D.CASE_PROCESS)
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
