"""Whose mentor, reference or pause stands in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import select

from mentorship.foundation import links
from mentorship.foundation.db import Db
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor
from mentorship.mentors.references import LINK
from mentorship.mentors.told import NewMentor
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.mentors.applicants import ask, make_mentor

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _mentor(db: Db, world: "World", person: Person) -> Records:
    """The file of one's own House, and of another."""
    return Records(_in(db, HOUSE).id, _in(db, OTHER_HOUSE).id)


def _reference(db: Db, world: "World", person: Person) -> Records:
    """Of the very mentor in the address beside it."""
    return Records(_asked(db, _in(db, HOUSE)), _asked(db, _in(db, OTHER_HOUSE)))


def _pause(db: Db, world: "World", person: Person) -> Records:
    return Records(_paused(db, _in(db, HOUSE)), _paused(db, _in(db, OTHER_HOUSE)))


def _own_pause(db: Db, world: "World", person: Person) -> Records:
    """Of the mentor that this person is, and of somebody else."""
    own = queries.mentor_of_user(db, person.id)
    if own is None:
        own = services.add_mentor(db, NewMentor("Zelf", HOUSE), user=person.user)
    return Records(_paused(db, own), _paused(db, _in(db, HOUSE)))


def _in(db: Db, house: str) -> Mentor:
    """One mentor per House, so that reference and pause are of the mentor beside them."""
    email = f"matrix-{house}@voorbeeld.example"
    found = select(Mentor).where(Mentor.email_index == queries.email_index(db, email))
    return db.exec(found).one_or_none() or make_mentor(db, house_code=house, email=email)


def _asked(db: Db, mentor: Mentor) -> UUID:
    return (queries.open_reference(db, mentor, 1) or ask(db, mentor)).id


def _paused(db: Db, mentor: Mentor) -> UUID:
    day = queries.today(db) + timedelta(days=10 * (1 + len(queries.pauses_of(db, mentor))))
    return services.pause(db, mentor, day, day).id


def _link(db: Db, world: "World", person: Person) -> Records:
    """Of a reference that nobody answers in the matrix."""
    mentor = _in(db, HOUSE)
    reference = queries.open_reference(db, mentor, 2) or ask(db, mentor, 2)
    return Records(links.issue(db, LINK, reference.id, timedelta(days=1)), none="made-up")


MAKERS = {
    "mentor_id": _mentor,
    "reference_id": _reference,
    "pause_id": _pause,
    "mentors.mine_end_pause:pause_id": _own_pause,
    "mentors.referee_answer:token": _link,
}
