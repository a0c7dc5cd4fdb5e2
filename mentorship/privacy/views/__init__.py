"""The pages for who watches over privacy: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.privacy.views import (
    algorithm,
    erasing,
    export,
    noting,
    register,
    requests,
    retention,
    trail,
)

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy", template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_REQUEST = "/requests/<uuid:request_id>"
_PAGES = (
    ("/trail", trail.overview, _GET),
    ("/trail/find", trail.find, _POST),
    ("/trail/file", trail.file, _POST),
    ("/trail/check", trail.check, _POST),
    ("/register", register.overview, _GET),
    ("/register/file", register.file, _GET),
    ("/algorithm", algorithm.overview, _GET),
    ("/algorithm/pdf", algorithm.pdf, _GET),
    ("/young-people/<uuid:mentee_id>", noting.of_mentee, _BOTH),
    ("/mentors/<uuid:mentor_id>", noting.of_mentor, _BOTH),
    ("/requests", requests.overview, _GET),
    (_REQUEST, requests.one, _GET),
    (f"{_REQUEST}/approve", requests.approve, _POST),
    (f"{_REQUEST}/erase", erasing.erase, _BOTH),
    (f"{_REQUEST}/file", export.file, _POST),
    (f"{_REQUEST}/paper", export.paper, _POST),
    (f"{_REQUEST}/close", requests.close, _POST),
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
            _l("Requests about own data"),
            "privacy.requests_overview",
            Permission.AUDIT_READ,
            order=72,
        ),
        NavItem(
            _l("Retention runs"), "privacy.retention_overview", Permission.AUDIT_READ, order=73
        ),
    )
