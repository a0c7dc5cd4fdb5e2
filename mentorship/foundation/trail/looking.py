"""Who looked at somebody's file: by role, on how many days, and when last."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import audit
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject

_LOOKING = ("read", "list")


@dataclass(frozen=True)
class Looked:
    """`role` is as the trail has it: the codes of all roles of who looked, joined by "+"."""

    role: str
    days: int
    last: date


def looks_at(db: Db, subject_id: UUID) -> list[Looked]:
    """The last one first; the program itself, at which nobody looks along, is left out."""
    person = audit.pseudonym(db.info["database"].keys, subject_id)
    about = select(AuditEventSubject.seq).where(col(AuditEventSubject.pseudonym) == person)
    found = select(AuditEvent.role, AuditEvent.at).where(
        col(AuditEvent.seq).in_(about),
        col(AuditEvent.action).in_(_LOOKING),
        col(AuditEvent.actor_id).is_not(None),
    )
    days: defaultdict[str, set[date]] = defaultdict(set)
    for role, at in db.exec(found):
        days[role or ""].add(day_of(at))
    told = [Looked(role, len(seen), max(seen)) for role, seen in days.items()]
    return sorted(told, key=lambda one: (one.last, one.days, one.role), reverse=True)
