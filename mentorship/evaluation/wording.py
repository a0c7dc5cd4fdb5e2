"""What verdicts, rules and half-years are called, once in each language of a bundle."""

from collections.abc import Callable, Iterable

from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.tables import Words
from mentorship.foundation.i18n import LazyText, format_list, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

OUTCOMES = {
    Outcome.AS_ASKED: _l("as asked"),
    Outcome.COARSENED: _l("coarser than asked"),
    Outcome.REFUSED: _l("not in the bundle"),
}
# For those inside: the exact rule, so that they know what would help.
RULES = {
    Rule.COHORT_OPEN: _l("A half-year in it is not closed yet."),
    Rule.SMALL_CELL: _l("A group is smaller than the threshold."),
    Rule.NEARLY_ALL: _l("More than nine out of ten are in one group."),
    Rule.ONE_CONTRIBUTOR: _l(
        "One referrer or mentor stands behind so many of a group that they could work out the rest."
    ),
    Rule.DIFFERENCE: _l("Together with an earlier bundle it would give a small group away."),
    Rule.OTHER_EDITION: _l("An earlier bundle told this about the same half-years in another way."),
}
# For those outside three rules are one: which of them it was would itself tell something.
_TOO_FEW = _l("Too few people, or nearly all of them, would have stood in one group.")
OUTSIDE = {
    "cohort_open": RULES[Rule.COHORT_OPEN],
    "too_few": _TOO_FEW,
    "difference": RULES[Rule.DIFFERENCE],
    "other_edition": RULES[Rule.OTHER_EDITION],
}
REASONS = {
    Rule.COHORT_OPEN: "cohort_open",
    Rule.SMALL_CELL: "too_few",
    Rule.NEARLY_ALL: "too_few",
    Rule.ONE_CONTRIBUTOR: "too_few",
    Rule.DIFFERENCE: "difference",
    Rule.OTHER_EDITION: "other_edition",
}


def both(text: LazyText | Callable[[], str]) -> Words:
    """The same message in both languages."""
    said = {}
    for language in ("nl", "en"):
        with speaking(language):
            said[language] = str(text) if isinstance(text, LazyText) else text()
    return Words(**said)


def half_year_name(code: str) -> str:
    cohort = read_half_year(code)
    if cohort.half == 1:
        return _("first half of %(year)s", year=cohort.year)
    return _("second half of %(year)s", year=cohort.year)


def half_year_names(codes: Iterable[str]) -> str:
    return format_list(half_year_name(code) for code in codes)


def reasons_outside(broken: Iterable[Rule]) -> list[str]:
    """Why a table isn't as it was asked for, as far as a stranger may know."""
    return sorted({REASONS[rule] for rule in broken})
