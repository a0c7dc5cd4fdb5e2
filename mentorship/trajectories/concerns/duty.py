"""Whom anybody can call at any moment, and the House in its hours of duty; about no person."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.region.queries import houses, short_names
from mentorship.trajectories.course import settings_of


@dataclass(frozen=True)
class Duty:
    """A House to call; without a number nobody is called there."""

    house: str
    phone: str


@dataclass(frozen=True)
class OnDuty:
    """The Houses with a number, and when somebody answers."""

    houses: tuple[Duty, ...]
    hours: str


def on_duty(db: Db, house_codes: Collection[str] = ()) -> OnDuty:
    """Of these Houses, or of all: an empty phone must not leave somebody without a number."""
    names = short_names(db)
    found = [house for house in houses(db) if house.phone]
    own = [house for house in found if house.code in house_codes]
    return OnDuty(
        tuple(Duty(names[house.code], house.phone or "") for house in own or found),
        settings_of(db).duty_hours or _("on working days from 9 to 17"),
    )


def install(app: Flask) -> None:
    """For `emergency.html`, that other pages include: it needs no person and no permission."""
    app.jinja_env.globals.update(on_duty=lambda codes=(): on_duty(request_db(), codes))
