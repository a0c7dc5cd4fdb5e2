"""The pages about young people: which address leads to which page.

Those that may end a match get their address in the room of matching: stopping, contact, consent.
"""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.referrals.mentees.views import by_link, consents, details, files, intake

blueprint = Blueprint("mentees", __name__)

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ONE = "/mentees/<uuid:mentee_id>"
_PAGES = (
    ("/mentees", files.index, _GET),
    (_ONE, files.one, _GET),
    (f"{_ONE}/take-over", files.take_over, _POST),
    (f"{_ONE}/talk", intake.talk, _BOTH),
    (f"{_ONE}/profile", intake.profile, _BOTH),
    (f"{_ONE}/decide", intake.decide, _BOTH),
    (f"{_ONE}/letter", intake.letter, _BOTH),
    (f"{_ONE}/letter/print", intake.print_letter, _GET),
    (f"{_ONE}/guardians", details.guardians, _BOTH),
    (f"{_ONE}/goals", details.goals, _BOTH),
    (f"{_ONE}/goals/put-aside", details.put_goal_aside, _POST),
    (f"{_ONE}/priority", details.priority, _BOTH),
    (f"{_ONE}/transfer", details.transfer, _BOTH),
    (f"{_ONE}/consents", consents.consent_overview, _GET),
    (f"{_ONE}/consents/paper", consents.paper, _GET),
    (f"{_ONE}/consents/link", consents.send_link, _POST),
    ("/consent/answered", by_link.answered, _GET),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    app.register_blueprint(blueprint)
    add_to_menu(app, NavItem(_l("Young people"), "mentees.index", Permission.MENTEE_READ, order=25))
