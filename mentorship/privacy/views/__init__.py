"""The pages for who watches over privacy: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.privacy.views import register, retention, trail

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy", template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_PAGES = (
    ("/trail", trail.overview, _GET),
    ("/trail/find", trail.find, _POST),
    ("/trail/file", trail.file, _POST),
    ("/trail/check", trail.check, _POST),
    ("/register", register.overview, _GET),
    ("/register/file", register.file, _GET),
    ("/retention", retention.overview, _GET),
    ("/retention/<uuid:run_id>", retention.run, _GET),
    ("/retention/<uuid:run_id>/approve", retention.approve, _BOTH),
    ("/retention/<uuid:run_id>/certificate", retention.certificate, _GET),
    ("/retention/<uuid:run_id>/keep/<uuid:member_id>", retention.keep, _BOTH),
    ("/retention/holds/<uuid:hold_id>/lift", retention.lift, _POST),
)
for _address, _page, _methods in _PAGES:
    _name = f"{_page.__module__.rpartition('.')[2]}_{_page.__name__}"
    blueprint.add_url_rule(_address, endpoint=_name, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    add_to_menu(
        app,
        NavItem(_l("Audit trail"), "privacy.trail_overview", Permission.AUDIT_READ, order=70),
        NavItem(
            _l("Processing register"), "privacy.register_overview", Permission.AUDIT_READ, order=71
        ),
        NavItem(
            _l("Retention runs"), "privacy.retention_overview", Permission.AUDIT_READ, order=72
        ),
    )
