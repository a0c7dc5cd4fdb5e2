"""Names what the engine knows about a mentee and a mentor, field by field, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

_NUMBER = _l("a number, no name")
_PLACE = _l("place: its middle, no address")
_HOUSE = _l("House")
_TRAVEL = _l("how far to travel at most")
_SLOTS = _l("parts of the week")
_LANGUAGES = _l("languages to talk in")
_INTERESTS = _l("interests")
_DISLIKES = _l("dislikes")
_EXCLUDED = _l("with whom no match may be made")
_REFUSED = _l("earlier refusals")

MENTEE_FACTS: Mapping[str, LazyText] = MappingProxyType(
    {
        "id": _NUMBER,
        "location": _PLACE,
        "house": _HOUSE,
        "max_travel_m": _TRAVEL,
        "slots": _SLOTS,
        "waiting_since": _l("since when they wait"),
        "priority": _l("priority 1 to 3, given by a person with a reason"),
        "languages": _LANGUAGES,
        "interests": _INTERESTS,
        "dislikes": _DISLIKES,
        "themes": _l("themes they want to work on"),
        "wish_gender": _l("whether they ask for a woman or a man"),
        "wish_age_min": _l("the lowest age they ask for"),
        "wish_age_max": _l("the highest age they ask for"),
        "excluded": _EXCLUDED,
        "refused": _REFUSED,
        "pinned": _l("a pair that a consultant pinned"),
        "consultant": _l(
            "which consultant follows them, if that consultant takes on so many young people at "
            "most"
        ),
    }
)
MENTOR_FACTS: Mapping[str, LazyText] = MappingProxyType(
    {
        "id": _NUMBER,
        "location": _PLACE,
        "house": _HOUSE,
        "max_travel_m": _TRAVEL,
        "slots": _SLOTS,
        "seats": _l("places"),
        "free_seats": _l("free places"),
        "is_ready": _l("whether all steps of the preparation are done"),
        "is_resting": _l("whether they rest after a match"),
        "gender": _l("woman or man, for who asks for it"),
        "birth_year": _l("year of birth, for who asks for an age"),
        "languages": _LANGUAGES,
        "interests": _INTERESTS,
        "dislikes": _DISLIKES,
        "themes": _l("themes they want to help with"),
        "refused_themes": _l("themes they don't guide on"),
        "excluded": _EXCLUDED,
        "refused": _REFUSED,
        "standing": _l("a proposal that stands already"),
    }
)
