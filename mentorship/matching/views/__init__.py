"""The pages about matching: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.matching import labels
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.matching.views import (
    caseloads,
    files,
    links,
    matches,
    mine,
    pairs,
    proposals,
    recruiting,
    region_map,
    rounds,
    searches,
    settings,
    stopping,
    supposing,
)
from mentorship.matching.words.wording import kilometres
from mentorship.mentors.views.taken import taken_told_by
from mentorship.referrals.mentees.views.searching import told_by
from mentorship.training.views.wanted import wanted_told_by

blueprint = Blueprint("matching", __name__, url_prefix="/matching", template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ROUND = "/rounds/<uuid:round_id>"
_PROPOSAL = f"{_ROUND}/proposals/<uuid:proposal_id>"
_MATCH = "/matches/<uuid:match_id>"
_MINE = "/mine/<uuid:match_id>"
_PAGES = (
    ("", rounds.overview, _GET),
    ("/rounds", rounds.start, _POST),
    (_ROUND, rounds.one, _GET),
    (f"{_ROUND}/progress", rounds.progress, _GET),
    (f"{_ROUND}/cancel", rounds.cancel, _POST),
    (f"{_ROUND}/waiting", rounds.waiting, _GET),
    (f"{_ROUND}/recruiting", recruiting.one, _GET),
    (f"{_ROUND}/what-if", supposing.ask, _GET),
    (_PROPOSAL, proposals.one, _GET),
    (f"{_PROPOSAL}/decide", proposals.decide, _POST),
    ("/matches", matches.closed, _GET),
    (_MATCH, matches.one, _GET),
    (f"{_MATCH}/looking", matches.looking, _GET),
    (f"{_MATCH}/briefing", matches.briefing, _GET),
    (f"{_MATCH}/briefing/pdf", matches.briefing_pdf, _GET),
    (f"{_MATCH}/answer", matches.answer, _POST),
    (f"{_MATCH}/link", matches.link, _POST),
    (f"{_MATCH}/withdraw", matches.withdraw, _POST),
    (f"{_MATCH}/next", matches.choose_next, _POST),
    ("/mine", mine.mine, _GET),
    (_MINE, mine.one, _GET),
    (f"{_MINE}/pdf", mine.pdf, _GET),
    (f"{_MINE}/answer", mine.answer, _POST),
    ("/answer/mentor/<token>", links.mentor, _BOTH),
    ("/answer/mentee/<token>", links.mentee, _BOTH),
    ("/pairs", pairs.standing, _GET),
    ("/pairs/new/<uuid:mentee_id>", pairs.new, _BOTH),
    ("/pairs/<uuid:rule_id>/end", pairs.end, _POST),
    ("/settings", settings.current, _BOTH),
    ("/settings/history", settings.history, _GET),
    ("/caseloads", caseloads.overview, _GET),
    ("/caseloads/<uuid:grant_id>", caseloads.change, _BOTH),
    ("/map", region_map.one, _GET),
    ("/files", files.overview, _GET),
    ("/files/import", files.bring_in, _POST),
    ("/files/import/write", files.write, _POST),
    ("/files/mentors", files.mentors, _GET),
    ("/files/mentees", files.mentees, _GET),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(
        _address, endpoint=f"{_page.__module__.rsplit('.', 1)[-1]}_{_page.__name__}",
        view_func=_page, methods=_methods,
    )  # fmt: skip


def install(app: Flask) -> None:
    for address, endpoint, page, methods in stopping.PAGES:
        app.add_url_rule(address, endpoint=endpoint, view_func=page, methods=methods)
    app.jinja_env.globals.update(matching_labels=labels, kilometres=kilometres)
    told_by(app, searches.searches_of)
    taken_told_by(app, taken_seats)
    wanted_told_by(app, recruiting.wanted)
    add_to_menu(
        app,
        NavItem(_l("Matching"), "matching.rounds_overview", Permission.MATCH_READ, order=35),
        NavItem(_l("My proposals"), "matching.mine_mine", Permission.MATCH_OWN, order=36),
        NavItem(
            _l("Matching settings"), "matching.settings_current", Permission.MATCH_SETTINGS,
            order=37,
        ),
    )  # fmt: skip
