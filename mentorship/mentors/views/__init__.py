"""The pages about mentors: which address leads to which page.

The one that ends it gets its address in the room of matching, because matches end with it.
"""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.mentors import labels
from mentorship.mentors.views import apply, board, ending, gates, mine, offers, referee, references

blueprint = Blueprint("mentors", __name__, template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ONE = "/mentors/<uuid:mentor_id>"
_REFERENCE = f"{_ONE}/references/<uuid:reference_id>"
_PAGES = (
    ("/apply", apply.information, _GET),
    ("/apply/form", apply.application, _BOTH),
    ("/apply/thanks", apply.thanks, _GET),
    ("/mentors", board.board, _GET),
    ("/mentors/agreement", gates.agreement_text, _GET),
    ("/mentors/agreement/pdf", gates.agreement_pdf, _GET),
    ("/mentors/mine", mine.mine, _GET),
    ("/mentors/mine/profile", mine.profile, _BOTH),
    ("/mentors/mine/pause", mine.pause, _BOTH),
    ("/mentors/mine/pauses/<uuid:pause_id>/end", mine.end_pause, _POST),
    ("/mentors/reference/thanks", referee.thanks, _GET),
    ("/mentors/reference/<token>", referee.answer, _BOTH),
    (_ONE, board.one, _GET),
    (f"{_ONE}/interview", gates.interview, _BOTH),
    (f"{_ONE}/ask", references.ask, _BOTH),
    (_REFERENCE, references.one, _GET),
    (f"{_REFERENCE}/ask-again", references.ask_again, _POST),
    (f"{_REFERENCE}/note", references.note, _POST),
    (f"{_REFERENCE}/judge", references.judge, _POST),
    (f"{_ONE}/vog", gates.vog, _BOTH),
    (f"{_ONE}/agreement", gates.agreement, _BOTH),
    (f"{_ONE}/training", gates.training, _BOTH),
    (f"{_ONE}/profile", offers.profile, _BOTH),
    (f"{_ONE}/capacity", offers.capacity, _BOTH),
    (f"{_ONE}/pause", offers.pause, _BOTH),
    (f"{_ONE}/pauses/<uuid:pause_id>/end", offers.end_pause, _POST),
    (f"{_ONE}/invite", ending.invite, _POST),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(
        _address, endpoint=f"{_page.__module__.rsplit('.', 1)[-1]}_{_page.__name__}",
        view_func=_page, methods=_methods,
    )  # fmt: skip


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        mentor_labels=labels,
        block_words=labels.block_words,
        ending_words=labels.ending_words,
    )
    add_to_menu(
        app,
        NavItem(_l("Mentors"), "mentors.board_board", Permission.MENTOR_READ, order=30),
        NavItem(_l("My mentorship"), "mentors.mine_mine", Permission.MENTOR_OWN, order=31),
    )
