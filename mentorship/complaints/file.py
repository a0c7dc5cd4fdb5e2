"""A complaint as its page shows it, read for the confidant or for who told it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mentorship.accounts.queries import names_of_ids
from mentorship.complaints import acts, queries, rules
from mentorship.complaints.models import Complaint, ComplaintAct, ComplaintStatus, Outcome
from mentorship.complaints.people import mentor_in
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.holding import open_hold
from mentorship.referrals.padding import unpad

_FIELDS = ("words", "who", "teller", "contact", "concerned", "concerned_name", "outcome", "letter")


@dataclass(frozen=True)
class Line:
    """One in a list: nothing of it is unsealed. `due` is the last day in time."""

    complaint: Complaint
    due: date | None
    is_late: bool
    is_free: bool  # nobody has it, or nobody any more who may read it


@dataclass(frozen=True)
class Note:
    words: str
    noted_at: datetime
    noted_by: UUID | None  # None is who told it


@dataclass(frozen=True)
class Opened:
    """Everything that a confidant reads; `texts` lacks what wasn't told."""

    complaint: Complaint
    line: Line
    texts: Mapping[str, str]
    outcome: Outcome | None
    notes: Sequence[Note]
    acts: Sequence[ComplaintAct]
    names: Mapping[UUID, str]
    is_mentor: bool  # a mentor is linked
    held_since: date | None  # from when that mentor is out of matching
    is_stopping: bool  # this complaint keeps them out; another one may as well


def lines_of(db: Db, complaints: Iterable[Complaint]) -> list[Line]:
    return [_line(db, one) for one in complaints]


def opened(db: Db, complaint: Complaint) -> Opened:
    found = vault.scan_fields(db, [complaint], _FIELDS, purpose=Purpose.COMPLAINT)
    texts = {name: unpad(text) for name, text in found.get(complaint.id, {}).items()}
    rows, done = queries.notes_of(db, complaint), queries.acts_of(db, complaint)
    read = vault.scan(db, rows, "words", purpose=Purpose.COMPLAINT)
    mentor_id = mentor_in(texts.get("concerned", ""))
    held = open_hold(db, mentor_id) if mentor_id else None
    named = {complaint.holder_id, *(act.acted_by for act in done), *(row.noted_by for row in rows)}
    return Opened(
        complaint=complaint,
        line=_line(db, complaint),
        texts=texts,
        outcome=Outcome(texts["outcome"]) if "outcome" in texts else None,
        notes=[Note(read.get(row.id, ""), row.noted_at, row.noted_by) for row in rows],
        acts=done,
        names=names_of_ids(db, {one for one in named if one}),
        is_mentor=mentor_id is not None,
        held_since=held.since if held else None,
        is_stopping=queries.is_stopping(db, complaint),
    )


def added_at(db: Db, complaint: Complaint) -> list[datetime]:
    """When the teller told more; the words are the confidant's to read."""
    return [row.noted_at for row in queries.notes_of(db, complaint) if row.noted_by is None]


def letter_of(db: Db, complaint: Complaint) -> tuple[Outcome, str] | None:
    """What was found and the letter, once it is closed."""
    if complaint.is_open:
        return None
    outcome = vault.read(db, complaint, "outcome", purpose=Purpose.COMPLAINT)
    letter = vault.read(db, complaint, "letter", purpose=Purpose.COMPLAINT)
    return Outcome(unpad(outcome)), letter or ""


def _line(db: Db, complaint: Complaint) -> Line:
    terms = rules.Terms.of(acts.settings_of(db))
    readers = (
        {user.id for user in queries.readers_of(db, complaint)} if complaint.is_open else set()
    )
    is_free = complaint.is_open and complaint.holder_id not in readers
    status = ComplaintStatus.TOLD if is_free else complaint.status
    due = rules.due(day_of(complaint.told_at), status, terms)
    return Line(
        complaint,
        due,
        is_late=due is not None and due < today(db),
        is_free=is_free,
    )
