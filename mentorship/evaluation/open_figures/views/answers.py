"""What the pages around open figures have in common: finding a year, wording refusals."""

from dataclasses import replace
from uuid import UUID

from flask import abort
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.evaluation.judging import Judgement
from mentorship.evaluation.open_figures import policy, queries, rules
from mentorship.evaluation.open_figures.models import OpenFigures
from mentorship.evaluation.rules import FiguresChanged
from mentorship.evaluation.views import telling
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, ngettext
from mentorship.foundation.i18n import lazy_gettext as _l

Answer = Response | str | tuple[str, int]

REFUSALS: dict[type[Exception], LazyText] = {
    rules.YearNotClosed: _l(
        "Not everything that began in this year has ended and been counted, so there are no "
        "figures over it yet."
    ),
    rules.YearTaken: _l("This year is proposed or published already."),
    rules.NobodyPublishesTheirOwn: _l(
        "You proposed this year yourself, so somebody else publishes it."
    ),
    rules.FiguresDecided: _l("These figures do not wait any more."),
    rules.NumberInANote: _l(
        "Leave out every number but a year: nobody looked whether it gives a small group away."
    ),
    FiguresChanged: _l("The figures changed since you looked. Look at the tables again."),
}
REFUSED = tuple(REFUSALS)


def answer_of_year(db: Db, found: Judgement) -> telling.Answer:
    """As before a bundle, but that it counts what everybody would read."""
    told, all_of_them = found.told, len(found.all)
    counts = ngettext(
        "%(num)s of the %(all)s tables may be told.", "%(num)s of the %(all)s tables may be told.",
        told, all=all_of_them,
    )  # fmt: skip
    return replace(telling.answer_of(db, found), counts=counts)


def get_figures(db: Db, figures_id: UUID) -> OpenFigures:
    """As this person may open it; anything else doesn't exist."""
    return queries.find(db, policy.visible_to(user_actor()), figures_id) or abort(404)


def lock_figures(db: Db, figures_id: UUID) -> OpenFigures:
    return queries.lock(db, policy.visible_to(user_actor()), figures_id) or abort(404)
