"""How far the search for a mentor is: told by the room that searches, which stands above this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from flask import Flask, current_app

from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee


@dataclass(frozen=True)
class Search:
    """`title` stands where the step was called "Find a mentor"; `words` name the mentor.

    `asks` when somebody has to act though no step to a match is open any more.
    """

    title: str
    due: date | None
    words: str
    action: str
    href: str
    asks: bool = False


class Teller(Protocol):
    """Whose search has got somewhere; as many statements for one as for fifty."""

    def __call__(
        self, db: Db, mentees: Sequence[Mentee], *, with_words: bool
    ) -> Mapping[UUID, Search]: ...


def told_by(app: Flask, teller: Teller) -> None:
    app.extensions["mentor_search"] = teller


def searches_of(
    db: Db, mentees: Sequence[Mentee], *, with_words: bool = False
) -> Mapping[UUID, Search]:
    """Nobody of whom nothing more is known than that a mentor is looked for.

    Words are left out of a list: they read the name of the mentor.
    """
    teller: Teller | None = current_app.extensions.get("mentor_search")
    return teller(db, mentees, with_words=with_words) if teller else {}
