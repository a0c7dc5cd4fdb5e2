"""The pages about concerns: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.trajectories.concerns import duty, labels
from mentorship.trajectories.concerns.views import acting, adding, mine, reading

blueprint = Blueprint(
    "concerns", __name__, url_prefix="/concerns", template_folder="../../templates"
)

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ONE = "/<uuid:concern_id>"
_PAGES = (
    ("/mine", mine.mine, _GET),
    ("/mine/<uuid:concern_id>/add", adding.add, _BOTH),
    ("/mine/<uuid:concern_id>/mistake", adding.mistake, _BOTH),
    ("/new/<uuid:trajectory_id>", mine.new, _BOTH),
    ("/new/<uuid:trajectory_id>/autosave", mine.autosave, _POST),
    ("/new/<uuid:trajectory_id>/discard", mine.discard, _POST),
    ("", reading.index, _GET),
    (_ONE, reading.one, _GET),
    (f"{_ONE}/take-on", acting.take_on, _POST),
    (f"{_ONE}/protocol", acting.protocol, _POST),
    (f"{_ONE}/steps", acting.step, _POST),
    (f"{_ONE}/second", acting.second, _POST),
    (f"{_ONE}/look", acting.look, _POST),
    (f"{_ONE}/hand-over", acting.hand_over, _POST),
    (f"{_ONE}/close", acting.close, _POST),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    duty.install(app)
    app.jinja_env.globals.update(concern_labels=labels)
    add_to_menu(
        app,
        NavItem(_l("I am worried"), "concerns.mine", Permission.SESSION_LOG, order=12),
        NavItem(_l("Concerns"), "concerns.index", Permission.CONCERN_HANDLE, order=12),
    )
