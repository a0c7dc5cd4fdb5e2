"""What the rooms remind of: each says what is due on a day, and which letter tells it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter


@dataclass(frozen=True)
class Due:
    """Somebody has to hear of a record by a day.

    `last_day` is when the reminder has lost its use; without one it can wait for as long as it is
    due. Another `due_on` makes it another reminder: a term that begins anew is reminded of anew.
    """

    user_id: UUID
    about_id: UUID
    due_on: date
    last_day: date | None = None


Finder = Callable[[Db, date], Iterable[Due]]
AnyFinder = TypeVar("AnyFinder", bound=Finder)


@dataclass(frozen=True)
class Kind:
    """`path` is the page that the letter leads to; `find` tells all that is due on a day."""

    name: str
    letter: Letter
    path: str
    find: Finder


_kinds: dict[str, Kind] = {}


def reminds(letter: Letter, path: str) -> Callable[[AnyFinder], AnyFinder]:
    """Stands above a function in the `jobs` of a room; the name of the letter is the kind.

    What it finds is what is due now, whether or not it was told before: what was told isn't told
    again, and what there was no room for goes in a later week if it is found then.
    """

    def register(find: AnyFinder) -> AnyFinder:
        _kinds[letter.name] = Kind(letter.name, letter, path, find)
        return find

    return register


def kinds() -> Iterable[Kind]:
    return tuple(_kinds.values())


def kind_of(name: str) -> Kind:
    return _kinds[name]
