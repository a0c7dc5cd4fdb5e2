"""What the page from referral to first meeting calls the steps, and the time that each took."""

from mentorship.desk.funnel import Step
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STEPS: dict[Step, LazyText] = {
    Step.RECEIVED: _l("Received"),
    Step.ACCEPTED: _l("Taken up for an intake"),
    Step.CONSENTED: _l("Agreed to taking part"),
    Step.MATCHED: _l("Both said yes to a match"),
    Step.STARTED: _l("First meeting held"),
}
WAITS: dict[Step, LazyText] = {
    Step.ACCEPTED: _l("From receipt to being taken up"),
    Step.CONSENTED: _l("From there to agreeing to take part"),
    Step.MATCHED: _l("From there to a match"),
    Step.STARTED: _l("From there to the first meeting"),
}
