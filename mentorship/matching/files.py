"""One row of each file that `match` reads: which cells it has and how each is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo

from mentorship.matching import cells
from mentorship.matching.assignment.model import Wish
from mentorship.matching.file_limits import COMMAND_LINE, Limits
from mentorship.profiles.vocabulary import Vocabulary
from mentorship.region.places import Place

DEFAULT_METRES = 15_000


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file and its cells are read against."""

    today: date
    vocabulary: Vocabulary
    limits: Limits = COMMAND_LINE


def _today(read: Callable[[str, date], Any]) -> PlainValidator:
    def validate(text: str, info: ValidationInfo[Setting]) -> Any:
        return read(text, info.context.today)

    return PlainValidator(validate)


def _interests(text: str, info: ValidationInfo[Setting]) -> frozenset[str]:
    return cells.tags(text, info.context.vocabulary.interests)


def _themes(text: str, info: ValidationInfo[Setting]) -> frozenset[str]:
    return cells.tags(text, info.context.vocabulary.themes)


Ids = Annotated[frozenset[str], PlainValidator(cells.identifiers)]
Interests = Annotated[frozenset[str], PlainValidator(_interests)]
Themes = Annotated[frozenset[str], PlainValidator(_themes)]
WishedAge = Annotated[Wish[int] | None, PlainValidator(cells.wish_age)]


class PersonRow(BaseModel):
    """The cells both files have; an empty cell is left out and takes its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, PlainValidator(cells.identifier)]
    place: Annotated[Place | None, PlainValidator(cells.place)] = None
    latitude: Annotated[float | None, PlainValidator(cells.latitude)] = None
    longitude: Annotated[float | None, PlainValidator(cells.longitude)] = None
    house: Annotated[str | None, PlainValidator(cells.house)] = None
    max_travel_km: Annotated[int, PlainValidator(cells.metres)] = DEFAULT_METRES
    gender: Annotated[str | None, PlainValidator(cells.gender)] = None
    birth_year: Annotated[int | None, _today(cells.birth_year)] = None
    languages: Annotated[frozenset[str], PlainValidator(cells.languages)] = frozenset({"nl"})
    slots: Annotated[frozenset[str], PlainValidator(cells.slots)]
    interests: Interests = frozenset()
    dislikes: Interests = frozenset()
    themes: Themes = frozenset()
    excluded: Ids = frozenset()
    refused: Ids = frozenset()


class MentorRow(PersonRow):
    """One mentor."""

    capacity: Annotated[int, PlainValidator(cells.seats)] = 1
    free_seats: Annotated[int | None, PlainValidator(cells.seats)] = None
    refused_themes: Themes = frozenset()
    ready: Annotated[bool, PlainValidator(cells.yes_or_no)] = True
    standing: Annotated[str | None, PlainValidator(cells.identifier)] = None


class MenteeRow(PersonRow):
    """One young person who waits."""

    waiting_since: Annotated[date, _today(cells.waiting_since)]
    priority: Annotated[int, PlainValidator(cells.priority)] = 2
    wish_gender: Annotated[Wish[str] | None, PlainValidator(cells.wish_gender)] = None
    wish_age_min: WishedAge = None
    wish_age_max: WishedAge = None
    pinned: Annotated[str | None, PlainValidator(cells.identifier)] = None
    consultant: Annotated[str | None, PlainValidator(cells.identifier)] = None
