"""Something in the life of a file: when, what, who did it, and the words that were written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mentorship.desk.tasks.task import Place
from mentorship.foundation import vault
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE, LazyText
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.padding import unpad

Words = tuple[tuple[LazyText | str, str], ...]


@dataclass(frozen=True)
class Happening:
    """`day` is when it was, `noted_at` when it was written down; `words` have what they are."""

    noted_at: datetime
    title: str
    day: date | None = None
    by: UUID | None = None
    words: Words = ()
    place: Place | None = None

    @property
    def shown_on(self) -> date:
        return self.day or self.noted_at.astimezone(TIME_ZONE).date()


def newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    """Of what was noted at the same moment, what is told later came later."""
    told = enumerate(happenings)
    order = sorted(told, key=lambda pair: (pair[1].shown_on, pair[1].noted_at, pair[0]))
    return [one for _, one in reversed(order)]


@dataclass(frozen=True)
class Reading:
    """Reads one person for one purpose: all of it becomes one event in the trail."""

    db: Db
    purpose: Purpose

    def text(self, row: Row, name: str) -> str:
        return unpad(vault.read(self.db, row, name, purpose=self.purpose))

    def words(self, row: Row, **labels: LazyText) -> Words:
        """What was written in these fields, without the empty ones."""
        read = ((label, self.text(row, name)) for name, label in labels.items())
        return tuple((label, text) for label, text in read if text)
