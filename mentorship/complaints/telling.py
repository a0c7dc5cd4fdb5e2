"""Somebody tells a complaint, on the page or through a confidant who types it in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.complaints import acts, letters, policy, queries, rules
from mentorship.complaints.models import (
    About,
    ActKind,
    CameBy,
    Complaint,
    ComplaintExclusion,
    ComplaintStatus,
)
from mentorship.foundation import links, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.locks import take_turns

LINK = "complaint.teller"
_SENT = "complaint.sent_hash"


@dataclass(frozen=True)
class Told:
    """What the teller said; `teller` and `contact` may be empty."""

    about: About
    who: str
    words: str
    teller: str = ""
    contact: str = ""


def tell(
    db: Db,
    told: Told,
    *,
    key: UUID,
    kept_from: User | None = None,
    came_by: CameBy = CameBy.PAGE,
    noted_by: UUID | None = None,
) -> Complaint:
    """Sent twice by one page it is one complaint and one letter.

    `kept_from` is the confidant whom it is about. Raises NobodyReads when no other is there.
    """
    readers = [user for user in queries.confidants_for(db, told.about) if user is not kept_from]
    if not readers:
        raise rules.NobodyReads
    sent_hash = _sent_hash(db, key, told)
    take_turns(db, sent_hash)
    if (before := queries.of_sending(db, sent_hash)) is not None:
        return before
    complaint = _complaint(db, told, sent_hash, came_by, noted_by)
    db.add(complaint)
    db.flush()
    if kept_from is not None:
        exclude(db, complaint, kept_from.subject_id)
    acts.note(db, complaint, ActKind.TOLD, by=noted_by)
    _tell_readers(db, complaint, [user for user in readers if user.id != noted_by])
    return complaint


def first_link(db: Db, complaint: Complaint) -> str:
    """Its token, for who just sent it; sent again, an address that was written down works on."""
    return _issue(db, complaint, by=None)


def new_link(db: Db, complaint: Complaint, *, by: UUID) -> str:
    """Its token, made by a confidant for the teller alone; earlier ones stop working."""
    links.withdraw(db, LINK, complaint.id)
    return _issue(db, complaint, by=by)


def _issue(db: Db, complaint: Complaint, *, by: UUID | None) -> str:
    days = timedelta(days=acts.settings_of(db).complaint_link_days)
    token = links.issue(db, LINK, complaint.id, days)
    acts.note(db, complaint, ActKind.LINK_MADE, by=by)
    return token


def exclude(db: Db, complaint: Complaint, subject_id: UUID) -> None:
    """This person never opens it from now on; done twice it is done once."""
    kept_from = policy.open_to(db, subject_id)
    if queries.find(db, kept_from, complaint.id) is None:
        return
    db.add(
        ComplaintExclusion(
            id=uuid4(), subject_id=complaint.subject_id, complaint_id=complaint.id,
            person_hash=policy.person_hash(db, subject_id),
        )
    )  # fmt: skip
    db.flush()


def tell_who_is_left(db: Db, complaint: Complaint) -> None:
    """After somebody stood aside: the others, else the coordinators that another is needed."""
    readers = queries.readers_of(db, complaint)
    if readers:
        _tell_readers(db, complaint, readers)
        return
    for coordinator in users_with_role(db, Role.COORDINATOR):
        posting.post(db, coordinator, letters.NOBODY_LEFT, posting.page(db, "/today"))


def tell_more(db: Db, complaint: Complaint) -> None:
    """That the teller added something: to who has the complaint, else to all who may read it."""
    readers = queries.readers_of(db, complaint)
    holder = [user for user in readers if user.id == complaint.holder_id]
    page = posting.page(db, f"/complaints/{complaint.id}")
    for user in holder or readers:
        posting.post(db, user, letters.MORE, page)


def tell_over(db: Db, complaint: Complaint, before: User) -> None:
    """To who had it, when they may still read it: a colleague has it now."""
    if before.id in {user.id for user in queries.readers_of(db, complaint)}:
        page = posting.page(db, f"/complaints/{complaint.id}")
        posting.post(db, before, letters.TAKEN_OVER, page)


def _tell_readers(db: Db, complaint: Complaint, readers: list[User]) -> None:
    page = posting.page(db, f"/complaints/{complaint.id}")
    for user in readers:
        posting.post(db, user, letters.TOLD, page)


def _sent_hash(db: Db, key: UUID, told: Told) -> bytes:
    """Of the page and what stands on it: sent again with other words, it is another one."""
    parts = (str(key), told.about.value, told.who, told.words, told.teller, told.contact)
    return vault.blind_index(db, _SENT, "\n".join(parts))


def _complaint(
    db: Db, told: Told, sent_hash: bytes, came_by: CameBy, noted_by: UUID | None
) -> Complaint:
    complaint = Complaint(
        id=uuid4(), subject_id=uuid4(), sent_hash=sent_hash, told_at=now(db), came_by=came_by,
        noted_by=noted_by, about=told.about, status=ComplaintStatus.TOLD,
    )  # fmt: skip
    vault.write(
        db, complaint, words=told.words, who=told.who or None, teller=told.teller or None,
        contact=told.contact or None,
    )  # fmt: skip
    return complaint
