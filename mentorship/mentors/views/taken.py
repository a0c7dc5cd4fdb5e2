"""How many places with a mentor are free; who took them is told by a room above this one."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Flask, current_app

from mentorship.foundation.db import Db
from mentorship.mentors import counts

Teller = Callable[[Db], Mapping[UUID, int]]


def taken_told_by(app: Flask, teller: Teller) -> None:
    """It gives the taken places of everybody, in one statement."""
    app.extensions["taken_places"] = teller


def free_places(db: Db) -> dict[UUID, int]:
    """Of every open mentor with a place, in as many statements for one as for thousands."""
    taken = current_app.extensions["taken_places"](db)
    return {
        key: max(0, seats - taken.get(key, 0))
        for key, (_, seats) in counts.seats_of_open(db).items()
    }
