"""What the rooms remind of: each says what is due on a day, and which letter tells it."""

from collections.abc import Callable, Iterable, Iterator
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
FinderOfSeveral = Callable[[Db, date], Iterable[tuple[Letter, Due]]]
AnyFinder = TypeVar("AnyFinder", bound=Finder)
AnyFinderOfSeveral = TypeVar("AnyFinderOfSeveral", bound=FinderOfSeveral)


@dataclass(frozen=True)
class Kind:
    """`path` is the page that the letter leads to."""

    name: str
    letter: Letter
    path: str


_kinds: dict[str, Kind] = {}
_finders: dict[str, FinderOfSeveral] = {}  # by the letters that they tell


def reminds(letter: Letter, path: str) -> Callable[[AnyFinder], AnyFinder]:
    """Stands above a function in the `jobs` of a room; the name of the letter is the kind.

    What it finds is what is due now, whether or not it was told before: what was told isn't told
    again, and what there was no room for goes in a later week if it is found then.
    """

    def register(find: AnyFinder) -> AnyFinder:
        reminds_of_several((letter, path))(
            lambda db, day: ((letter, due) for due in find(db, day)),
        )
        return find

    return register


def reminds_of_several(
    *letters: tuple[Letter, str],
) -> Callable[[AnyFinderOfSeveral], AnyFinderOfSeveral]:
    """The same for letters with their pages that are found by looking once."""

    def register(find: AnyFinderOfSeveral) -> AnyFinderOfSeveral:
        for letter, path in letters:
            _kinds[letter.name] = Kind(letter.name, letter, path)
        _finders[" ".join(letter.name for letter, _path in letters)] = find
        return find

    return register


def all_due(db: Db, day: date) -> Iterator[tuple[Letter, Due]]:
    """What all rooms find, with the letter that tells it."""
    for find in tuple(_finders.values()):
        yield from find(db, day)


def kind_of(name: str) -> Kind:
    return _kinds[name]
