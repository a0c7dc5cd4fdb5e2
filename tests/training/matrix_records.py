"""Whose cohort, meeting, place or certificate stands in an address, for the matrix of routes."""

from typing import TYPE_CHECKING

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.training.rules import new_code
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.training.cohorts import (
    make_certificate,
    make_cohort,
    make_mentor,
    make_peer_supervision,
    make_place,
)

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _trainers(world: "World") -> tuple[Person, Person]:
    """The trainer of the matrix, and another."""
    return world.people[Role.TRAINER], world.strangers[Role.TRAINER]


def _cohort(db: Db, world: "World", person: Person) -> Records:
    """Of the trainer of the matrix; to a coordinator and a consultant none is foreign."""
    own, foreign = (make_cohort(db, trainer) for trainer in _trainers(world))
    return Records(own.id, foreign.id)


def _meeting(db: Db, world: "World", person: Person) -> Records:
    own, foreign = (make_peer_supervision(db, trainer) for trainer in _trainers(world))
    return Records(own.id, foreign.id)


def _place(db: Db, world: "World", person: Person) -> Records:
    """Somebody of the own House in the own cohort, and of another House in another's."""
    own, foreign = (make_cohort(db, trainer) for trainer in _trainers(world))
    return Records(
        make_place(db, own, make_mentor(db, "Abel", HOUSE)).id,
        make_place(db, foreign, make_mentor(db, "Bo", OTHER_HOUSE)).id,
    )


def _certificate(db: Db, world: "World", person: Person) -> Records:
    return Records(
        make_certificate(db, _mentor_of(db, person)).id,
        make_certificate(db, make_mentor(db)).id,
    )


def _offered(db: Db, world: "World", person: Person) -> Records:
    """A meeting of the own House, and one of another."""
    trainer = world.people[Role.TRAINER]
    _mentor_of(db, person)
    return Records(
        make_peer_supervision(db, trainer).id,
        make_peer_supervision(db, trainer, house_code=OTHER_HOUSE).id,
    )


def _code(db: Db, world: "World", person: Person) -> Records:
    certificate = make_certificate(db, make_mentor(db))
    code = vault.read(db, certificate, "code", purpose=Purpose.TRAINING)
    return Records(code, none=new_code())


def _mentor_of(db: Db, person: Person) -> Mentor:
    """The mentor that somebody is; other rooms may have made one already."""
    return mentor_of_user(db, person.id) or make_mentor(db, person=person)


MAKERS = {
    "cohort_id": _cohort,
    "meeting_id": _meeting,
    "place_id": _place,
    "certificate_id": _certificate,
    "training.own_sign_up:meeting_id": _offered,
    "training.own_sign_off:meeting_id": _offered,
    "training.certificates_check:token": _code,
}
