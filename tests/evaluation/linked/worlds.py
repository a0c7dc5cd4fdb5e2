"""Invented trajectories of some half-years, and bundles of the tables that tell how they ended.

A world is a list of people, each in one place: all five tables are counted from that list, so that
they hang together here as they do in life.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random
from typing import cast

from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Verdict, judge_all
from mentorship.evaluation.measures.closures import BY_KIND, BY_REASON, BY_WHOM
from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.tables import CohortCounts, Specification
from mentorship.foundation.db import Db

PLANNED = "planned"
KINDS = (PLANNED, "unplanned", "one_sided")
DURATIONS = ("3", "6", "9", "12", "later")
REASONS = (PLANNED, "contact", "circumstances", "other")
WHOM = (PLANNED, "mentee", "mentor", "other")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one trajectory stands in every table."""

    half_year: str
    kind: str
    duration: str
    reason: str
    whom: str

    @property
    def end(self) -> str:
        how = PLANNED if self.kind == PLANNED else "early"
        return f"{how}-{self.duration}"


@dataclass(frozen=True, slots=True)
class Person:
    place: Place
    through: tuple[str, ...] = ()


ROW_OF: Mapping[str, Callable[[Place], str]] = {
    DURATION.id: lambda place: place.duration,
    ATTRITION.id: lambda place: place.end,
    BY_KIND.id: lambda place: place.kind,
    BY_REASON.id: lambda place: place.reason,
    BY_WHOM.id: lambda place: place.whom,
}
TABLES = tuple(ROW_OF)


@cache
def specifications() -> Mapping[str, Specification]:
    """None of these asks the database what its rows are."""
    nothing = cast(Db, None)
    measures = (DURATION, ATTRITION, BY_KIND, BY_REASON, BY_WHOM)
    return {one.id: one.specify(nothing, []) for one in measures}


def every_place(half_years: Sequence[str]) -> list[Place]:
    """Who planned the end together has no other reason, and nobody else has that one."""
    found = product(half_years, KINDS, DURATIONS, REASONS, WHOM)
    return [
        Place(*one)
        for one in found
        if len({one[1] == PLANNED, one[3] == PLANNED, one[4] == PLANNED}) == 1
    ]


