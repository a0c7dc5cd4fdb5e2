"""The pages about session logs: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.trajectories.sessions import labels
from mentorship.trajectories.sessions.views import (
    calendar,
    changing,
    logging,
    mine,
    offline,
    spending,
)

blueprint = Blueprint("sessions", __name__, template_folder="../../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_MINE = "/my-match/<uuid:trajectory_id>"
_LOG = f"{_MINE}/sessions/<uuid:log_id>"
_PAGES = (
    ("/my-match", mine.mine, _GET),
    (f"{_MINE}/log", logging.new, _BOTH),
    (f"{_MINE}/log/draft", logging.keep, _POST),
    (f"{_MINE}/log/forget", logging.forget, _POST),
    (_LOG, mine.one, _GET),
    (f"{_LOG}/correct", logging.correct, _BOTH),
    (f"{_LOG}/withdraw", changing.withdraw, _POST),
    (f"{_MINE}/appointment", changing.appointment, _BOTH),
    (f"{_MINE}/appointment/off", changing.call_off, _POST),
    ("/my-match/calendar", calendar.make, _POST),
    ("/my-match/calendar/<uuid:made>", calendar.made, _GET),
    ("/my-match/calendar/end", calendar.end, _POST),
    ("/calendar/<token>", calendar.read, _GET),
    ("/offline", offline.shell, _GET),
    ("/offline/holder", offline.holder, _GET),
    ("/offline/envelopes", offline.envelopes, _POST),
    ("/service-worker.js", offline.worker, _GET),
    ("/app.webmanifest", offline.manifest, _GET),
    ("/expenses", spending.expenses, _GET),
    ("/expenses/<month>", spending.expenses_of, _GET),
    ("/expenses/<month>/csv", spending.file, _GET),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(
        _address, endpoint=f"{_page.__module__.rsplit('.', 1)[-1]}_{_page.__name__}",
        view_func=_page, methods=_methods,
    )  # fmt: skip


def install(app: Flask) -> None:
    app.jinja_env.globals["session_labels"] = labels
    add_to_menu(
        app,
        NavItem(_l("My match"), "sessions.mine_mine", Permission.SESSION_LOG, order=34),
        NavItem(_l("Expenses"), "sessions.spending_expenses", Permission.TRAJECTORY_READ, order=39),
    )
