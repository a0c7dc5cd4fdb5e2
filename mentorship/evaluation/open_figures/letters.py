"""The e-mails about open figures: what to do and a link, no names and no figures."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

_SIGN_IN = _l("Sign in to see it.")
TO_PUBLISH = Letter(
    "evaluation.to_publish",
    subject=_l("Open figures wait for you"),
    paragraphs=(
        _l("The programme coordinator proposes to publish the figures over a year."),
        _l("Look at the tables and decide whether everybody may read them."),
    ),
)
NOT_PUBLISHED = Letter(
    "evaluation.not_published",
    subject=_l("Open figures were refused"),
    paragraphs=(
        _l("The figures over a year that you proposed will not be published. The page says why."),
        _SIGN_IN,
    ),
)
TAKEN_OFF = Letter(
    "evaluation.taken_off",
    subject=_l("Open figures were withdrawn"),
    paragraphs=(
        _l(
            "Figures over a year that you proposed stood on the website, and don't any more. The "
            "page says why."
        ),
        _SIGN_IN,
    ),
)
