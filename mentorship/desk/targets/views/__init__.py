"""The pages of targets and funding: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.desk.targets import labels
from mentorship.desk.targets.views import changing, fundings, pages
from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu

blueprint = Blueprint("targets", __name__, url_prefix="/targets", template_folder="../../templates")
_GET, _BOTH = ("GET",), ("GET", "POST")
_PAGES = (
    ("", pages.index, _GET),
    ("/<int:year>", pages.of_year, _GET),
    ("/<int:year>/<house_code>", changing.target, _BOTH),
    ("/funding/new", fundings.new_funding, _BOTH),
    ("/funding/<uuid:funding_id>", fundings.funding, _BOTH),
    ("/past-funding", pages.past_funding, _GET),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(target_progress=labels.PROGRESS)
    add_to_menu(
        app, NavItem(_l("Targets and funding"), "targets.index", Permission.TARGET_MANAGE, order=58)
    )
