"""Regions about which some bundles are asked, one after the other, with and without rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from uuid import UUID

from mentorship.evaluation.disclosure.attack.judging import Unheard
from tests.evaluation.records_oracle import bundles
from tests.evaluation.records_oracle.bundles import READ, VALUES, Bundle
from tests.evaluation.records_oracle.draws import any_people, any_shape
from tests.evaluation.records_oracle.people import AGE, GENDER, HOUSE, PARTNER, Person
from tests.evaluation.records_oracle.region import (
    HOUSES,
    Region,
    empty_database,
    made,
    withdraw,
)
from tests.factories import FixedNow

HALF_YEARS = ("2022-1", "2022-2", "2023-1", "2023-2", "2024-1", "2024-2")
TABLES = (*READ, "expenses", "met-by-end", "steps-by-end")
_LOOKS = {
    AGE: ("18-20", "0-15", "16-17", "21-24", "25-"),
    GENDER: ("man", "woman", "unknown"),
    HOUSE: HOUSES,
    PARTNER: ("education", "care", "municipality", "justice"),
}
_SECRETS = {**VALUES, "meetings": ("0", "1-5", "6-12")}
# How many begin in each half-year, with which thresholds.
SIZES = ((8, (3, 5)), (16, (3, 5, 10)), (30, (5, 10)), (60, (10,)))


@dataclass
class Story:
    region: Region
    threshold: int
    told: list[Bundle] = field(default_factory=list)
    asked_rows: bool = False  # of the last bundle
    crashes: list[str] = field(default_factory=list)
    published: set[int] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)  # half-years told of somebody who left since

    @property
    def last(self) -> Bundle:
        return self.told[-1]

    def people(self, half_years: Sequence[str]) -> list[Person]:
        return [one for one in self.region.people if one.half_year in half_years]

    def release(self, half_years: Sequence[str], tables: Sequence[str], *, rows: bool) -> bool:
        bundle_id = self._ask(half_years, tables, rows=rows)
        if bundle_id is None:
            return False
        self.told.append(bundles.release(self.region, bundle_id))
        self.asked_rows = rows
        return True

    def _ask(self, half_years: Sequence[str], tables: Sequence[str], *, rows: bool) -> UUID | None:
        """A program that gives up here is noted, and what comes after is tried all the same."""
        try:
            return bundles.ask(self.region, half_years, tables, with_records=rows)
        except Unheard:
            self.crashes.append(
                f"{tables} about {half_years}, {'with' if rows else 'without'} rows"
            )
            return None

    @contextmanager
    def looking(self, half_years: Sequence[str], tables: Sequence[str]) -> Iterator[bool]:
        """As if a bundle with rows were told now, which it isn't."""
        bundle_id = self._ask(half_years, tables, rows=True)
        if bundle_id is None:
            yield False
            return
        self.told.append(bundles.preview(self.region, bundle_id))
        self.asked_rows = True
        yield True
        self.told.pop()

    def may_publish(self, year: int) -> bool:
        """Once, when all of it is counted."""
        half_years = {one.half_year for one in self.region.people}
        return year not in self.published and {f"{year}-1", f"{year}-2"} <= half_years

    def publish(self, year: int) -> None:
        self.published.add(year)
        self.told.append(bundles.publish(self.region, year))
        self.asked_rows = False

    def lose_somebody(self, dice: Random) -> None:
        """What was told stays as it was, so of these half-years no rows can be as they were."""
        person = dice.choice(self.region.people)
        withdraw(self.region, person)
        for one in [one for one in self.region.people if one.somebody == person.somebody]:
            if any(one.half_year in told.half_years for told in self.told if told.tables):
                self.stale.add(one.half_year)
            else:
                at = next(at for at, other in enumerate(self.region.people) if other is one)
                del self.region.people[at], self.region.trajectories[at]


def any_story(
    dice: Random, template: Path, folder: Path, clock: FixedNow, size: int, crashes: list[str]
) -> Iterator[Story]:
    """It is told anew after each bundle, and after each that was only looked at."""
    in_each, thresholds = SIZES[size % len(SIZES)]
    first = dice.randrange(len(HALF_YEARS) - 2)
    most = len(HALF_YEARS) if in_each < 50 else min(len(HALF_YEARS), first + 3)
    half_years = HALF_YEARS[first : dice.randint(first + 2, most)]
    shape, threshold = any_shape(dice, half_years, in_each), dice.choice(thresholds)
    people = any_people(dice, shape, _LOOKS, _some_secrets(dice))
    with empty_database(template, folder, clock) as database:
        story = Story(made(database, clock, people, threshold), threshold, crashes=crashes)
        for window in _windows(dice, half_years, dice.randint(2, 5)):
            for _ in range(2):
                with story.looking(_any_window(dice, half_years), _any_tables(dice)) as is_told:
                    if is_told:
                        yield story
            if story.release(window, _any_tables(dice), rows=dice.random() < 0.4):
                yield story
            if dice.random() < 0.15:
                story.lose_somebody(dice)
            year = int(window[0][:4])
            if dice.random() < 0.2 and story.may_publish(year):
                story.publish(year)
                yield story


def _any_tables(dice: Random) -> list[str]:
    return dice.sample(TABLES, dice.choice((1, 1, 2, 4)))


def _some_secrets(dice: Random) -> dict[str, tuple[str, ...]]:
    """Sometimes only two values of one, so that a class is easily all alike."""
    found = dict(_SECRETS)
    for column, values in _SECRETS.items():
        if dice.random() < 0.25:
            found[column] = tuple(dice.sample(values, 2))
    return found


def _windows(dice: Random, half_years: Sequence[str], number: int) -> Iterator[tuple[str, ...]]:
    cuts = sorted({0, len(half_years), *(dice.randrange(len(half_years)) for _ in range(2))})
    blocks = [tuple(half_years[one:other]) for one, other in pairwise(cuts)]
    for _ in range(number):
        if dice.random() < 0.4:
            yield dice.choice(blocks)
        elif dice.random() < 0.5:
            yield tuple(half_years)
        else:
            yield _any_window(dice, half_years)


def _any_window(dice: Random, half_years: Sequence[str]) -> tuple[str, ...]:
    start = dice.randrange(len(half_years))
    return tuple(half_years[start : dice.randint(start + 1, len(half_years))])
