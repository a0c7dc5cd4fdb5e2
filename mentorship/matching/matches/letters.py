"""The e-mails about a match: what to do and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

ASKED = Letter(
    "matching.asked",
    subject=_l("We would like to ask you something"),
    paragraphs=(
        _l("There is a young person whom we would like to bring together with you."),
        _l("Open the link, read about it and tell us yes or no. A no needs no reason."),
        _l("Please answer within %(days)s working days."),
    ),
)
ANSWERED = Letter(
    "matching.answered",
    subject=_l("A mentor answered"),
    paragraphs=(
        _l("A mentor answered whether they want to guide a young person of your House."),
        _l("Sign in to see what comes next."),
    ),
)
CLOSED = Letter(
    "matching.closed",
    subject=_l("A question to you has ended"),
    paragraphs=(
        _l("We asked you whether you want to guide a young person. That question has ended."),
        _l("You do not have to do anything. Your place is free for another young person."),
    ),
)
