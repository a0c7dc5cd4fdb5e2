"""For a consultant: what the mentors of the own Houses spent in a month, as page and as file."""

from datetime import date

from flask import abort, make_response, render_template
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.requests import request_db
from mentorship.foundation.working_days import months_later
from mentorship.trajectories import policy
from mentorship.trajectories.sessions import expenses as spending

EARLIEST_YEAR, MONTHS_SHOWN = 2015, 12


@requires(Permission.TRAJECTORY_READ)
def expenses() -> str:
    db = request_db()
    return _page(db, months_later(today(db).replace(day=1), -1))


@requires(Permission.TRAJECTORY_READ)
def expenses_of(month: str) -> str:
    db = request_db()
    return _page(db, _first_day(db, month))


@requires(Permission.TRAJECTORY_READ)
def file(month: str) -> Response:
    db = request_db()
    first = _first_day(db, month)
    rows = spending.spent_in(db, policy.visible_to(user_actor()), first)
    answer = make_response(spending.expenses_file(db, rows, first))
    answer.headers["Content-Type"] = spending.CONTENT_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="onkosten-{month}.csv"'
    return answer


def _page(db: Db, first: date) -> str:
    this_month = today(db).replace(day=1)
    return render_template(
        "trajectories/sessions/expenses.html",
        first=first,
        rows=spending.spent_in(db, policy.visible_to(user_actor()), first),
        months=[months_later(this_month, -back) for back in range(MONTHS_SHOWN)],
    )


def _first_day(db: Db, month: str) -> date:
    """2026-03 is March; anything else, or a year still to come, is no page."""
    year, dash, number = month.partition("-")
    is_month = dash and len(year) == 4 and len(number) == 2 and (year + number).isdecimal()
    if not is_month or not 1 <= int(number) <= 12:
        abort(404)
    if not EARLIEST_YEAR <= int(year) <= today(db).year:
        abort(404)
    return date(int(year), int(number), 1)
