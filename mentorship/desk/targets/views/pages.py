"""The page of a year, and for a consultant the own trajectories that the money doesn't reach."""

from flask import abort, render_template

from mentorship.accounts.login import user_actor
from mentorship.desk.targets import queries, reaching
from mentorship.desk.targets.models import FIRST_YEAR, LAST_YEAR
from mentorship.desk.targets.page import targets_page
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.requests import request_db


@requires(Permission.TARGET_MANAGE)
def index() -> str:
    db = request_db()
    return _year(db, today(db).year)


@requires(Permission.TARGET_MANAGE)
def of_year(year: int) -> str:
    return _year(request_db(), year)


@requires(Permission.TRAJECTORY_READ)
def past_funding() -> str:
    db = request_db()
    return render_template(
        "desk/targets/past_funding.html",
        lines=reaching.own_past_funding(db, user_actor()),
        has_money=bool(queries.fundings(db)),
    )


def _year(db: Db, year: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return render_template(
        "desk/targets/year.html",
        page=targets_page(db, year),
        years=(FIRST_YEAR, LAST_YEAR),
    )
