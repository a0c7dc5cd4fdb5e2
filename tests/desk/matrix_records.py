"""Whose page of a person stands in an address, for the matrix of routes."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from mentorship.accounts.roles import Role
from mentorship.desk.targets.services import Terms, note_funding
from mentorship.foundation.db import Db
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.mentors.applicants import make_mentor
from tests.referrals.courses import add

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _mentee(db: Db, world: "World", person: Person) -> Records:
    """Of the own House, and of another."""
    return Records(add(db, person).id, add(db, person, house_code=OTHER_HOUSE).id)


def _mentor(db: Db, world: "World", person: Person) -> Records:
    return Records(make_mentor(db, house_code=HOUSE).id, make_mentor(db, house_code=OTHER_HOUSE).id)


def _year(db: Db, world: "World", person: Person) -> Records:
    return Records(2026, none=1999)


def _house(db: Db, world: "World", person: Person) -> Records:
    """Targets are for all Houses: none is foreign to who sets them."""
    return Records(HOUSE, OTHER_HOUSE, none="XXX")


def _funding(db: Db, world: "World", person: Person) -> Records:
    """To who notes fundings none is foreign."""
    own, foreign = (_noted(db, world, house) for house in (HOUSE, OTHER_HOUSE))
    return Records(own, foreign)


def _noted(db: Db, world: "World", house: str) -> UUID:
    by = world.people[Role.COORDINATOR].id
    terms = Terms("Versterkingsgelden", house, date(2026, 1, 1), date(2026, 12, 31), 9_000, None)
    return note_funding(db, terms, by=by, key=uuid4()).id


MAKERS = {
    "desk.mentee:mentee_id": _mentee,
    "desk.mentor:mentor_id": _mentor,
    "targets.of_year:year": _year,
    "targets.target:year": _year,
    "targets.target:house_code": _house,
    "funding_id": _funding,
}
