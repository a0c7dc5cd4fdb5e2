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
MORE = Letter(
    "complaints.more",
    subject=_l("Something was added"),
    paragraphs=(
        _l("Somebody added something to what waits for the confidant."),
        _l("Open it where nobody looks along and read it."),
    ),
)
TAKEN_OVER = Letter(
    "complaints.taken_over",
    subject=_l("A colleague took something over from you"),
    paragraphs=(
        _l("Another confidant goes on with something that you had."),
        _l("Is that not right? Then call your colleague."),
    ),
)
WAITS = Letter(
    "complaints.waits",
    subject=_l("Something waits too long for the confidant"),
    paragraphs=(
        _l("Nobody has taken it on, and the term is over."),
        _l("Open it where nobody looks along, read it and take it on today."),
    ),
)
LETTER_LATE = Letter(
    "complaints.letter_late",
    subject=_l("Somebody waits for your letter"),
    paragraphs=(
        _l("The term of something that you have is over."),
        _l("Finish it, or tell who waits how long it will take."),
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
