"""What verdicts, rules and half-years are called, once in each language of a bundle."""

from collections.abc import Callable, Iterable

from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.tables import Words
from mentorship.foundation.i18n import LazyText, format_list, format_number, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

OUTCOMES = {
    Outcome.AS_ASKED: _l("as asked"),
    Outcome.COARSENED: _l("coarser than asked"),
    Outcome.TOTAL_ONLY: _l("only the total"),
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
    Rule.SAME_LEVEL: _l(
        "The start and the end are told in the same detail, and one of them can't have more."
    ),
    Rule.NOT_CROSSED: _l("It was not counted yet when one of its half-years was told of."),
    Rule.NEEDS_BOTH_TABLES: _l("One of the two tables that it crosses isn't told."),
    Rule.MOST_HIDDEN: _l("Otherwise more than half of its cells would be hidden."),
    Rule.ALL_HIDDEN: _l("Otherwise all of its cells would be hidden."),
    Rule.NOTHING_SAFE: _l(
        "Even with all of its cells hidden a small group could be worked out from what was told "
        "before and is told beside it."
    ),
    Rule.RECORDS_TOLD: _l(
        "Rows about single young people of one of these half-years went out before; with them "
        "could be counted what has to stay hidden here."
    ),
    Rule.BESIDE: _l("Beside another table about the same people it would give a small group away."),
    Rule.ATTACKED: _l("A second calculation could work out a number that is hidden."),
}
# For those outside three rules are one: which of them it was would itself tell something.
_TOO_FEW = _l("A group would be too small, or hold nearly everybody. Which of the two isn't said.")
OUTSIDE = {
    "cohort_open": RULES[Rule.COHORT_OPEN],
    "too_few": _TOO_FEW,
    "difference": RULES[Rule.DIFFERENCE],
    "other_edition": RULES[Rule.OTHER_EDITION],
    "same_level": RULES[Rule.SAME_LEVEL],
    "not_crossed": RULES[Rule.NOT_CROSSED],
    "needs_both_tables": RULES[Rule.NEEDS_BOTH_TABLES],
    "beside_another": RULES[Rule.BESIDE],
    "records_told": RULES[Rule.RECORDS_TOLD],
    "too_much_hidden": _l("Otherwise more than half of its cells would be hidden, or all of them."),
}
REASONS = {
    Rule.COHORT_OPEN: "cohort_open",
    Rule.SMALL_CELL: "too_few",
    Rule.NEARLY_ALL: "too_few",
    Rule.ONE_CONTRIBUTOR: "too_few",
    Rule.DIFFERENCE: "difference",
    Rule.OTHER_EDITION: "other_edition",
    Rule.SAME_LEVEL: "same_level",
    Rule.NOT_CROSSED: "not_crossed",
    Rule.NEEDS_BOTH_TABLES: "needs_both_tables",
    Rule.MOST_HIDDEN: "too_much_hidden",
    Rule.ALL_HIDDEN: "too_much_hidden",
    Rule.NOTHING_SAFE: "too_much_hidden",
    Rule.RECORDS_TOLD: "records_told",
    Rule.BESIDE: "beside_another",
    Rule.ATTACKED: "too_much_hidden",
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


def demo_told(threshold: int, real: int) -> str:
    return _(
        "In this demo the threshold is %(demo)s, in real use %(real)s.",
        demo=format_number(threshold),
        real=format_number(real),
    )


def reasons_outside(broken: Iterable[Rule]) -> list[str]:
    """Why a table isn't as it was asked for, as far as a stranger may know."""
    return sorted({REASONS[rule] for rule in broken})
