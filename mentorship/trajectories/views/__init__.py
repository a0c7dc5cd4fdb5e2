"""The pages of trajectories: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.trajectories.views import beginning, closing, correcting, on_the_way, overview

blueprint = Blueprint("trajectories", __name__, template_folder="../templates")

_GET, _BOTH = ("GET",), ("GET", "POST")
_ONE = "/trajectories/<uuid:trajectory_id>"
_MATCH = "/trajectories/matches/<uuid:match_id>"
_PAGES = (
    ("/trajectories", overview.index, _GET),
    (_ONE, overview.one, _GET),
    (_MATCH, beginning.of_match, _GET),
    ("/trajectories/mentees/<uuid:mentee_id>", beginning.of_mentee, _GET),
    (f"{_MATCH}/first-meeting", beginning.plan, _BOTH),
    (f"{_ONE}/first-meeting", beginning.meeting, _BOTH),
    (f"{_ONE}/agreement", beginning.agreement, _BOTH),
    (f"{_ONE}/agreement/print", beginning.agreement_paper, _GET),
    (f"{_ONE}/phase", on_the_way.phase, _BOTH),
    (f"{_ONE}/pause", on_the_way.pause, _BOTH),
    (f"{_ONE}/resume", on_the_way.resume, _BOTH),
    (f"{_ONE}/extend", on_the_way.extend, _BOTH),
    (f"{_ONE}/end", closing.end, _BOTH),
    (f"{_ONE}/exit-talk", closing.exit_talk, _BOTH),
    (f"{_ONE}/contact", closing.contact, _BOTH),
    (f"{_ONE}/contact/print", closing.contact_paper, _GET),
    (f"{_ONE}/aftercare/<int:months>", closing.aftercare, _BOTH),
    (f"{_ONE}/noted/<noted>/<uuid:noted_id>/correct", correcting.correct, _BOTH),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    add_to_menu(
        app,
        NavItem(_l("Trajectories"), "trajectories.index", Permission.TRAJECTORY_READ, order=38),
    )
