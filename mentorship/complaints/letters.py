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
NOT_AVAILABLE = Letter(
    "complaints.not_available",
    subject=_l("A mentor is not available for now"),
    paragraphs=(
        _l("A mentor is not available from today. Where they met a young person, that pauses."),
        _l("Tell the young person that the mentor cannot come for now, and agree on nothing new."),
        _l("You hear when it is over. Please do not ask the mentor about it."),
    ),
)
AVAILABLE = Letter(
    "complaints.available",
    subject=_l("A mentor is available again"),
    paragraphs=(
        _l("A mentor who was not available is available again."),
        _l("Ask the young person first whether they want to go on; then you end the pause."),
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
