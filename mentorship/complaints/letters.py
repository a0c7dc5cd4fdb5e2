"""The e-mails about a complaint: that there is one and what to do, nothing of what or whom."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

TOLD = Letter(
    "complaints.told",
    subject=_l("Somebody told you something"),
    paragraphs=(
        _l("Something new waits for the confidant. Nobody has taken it on yet."),
        _l("Open it where nobody looks along, read it and take it on."),
    ),
)
NOBODY_LEFT = Letter(
    "complaints.nobody_left",
    subject=_l("Another confidant is needed"),
    paragraphs=(
        _l("Something waits for the confidant that the confidants of now cannot handle."),
        _l("Invite another confidant today, from outside. You do not see what it is."),
    ),
)
