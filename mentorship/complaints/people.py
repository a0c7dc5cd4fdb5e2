"""The mentors and consultants a complaint may be about, found by name by a confidant."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of, users_with_role
from mentorship.accounts.roles import Role
from mentorship.complaints.models import About
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor

_FEWEST_LETTERS = 2
_ROLES = {About.CONSULTANT: Role.MENTOR_CONSULTANT, About.CONFIDANT: Role.CONFIDANT}


@dataclass(frozen=True)
class Concerned:
    """`code` says what they are and which row: it is what the complaint keeps, sealed."""

    code: str
    name: str
    subject_id: UUID
    about: About
    house_code: str = ""


def mentor_in(code: str) -> UUID | None:
    """The mentor that such a code means, when it means one."""
    kind, _, key = code.partition(":")
    return UUID(key) if kind == About.MENTOR else None


def named(db: Db, part: str) -> list[Concerned]:
    """Everybody with these letters in the name, ended mentors too.

    All names are read at once, so that the trail doesn't say about whom somebody complained.
    """
    sought = part.strip().casefold()
    if len(sought) < _FEWEST_LETTERS:
        return []
    found = [one for one in everybody(db) if sought in one.name.casefold()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.code))


def get(db: Db, code: str) -> Concerned | None:
    """The one with this code, read among all others."""
    return next((one for one in everybody(db) if one.code == code), None)


def everybody(db: Db) -> Iterator[Concerned]:
    rows = db.exec(select(Mentor).order_by(col(Mentor.id))).all()
    names = mentors.names_of(db, rows, Purpose.COMPLAINT)
    for row in rows:
        if row.id in names:
            yield Concerned(
                f"{About.MENTOR}:{row.id}", names[row.id], row.subject_id, About.MENTOR,
                row.house_code,
            )  # fmt: skip
    for about, role in _ROLES.items():
        users: list[User] = list(users_with_role(db, role))
        known = names_of(db, users)
        for user in users:
            if user.id in known:
                yield Concerned(f"{about}:{user.id}", known[user.id], user.subject_id, about)
