"""Partner organisations are of everybody who may manage them: none is foreign."""

from typing import TYPE_CHECKING
from uuid import uuid4

from mentorship.foundation.db import Db
from mentorship.region.models import OrganisationType
from mentorship.region.services import add_organisation
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _organisation(db: Db, world: "World", person: Person) -> Records:
    made = add_organisation(db, f"School {uuid4().hex[:8]}", OrganisationType.SCHOOL)
    return Records(made.id)


def _house(db: Db, world: "World", person: Person) -> Records:
    return Records(HOUSE)


MAKERS = {"house_code": _house, "organisation_id": _organisation}
