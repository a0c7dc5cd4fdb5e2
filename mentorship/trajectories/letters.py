"""The reminders about trajectories: what to do and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

LOG_ASKED = Letter(
    "trajectories.log_asked",
    subject=_l("Do you have a session to log?"),
    paragraphs=(
        _l("It has been a while since you logged a session. It takes a minute."),
        _l("Did you not meet? Log that too, or call your mentor consultant."),
    ),
)
ANSWERED = Letter(
    "trajectories.answered",
    subject=_l("Please look today"),
    paragraphs=(
        _l("Something in a trajectory that you follow asks for your attention today."),
        _l("Sign in to see what it is."),
    ),
)
CARE_ASKED = Letter(
    "trajectories.care_asked",
    subject=_l("Something in a trajectory is late"),
    paragraphs=(
        _l("Something that was agreed for a trajectory of your House has not been done in time."),
        _l("Sign in to see what it is, and do it or move it."),
    ),
)
