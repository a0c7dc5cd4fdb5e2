"""The words of recruiting: a mentor to look for, and what finding one wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentorship.matching.assignment.model import Location, Mentor
from mentorship.matching.assignment.price import Price

TRAVEL_M = 15_000
SLOTS_AT_MOST = 3
THEMES_AT_MOST = 2
DUTCH = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruit(Mentor):
    """A mentor who isn't there yet: an empty cell says nothing, so it counts as unknown.

    The empty cell of a mentor shares nothing, because the mentor was asked. A recruit wasn't.
    So what isn't stated earns what it earns for a mentee with an empty cell, half the points; of
    wishes each about something unstated counts as half met. A condition isn't met by what is
    unknown: rules stay as they are.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A mentor to look for, in ages as they are on the day of the round.

    Every mentor from `age_min` to `age_max` counts alike; None is without end, both None: any age.
    """

    location: Location
    house: str | None
    slots: tuple[str, ...]
    language: str | None = None
    gender: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    themes: tuple[str, ...] = ()

    @property
    def age(self) -> int | None:
        return self.age_max if self.age_min is None else self.age_min

    @property
    def demands(self) -> int:
        """How much is asked beside a place and a House."""
        others = (self.language, self.gender, self.age)
        return len(self.slots) + len(self.themes) + sum(one is not None for one in others)

    def recruit(self, id_: str, day: date) -> Recruit:
        """Somebody who is exactly that."""
        return Recruit(
            id=id_,
            location=self.location,
            house=self.house,
            max_travel_m=TRAVEL_M,
            slots=frozenset(self.slots),
            gender=self.gender,
            birth_year=None if self.age is None else day.year - self.age,
            languages=frozenset({DUTCH} | ({self.language} if self.language else set())),
            themes=frozenset(self.themes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A profile, and what one up to five such mentors win: exact gains on every level.

    Those before it in the list count as found. `served` are the ids of mentees who wait now and
    have a mentor once five are found.
    """

    profile: Profile
    gains: tuple[Price, ...]
    served: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FullHouse:
    """A House whose caseload stands in the way: what one place more wins, with the same mentors."""

    house: str
    gain: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class FullConsultant:
    """A consultant whose caseload stands in the way: what one place more there wins.

    `with_house`: it wins only where the House has a place more as well, which is counted then.
    """

    consultant: str
    house: str | None
    gain: Price
    with_house: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruitNext:
    """At most five profiles, best first. `is_complete`: nothing was left out of the search."""

    recommendations: tuple[Recommendation, ...] = ()
    full_houses: tuple[FullHouse, ...] = ()
    full_consultants: tuple[FullConsultant, ...] = ()
    is_complete: bool = True
