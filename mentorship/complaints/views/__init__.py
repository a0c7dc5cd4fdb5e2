"""The pages about complaints: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.complaints import labels
from mentorship.complaints.views import acting, public, reading, typing_in
from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu

blueprint = Blueprint(
    "complaints", __name__, url_prefix="/complaints", template_folder="../templates"
)

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ONE = "/<uuid:complaint_id>"
_PAGES = (
    ("/new", public.new, _BOTH),
    ("/told/<token>", public.told, _GET),
    ("/told/<token>/more", public.more, _POST),
    ("/told/<token>/letter", public.letter, _GET),
    ("", reading.index, _GET),
    ("/type-in", typing_in.type_in, _BOTH),
    (_ONE, reading.one, _GET),
    (f"{_ONE}/take-on", acting.take_on, _POST),
    (f"{_ONE}/take-over", acting.take_over, _POST),
    (f"{_ONE}/notes", acting.note, _POST),
    (f"{_ONE}/find", acting.find, _POST),
    (f"{_ONE}/concerned", acting.concerned, _POST),
    (f"{_ONE}/suspend", acting.suspend, _POST),
    (f"{_ONE}/lift", acting.lift, _POST),
    (f"{_ONE}/stand-aside", acting.stand_aside, _POST),
    (f"{_ONE}/link", acting.new_link, _POST),
    (f"{_ONE}/close", acting.close, _POST),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(complaint_labels=labels)
    add_to_menu(
        app,
        NavItem(_l("Complaints"), "complaints.index", Permission.COMPLAINT_HANDLE, order=12),
        NavItem(_l("Complain or report something"), "complaints.new", place="footer"),
    )
