"""The pages about training: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.training.views import certificates, cohorts, meetings, own, places

blueprint = Blueprint("training", __name__, template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_COHORT, _MEETING, _PLACE = (
    "/training/cohorts/<uuid:cohort_id>",
    "/training/meetings/<uuid:meeting_id>",
    "/training/places/<uuid:place_id>",
)
_PAGES = (
    ("/training", cohorts.overview, _GET),
    ("/training/programme", cohorts.programme, _GET),
    ("/training/cohorts/new", cohorts.plan, _BOTH),
    (_COHORT, cohorts.cohort, _GET),
    (f"{_COHORT}/change", cohorts.change, _BOTH),
    (f"{_COHORT}/enrol", cohorts.enrol, _BOTH),
    (f"{_COHORT}/finish", cohorts.finish, _BOTH),
    (f"{_COHORT}/cancel", cohorts.cancel, _BOTH),
    (f"{_COHORT}/calendar", cohorts.calendar, _GET),
    (f"{_COHORT}/meetings/new", meetings.plan_in_cohort, _BOTH),
    ("/training/meetings/new", meetings.plan, _BOTH),
    (_MEETING, meetings.meeting, _GET),
    (f"{_MEETING}/attendance", meetings.attendance, _BOTH),
    (f"{_MEETING}/move", meetings.move, _BOTH),
    (f"{_MEETING}/cancel", meetings.cancel, _BOTH),
    (f"{_MEETING}/calendar", meetings.calendar, _GET),
    (_PLACE, places.place, _GET),
    (f"{_PLACE}/assess", places.assess, _POST),
    (f"{_PLACE}/complete", places.complete, _POST),
    (f"{_PLACE}/leave", places.leave, _BOTH),
    (f"{_PLACE}/certificate", places.certificate, _GET),
    ("/training/mine", own.mine, _GET),
    ("/training/mine/calendar", own.calendar, _GET),
    ("/training/mine/programme", own.programme, _GET),
    ("/training/mine/certificates/<uuid:certificate_id>", own.certificate, _GET),
    ("/training/mine/meetings/<uuid:meeting_id>/sign-up", own.sign_up, _POST),
    ("/training/mine/meetings/<uuid:meeting_id>/sign-off", own.sign_off, _POST),
    ("/certificates", certificates.ask, _BOTH),
    ("/certificates/<token>", certificates.check, _GET),
)
for _address, _page, _methods in _PAGES:
    _name = f"{_page.__module__.rpartition('.')[2]}_{_page.__name__}"
    blueprint.add_url_rule(_address, endpoint=_name, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    add_to_menu(
        app,
        NavItem(_l("Training"), "training.cohorts_overview", Permission.TRAINING_READ, order=40),
        NavItem(_l("My training"), "training.own_mine", Permission.TRAINING_OWN, order=41),
    )
