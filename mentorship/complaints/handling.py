"""What a confidant does with a complaint: take it on, note, link, stand aside, close."""

from uuid import UUID

from mentorship.accounts.models import User
from mentorship.complaints import acts, file, queries, rules, suspending, telling
from mentorship.complaints.models import (
    ActKind,
    Complaint,
    ComplaintNote,
    ComplaintStatus,
    Outcome,
)
from mentorship.complaints.people import Concerned
from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.referrals.padding import BLOCK, CODE, pad

_SENT = "complaint_note.sent"


def take_on(db: Db, complaint: Complaint, by: UUID) -> None:
    """The first wins; the complaint is locked. From somebody who may read it no more it is free.

    Raises TakenOn for who comes after.
    """
    rules.check_open(complaint)
    if complaint.holder_id == by:
        return
    readers = {user.id for user in queries.readers_of(db, complaint)}
    if complaint.holder_id in readers:
        raise rules.TakenOn
    complaint.holder_id, complaint.status = by, ComplaintStatus.TAKEN_ON
    complaint.taken_on_at = complaint.taken_on_at or now(db)
    acts.note(db, complaint, ActKind.TAKEN_ON, by=by)


def take_over(db: Db, complaint: Complaint, by: UUID) -> None:
    """From a colleague who is away, and who hears of it; the complaint is locked."""
    rules.check_open(complaint)
    before = complaint.holder_id
    if before is None or before == by:
        take_on(db, complaint, by)
        return
    complaint.holder_id = by
    acts.note(db, complaint, ActKind.TAKEN_OVER, by=by)
    telling.tell_over(db, complaint, db.get_one(User, before))


def add_note(db: Db, complaint: Complaint, words: str, *, by: UUID, key: UUID) -> None:
    """What was done or heard; sent twice by one page it is one note."""
    _add(db, complaint, words, by=by, key=key)


def add_more(db: Db, complaint: Complaint, words: str, *, key: UUID) -> None:
    """What the teller tells later; whoever has the complaint hears that there is more.

    Raises AlreadyClosed.
    """
    if _add(db, complaint, words, by=None, key=key):
        telling.tell_more(db, complaint)


def _add(db: Db, complaint: Complaint, words: str, *, by: UUID | None, key: UUID) -> bool:
    """False when this page sent the same words before."""
    made = ComplaintNote(
        id=_id_of(db, complaint, words, key), subject_id=complaint.subject_id,
        complaint_id=complaint.id, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    if db.get(ComplaintNote, made.id) is not None:
        return False
    if by is None:
        rules.check_open(complaint)
    else:
        rules.check_holder(complaint, by)
    vault.write(db, made, words=words)
    db.add(made)
    acts.note(db, complaint, ActKind.NOTED if by else ActKind.ADDED, by=by)
    return True


def _id_of(db: Db, complaint: Complaint, words: str, key: UUID) -> UUID:
    """Of the page and what stands on it: who went back and wrote more loses nothing."""
    sent = vault.blind_index(db, _SENT, f"{complaint.id} {key} {words}")
    return UUID(bytes=sent[:16], version=5)


def link(db: Db, complaint: Complaint, person: Concerned, by: UUID) -> None:
    """Whom it is about: from now on that person never opens it, whatever role they get.

    Raises ContactStopped while it keeps a mentor out of matching.
    """
    rules.check_holder(complaint, by)
    if suspending.keeps_out(db, complaint):
        raise rules.ContactStopped
    vault.write(
        db, complaint, concerned=pad(person.code, 63), concerned_name=pad(person.name, BLOCK)
    )
    telling.exclude(db, complaint, person.subject_id)
    acts.note(db, complaint, ActKind.LINKED, by=by)
    holder = db.get_one(User, by)
    if holder.subject_id == person.subject_id:
        _let_go(db, complaint)


def stand_aside(db: Db, complaint: Complaint, confidant: User) -> None:
    """It is about this confidant, or about somebody close: another one takes it on."""
    rules.check_open(complaint)
    telling.exclude(db, complaint, confidant.subject_id)
    acts.note(db, complaint, ActKind.STOOD_ASIDE, by=confidant.id)
    if complaint.holder_id in (None, confidant.id):
        _let_go(db, complaint)


def close(db: Db, complaint: Complaint, outcome: Outcome, letter: str, by: UUID) -> None:
    """With what was found and the letter that the teller reads behind their link.

    Sent twice it is closed once; another letter comes too late.
    """
    if complaint.closed_by == by and file.letter_of(db, complaint) == (outcome, letter):
        return
    rules.check_holder(complaint, by)
    vault.write(db, complaint, outcome=pad(outcome.value, CODE), letter=letter)
    complaint.status, complaint.closed_at, complaint.closed_by = (
        ComplaintStatus.CLOSED, now(db), by,
    )  # fmt: skip
    acts.note(db, complaint, ActKind.CLOSED, by=by)


def _let_go(db: Db, complaint: Complaint) -> None:
    """Nobody has it any more, and who is left is told."""
    complaint.holder_id, complaint.status = None, ComplaintStatus.TOLD
    db.flush()
    telling.tell_who_is_left(db, complaint)
