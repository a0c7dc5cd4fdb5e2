"""A profile as plain values, and as the one sealed text in which it is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked_dataclass

from mentorship.region.places import Place, UnknownPlace, find_place

DEFAULT_METRES = 15_000
DUTCH = frozenset({"nl"})
LONGEST_STORED = 8_000  # characters of JSON; every tag and slot there is takes about half

ProfileType = TypeVar("ProfileType", bound="Profile")
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish about the mentor; a condition is a hard rule, otherwise it earns points."""

    value: str | int
    is_condition: bool = False


@checked_dataclass(frozen=True, kw_only=True, config=_STRICT)
class Profile:
    """What both sides tell of themselves; distances in metres, `slots` as in `week.SLOTS`.

    `place` is a name of the gazetteer. Coordinates (degrees, WGS 84) go before its centroid and
    are only there when a file brought them. Empty means unknown or none.
    """

    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    max_travel_m: int = DEFAULT_METRES
    gender: str | None = None
    birth_year: int | None = None
    languages: frozenset[str] = DUTCH
    slots: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()

    @property
    def is_complete(self) -> bool:
        """Whether a round can use it: somewhere to live, a moment to meet, a language to talk."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """What a round can't do without, by the names of the fields."""
        has_where = bool(self.place) or None not in (self.latitude, self.longitude)
        there = {"place": has_where, "slots": bool(self.slots), "languages": bool(self.languages)}
        return tuple(name for name, is_there in there.items() if not is_there)

    def where(self) -> Place | None:
        """The place by its name; None when there is none, or the gazetteer lost it."""
        try:
            return find_place(self.place) if self.place else None
        except UnknownPlace:
            return None


@checked_dataclass(frozen=True, kw_only=True, config=_STRICT)
class MentorProfile(Profile):
    """`themes` are those offered; `meeting_mode` is `in_person`, `online` or `both`."""

    refused_themes: frozenset[str] = frozenset()
    meeting_mode: str = "in_person"


@checked_dataclass(frozen=True, kw_only=True, config=_STRICT)
class MenteeProfile(Profile):
    """`themes` are those wanted; ages in years."""

    wish_gender: Asked | None = None
    wish_age_min: Asked | None = None
    wish_age_max: Asked | None = None


def stored(profile: Profile) -> str:
    """The same profile always gives the same text."""
    values = {field.name: _plain(getattr(profile, field.name)) for field in fields(profile)}
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Asked):
        return {"value": value.value, "is_condition": value.is_condition}
    return value


def restored(kind: type[ProfileType], text: str | None) -> ProfileType:
    """The profile in this text; an empty one when nothing was stored yet."""
    return TypeAdapter(kind).validate_json(text) if text else kind()
