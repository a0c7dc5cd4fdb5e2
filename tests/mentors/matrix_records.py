"""Whose mentor, reference or pause stands in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from mentorship.foundation.db import Db
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.mentors.applicants import APPLICATION, ask, make_mentor

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _mentor(db: Db, world: "World", person: Person) -> Records:
    """The file of one's own House, and of another."""
    return Records(_in(db, HOUSE).id, _in(db, OTHER_HOUSE).id)


def _reference(db: Db, world: "World", person: Person) -> Records:
    """Of the very mentor in the address beside it."""
    return Records(ask(db, _in(db, HOUSE)).id, ask(db, _in(db, OTHER_HOUSE)).id)


def _pause(db: Db, world: "World", person: Person) -> Records:
    return Records(_paused(db, _in(db, HOUSE)), _paused(db, _in(db, OTHER_HOUSE)))


def _own_pause(db: Db, world: "World", person: Person) -> Records:
    """Of the mentor that this person is, and of somebody else."""
    own = queries.mentor_of_user(db, person.id)
    if own is None:
        told = APPLICATION.__class__(first_name="Zelf", house_code=HOUSE)
        own = services.add_mentor(db, told, user=person.user)
    return Records(_paused(db, own), _paused(db, _in(db, HOUSE)))


_known: dict[tuple[int, str], Mentor] = {}


def _in(db: Db, house: str) -> Mentor:
    """One mentor per House is enough, and puts reference and pause beside their mentor."""
    key = (id(db), house)
    if key not in _known:
        _known[key] = make_mentor(db, house_code=house)
    return _known[key]


def _paused(db: Db, mentor: Mentor) -> UUID:
    day = queries.today(db) + timedelta(days=10 * (1 + len(queries.pauses_of(db, mentor))))
    return services.pause(db, mentor, day, day).id


MAKERS = {
    "mentor_id": _mentor,
    "reference_id": _reference,
    "pause_id": _pause,
    "mentors.mine_end_pause:pause_id": _own_pause,
    "mentors.referee_answer:token": lambda db, world, person: Records("unknown", none="nothing"),
}
