"""The pages of the day, of one person and of the search: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.desk.views import funnel, home, lists, people, search
from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu

blueprint = Blueprint("desk", __name__, template_folder="../templates")

_GET, _BOTH = ("GET",), ("GET", "POST")
_PAGES = (
    ("/today", home.home, _GET),
    ("/today/young-people", lists.young_people, _GET),
    ("/today/mentors", lists.mentors, _GET),
    ("/today/partners", funnel.partners, _GET),
    ("/people/mentees/<uuid:mentee_id>", people.mentee, _GET),
    ("/people/mentors/<uuid:mentor_id>", people.mentor, _GET),
    ("/search", search.search, _BOTH),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    add_to_menu(
        app,
        NavItem(_l("Today"), "desk.home", Permission.DESK_READ, order=10),
        search.SearchItem(_l("Search"), "desk.search", order=15),
    )
