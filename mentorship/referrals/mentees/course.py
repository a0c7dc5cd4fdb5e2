"""What every verb of a course ends with: the trail, and whether somebody waits for a match now."""

from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4

from mentorship.foundation import audit, vault
from mentorship.foundation.audit import Detail
from mentorship.foundation.calendar import today
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import end_of_term
from mentorship.referrals.mentees import queries, rules
from mentorship.referrals.mentees.intake_models import ConsentPurpose
from mentorship.referrals.mentees.models import Mentee, Stage

OneRow = TypeVar("OneRow", bound=Row)


def record(
    db: Db, action: str, mentee: Mentee, purpose: Purpose = Purpose.INTAKE, **details: Detail
) -> None:
    audit.record(
        db, action, subject_id=mentee.subject_id, object_id=mentee.id, purpose=purpose,
        house=mentee.house_code, **details,
    )  # fmt: skip


def settle(db: Db, mentee: Mentee) -> None:
    """Starts or stops the clock of the match after anything that it hangs on has changed.

    It runs from everybody's consent; who withdraws stops waiting, and waits anew from a new yes.
    A profile that becomes incomplete costs nobody their place: the waiting goes on meanwhile.
    """
    db.flush()
    facts = queries.facts_of(db, [mentee])[mentee.id]
    day = today(db)
    agreed = rules.is_agreed_by_all(facts.authority, facts.agreed, ConsentPurpose.PARTICIPATION)
    if not agreed:
        mentee.matching_due = None
    elif mentee.matching_due is None:
        mentee.matching_due = end_of_term(day, weeks=settings_of(db).matching_weeks)
    if mentee.stage is Stage.WAITING and not agreed:
        mentee.waiting_since = None
    elif rules.can_wait(facts):
        mentee.waiting_since = mentee.waiting_since or day
    db.flush()


def move(mentee: Mentee, stage: Stage, day: date) -> None:
    """To another stage, with the days that belong to it."""
    mentee.stage, mentee.stage_since = stage, day
    mentee.closed_on = None if stage.is_open else day
    if stage in (Stage.INTAKE, Stage.CARE_FIRST, Stage.NOT_SUITABLE):
        mentee.waiting_since = None


def done_before(db: Db, kind: type[OneRow], key: UUID, mentee: Mentee) -> OneRow | None:
    """What the same sending of the same page made already; the mentee is locked."""
    row = db.get(kind, key)
    return row if row is not None and getattr(row, "mentee_id", None) == mentee.id else None


def free_key(db: Db, kind: type[Row], key: UUID) -> UUID:
    """The key of the sending, unless somebody took it for another person."""
    return key if db.get(kind, key) is None else uuid4()


def known_key(db: Db, first_name: str, family_name: str, birth_year: str) -> bytes:
    """The same for the same name and year, however it is spelled in capitals and blanks."""
    return vault.blind_index(db, "person.known", f"{first_name}\n{family_name}\n{birth_year}")


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings
