"""The e-mail about an invitation, to who wrote it: a link, and no word of what was decided."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

DECIDED = Letter(
    "interviews.decided",
    subject=_l("Your invitation to a talk was read"),
    paragraphs=(
        _l("The programme read your invitation to a talk. The page says what comes next."),
        _l("Sign in to see it."),
    ),
)
