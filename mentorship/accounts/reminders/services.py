"""Sends what is due: once each, and within what somebody gets in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.accounts import posting
from mentorship.accounts.cover.queries import today
from mentorship.accounts.models import User
from mentorship.accounts.queries import get_user_locked
from mentorship.accounts.reminders.kinds import Due, Kind, all_due, kind_of
from mentorship.accounts.reminders.models import Reminder
from mentorship.foundation import audit
from mentorship.foundation.batches import batches
from mentorship.foundation.calendar import week_of
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings

_KEPT = timedelta(weeks=53)
Key = tuple[str, UUID, date, UUID]
_KEY = (col(Reminder.kind), col(Reminder.about_id), col(Reminder.due_on), col(Reminder.user_id))


class Outcome(Enum):
    SENT = auto()
    TOLD_BEFORE = auto()
    HELD = auto()  # no room this week
    CLOSED = auto()  # the account


@dataclass(frozen=True)
class Waiting:
    """Something that is due and wasn't told yet."""

    kind: str
    due: Due


def due_now(db: Db) -> set[Waiting]:
    """All that the rooms find, told or not."""
    return {Waiting(letter.name, due) for letter, due in all_due(db, today(db))}


def untold(db: Db, found: set[Waiting]) -> dict[UUID, list[Waiting]]:
    """By user, in the order in which they go: first what loses its use soonest."""
    told = _told_of(db, found)
    by_user: dict[UUID, list[Waiting]] = {}
    for one in sorted(found, key=_order):
        if _key(one) not in told:
            by_user.setdefault(one.due.user_id, []).append(one)
    return by_user


def _told_of(db: Db, found: set[Waiting]) -> set[Key]:
    """Only what is found is looked up, some at a time: a year of letters may be very many."""
    about: dict[str, set[UUID]] = {}
    for one in found:
        about.setdefault(one.kind, set()).add(one.due.about_id)
    told: set[Key] = set()
    for kind, ids in about.items():
        for some in batches(sorted(ids)):
            rows = select(*_KEY).where(col(Reminder.kind) == kind, col(Reminder.about_id).in_(some))
            told.update((*row,) for row in db.execute(rows))
    return told


def _key(one: Waiting) -> Key:
    return one.kind, one.due.about_id, one.due.due_on, one.due.user_id


def _order(one: Waiting) -> tuple[date, date, str, UUID]:
    return one.due.last_day or date.max, one.due.due_on, one.kind, one.due.about_id


def remind_all(db: Db, user_id: UUID, waiting: Sequence[Waiting]) -> None:
    """In this order, until there is no room."""
    for one in waiting:
        if remind(db, user_id, kind_of(one.kind), one.due) in (Outcome.HELD, Outcome.CLOSED):
            return


def remind(db: Db, user_id: UUID, kind: Kind, due: Due) -> Outcome:
    """Sends it, unless it was sent before or enough was sent this week.

    The row of the user is locked until the commit, so that two workers count the same letters.
    """
    user = get_user_locked(db, user_id)
    if not user.is_open:
        return Outcome.CLOSED
    if _was_told(db, user, kind, due):
        return Outcome.TOLD_BEFORE
    week = week_of(today(db))
    settings: Settings = db.info["database"].settings
    if _sent_in(db, user, week) >= settings.nudges_per_week:
        return Outcome.HELD
    row = Reminder(
        user_id=user.id, kind=kind.name, about_id=due.about_id, due_on=due.due_on,
        week_of=week, sent_at=now(db),
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.record(
        db, "reminder.sent", subject_id=user.subject_id, object_id=due.about_id, kind=kind.name
    )
    posting.post(db, user, kind.letter, posting.page(db, kind.path))
    return Outcome.SENT


def _was_told(db: Db, user: User, kind: Kind, due: Due) -> bool:
    found = select(Reminder.id).where(
        col(Reminder.kind) == kind.name,
        col(Reminder.about_id) == due.about_id,
        col(Reminder.due_on) == due.due_on,
        col(Reminder.user_id) == user.id,
    )
    return db.exec(found).first() is not None


def _sent_in(db: Db, user: User, week: date) -> int:
    found = select(func.count()).where(
        col(Reminder.user_id) == user.id, col(Reminder.week_of) == week
    )
    return db.exec(found).one()


def forget_old(db: Db, found: set[Waiting]) -> int:
    """A year later, unless it is still found: then it would be told again."""
    long_ago = select(Reminder).where(col(Reminder.week_of) < today(db) - _KEPT)
    still = {_key(one) for one in found}
    gone = [
        row
        for row in db.exec(long_ago)
        if (row.kind, row.about_id, row.due_on, row.user_id) not in still
    ]
    for row in gone:
        db.delete(row)
    return len(gone)
