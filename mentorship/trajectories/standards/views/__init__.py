"""The pages of the practice standards: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.trajectories.standards import labels
from mentorship.trajectories.standards.views import pages

blueprint = Blueprint(
    "standards", __name__, url_prefix="/standards", template_folder="../../templates"
)
_GET, _BOTH = ("GET",), ("GET", "POST")
_PAGES = (
    ("", pages.index, _GET),
    ("/<period>", pages.of_period, _GET),
    ("/<period>/file", pages.file, _GET),
    ("/checklist/<edition>/<benchmark>", pages.checklist, _BOTH),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(standard_verdicts=labels.VERDICTS)
    add_to_menu(
        app,
        NavItem(_l("Practice standards"), "standards.index", Permission.STANDARDS_READ, order=60),
    )
