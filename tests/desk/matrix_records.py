"""Whose page of a person stands in an address, for the matrix of routes."""

from typing import TYPE_CHECKING

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


MAKERS = {"desk.mentee:mentee_id": _mentee, "desk.mentor:mentor_id": _mentor}
