"""Finds mentors, what their readiness hangs on, and who can be matched on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import vault
from mentorship.foundation.calendar import today as today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import rules
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorProfileRecord,
    MentorReference,
    MentorSeat,
    MentorStatus,
    Pause,
    TrainingRecord,
    VogSighting,
)
from mentorship.mentors.rules import Readiness
from mentorship.mentors.standing import facts_of, terms_of
from mentorship.profiles.profile import MentorProfile, restored


@dataclass(frozen=True)
class ReadyMentor:
    """An open mentor as a round sees them, ready or not; `seats` counts the open ones."""

    id: UUID
    subject_id: UUID
    house_code: str
    profile: MentorProfile
    seats: int
    is_ready: bool
    readiness: Readiness


def email_index(db: Db, email: str) -> bytes:
    """The keyed hash that an application is found by, whatever its capitals and spaces."""
    return vault.blind_index(db, "mentor.email", email)


def open_in(houses: frozenset[str] | None) -> SelectOfScalar[Mentor]:
    """The open mentors of these Houses; None for every House."""
    found = select(Mentor).where(col(Mentor.status) == MentorStatus.OPEN)
    return found if houses is None else found.where(col(Mentor.house_code).in_(sorted(houses)))


def ready_on(db: Db, day: date, houses: frozenset[str] | None = None) -> list[ReadyMentor]:
    """Every open mentor with their readiness on this day, by id; the profiles are one reading."""
    wanted = open_in(houses)
    mentors = db.exec(wanted.order_by(col(Mentor.id))).all()
    facts, terms = facts_of(db, wanted), terms_of(db)
    profiles = _profiles_of(db, wanted)
    found = []
    for mentor in mentors:
        standing = rules.readiness(facts[mentor.id], day, terms)
        found.append(
            ReadyMentor(
                id=mentor.id,
                subject_id=mentor.subject_id,
                house_code=mentor.house_code,
                profile=profiles.get(mentor.id, MentorProfile()),
                seats=facts[mentor.id].seats,
                is_ready=standing.is_ready,
                readiness=standing,
            )
        )
    return found


def _profiles_of(db: Db, mentors: SelectOfScalar[Mentor]) -> dict[UUID, MentorProfile]:
    ids = mentors.with_only_columns(col(Mentor.id))
    rows = db.exec(
        select(MentorProfileRecord).where(col(MentorProfileRecord.mentor_id).in_(ids))
    ).all()
    texts = vault.scan(db, rows, "profile", purpose=Purpose.MATCHING)
    return {row.mentor_id: restored(MentorProfile, texts.get(row.id)) for row in rows}


def readiness_of(db: Db, mentor: Mentor, day: date) -> Readiness:
    one = select(Mentor).where(col(Mentor.id) == mentor.id)
    return rules.readiness(facts_of(db, one)[mentor.id], day, terms_of(db))


def readiness_of_all(db: Db, mentors: SelectOfScalar[Mentor], day: date) -> dict[UUID, Readiness]:
    """Of many at once, in as many queries as for one; nothing is unsealed."""
    facts, terms = facts_of(db, mentors), terms_of(db)
    return {key: rules.readiness(known, day, terms) for key, known in facts.items()}


def lock(db: Db, mentor_id: UUID, visible: SelectOfScalar[Mentor] | None = None) -> Mentor | None:
    """Takes the row first, so that two people acting at once come one after the other."""
    found = (select(Mentor) if visible is None else visible).where(col(Mentor.id) == mentor_id)
    found = found.with_for_update(of=Mentor).execution_options(populate_existing=True)
    return db.exec(found).one_or_none()


def find(db: Db, visible: SelectOfScalar[Mentor], mentor_id: UUID) -> Mentor | None:
    return db.exec(visible.where(col(Mentor.id) == mentor_id)).one_or_none()


def mentor_of_user(db: Db, user_id: UUID) -> Mentor | None:
    """The open mentor whose account this is."""
    found = select(Mentor).where(
        col(Mentor.user_id) == user_id, col(Mentor.status) == MentorStatus.OPEN
    )
    return db.exec(found).one_or_none()


def names_of(db: Db, mentors: Iterable[Mentor], purpose: Purpose) -> dict[UUID, str]:
    """First and family name; who was erased is left out."""
    rows = list(mentors)
    first = vault.scan(db, rows, "first_name", purpose=purpose)
    family = vault.scan(db, rows, "family_name", purpose=purpose)
    return {key: f"{name} {family.get(key, '')}".strip() for key, name in first.items()}


def name_of(db: Db, mentor: Mentor, purpose: Purpose) -> str:
    parts = (
        vault.read(db, mentor, name, purpose=purpose) for name in ("first_name", "family_name")
    )
    return " ".join(part for part in parts if part)


def open_seats(db: Db, mentor_id: UUID) -> list[MentorSeat]:
    found = select(MentorSeat).where(
        col(MentorSeat.mentor_id) == mentor_id, col(MentorSeat.is_open)
    )
    return list(db.exec(found.order_by(col(MentorSeat.number))))


def seats_of(db: Db, mentor_id: UUID) -> list[MentorSeat]:
    """The closed ones too."""
    found = select(MentorSeat).where(col(MentorSeat.mentor_id) == mentor_id)
    return list(db.exec(found.order_by(col(MentorSeat.number))))


def profile_record(db: Db, mentor: Mentor) -> MentorProfileRecord | None:
    found = select(MentorProfileRecord).where(col(MentorProfileRecord.mentor_id) == mentor.id)
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def profile_of(db: Db, mentor: Mentor, purpose: Purpose = Purpose.MATCHING) -> MentorProfile:
    """An empty one when nothing was filled in yet."""
    row = profile_record(db, mentor)
    text = None if row is None else vault.read(db, row, "profile", purpose=purpose)
    return restored(MentorProfile, text)


def interviews_of(db: Db, mentor: Mentor) -> Sequence[Interview]:
    """Newest last: that one counts."""
    found = select(Interview).where(col(Interview.mentor_id) == mentor.id)
    return db.exec(found.order_by(col(Interview.recorded_at), col(Interview.id))).all()


def references_of(db: Db, mentor: Mentor) -> Sequence[MentorReference]:
    """The open ones by number, then those whose place another took."""
    found = select(MentorReference).where(col(MentorReference.mentor_id) == mentor.id)
    closed_last = col(MentorReference.closed_at).is_not(None)
    order = (closed_last, col(MentorReference.number), col(MentorReference.asked_at))
    return db.exec(found.order_by(*order)).all()


def open_reference(db: Db, mentor: Mentor, number: int) -> MentorReference | None:
    found = select(MentorReference).where(
        col(MentorReference.mentor_id) == mentor.id,
        col(MentorReference.number) == number,
        col(MentorReference.closed_at).is_(None),
    )
    return db.exec(found).one_or_none()


def vogs_of(db: Db, mentor: Mentor) -> Sequence[VogSighting]:
    found = select(VogSighting).where(col(VogSighting.mentor_id) == mentor.id)
    return db.exec(found.order_by(col(VogSighting.issued_on))).all()


def find_vog(db: Db, number_hash: bytes) -> Sequence[tuple[UUID, MentorStatus]]:
    """In whose files this number stands, and whether they are open."""
    found = (
        select(col(Mentor.id), col(Mentor.status))
        .join(VogSighting, col(VogSighting.mentor_id) == col(Mentor.id))
        .where(col(VogSighting.number_hash) == number_hash)
    )
    return [(key, status) for key, status in db.exec(found)]


def agreements_of(db: Db, mentor: Mentor) -> Sequence[Agreement]:
    found = select(Agreement).where(col(Agreement.mentor_id) == mentor.id)
    return db.exec(found.order_by(col(Agreement.signed_on), col(Agreement.recorded_at))).all()


def trainings_of(db: Db, mentor: Mentor) -> Sequence[TrainingRecord]:
    found = select(TrainingRecord).where(col(TrainingRecord.mentor_id) == mentor.id)
    return db.exec(found.order_by(col(TrainingRecord.completed_on))).all()


def pauses_of(db: Db, mentor: Mentor) -> Sequence[Pause]:
    found = select(Pause).where(col(Pause.mentor_id) == mentor.id)
    return db.exec(found.order_by(col(Pause.first_day))).all()
