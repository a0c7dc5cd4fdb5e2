"""The e-mail about a recommendation: that there is one, and a link; not what it says."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

YOURS = Letter(
    "evaluation.recommendation_yours",
    subject=_l("A recommendation is yours now"),
    paragraphs=(
        _l("A study recommends something to the programme, and you are the one who takes it up."),
        _l("The page says what it is and by when something has to be done."),
    ),
)
