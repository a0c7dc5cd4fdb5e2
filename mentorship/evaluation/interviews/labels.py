"""What the screens call where an invitation stands, and what came of passing it on."""

from mentorship.evaluation.interviews.models import Outcome
from mentorship.evaluation.interviews.rules import State
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STATES: dict[State, LazyText] = {
    State.WAITING: _l("Waits for approval"),
    State.SENT_BACK: _l("Sent back"),
    State.RUNNING: _l("Is being passed on"),
    State.CLOSED: _l("Closed"),
}
STATE_KINDS = {
    State.WAITING: "warning",
    State.SENT_BACK: "warning",
    State.RUNNING: "positive",
    State.CLOSED: "neutral",
}
OUTCOMES: dict[Outcome, LazyText] = {
    Outcome.PASSED_ON: _l("Passed on"),
    Outcome.HARD_TIME: _l("Not passed on: this is a hard time"),
    Outcome.NOT_REACHED: _l("Not passed on: not reached"),
    Outcome.NO_CONSENT: _l("Does not want to be asked for a talk any more"),
}
OUTCOME_KINDS = {
    Outcome.PASSED_ON: "positive",
    Outcome.HARD_TIME: "neutral",
    Outcome.NOT_REACHED: "neutral",
    Outcome.NO_CONSENT: "neutral",
}
