"""The pages of invitations: for who writes one, who approves it, and who passes it on."""

from flask import Blueprint, Flask

from mentorship.evaluation.interviews.views import approving, asking, passing

blueprint = Blueprint("interviews", __name__, template_folder="../../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_MINE = "/evaluation/<uuid:bundle_id>/interviews"
_WRITTEN = f"{_MINE}/<uuid:invitation_id>"
_OFFICE = "/bundles/interviews"
_JUDGED = f"{_OFFICE}/<uuid:invitation_id>"
_DESK = "/interviews"
_PASSED = f"{_DESK}/<uuid:invitation_id>"
_PERSON = f"{_PASSED}/people/<uuid:mentee_id>"
_PAGES = (
    (_MINE, asking.mine, _GET),
    (f"{_MINE}/new", asking.new, _BOTH),
    (_WRITTEN, asking.written, _GET),
    (f"{_WRITTEN}/change", asking.change, _BOTH),
    (f"{_WRITTEN}/close", asking.close, _POST),
    (_OFFICE, approving.overview, _GET),
    (_JUDGED, approving.decide, _BOTH),
    (f"{_JUDGED}/end", approving.end, _POST),
    (_DESK, passing.running, _GET),
    (_PASSED, passing.people, _GET),
    (f"{_PASSED}/letter", passing.letter, _GET),
    (_PERSON, passing.person, _BOTH),
    (f"{_PERSON}/take-back", passing.take_back, _POST),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    """No line in the menu: each of the three comes here from where the work waits."""
