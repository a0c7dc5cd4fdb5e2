"""What the pages of invitations say when something can't be done."""

from werkzeug.wrappers import Response

from mentorship.evaluation.interviews import rules
from mentorship.foundation.db import ChangedMeanwhile
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

Answer = Response | str | tuple[str, int]

REFUSALS: dict[type[Exception], tuple[LazyText, str | None]] = {
    rules.NoHalfYear: (_l("Choose at least one half-year of the bundle."), "cohorts"),
    rules.LastDayPassed: (_l("Choose a day that is still to come."), "open_until"),
    rules.LastDayTooLate: (
        _l("Choose a day on which you may still have the bundle."),
        "open_until",
    ),
    rules.ReasonMissing: (_l("Fill in what has to change."), "because"),
    rules.NobodyApprovesTheirOwn: (
        _l("You wrote this invitation yourself, so somebody else approves it."),
        None,
    ),
    rules.NotWaiting: (_l("This invitation does not wait for approval any more."), None),
    rules.DayImpossible: (
        _l("Choose a day from the approval of the invitation until today."),
        "happened_on",
    ),
    rules.NotedBefore: (
        _l("A colleague noted something about this meanwhile. Look first what it is."),
        None,
    ),
    rules.NotedOtherwise: (
        _l("Something else was noted about this already. Take that back first if it is wrong."),
        None,
    ),
    ChangedMeanwhile: (
        _l("The invitation was changed meanwhile. Read it once more, and choose again."),
        None,
    ),
}
REFUSED = tuple(REFUSALS)


def explain(form: Form, refusal: Exception) -> None:
    text, field = REFUSALS[type(refusal)]
    form.refuse(text, field)
