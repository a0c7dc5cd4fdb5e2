"""The letters about cover: what changes and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

PAGE = "/cover"

ASKED = Letter(
    "accounts.cover_asked",
    subject=_l("You cover for a colleague"),
    paragraphs=(
        _l("A colleague will be away. You follow their young people meanwhile."),
        _l("Sign in to see for whom, and from which day until which."),
        _l("Is that not possible for you? Then end the cover there, and tell your colleague."),
    ),
)
ARRANGED = Letter(
    "accounts.cover_arranged",
    subject=_l("Somebody covers for you"),
    paragraphs=(
        _l("It is arranged who follows your young people while you are away."),
        _l("Sign in to see who does, and from which day until which."),
    ),
)
ENDED = Letter(
    "accounts.cover_ended",
    subject=_l("A cover has ended"),
    paragraphs=(
        _l("A cover between you and a colleague has been ended before its last day."),
        _l("Sign in to see which one. Is somebody still away? Then arrange a new cover."),
    ),
)
