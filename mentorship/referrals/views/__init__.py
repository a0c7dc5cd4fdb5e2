"""The pages about referrals: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.referrals.mentees import views as mentees
from mentorship.referrals.views import drafts, first_question, own, triage

blueprint = Blueprint(
    "referrals", __name__, url_prefix="/referrals", template_folder="../templates"
)

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_PAGES = (
    ("", own.mine, _GET),
    ("/new", first_question.new, _BOTH),
    ("/not-yet", first_question.not_yet, _GET),
    ("/leaflet", first_question.leaflet, _GET),
    ("/drafts/<uuid:draft_id>", drafts.draft, _BOTH),
    ("/drafts/<uuid:draft_id>/autosave", drafts.autosave, _POST),
    ("/drafts/<uuid:draft_id>/choose", drafts.choose, _POST),
    ("/drafts/<uuid:draft_id>/discard", drafts.discard, _BOTH),
    ("/own/<uuid:referral_id>", own.one, _GET),
    ("/own/<uuid:referral_id>/receipt", own.receipt, _GET),
    ("/own/<uuid:referral_id>/answer", own.answer, _POST),
    ("/inbox", triage.inbox, _GET),
    ("/<uuid:referral_id>", triage.case, _GET),
    ("/<uuid:referral_id>/pick-up", triage.pick_up, _POST),
    ("/<uuid:referral_id>/decide", triage.decide, _POST),
    ("/<uuid:referral_id>/note-answer", triage.note_answer, _POST),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    mentees.install(app)
    add_to_menu(
        app,
        NavItem(_l("Referrals"), "referrals.inbox", Permission.REFERRAL_READ_CASE, order=20),
        NavItem(_l("My referrals"), "referrals.mine", Permission.REFERRAL_READ_OWN, order=21),
        NavItem(_l("New referral"), "referrals.new", Permission.REFERRAL_CREATE, order=22),
    )
