"""Whether people who are told to be alike are many and unlike enough; from the definition alone.

At least so many people, also when all rows of any one referrer or mentor are taken away. Of every
secret at least two values; and without any one row, and without all rows of any one referrer or
mentor, no value of it stands in more than nine tenths of what is left. Who came through nobody
known counts as known to whoever has most.

The definition leaves open who that is where two have as many, and whether a value may be held
against somebody who could know the unknown ones without having most. "Disclosure control" names
the House beside referrer and mentor; it can only be taken away where it isn't told. `Reading` takes
it either way: what is told has to pass the mild one, what isn't told mustn't pass the strict one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tests.evaluation.records_oracle.people import Class, Ladders, Levels, Person, classes_of

KINDS = ("referrer", "mentor")
_HOUSE = ("house",)


class Reading(Enum):
    MILD = "mild"
    STRICT = "strict"


class Rule(Enum):
    """Each can be left out, to see that what it is for is found without it."""

    MANY = "people"
    MANY_WITHOUT = "people, without those of one who knows them"
    TWO_VALUES = "two values"
    ONE_ROW = "nine tenths, without one row"
    TWICE = "people, when one who comes twice is one"
    ONE_WHO_KNOWS = "nine tenths, without the rows of one who knows them"


ALL_RULES = frozenset(Rule)


@dataclass(frozen=True, slots=True)
class Fault:
    where: Class
    rule: Rule
    what: str


def faults(
    people: Sequence[Person],
    ladders: Ladders,
    levels: Levels,
    threshold: int,
    reading: Reading,
    rules: frozenset[Rule] = ALL_RULES,
) -> Iterator[Fault]:
    for where, some in classes_of(people, ladders, levels).items():
        for rule, what in faults_of(some, threshold, reading):
            if rule in rules:
                yield Fault(where, rule, what)


def faults_of(
    some: Sequence[Person], threshold: int, reading: Reading
) -> Iterator[tuple[Rule, str]]:
    """Of one class."""
    yield from _few(some, threshold, reading)
    yield from _alike(some, reading)


def _few(some: Sequence[Person], threshold: int, reading: Reading) -> Iterator[tuple[Rule, str]]:
    if len(some) < threshold:
        yield Rule.MANY, f"{len(some)} people"
    if len({person.somebody for person in some}) < min(threshold, len(some)):
        yield Rule.TWICE, f"{len(some)} rows of fewer people"
    for kind in kinds_of(some, reading):
        left = len(some) - most_known(some, kind)
        if left < threshold:
            yield Rule.MANY_WITHOUT, f"{left} of {len(some)} without one {kind}"


def _alike(some: Sequence[Person], reading: Reading) -> Iterator[tuple[Rule, str]]:
    without = [one for kind in kinds_of(some, reading) for one in _taken_away(some, kind, reading)]
    for column in sorted({column for person in some for column in person.secrets}):
        values = [person.secrets[column] for person in some]
        if len(set(values)) < 2:
            yield Rule.TWO_VALUES, f"{column} is {values[0]} of all"
        for value in sorted(set(values)):
            others = values.copy()
            others.remove(value)
            if _is_nearly_all(others):
                yield Rule.ONE_ROW, f"{column}, without one {value}"
        for who, left_over in without:
            if _is_nearly_all([person.secrets[column] for person in left_over]):
                yield Rule.ONE_WHO_KNOWS, f"{column}, without {who}"


def kinds_of(some: Sequence[Person], reading: Reading) -> tuple[str, ...]:
    houses = {one for person in some for one in person.known_to(*_HOUSE)}
    return (*KINDS, *_HOUSE) if reading is Reading.STRICT and len(houses) > 1 else KINDS


def _is_nearly_all(values: Sequence[str]) -> bool:
    return any(10 * number > 9 * len(values) for number in Counter(values).values())


def _many(some: Sequence[Person], kind: str) -> Counter[str]:
    return Counter(key for person in some for key in person.known_to(kind))


def most_known(some: Sequence[Person], kind: str) -> int:
    unknown = sum(not person.known_to(kind) for person in some)
    return unknown + max(_many(some, kind).values(), default=0)


def _taken_away(
    some: Sequence[Person], kind: str, reading: Reading
) -> Iterator[tuple[str, list[Person]]]:
    """What is left without all that one referrer or one mentor knows."""
    many = _many(some, kind)
    largest = [key for key, number in many.items() if number == max(many.values())]
    if reading is Reading.MILD and len(largest) > 1:
        largest = []
    for key in sorted(many):
        takes_unknown = reading is Reading.STRICT or key in largest
        yield (
            f"{kind} {key}",
            [
                person
                for person in some
                if key not in person.known_to(kind) and (person.known_to(kind) or not takes_unknown)
            ],
        )
