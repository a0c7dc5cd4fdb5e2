"""Invented people of some half-years, in two tables that are crossed; and bundles about them.

A world is a list of people: everything that is counted follows from it, so that nothing here can
be true of one table and not of another.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import ceil
from random import Random

from mentorship.evaluation.crosstabs import CrossSpecification, pair_code
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease, Numbers
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict, judge_crossed
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import USUAL, Limits
from mentorship.evaluation.disclosure.verdicts import Verdict, judge
from mentorship.evaluation.tables import (
    CohortCounts,
    Dimension,
    Group,
    Level,
    Specification,
    Words,
)

Place = tuple[str, str, str]  # half-year, row, column


@dataclass(frozen=True, slots=True)
class Person:
    """`mentor` and `referrer` are empty where nobody knows who it was."""

    place: Place
    mentor: str
    referrer: str

    @property
    def through(self) -> tuple[str, str]:
        return f"mentor:{self.mentor}", f"referrer:{self.referrer}"


@dataclass(frozen=True, slots=True)
class World:
    specification: CrossSpecification
    half_years: tuple[str, ...]
    people: tuple[Person, ...]
    impossible: frozenset[Place] = frozenset()
    limits: Limits = USUAL

    @property
    def rows(self) -> tuple[str, ...]:
        return codes_of(self.specification.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        return codes_of(self.specification.columns)

    @property
    def places(self) -> list[Place]:
        """Where anybody can be."""
        every = product(self.half_years, self.rows, self.columns)
        return [place for place in every if place not in self.impossible]

    def counted(self) -> Numbers:
        return Numbers(
            {one: self._cells(one) for one in self.half_years},
            {one: self._by_itself(one, 1) for one in self.half_years},
            {one: self._by_itself(one, 2) for one in self.half_years},
        )

    def _cells(self, half_year: str) -> CohortCounts:
        inside = [one for one in self.people if one.place[0] == half_year]
        impossible = {pair_code(*place[1:]) for place in self.impossible if place[0] == half_year}
        return _counted(half_year, [(pair_code(*one.place[1:]), one) for one in inside], impossible)

    def _by_itself(self, half_year: str, part: int) -> CohortCounts:
        inside = [one for one in self.people if one.place[0] == half_year]
        possible = {place[part] for place in self.places if place[0] == half_year}
        every = {1: self.rows, 2: self.columns}[part]
        found = [(one.place[part], one) for one in inside]
        return _counted(half_year, found, set(every) - possible)


def codes_of(specification: Specification) -> tuple[str, ...]:
    return tuple(group.code for group in specification.dimension.levels[0].groups)


def _counted(
    half_year: str, people: Sequence[tuple[str, Person]], impossible: Iterable[str]
) -> CohortCounts:
    through: dict[str, Counter[str]] = {}
    for code, person in people:
        through.setdefault(code, Counter()).update(person.through)
    counts = Counter(code for code, _ in people)
    return CohortCounts(half_year, dict(counts), frozenset(impossible), through)


def words(text: str) -> Words:
    return Words(text, text)


def level(groups: dict[str, Sequence[str]]) -> Level:
    found = [Group(code, words(code), frozenset(parts)) for code, parts in groups.items()]
    return Level(words(" ".join(groups)), tuple(found))


def specification(name: str, codes: Sequence[str], *coarser: dict[str, Sequence[str]]):
    """From the finest codes to all of them in one group."""
    levels = [level({code: [code] for code in codes}), *map(level, coarser)]
    dimension = Dimension(words(name), (*levels, level({f"all {name}": codes})))
    return Specification(name, 1, words(name), words("people"), "those who met", dimension)


def any_specification(dice: Random, most: tuple[int, int] = (5, 4)) -> CrossSpecification:
    """Two to some rows and columns, mostly with a coarser level between the finest and one."""
    parts = [_any_part(dice, name, number) for name, number in zip("rc", most, strict=True)]
    return CrossSpecification("crossed", 1, words("crossed"), *parts)


def _any_part(dice: Random, name: str, most: int) -> Specification:
    codes = [f"{name}{number}" for number in range(dice.randint(2, most))]
    if len(codes) < 3 or dice.random() < 0.3:
        return specification(name, codes)
    cut = dice.randint(1, len(codes) - 1)
    return specification(name, codes, {f"{name}<": codes[:cut], f"{name}>": codes[cut:]})


def any_world(
    dice: Random,
    a_year: int,
    half_years: int,
    *,
    most: tuple[int, int] = (5, 4),
    limits: Limits = USUAL,
) -> World:
    """Rows and columns of unlike size that go together more or less, with places nobody can be."""
    crossed = any_specification(dice, most)
    names = tuple(f"{2015 + number // 2}-{number % 2 + 1}" for number in range(half_years))
    rows, columns = codes_of(crossed.rows), codes_of(crossed.columns)
    weights = {pair: dice.choice((0.05, 0.5, 1, 1, 2, 3)) for pair in product(rows, columns)}
    seldom = dice.choice((0, 0, 0.15))
    never = {pair for pair in weights if dice.random() < seldom}
    never = never if _leaves_enough(never, rows, columns) else set()
    impossible = {(name, *pair) for name in names for pair in never if dice.random() < 0.9}
    mentors, referrers = max(1, a_year * 3 // 4), dice.choice((3, 12, 40))
    unknown = dice.choice((0, 0, 0.05))
    people: list[Person] = []
    for name in names:
        open_to = [pair for pair in weights if (name, *pair) not in impossible]
        for _ in range(max(1, round(a_year / 2 * dice.uniform(0.7, 1.3)))):
            pair = dice.choices(open_to, [weights[one] for one in open_to])[0]
            mentor = "" if dice.random() < unknown else f"m{dice.randrange(mentors)}"
            referrer = "" if dice.random() < unknown else f"w{_uneven(dice, referrers)}"
            people.append(Person((name, *pair), mentor, referrer))
    return World(crossed, names, tuple(people), frozenset(impossible), limits)


def _leaves_enough(
    never: set[tuple[str, str]], rows: Sequence[str], columns: Sequence[str]
) -> bool:
    return all(any((r, c) not in never for c in columns) for r in rows) and all(
        any((r, c) not in never for r in rows) for c in columns
    )


def _uneven(dice: Random, number: int) -> int:
    """Of some come many, of most a few."""
    return min(dice.randrange(number), dice.randrange(number))


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is told of some half-years: both tables by themselves, and crossed."""

    half_years: tuple[str, ...]
    tables: tuple[Verdict, Verdict]
    crossed: CrossVerdict

    @property
    def releases(self) -> list[Release]:
        return [release_of_table(one.table) for one in self.tables if one.table]


