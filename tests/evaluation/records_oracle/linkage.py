"""Somebody who looks for one person in the rows, and what they then hold to be so.

They know of this person all five columns as they are, and everything that was told; they may be
one of the others in the rows, or the mentor or referrer of some of them, and take those rows away.
A secret is out when more than nine tenths of the rows that are left have it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.evaluation.records_oracle.people import Class, Person

# Whether anybody of this half-year could have this value of this column, by all that was told.
Possible = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Found:
    who: str
    person: Person
    column: str
    value: str
    rows: int


def anything(half_year: str, column: str, value: str) -> bool:
    return True


def looked_for(
    classes: dict[Class, list[Person]], possible: Possible = anything
) -> Iterator[Found]:
    """Of each of the people in the rows, by each who might look for them."""
    for some in classes.values():
        for half_year in sorted({person.half_year for person in some}):
            person = next(one for one in some if one.half_year == half_year)
            for who, left in _views(some, person):
                yield from _certain(who, person, left, possible)


def _views(some: Sequence[Person], person: Person) -> Iterator[tuple[str, list[Person]]]:
    """What each can't take away; the person looked for is never among their own."""
    yield "anybody", list(some)
    seen: set[tuple[tuple[str, str], ...]] = set()
    for one in some:
        own = tuple(sorted(one.secrets.items()))
        if one.somebody != person.somebody and (own not in seen or one.who is not None):
            seen.add(own)
            who = "one of them" if one.who is None else "one who is there twice"
            yield who, [other for other in some if other.somebody != one.somebody]
    for kind in ("mentor", "referrer"):
        for key in sorted({key for one in some for key in one.known_to(kind)}):
            left = [one for one in some if key not in one.known_to(kind)]
            if any(one.half_year == person.half_year for one in left):
                yield f"{kind} {key}", left


def _certain(
    who: str, person: Person, left: Sequence[Person], possible: Possible
) -> Iterator[Found]:
    for column in sorted(person.secrets):
        values = Counter(
            one.secrets[column]
            for one in left
            if possible(person.half_year, column, one.secrets[column])
        )
        for value, number in values.items():
            if 10 * number > 9 * values.total():
                yield Found(who, person, column, value, number)
