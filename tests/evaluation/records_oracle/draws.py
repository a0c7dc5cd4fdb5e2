"""Invented regions: people of some half-years, who sent them, who guided them, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.evaluation.records_oracle.people import (
    GENDER,
    HALF_YEAR,
    PARTNER,
    Person,
)

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a region is unlike others; shares are of people."""

    half_years: tuple[str, ...]
    in_each: int
    evenness: float  # of the values of the five columns: 1 is all alike, 0 is all in one
    one_referrer: float  # who come through one and the same
    one_mentor: float
    unknown: float  # of whom nobody knows who sent them
    odd: float  # how often a secret isn't the usual one of the class
    referrers: int
    mentors: int
    twice: float = 0  # who was there before in the same year
    uneven: bool = False  # some half-years in which hardly anybody began


def any_shape(dice: Random, half_years: Sequence[str], in_each: int) -> Shape:
    return Shape(
        half_years=tuple(half_years),
        in_each=in_each,
        evenness=dice.choice((0, 0.3, 0.7, 1)),
        one_referrer=dice.choice((0, 0, 0.3, 0.6)),
        one_mentor=dice.choice((0, 0, 0.2, 0.5)),
        unknown=dice.choice((0, 0, 0.05, 0.2)),
        odd=dice.choice((0.08, 0.15, 0.5, 1, 1)),
        referrers=dice.choice((6, 30)),
        mentors=dice.choice((15, 60)),
        twice=dice.choice((0, 0, 0.1)),
        uneven=dice.random() < 0.4,
    )


def any_people(dice: Random, shape: Shape, looks: Values, secrets: Values) -> list[Person]:
    usual = {
        (column, value): dice.choice(values)
        for column, values in secrets.items()
        for value in looks[GENDER]
    }
    people: list[Person] = []
    for half_year in shape.half_years:
        size = dice.choice((0.1, 0.3, 1, 1.5)) if shape.uneven else dice.uniform(0.8, 1.2)
        for _ in range(max(1, round(shape.in_each * size))):
            before = [one for one in people if one.half_year[:4] == half_year[:4]]
            person = _anybody(dice, shape, looks, secrets, usual, half_year)
            if before and dice.random() < shape.twice:
                person = _again(people, dice.choice(before), person)
            people.append(person)
    return people


def _again(people: list[Person], before: Person, now: Person) -> Person:
    """The same young person once more."""
    number = people.index(before)
    who = number if before.who is None else before.who
    people[number] = replace(before, who=who)
    looks = {**before.looks, HALF_YEAR: now.half_year}
    return replace(now, looks=looks, referrers=before.referrers, who=who)


def _anybody(
    dice: Random,
    shape: Shape,
    looks: Values,
    secrets: Values,
    usual: dict[tuple[str, str], str],
    half_year: str,
) -> Person:
    own = {column: _one_of(dice, looks[column], shape.evenness) for column in looks}
    own[HALF_YEAR] = half_year
    told = {
        column: dice.choice(values) if dice.random() < shape.odd else usual[column, own[GENDER]]
        for column, values in secrets.items()
    }
    mentor = 0 if dice.random() < shape.one_mentor else dice.randrange(shape.mentors)
    own[PARTNER], referrers = _sender(dice, shape, own[PARTNER])
    return Person(own, told, frozenset({f"m{mentor}"}), referrers)


def _sender(dice: Random, shape: Shape, partner: str) -> tuple[str, frozenset[str]]:
    """Who comes through nobody known is of no known kind of partner either."""
    if dice.random() < shape.unknown:
        return "unknown", frozenset()
    if dice.random() < shape.one_referrer:
        return "municipality", frozenset({"municipality 0"})
    times = 2 if dice.random() < 0.05 else 1  # some are sent by two
    return partner, frozenset(f"{partner} {dice.randrange(shape.referrers)}" for _ in range(times))


def _one_of(dice: Random, values: Sequence[str], evenness: float) -> str:
    return dice.choice(values) if dice.random() < evenness else values[0]
