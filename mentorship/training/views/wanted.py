"""Where mentors are wanted, for whoever plans the next cohort; a room above this one knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

from mentorship.foundation.db import Db


@dataclass(frozen=True)
class Wanted:
    """A House, broad times of the week, and since when that is known."""

    house_code: str
    times: str
    day: date


Teller = Callable[[Db], Sequence[Wanted]]


def wanted_told_by(app: Flask, teller: Teller) -> None:
    """It says nothing that points at one young person."""
    app.extensions["wanted_mentors"] = teller


def wanted_mentors(db: Db) -> Sequence[Wanted]:
    return current_app.extensions["wanted_mentors"](db)  # type: ignore[no-any-return]
