"""An invented region for the red team: who was there, and tables counted by hand.

Knows nothing of how tables are protected. A cell is named by what places somebody in it: a set of
(column, value), so that {} is everybody. The same seed and size give the same people.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import combinations, product
from random import Random

HALF_YEARS = ("2023-1", "2023-2", "2024-1", "2024-2", "2025-1", "2025-2")
SIZES = (10, 40, 400)  # mentees a year

# How often each occurs, against the others: a few are common and some are hardly seen.
HOUSES = {"north": 9, "middle": 5, "south": 3, "islands": 1}
PARTNERS = {"school": 10, "youth care": 6, "police": 4, "municipality": 3, "probation": 1}
GENDERS = {"man": 12, "woman": 7, "other": 1}
AGES = {"12-15": 4, "16-17": 6, "18-21": 7, "22-27": 3}
REASONS = {
    "goals reached": 9,
    "time over": 5,
    "no contact": 3,
    "moved away": 2,
    "other care": 2,
    "safety": 1,
}
# How many of a House's mentees fill in the instrument at the end.
MEASURED = {"north": 0.97, "middle": 0.9, "south": 0.8, "islands": 0.6}
# For nearly everybody it is the first trajectory, whatever else they are.
TIMES = {"first": 14, "again": 1}
PUBLISHED = {
    "house": tuple(HOUSES),
    "partner": tuple(PARTNERS),
    "gender": tuple(GENDERS),
    "age": tuple(AGES),
    "reason": tuple(REASONS),
    "measured": ("yes", "no"),
    "times": tuple(TIMES),
    "score": ("1", "2", "3", "4", "5"),
}

Place = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Mentee:
    """One closed trajectory. `sender` is the one organisation that referred, `mentor` the one."""

    number: int
    half_year: str
    house: str
    partner: str
    sender: str
    mentor: str
    gender: str
    age: str
    reason: str
    sessions: int
    score: str  # of an instrument from 1 to 5, at the end
    measured: str  # whether there is one; in tables of scores only these are counted
    times: str


@lru_cache(maxsize=64)
def region(a_year: int, seed: int) -> list[Mentee]:
    """About as many a year over six half-years; half-years differ, and Houses do as well."""
    dice = Random(f"region {a_year} {seed}")
    answering = Random(f"measured {a_year} {seed}")
    people: list[Mentee] = []
    for half_year in HALF_YEARS:
        usual = a_year / 2
        for _ in range(max(0, round(dice.gauss(usual, usual**0.5)))):
            people.append(_somebody(len(people), half_year, a_year, dice, answering))
    return people


def _somebody(number: int, half_year: str, a_year: int, dice: Random, answering: Random) -> Mentee:
    house, partner = _one_of(HOUSES, dice), _one_of(PARTNERS, dice)
    gender = _one_of(GENDERS, dice)
    # Police refer men mostly; of each kind one sender refers half.
    if partner == "police" and dice.random() < 0.8:
        gender = "man"
    sender = 1 if dice.random() < 0.5 else dice.randint(2, 4)
    reasons = dict(REASONS)
    if house == "islands":
        reasons["moved away"] *= 8
    return Mentee(
        number,
        half_year,
        house,
        partner,
        f"{partner} {sender} of {house}",
        f"mentor {dice.randint(1, max(2, a_year * HOUSES[house] // 18))} of {house}",
        gender,
        _one_of(AGES, dice),
        _one_of(reasons, dice),
        min(60, int(dice.expovariate(1 / 14)) + 1),
        str(min(5, max(1, round(dice.gauss(3.4, 1))))),
        "yes" if answering.random() < MEASURED[house] else "no",
        _one_of(TIMES, answering),
    )


def _one_of(often: Mapping[str, int], dice: Random) -> str:
    return dice.choices(list(often), list(often.values()))[0]


def during(people: Sequence[Mentee], half_years: Collection[str]) -> list[Mentee]:
    return [person for person in people if person.half_year in half_years]


def is_in(person: Mentee, place: Place) -> bool:
    return all(getattr(person, column) == value for column, value in place)


def places(columns: Sequence[str]) -> Iterator[Place]:
    """Every cell of the table over these columns with all its margins, the empty ones too."""
    for number in range(len(columns) + 1):
        for some in combinations(columns, number):
            for values in product(*(PUBLISHED[column] for column in some)):
                yield frozenset(zip(some, values, strict=True))


def counted(people: Sequence[Mentee], columns: Sequence[str]) -> dict[Place, int]:
    return {place: sum(is_in(person, place) for person in people) for place in places(columns)}


def summed(people: Sequence[Mentee], columns: Sequence[str], figure: str) -> dict[Place, int]:
    """Of whole figures: `sessions` or `score`."""
    return {
        place: sum(int(getattr(person, figure)) for person in people if is_in(person, place))
        for place in places(columns)
    }


def largest_part(people: Sequence[Mentee], place: Place, contributor: str) -> int:
    """How many of a cell the largest `sender`, `mentor` or `house` brought in."""
    names = [getattr(person, contributor) for person in people if is_in(person, place)]
    return max((names.count(name) for name in names), default=0)


def parts_of(columns: Sequence[str]) -> list[tuple[Place, tuple[Place, ...]]]:
    """Every margin with the cells it is the sum of, in each way."""
    sums = []
    for place in places(columns):
        named = {column for column, _ in place}
        for column in columns:
            if column not in named:
                parts = tuple(place | {(column, value)} for value in PUBLISHED[column])
                sums.append((place, parts))
    return sums


def as_rows(people: Sequence[Mentee]) -> list[dict[str, str | int]]:
    return [
        {field.name: getattr(person, field.name) for field in fields(person)} for person in people
    ]
