"""The e-mails about a request: that there is one, nothing of what or whom."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

READY = Letter(
    "rights.ready",
    subject=_l("What somebody asked for lies ready"),
    paragraphs=(
        _l("Somebody asked to see what is kept about them. Everything lies ready for you."),
        _l("Open it, take it along for them, and read it first yourself."),
    ),
)
DUE_SOON = Letter(
    "rights.due_soon",
    subject=_l("A request about own data has to be answered soon"),
    paragraphs=(
        _l("Somebody asked something about their own data. The month for the answer ends soon."),
        _l("Look how far it is, and ask the House about it."),
    ),
)
LATE = Letter(
    "rights.late",
    subject=_l("A request about own data is too late"),
    paragraphs=(
        _l("Somebody asked something about their own data, and the month for the answer is over."),
        _l("Answer it today, or see that it happens."),
    ),
)
