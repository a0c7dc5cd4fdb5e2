"""A kind of reminder that only tests know: what is due stands in a list that they fill."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import select

from mentorship.accounts.reminders.kinds import Due, reminds
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.outbox import Letter, OutboxMail

LETTER = Letter("tests.promise", LazyText(lambda **_more: "Iets"), ())
PROMISES: list["Promise"] = []


@dataclass(frozen=True)
class Promise:
    """Somebody has to hear of something, from the first day to the last one."""

    user_id: UUID
    first: date
    last: date | None
    about_id: UUID

    def is_due(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def due(self) -> Due:
        return Due(self.user_id, self.about_id, self.first, self.last)


@reminds(LETTER, "/today")
def promises(db: Db, day: date) -> Iterator[Due]:
    return (one.due for one in PROMISES if one.is_due(day))


def promise(user_id: UUID, first: date, last: date | None = None) -> Promise:
    PROMISES.append(Promise(user_id, first, last, uuid4()))
    return PROMISES[-1]


def letters(database: Database) -> list[UUID]:
    """To whom; the persons, not the users."""
    with database.reading() as db:
        found = select(OutboxMail.subject_id).where(OutboxMail.letter == LETTER.name)
        return list(db.exec(found))
