"""The verbs of screening: a talk, a certificate of conduct, an agreement, a training.

Each is added once: the id comes from the page, so that a double click finds what is there.
"""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.working_days import months_later
from mentorship.mentors import acts, queries
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorStatus,
    TrainingRecord,
    VogSighting,
)
from mentorship.mentors.rules import (
    AgreementTooShort,
    DayInFuture,
    VogOfAnother,
    VogSeenBefore,
    VogStaleAlready,
)
from mentorship.mentors.told import SeenVog, Signed, Talk


def record_interview(
    db: Db, mentor: Mentor, talk: Talk, by: UUID, *, once: UUID | None = None
) -> Interview:
    mentor = acts.begin(db, mentor)
    if once and (known := db.get(Interview, once)):
        return known
    _refuse_future(db, talk.held_on)
    row = Interview(
        id=once or uuid4(),
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        held_on=talk.held_on,
        interviewer_id=by,
        recorded_at=now(db),
        outcome=talk.outcome,
    )
    vault.write(db, row, notes=talk.notes)
    db.add(row)
    db.flush()
    acts.record(db, "mentor.interviewed", mentor, row.id)
    return row


def record_vog(
    db: Db, mentor: Mentor, seen: SeenVog, by: UUID, *, once: UUID | None = None
) -> VogSighting:
    """Keeps that it was seen. One that was refused is never recorded: there is no way to."""
    mentor = acts.begin(db, mentor)
    if once and (known := db.get(VogSighting, once)):
        return known
    _refuse_future(db, seen.seen_on)
    _refuse_future(db, seen.issued_on)
    if months_later(seen.issued_on, acts.settings_of(db).vog_months) < queries.today(db):
        raise VogStaleAlready
    number_hash = vog_number_hash(db, seen.number)
    _refuse_known_number(db, mentor, number_hash)
    row = VogSighting(
        id=once or uuid4(),
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        issued_on=seen.issued_on,
        seen_on=seen.seen_on,
        seen_by=by,
        profile_code=seen.profile_code,
        number_hash=number_hash,
    )
    db.add(row)
    db.flush()
    acts.record(db, "mentor.vog_seen", mentor, row.id)
    return row


def vog_number_hash(db: Db, number: str) -> bytes:
    """Blanks, dashes and capitals don't make another number of it."""
    return vault.blind_index(db, "vog_sighting.number", "".join(filter(str.isalnum, number)))


def record_agreement(
    db: Db, mentor: Mentor, signed: Signed, by: UUID, *, once: UUID | None = None
) -> Agreement:
    mentor = acts.begin(db, mentor)
    if once and (known := db.get(Agreement, once)):
        return known
    _refuse_future(db, signed.signed_on)
    settings = acts.settings_of(db)
    if (
        signed.months < settings.agreement_months
        or signed.hours_per_month < settings.agreement_hours_per_month
    ):
        raise AgreementTooShort
    row = Agreement(
        id=once or uuid4(),
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        signed_on=signed.signed_on,
        ends_on=months_later(signed.signed_on, signed.months),
        months=signed.months,
        hours_per_month=signed.hours_per_month,
        text_version=signed.text_version,
        recorded_by=by,
        recorded_at=now(db),
    )
    db.add(row)
    db.flush()
    acts.record(db, "mentor.agreed", mentor, row.id)
    return row


def record_trained(
    db: Db, mentor: Mentor, completed_on: date, by: UUID | None = None
) -> TrainingRecord:
    """The training before the first match is complete; told again for the same day, it is there."""
    mentor = acts.begin(db, mentor)
    known = select(TrainingRecord).where(
        col(TrainingRecord.mentor_id) == mentor.id,
        col(TrainingRecord.completed_on) == completed_on,
    )
    if found := db.exec(known).one_or_none():
        return found
    _refuse_future(db, completed_on)
    row = TrainingRecord(
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        completed_on=completed_on,
        recorded_by=by,
        recorded_at=now(db),
    )
    db.add(row)
    db.flush()
    acts.record(db, "mentor.trained", mentor, row.id)
    return row


def _refuse_future(db: Db, day: date) -> None:
    if day > queries.today(db):
        raise DayInFuture


def _refuse_known_number(db: Db, mentor: Mentor, number_hash: bytes) -> None:
    for mentor_id, status in queries.find_vog(db, number_hash):
        if mentor_id == mentor.id:
            raise VogSeenBefore
        if status is MentorStatus.OPEN:
            raise VogOfAnother
