"""The pages about bundles for evaluation: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.evaluation.views import (
    bundles,
    changes,
    keys,
    portal,
    questions,
    recommendations,
    releasing,
)
from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu

blueprint = Blueprint("evaluation", __name__, template_folder="../templates")

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_BUNDLE, _MINE = "/bundles/<uuid:bundle_id>", "/evaluation/<uuid:bundle_id>"
_RECOMMENDATION = "/recommendations/<uuid:recommendation_id>"
_PAGES = (
    ("/bundles", bundles.overview, _GET),
    ("/bundles/new", bundles.ask, _BOTH),
    ("/bundles/changes", changes.overview, _BOTH),
    ("/bundles/changes/<uuid:change_id>/withdraw", changes.withdraw, _POST),
    ("/bundles/questions", questions.overview, _GET),
    ("/bundles/questions/<uuid:question_id>", questions.question, _GET),
    ("/bundles/questions/<uuid:question_id>/answer", questions.answer, _POST),
    ("/bundles/questions/<uuid:question_id>/words", questions.words, _BOTH),
    (_BUNDLE, bundles.bundle, _GET),
    (f"{_BUNDLE}/withdraw", bundles.withdraw, _BOTH),
    (f"{_BUNDLE}/release", releasing.release, _BOTH),
    ("/evaluation", portal.overview, _GET),
    ("/evaluation/public-key", portal.public_key, _GET),
    ("/evaluation/key", keys.mine, _BOTH),
    ("/evaluation/key/remove", keys.remove, _POST),
    (_MINE, portal.bundle, _GET),
    (f"{_MINE}/download", portal.download, _POST),
    (f"{_MINE}/questions", questions.mine, _BOTH),
    (f"{_MINE}/recommendations", recommendations.mine, _GET),
    (f"{_MINE}/destroyed", portal.destroyed, _BOTH),
    ("/recommendations", recommendations.overview, _GET),
    ("/recommendations/new", recommendations.new, _BOTH),
    (_RECOMMENDATION, recommendations.recommendation, _GET),
    (f"{_RECOMMENDATION}/change", recommendations.change, _BOTH),
    (f"{_RECOMMENDATION}/status", recommendations.move, _BOTH),
    (f"{_RECOMMENDATION}/words", recommendations.words, _BOTH),
)
for _address, _page, _methods in _PAGES:
    _name = f"{_page.__module__.rpartition('.')[2]}_{_page.__name__}"
    blueprint.add_url_rule(_address, endpoint=_name, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    overview = "evaluation.bundles_overview"
    add_to_menu(
        app,
        NavItem(_l("Evaluation"), overview, Permission.BUNDLE_SPECIFY, order=60),
        NavItem(_l("Evaluation"), overview, Permission.BUNDLE_RELEASE, order=60),
        NavItem(
            _l("Recommendations"), "evaluation.recommendations_overview",
            Permission.RECOMMENDATION_READ, order=61,
        ),
        NavItem(_l("Bundles"), "evaluation.portal_overview", Permission.BUNDLE_READ, order=60),
    )  # fmt: skip
