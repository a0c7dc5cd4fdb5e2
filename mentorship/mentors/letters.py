"""The e-mails about mentors: what to do and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

APPLIED = Letter(
    "mentors.applied",
    subject=_l("Your application has arrived"),
    paragraphs=(
        _l("Thank you for your application. It has arrived."),
        _l("A mentor consultant reads it and contacts you for a first talk."),
        _l("Behind the link you read again how it goes on."),
        _l("Did you not apply? Then somebody made a mistake. You do not have to do anything."),
    ),
)
NEW_APPLICATION = Letter(
    "mentors.new_application",
    subject=_l("Somebody wants to become a mentor"),
    paragraphs=(
        _l("An application has arrived for your House."),
        _l("Sign in, read it and plan a first talk."),
    ),
)
REFERENCE = Letter(
    "mentors.reference",
    subject=_l("A few questions about somebody whom you know"),
    paragraphs=(
        _l("Somebody whom you know wants to become a mentor of a young person."),
        _l("They told us that we may ask you about them. There are four short questions."),
        _l("The link works once, for %(days)s days. Nobody else can use it."),
        _l("Would you rather not answer? Then you do not have to do anything."),
    ),
)
REFERENCE_ANSWERED = Letter(
    "mentors.reference_answered",
    subject=_l("A reference has been answered"),
    paragraphs=(
        _l("Somebody answered the questions about a mentor of your House."),
        _l("Sign in to read the answers and to decide."),
    ),
)
REFERENCE_LATE = Letter(
    "mentors.reference_late",
    subject=_l("A reference is late"),
    paragraphs=(
        _l("Somebody who was asked about a mentor of your House has not answered in time."),
        _l("Sign in to see who it is. Call, or send the questions again."),
    ),
)