@dataclass(frozen=True, slots=True)
class World:
    half_years: tuple[str, ...]
    people: tuple[Person, ...]
    limits: Limits

    def counted(self) -> dict[str, dict[str, CohortCounts]]:
        return {
            table: {half_year: self._counts(table, half_year) for half_year in self.half_years}
            for table in TABLES
        }

    def _counts(self, table: str, half_year: str) -> CohortCounts:
        counts, through = Counter[str](), dict[str, Counter[str]]()
        for person in self.people:
            if person.place.half_year == half_year:
                row = ROW_OF[table](person.place)
                counts[row] += 1
                through.setdefault(row, Counter()).update(person.through)
        return CohortCounts(half_year, dict(counts), contributors=through)


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants to have: these tables in this order, of these half-years."""

    half_years: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    ask: Ask
    verdicts: tuple[Verdict, ...]

    @property
    def releases(self) -> list[Release]:
        return [release_of_table(one.table) for one in self.verdicts if one.table]


def tell(db: Db, world: World, asks: Sequence[Ask]) -> Iterator[Bundle]:
    """One bundle after the other, each knowing what those before it told."""
    counted, earlier = world.counted(), list[Release]()
    specified = specifications()
    own = linked(db, {(one, specified[one].edition): found for one, found in counted.items()})
    for ask in asks:
        wanted = [specified[one] for one in ask.tables]
        alone = judge_all(wanted, ask.half_years, counted, earlier, world.limits)
        found = Bundle(ask, beside_each_other(alone, own, earlier, world.limits))
        earlier += found.releases
        yield found


def tell_each_alone(world: World, asks: Sequence[Ask]) -> Iterator[Bundle]:
    """As if there were no other table; this is what must not be done."""
    counted = world.counted()
    for ask in asks:
        verdicts = [
            judge_all([specifications()[one]], ask.half_years, counted, [], world.limits)[0]
            for one in ask.tables
        ]
        yield Bundle(ask, tuple(verdicts))


_WEIGHTS = (0, 0.1, 1, 1, 3)


def any_world(dice: Random, half_years: int, through: int = 0) -> World:
    """Few or many, mostly alike in the half-years, with rows that nobody or hardly anybody is in.

    `through` is how many mentors and how many referrers there are; with none nobody knows any.
    """
    names = tuple(f"{2023 + number // 2}-{number % 2 + 1}" for number in range(half_years))
    threshold = dice.randint(3, 5)
    weight_of = _any_weights(dice)
    people: list[Person] = []
    for name in names:
        places = every_place([name])
        weight_of = weight_of if dice.random() < 0.6 else _any_weights(dice)
        weights = [weight_of(place) for place in places]
        number = round(threshold * dice.choice((2, 4, 8, 12, 20)) * dice.uniform(0.8, 1.3))
        people += [
            Person(place, _any_senders(dice, through))
            for place in dice.choices(places, weights, k=number)
        ]
    return World(names, tuple(people), Limits(threshold=threshold))


def _any_weights(dice: Random) -> Callable[[Place], float]:
    """How they ended says something about when, and mostly nothing about why and by whom."""
    drawn = {one: dice.choice(_WEIGHTS) for one in product(("early", PLANNED), DURATIONS)}
    drawn |= {("reason", one): dice.choice(_WEIGHTS) for one in REASONS}
    drawn |= {("whom", one): dice.choice(_WEIGHTS) for one in WHOM}
    kinds = {one: dice.choice((0.1, 1, 3)) for one in KINDS}

    def weight(place: Place) -> float:
        found = (
            kinds[place.kind] * drawn["early" if place.kind != PLANNED else PLANNED, place.duration]
        )
        if place.kind != PLANNED:
            found *= drawn["reason", place.reason] * drawn["whom", place.whom]
        return found + 1e-9  # somewhere they must be

    return weight


def _any_senders(dice: Random, through: int) -> tuple[str, ...]:
    if not through:
        return ()
    return f"mentor:{dice.randrange(through)}", f"referrer:{dice.randrange(through)}"


def large_world(dice: Random, half_years: int) -> World:
    """All groups are several times the threshold, also those of two tables crossed."""
    names = tuple(f"{2023 + number // 2}-{number % 2 + 1}" for number in range(half_years))
    threshold = dice.randint(3, 5)
    people = [
        Person(place)
        for place in every_place(names)
        # Of the planned ends there is one place a duration, of the others there are eighteen.
        for _ in range(
            dice.randint(4, 7) * threshold if place.kind == PLANNED else dice.randint(1, threshold)
        )
    ]
    return World(names, tuple(people), Limits(threshold=threshold))


def any_ask(dice: Random, world: World) -> Ask:
    half_years = dice.sample(world.half_years, dice.randint(1, len(world.half_years)))
    tables = dice.sample(TABLES, dice.choice((1, 2, 2, 3, 4, 5, 5)))
    return Ask(tuple(sorted(half_years)), tuple(tables))


def any_story(dice: Random, bundles: int, through: int = 0) -> tuple[World, list[Ask]]:
    world = any_world(dice, dice.choice((1, 2, 2) if bundles > 1 else (1, 1, 2)), through)
    return world, [any_ask(dice, world) for _ in range(bundles)]


def world_of(
    threshold: int, *groups: tuple[int, str, str, str, str], half_year: str = "2023-1"
) -> World:
    """So many of this kind, duration, reason and wish, all of one half-year."""
    people = [Person(Place(half_year, *where)) for number, *where in groups for _ in range(number)]
    return World((half_year,), tuple(people), Limits(threshold=threshold))


# All five planned ends came after month 9, up to month 12; at other times nobody planned one.
ALL_IN_ONE = world_of(
    5,
    (5, PLANNED, "12", PLANNED, PLANNED),
    (6, "unplanned", "3", "contact", "mentee"),
    (3, "unplanned", "6", "other", "mentor"),
    (2, "one_sided", "9", "other", "mentor"),
    (7, "one_sided", "later", "circumstances", "other"),
)
