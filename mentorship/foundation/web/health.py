"""Knows which version runs and whether it is well, for people and for machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from flask import Blueprint, Flask, jsonify, render_template
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mentorship.foundation import migrations
from mentorship.foundation.access import public
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.queues.heartbeats import Duty, is_alive
from mentorship.foundation.requests import current_database

blueprint = Blueprint("health", __name__)


@dataclass(frozen=True)
class Check:
    """One thing that is well or not; the pages can't do without a `vital` one."""

    name: str
    label: LazyText
    well: bool
    vital: bool = False


@cache
def program_version() -> str:
    """Looked up once: it stands on every page, and reading it takes two milliseconds."""
    return version("mentorship")


def checks() -> list[Check]:
    try:
        with current_database().reading() as db:
            return [Check("database", _l("Database"), well=True, vital=True), *_checks_in(db)]
    except SQLAlchemyError:
        return [Check("database", _l("Database"), well=False, vital=True)]


@blueprint.get("/health")
@public
def health() -> tuple[Response, int]:
    """For a machine that watches: 503 when no page can be served; `well` tells of the rest."""
    found = checks()
    answer = {
        "well": all(check.well for check in found),
        "version": program_version(),
        "checks": {check.name: check.well for check in found},
    }
    return jsonify(answer), 200 if all(check.well for check in found if check.vital) else 503


def about() -> str:
    found = checks()
    return render_template(
        "foundation/about.html", checks=found, well=all(check.well for check in found)
    )


def accessibility() -> str:
    return render_template("foundation/accessibility.html")


def install_health(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.add_url_rule("/about", "about", public(about))
    app.add_url_rule("/accessibility", "accessibility", public(accessibility))
    app.jinja_env.globals["program_version"] = program_version


def _checks_in(db: Db) -> Iterator[Check]:
    yield Check("migrations", _l("Database structure"), well=_is_migrated(db))
    yield Check("worker", _l("Work in the background"), well=is_alive(db, Duty.WORKER, now(db)))
    yield Check("clock", _l("Clock for periodic work"), well=is_alive(db, Duty.CLOCK, now(db)))


def _is_migrated(db: Db) -> bool:
    connection = db.connection()
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return set(found.scalars()) == migrations.newest_revisions()
