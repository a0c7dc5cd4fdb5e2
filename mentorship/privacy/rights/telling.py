"""A request as a page tells it: for the officers without a name, for a consultant with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.privacy.rights import queries
from mentorship.privacy.rights.models import SubjectRequest
from mentorship.privacy.rights.services import is_ready

_SEALED = ("words", "answer")


@dataclass(frozen=True)
class Line:
    """`person` is their pseudonym in the trail."""

    request: SubjectRequest
    person: str
    house: str
    days_left: int

    @property
    def is_late(self) -> bool:
        return self.request.is_open and self.days_left < 0


@dataclass(frozen=True)
class Told:
    """For who may open the file."""

    request: SubjectRequest
    is_late: bool
    is_ready: bool
    words: str
    answer: str


def lines_of(db: Db, requests: Sequence[SubjectRequest]) -> list[Line]:
    """Nothing of anybody is unsealed for it."""
    houses = queries.houses_of(db, (one.subject_id for one in requests))
    day = today(db)
    return [
        Line(
            one, queries.pseudonym_of(db, one.subject_id), houses.get(one.subject_id, ""),
            (one.due_on - day).days,
        )
        for one in requests
    ]  # fmt: skip


def line_of(db: Db, request: SubjectRequest) -> Line:
    (line,) = lines_of(db, [request])
    return line


def told_of(db: Db, requests: Sequence[SubjectRequest]) -> list[Told]:
    texts = vault.scan_fields(db, requests, _SEALED, purpose=Purpose.SUBJECT_RIGHTS)
    day = today(db)
    return [
        Told(
            one, is_late(one, day), is_ready(db, one),
            *(texts.get(one.id, {}).get(name, "") for name in _SEALED),
        )
        for one in requests
    ]  # fmt: skip


def is_late(request: SubjectRequest, day: date) -> bool:
    return request.is_open and request.due_on < day
