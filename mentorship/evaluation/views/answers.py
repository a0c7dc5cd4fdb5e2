"""What the pages of evaluation have in common: finding, wording verdicts, wording refusals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.evaluation import policy, queries, rules
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict
from mentorship.evaluation.judging import Judged
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.package.pages import figure_of, rows_of
from mentorship.evaluation.wording import OUTCOMES, RULES, half_year_names
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

Answer = Response | str | tuple[str, int]

REFUSALS: dict[type[Exception], tuple[LazyText, str | None]] = {
    rules.NotAnEvaluator: (
        _l("This account is no evaluator any more. Choose another."),
        "recipient",
    ),
    rules.NothingAskedFor: (_l("One of these can't be asked for any more. Choose again."), None),
    rules.DestroyByPassed: (_l("Choose a day that is still to come."), "destroy_by"),
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
    return str(REFUSALS[type(refusal)][0])


def get_bundle(db: Db, bundle_id: UUID) -> EvaluationBundle:
    """As this person may open it; anything else doesn't exist."""
    return queries.find(db, policy.visible_to(user_actor()), bundle_id) or abort(404)


@dataclass(frozen=True, slots=True)
class ToldTable:
    """One table as a page shows it before it is released; refused ones have no rows."""

    title: str
    question: str
    definition: str
    outcome: str
    kind: str
    level: str
    headers: tuple[str, str, str]
    rows: Sequence[tuple[str, str, str]]
    figure: str | None
    why: Sequence[str]
    wider: str | None


_KINDS = {Outcome.AS_ASKED: "positive", Outcome.COARSENED: "warning", Outcome.REFUSED: "danger"}


def told_tables(tables: Iterable[Judged]) -> list[ToldTable]:
    return [_told(one) for one in tables]


def _told(one: Judged) -> ToldTable:
    verdict, language = one.verdict, current_language()
    table, specification = verdict.table, verdict.specification
    return ToldTable(
        title=str(one.measure.title),
        question=str(one.measure.question),
        definition=str(one.measure.definition),
        outcome=str(OUTCOMES[verdict.outcome]),
        kind=_KINDS[verdict.outcome],
        level=table.level_name.said_in(language) if table else "",
        headers=(
            specification.dimension.label.said_in(language),
            specification.unit.said_in(language),
            _("share"),
        ),
        rows=rows_of(table) if table else (),
        figure=figure_of(table) if table else None,
        why=[str(RULES[rule]) for rule in Rule if rule in verdict.broken],
        wider=_wider(verdict),
    )


def _wider(verdict: Verdict) -> str | None:
    wider = verdict.wider
    if wider is None:
        return None
    level = verdict.specification.dimension.levels[wider.level].name
    return _(
        "It would do over %(names)s, %(level)s.",
        names=half_year_names(wider.cohorts),
        level=level.said_in(current_language()),
    )
