"""What the pages of evaluation have in common: finding a bundle, wording refusals."""

from uuid import UUID

from flask import abort
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.evaluation import policy, queries, rules
from mentorship.evaluation.models import EvaluationBundle
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

Answer = Response | str | tuple[str, int]

REFUSALS: dict[type[Exception], tuple[LazyText, str | None]] = {
    rules.NotARecipient: (
        _l("This account can't get a bundle any more. Choose another."),
        "recipient",
    ),
    rules.NothingAskedFor: (_l("One of these can't be asked for any more. Choose again."), None),
    rules.DestroyByPassed: (_l("Choose a day that is still to come."), "destroy_by"),
    rules.DestroyByOutOfReach: (_l("Choose another day."), "destroy_by"),
    rules.RecordsForEvaluatorsOnly: (
        _l("Rows about single young people can go to an external evaluator only."),
        "with_records",
    ),
    rules.NothingToTell: (
        _l(
            "Of these tables nothing may be told over these half-years, not even a total. Look "
            "what may be told: there stands why, and what would help."
        ),
        None,
    ),
    rules.NobodyReleasesTheirOwn: (
        _l("You asked for this bundle yourself, so somebody else releases it."),
        None,
    ),
    rules.BundleDecided: (_l("This bundle does not wait any more."), None),
    rules.FiguresChanged: (
        _l("The figures changed since you looked. Look at the tables again."),
        None,
    ),
}
REFUSED = tuple(REFUSALS)


def words_of(refusal: Exception) -> str:
    if isinstance(refusal, rules.DestroyByOutOfReach):
        first, last = format_date(refusal.first), format_date(refusal.last)
        return _("Choose a day from %(first)s to %(last)s.", first=first, last=last)
    return str(REFUSALS[type(refusal)][0])


def get_bundle(db: Db, bundle_id: UUID) -> EvaluationBundle:
    """As this person may open it; anything else doesn't exist."""
    return queries.find(db, policy.visible_to(user_actor()), bundle_id) or abort(404)
