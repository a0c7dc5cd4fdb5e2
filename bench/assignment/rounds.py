"""Invents large rounds quickly: people of nobody, in the province's own places.

A round of many thousands has regions: copies of the province, so far apart that nobody travels
from one to the other, each with Houses of its own. However many people there are, a mentee has
about `density` mentors to choose from: travel limits shrink until that is so.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import numpy as np

from mentorship.matching.assignment.model import (
    SLOTS,
    Location,
    Mentee,
    Mentor,
    Policy,
    Round,
    Wish,
)

Home = tuple[Location, str]
DAY = date(2026, 11, 26)
A_REGION = 25_000  # people of each side at the most
_FURTHER = 8.0  # degrees of longitude from one region to the next
INTERESTS = tuple(f"interest {number}" for number in range(16))
THEMES = tuple(f"theme {number}" for number in range(8))
LANGUAGES = ("en", "ar", "tr", "pl", "fa")
_KINDS = 997  # so many different weeks, lists of interests and so on
_LONGEST, _SHORTEST = 60_000, 50  # metres
_A_SAMPLE = 5_000  # people of each side, to see which limit gives that many
_LOOKED_AT = 40_000  # pairs, to see how many of those in reach fit otherwise


@dataclass(frozen=True)
class Market:
    """Scarce: six seats for ten mentees. Ample: seventeen."""

    name: str
    seats: tuple[int, ...]


MARKETS = (Market("scarce", (0, 0, 1, 1, 1)), Market("ample", (1, 1, 2, 3, 1)))


def invent(size: int, market: Market, density: int, seed: int) -> Round:
    """So many mentees and as many mentors; the same for the same arguments."""
    dice = np.random.default_rng([size, density, seed, len(market.seats), sum(market.seats)])
    kinds = _Kinds.some(dice)
    regions = max(1, -(-size // A_REGION))
    few = min(size, _A_SAMPLE)
    mentees = _mentees(dice, few, regions, kinds, 0)
    mentors = _mentors(dice, few, regions, kinds, market, 0)
    limit = _limit(dice, mentees, mentors, density * few / size)
    return Round(
        mentees=_mentees(dice, size, regions, kinds, limit),
        mentors=_mentors(dice, size, regions, kinds, market, limit),
        date=DAY,
        policy=Policy(detour_metres={f"Texel{_suffix(one)}": 15_000 for one in range(regions)}),
        seed=seed,
    )


@dataclass(frozen=True)
class _Kinds:
    """What people have in common with some others: made once, so that it's quick and small."""

    slots: list[frozenset[str]]
    interests: list[frozenset[str]]
    dislikes: list[frozenset[str]]
    themes: list[frozenset[str]]
    refused: list[frozenset[str]]
    languages: list[frozenset[str]]

    @classmethod
    def some(cls, dice: np.random.Generator) -> "_Kinds":
        def sets(words: Sequence[str], least: int, most: int) -> list[frozenset[str]]:
            counts = dice.integers(least, most + 1, _KINDS).tolist()
            return [frozenset(dice.choice(words, n, replace=False).tolist()) for n in counts]

        spoken = [{"nl"}] * 7 + [{"nl", one} for one in LANGUAGES] + [{one} for one in LANGUAGES]
        return cls(
            slots=sets(SLOTS, 2, 5),
            interests=sets(INTERESTS, 0, 7),
            dislikes=sets(INTERESTS, 0, 4),
            themes=sets(THEMES, 0, 3),
            refused=[*sets(THEMES, 1, 2)[: _KINDS // 6], *[frozenset[str]()] * _KINDS][:_KINDS],
            languages=[frozenset(one) for one in spoken],
        )


def _mentees(
    dice: np.random.Generator, size: int, regions: int, kinds: _Kinds, limit: float
) -> tuple[Mentee, ...]:
    homes = _homes(dice, size, regions)
    limits = _limits(dice, size, limit)
    kind = dice.integers(0, _KINDS, (size, 4)).tolist()
    spoken = dice.integers(0, len(kinds.languages), size).tolist()
    days = dice.integers(0, 260, size).tolist()
    classes = dice.choice((1, 2, 3), size, p=(0.1, 0.7, 0.2)).tolist()
    wishes = dice.integers(0, 12, size).tolist()
    return tuple(
        Mentee(
            id=f"j{number:07d}",
            location=home[0],
            house=home[1],
            max_travel_m=limits[number],
            slots=kinds.slots[one[0]],
            interests=kinds.interests[one[1]],
            dislikes=kinds.dislikes[one[2]],
            themes=kinds.themes[one[3]],
            languages=kinds.languages[spoken[number]],
            waiting_since=DAY - timedelta(days=days[number]),
            priority=classes[number],
            wish_gender=_WISHES[wishes[number]],
        )
        for number, (home, one) in enumerate(zip(homes, kind, strict=True))
    )


_WISHES: tuple[Wish[str] | None, ...] = (
    Wish("woman", True), Wish("man", True), Wish("woman"), Wish("man"), *[None] * 8,
)  # fmt: skip


def _mentors(
    dice: np.random.Generator, size: int, regions: int, kinds: _Kinds, market: Market, limit: float
) -> tuple[Mentor, ...]:
    homes = _homes(dice, size, regions)
    limits = _limits(dice, size, limit)
    kind = dice.integers(0, _KINDS, (size, 5)).tolist()
    spoken = dice.integers(0, len(kinds.languages), size).tolist()
    seats = dice.choice(market.seats, size).tolist()
    is_woman = (dice.random(size) < 0.5).tolist()
    born = dice.integers(1950, 2006, size).tolist()
    return tuple(
        Mentor(
            id=f"v{number:07d}",
            location=home[0],
            house=home[1],
            max_travel_m=limits[number],
            slots=kinds.slots[one[0]],
            interests=kinds.interests[one[1]],
            dislikes=kinds.dislikes[one[2]],
            themes=kinds.themes[one[3]],
            refused_themes=kinds.refused[one[4]],
            languages=kinds.languages[spoken[number]],
            seats=max(1, seats[number]),
            free_seats=seats[number],
            gender="woman" if is_woman[number] else "man",
            birth_year=born[number],
        )
        for number, (home, one) in enumerate(zip(homes, kind, strict=True))
    )


def _homes(dice: np.random.Generator, size: int, regions: int) -> list[Home]:
    homes = [home for number in range(regions) for home in _region(number)]
    return [homes[at] for at in dice.integers(0, len(homes), size).tolist()]


@cache
def _region(number: int) -> tuple[Home, ...]:
    """The province's places; the first region is where they are."""
    data = files("mentorship.region") / "data"
    with (data / "municipalities.csv").open(encoding="utf-8") as file:
        house = {row["municipality"]: row["care_safety_house_code"] for row in csv.DictReader(file)}
    with (data / "places.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    suffix = _suffix(number)
    return tuple(
        (
            Location(
                float(row["latitude"]),
                (float(row["longitude"]) + _FURTHER * number + 180) % 360 - 180,
                row["municipality"] + suffix,
            ),
            house[row["municipality"]] + suffix,
        )
        for row in rows
    )


def _suffix(region: int) -> str:
    return f" {region + 1}" if region else ""


def _limits(dice: np.random.Generator, size: int, about: float) -> list[int]:
    limits = np.maximum(about * dice.uniform(0.8, 1.3, size), _SHORTEST)
    return [int(limit) for limit in limits.tolist()]


def _limit(
    dice: np.random.Generator,
    mentees: tuple[Mentee, ...],
    mentors: tuple[Mentor, ...],
    density: float,
) -> float:
    """The limit, in metres, with which one of these mentees has so many of these mentors."""
    some = [one.location for one in mentees[:300]]
    metres = _metres(some, [one.location for one in mentors])
    share = _share_that_fits_otherwise(dice, mentees, mentors) / len(some)
    low, high = float(_SHORTEST), float(_LONGEST)
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if (metres <= middle).sum() * share > density else (middle, high)
    return low


def _metres(here: list[Location], there: list[Location]) -> np.ndarray:
    """Of every pair, on a globe and without ferries: near enough to choose a limit by."""
    north, east = np.radians([(one.latitude, one.longitude) for one in here]).T[:, :, None]
    other_north, other_east = np.radians([(one.latitude, one.longitude) for one in there]).T
    chord = np.sin((other_north - north) / 2) ** 2
    chord = chord + np.cos(north) * np.cos(other_north) * np.sin((other_east - east) / 2) ** 2
    metres: np.ndarray = 2 * 6_371_009 * np.arcsin(np.sqrt(chord))
    return metres


def _share_that_fits_otherwise(
    dice: np.random.Generator, mentees: tuple[Mentee, ...], mentors: tuple[Mentor, ...]
) -> float:
    """Of pairs in reach of each other, those that share a slot and a language and so on."""
    i = dice.integers(0, len(mentees), _LOOKED_AT).tolist()
    j = dice.integers(0, len(mentors), _LOOKED_AT).tolist()
    fitting = sum(_fits(mentees[a], mentors[b]) for a, b in zip(i, j, strict=True))
    return max(fitting, 1) / _LOOKED_AT


def _fits(mentee: Mentee, mentor: Mentor) -> bool:
    wish = mentee.wish_gender
    return (
        mentor.free_seats > 0
        and not mentee.slots.isdisjoint(mentor.slots)
        and not mentee.languages.isdisjoint(mentor.languages)
        and mentee.themes.isdisjoint(mentor.refused_themes)
        and (wish is None or not wish.is_condition or wish.value == mentor.gender)
    )
