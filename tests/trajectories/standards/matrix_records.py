"""Which period and benchmark stand in an address, for the matrix of routes; they are nobody's."""

from typing import TYPE_CHECKING

from mentorship.foundation.db import Db
from tests.accounts.people import Person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _period(db: Db, world: "World", person: Person) -> Records:
    return Records("2026-1", none="ever")


def _edition(db: Db, world: "World", person: Person) -> Records:
    return Records("4", none="0")


def _benchmark(db: Db, world: "World", person: Person) -> Records:
    return Records("B.1.1", none="B.0")


MAKERS = {
    "standards.of_period:period": _period,
    "standards.file:period": _period,
    "edition": _edition,
    "benchmark": _benchmark,
}