def before(bundles: Sequence[Bundle]) -> Before:
    crossed: list[CrossRelease] = [one.crossed.release for one in bundles if one.crossed.release]
    return Before([release for one in bundles for release in one.releases], crossed)


def bundle(
    world: World, numbers: Numbers, half_years: Sequence[str], earlier: Sequence[Bundle]
) -> Bundle:
    known, crossed = before(earlier), world.specification
    rows = judge(crossed.rows, half_years, numbers.rows, known.tables, world.limits)
    more = [*known.tables, *([release_of_table(rows.table)] if rows.table else [])]
    columns = judge(crossed.columns, half_years, numbers.columns, more, world.limits)
    tables = rows, columns
    found = judge_crossed(crossed, half_years, numbers, tables, known, world.limits)
    return Bundle(tuple(half_years), tables, found)


def any_windows(dice: Random, world: World, number: int) -> list[tuple[str, ...]]:
    """Half-years that bundles are about: growing, moving on, or any; mostly by some years at once.

    A bundle about a few people more than another is never told, and then there is nothing to try.
    """
    few, names = dice.choice((1, 30, 60, 60, 90)), world.half_years
    many = len(world.people) / len(names)
    steps = range(0, len(names), min(len(names), max(1, ceil(few / many))))
    blocks = [names[one : one + steps.step] for one in steps]
    if len(blocks) > 1 and len(blocks[-1]) < steps.step:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    found: list[tuple[str, ...]] = []
    for _ in range(number):
        first = dice.choice((0, 0, dice.randrange(len(blocks))))
        last = dice.choice((len(blocks), dice.randint(first + 1, len(blocks))))
        chosen = blocks[first:last]
        if dice.random() < 0.1:
            chosen = sorted(dice.sample(blocks, dice.randint(1, len(blocks))))
        found.append(tuple(chain.from_iterable(chosen)))
    return found


# How many a year, over how many half-years, and how many rows and columns there may be.
SIZES = {10: (10, 24, (3, 2)), 40: (4, 10, (4, 3)), 400: (1, 4, (5, 4))}


def any_story(dice: Random, a_year: int) -> tuple[World, list[tuple[str, ...]]]:
    """A world, and one to four bundles about it."""
    fewest, most, groups = SIZES[a_year]
    world = any_world(dice, a_year, dice.randint(fewest, most), most=groups)
    return world, any_windows(dice, world, dice.randint(1, 4))


def bundles(world: World, windows: Sequence[tuple[str, ...]]) -> list[Bundle]:
    numbers, told = world.counted(), list[Bundle]()
    for half_years in windows:
        told.append(bundle(world, numbers, half_years, told))
    return told


def world_of(counts: Sequence[Sequence[int]]) -> World:
    """One half-year with these people in rows and columns, each with their own mentor."""
    rows = [f"r{number}" for number in range(len(counts))]
    columns = [f"c{number}" for number in range(len(counts[0]))]
    parts = specification("r", rows), specification("c", columns)
    crossed = CrossSpecification("crossed", 1, words("crossed"), *parts)
    people = [
        Person(("2015-1", row, column), f"m{row}{column}{number}", f"w{row}{column}{number}")
        for row, found in zip(rows, counts, strict=True)
        for column, count in zip(columns, found, strict=True)
        for number in range(count)
    ]
    return World(crossed, ("2015-1",), tuple(people))
