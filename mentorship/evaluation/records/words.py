"""Why no rows may go, for those inside and for the recipient."""

from mentorship.evaluation.records.verdicts import RecordsRule
from mentorship.foundation.i18n import lazy_gettext as _l

RULES = {
    RecordsRule.NOT_AN_EVALUATOR: _l(
        "Rows go to an external evaluator only, who has no other role here."
    ),
    RecordsRule.COHORT_OPEN: _l("A half-year in it is not closed yet."),
    RecordsRule.TOLD_BEFORE: _l(
        "Rows of one of these half-years went out before. That happens once."
    ),
    RecordsRule.HIDDEN: _l(
        "A crossed table about these half-years is told, or one in which some groups are one row. "
        "With the rows could be counted what isn't told in it."
    ),
    RecordsRule.NOT_AS_COUNTED: _l(
        "Somebody who was counted may not be used any more. The rows would tell who that is."
    ),
    RecordsRule.TOO_FEW: _l(
        "Of nothing that rows would answer a table may be told: a group is too small, or would be "
        "beside an earlier bundle. More half-years together may help."
    ),
    RecordsRule.TOO_ALIKE: _l(
        "However coarse the rows are, too few young people are alike, or nearly all of those who "
        "are alike have the same answer. More half-years together may help."
    ),
    RecordsRule.DIFFERENCE: _l("Together with an earlier bundle it would give a small group away."),
}
# Which of the last four it was would itself tell something.
OUTSIDE = {
    "not_an_evaluator": RULES[RecordsRule.NOT_AN_EVALUATOR],
    "cohort_open": RULES[RecordsRule.COHORT_OPEN],
    "records_told_before": RULES[RecordsRule.TOLD_BEFORE],
    "hidden_in_a_table": RULES[RecordsRule.HIDDEN],
    "could_tell_of_somebody": _l("A row could give a single person away."),
}
REASONS = {
    RecordsRule.NOT_AN_EVALUATOR: "not_an_evaluator",
    RecordsRule.COHORT_OPEN: "cohort_open",
    RecordsRule.TOLD_BEFORE: "records_told_before",
    RecordsRule.HIDDEN: "hidden_in_a_table",
    RecordsRule.NOT_AS_COUNTED: "could_tell_of_somebody",
    RecordsRule.TOO_FEW: "could_tell_of_somebody",
    RecordsRule.TOO_ALIKE: "could_tell_of_somebody",
    RecordsRule.DIFFERENCE: "could_tell_of_somebody",
}
