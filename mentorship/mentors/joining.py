"""How somebody comes in: applies on the public page, is brought in, gets an account."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from mentorship.accounts import invitations
from mentorship.accounts import services as accounts
from mentorship.accounts.models import User
from mentorship.accounts.posting import page
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.foundation import audit, outbox, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.jobs import enqueue
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import acts, queries
from mentorship.mentors.letters import APPLIED, NEW_APPLICATION
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import EmailMissing, InvitedAlready
from mentorship.mentors.told import NewMentor

RECEIVED = "mentors.received"


def apply(db: Db, told: NewMentor, mentor_id: UUID | None = None) -> None:
    """Stores the application, unless this address has an open one or this id was sent before.

    It gives nothing back and asks nothing: the statements are the same in every case, so that an
    applicant can't learn from here whether an address is known. Letters are sent by a job.
    """
    mentor = _mentor(db, told, mentor_id, uuid4())
    values = {column: getattr(mentor, column) for column in Mentor.model_fields} | {"version": 1}
    db.exec(_insert_unless_there(db, values))
    audit.record(
        db, "mentor.applied", subject_id=mentor.subject_id, purpose=Purpose.SCREENING,
        house=mentor.house_code,
    )  # fmt: skip
    enqueue(db, RECEIVED, mentor_id=mentor.id, subject_id=mentor.subject_id)


def _insert_unless_there(db: Db, values: dict[str, Any]) -> Any:
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(Mentor).values(**values).on_conflict_do_nothing()


def thank(db: Db, mentor_id: UUID, subject_id: UUID) -> None:
    """Writes to the applicant and to the House once; to nobody when nothing was stored."""
    mentor = queries.lock(db, mentor_id)
    if mentor is None or mentor.subject_id != subject_id or not mentor.is_open:
        return
    written = select(OutboxMail.id).where(
        col(OutboxMail.subject_id) == subject_id, col(OutboxMail.letter) == APPLIED.name
    )
    to = vault.read(db, mentor, "email", purpose=Purpose.MESSAGING)
    if to is None or db.exec(written.limit(1)).first() is not None:
        return
    outbox.send(
        db, APPLIED, to=to, subject_id=subject_id, link=page(db, "/apply"),
        language=mentor.language,
    )  # fmt: skip
    acts.write_to_house(db, mentor.house_code, NEW_APPLICATION, page(db, "/mentors"))


def add_mentor(
    db: Db, told: NewMentor, *, mentor_id: UUID | None = None, user: User | None = None
) -> Mentor:
    """Brings somebody in who is known already: from a file, or for the demo.

    With a user the mentor is that person and signs in with that account. Raises IntegrityError
    when the address has an open application.
    """
    mentor = _mentor(db, told, mentor_id, user.subject_id if user else uuid4())
    mentor.user_id = user.id if user else None
    db.add(mentor)
    db.flush()
    acts.record(db, "mentor.added", mentor)
    return mentor


def invite_account(db: Db, mentor: Mentor, by: UUID | None) -> User:
    """Sends the invitation for an account of the same person, or a fresh one when it got lost.

    Raises EmailTaken when the address has an account, InvitedAlready when this one works.
    """
    mentor = acts.begin(db, mentor)
    if mentor.user_id is not None:
        return _invite_again(db, mentor, mentor.user_id)
    email = vault.read(db, mentor, "email", purpose=Purpose.ACCOUNT)
    if email is None:
        raise EmailMissing
    name = queries.name_of(db, mentor, Purpose.ACCOUNT)
    new = NewUser(name, email, mentor.language, subject_id=mentor.subject_id)
    user = accounts.invite(db, new, Role.MENTOR, mentor.house_code, by)
    mentor.user_id = user.id
    db.flush()
    acts.record(db, "mentor.invited", mentor)
    return user


def _invite_again(db: Db, mentor: Mentor, user_id: UUID) -> User:
    user = db.get_one(User, user_id)
    if user.accepted_at is not None:
        raise InvitedAlready
    invitations.send_invitation(db, user)
    acts.record(db, "mentor.invited", mentor)
    return user


def _mentor(db: Db, told: NewMentor, mentor_id: UUID | None, subject_id: UUID) -> Mentor:
    mentor = Mentor(
        id=mentor_id or uuid4(),
        subject_id=subject_id,
        house_code=told.house_code,
        applied_at=now(db),
        language=told.language,
        email_index=queries.email_index(db, told.email) if told.email else None,
    )
    vault.write(
        db,
        mentor,
        first_name=told.first_name,
        family_name=told.family_name or None,
        email=told.email or None,
        phone=told.phone or None,
        place=told.place or None,
        motivation=told.motivation or None,
    )
    return mentor
