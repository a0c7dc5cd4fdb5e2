"""One row of each file as the database takes it in: with the name, and as the profile it makes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Wish
from mentorship.matching.faults import CellError
from mentorship.matching.files import MenteeRow, MentorRow, PersonRow
from mentorship.matching.headers import MENTEES, MENTORS
from mentorship.matching.outcomes import FORMULA_STARTS
from mentorship.matching.rows import Kind
from mentorship.profiles.profile import Asked, MenteeProfile, MentorProfile

LONGEST_NAME = 80


def _name(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        raise CellError(
            _l("A name is one line of at most %(most)d signs.", most=LONGEST_NAME),
            _l("Shorten it."),
        )
    # What our own export guards against being run as a formula comes back as it was.
    return plain[1:] if plain[:1] == "'" and plain[1:].startswith(FORMULA_STARTS) else plain


Name = Annotated[str, PlainValidator(_name)]


class IncomingMentor(MentorRow):
    """A mentor on the way into the database."""

    name: Name = ""


class IncomingMentee(MenteeRow):
    """A young person on the way into the database."""

    name: Name = ""


def _itself(row: Any) -> Any:
    return row


INCOMING_MENTORS: Kind[IncomingMentor, IncomingMentor] = Kind(
    MENTORS, ("id", "place", "slots"), IncomingMentor, _itself, reads_names=True
)
INCOMING_MENTEES: Kind[IncomingMentee, IncomingMentee] = Kind(
    MENTEES, ("id", "place", "slots", "waiting_since"), IncomingMentee, _itself, reads_names=True
)


def house_of(row: PersonRow) -> str | None:
    return row.house or (row.place.house if row.place else None)


def names_in(row: IncomingMentor | IncomingMentee) -> tuple[str, str]:
    """First name and the rest."""
    first, _space, rest = row.name.partition(" ")
    return first, rest


def mentor_profile(row: IncomingMentor, known: MentorProfile) -> MentorProfile:
    """How they meet isn't in a file, so it stays as it is."""
    return MentorProfile(
        **_common(row), refused_themes=row.refused_themes, meeting_mode=known.meeting_mode
    )


def mentee_profile(row: IncomingMentee) -> MenteeProfile:
    return MenteeProfile(
        **_common(row),
        wish_gender=_asked(row.wish_gender),
        wish_age_min=_asked(row.wish_age_min),
        wish_age_max=_asked(row.wish_age_max),
    )


def _common(row: PersonRow) -> dict[str, Any]:
    return {
        "place": row.place.name if row.place else "",
        "latitude": row.latitude,
        "longitude": row.longitude,
        "max_travel_m": row.max_travel_km,
        "gender": row.gender,
        "birth_year": row.birth_year,
        "languages": row.languages,
        "slots": row.slots,
        "interests": row.interests,
        "dislikes": row.dislikes,
        "themes": row.themes,
    }


def _asked(wish: Wish[str] | Wish[int] | None) -> Asked | None:
    return None if wish is None else Asked(wish.value, wish.is_condition)
