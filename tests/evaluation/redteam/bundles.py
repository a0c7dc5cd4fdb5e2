"""Bundles of an invented region, released by the program's own entry points, and what they print.

What comes out are cells in the red team's own words: the attacks know nothing of the program.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mentorship.evaluation.disclosure.protection.crossings import (
    Count,
    Counted,
    Crossing,
    figures_of,
)
from mentorship.evaluation.disclosure.protection.figures import Figures, all_together
from mentorship.evaluation.disclosure.protection.hierarchies import flat
from mentorship.evaluation.disclosure.protection.primary import (
    Protections,
    Share,
    demands_on,
    with_shares,
)
from mentorship.evaluation.disclosure.protection.protecting import Plan, losses_of, protect
from mentorship.evaluation.disclosure.statements import Interval
from tests.evaluation.redteam.region import (
    HALF_YEARS,
    PUBLISHED,
    Mentee,
    Place,
    during,
    is_in,
    region,
)

Columns = tuple[str, ...]
Told = dict[tuple[frozenset[str], Place], int]


@dataclass(frozen=True)
class Asked:
    """Which tables over which half-years; `hours` asks for hours instead of people.

    `shares` are (part, whole) of which a percentage with one decimal is asked. `among` are
    tables of only those who were measured: how many were not, no table counts.
    """

    a_year: int
    seed: int
    tables: tuple[Columns, ...]
    half_years: tuple[str, ...] = HALF_YEARS[:2]
    hours: bool = False
    shares: tuple[tuple[Place, Place], ...] = ()
    among: tuple[Columns, ...] = ()
    # Whether it is recorded who brought in whom; without, nobody takes away their own.
    contributors: bool = True

    def people(self) -> list[Mentee]:
        return during(region(self.a_year, self.seed), self.half_years)

    @property
    def crossed(self) -> tuple[Columns, ...]:
        """All tables as whoever knows how people are counted would fill them in."""
        return self.tables + tuple((*columns, "measured") for columns in self.among)


@dataclass(frozen=True)
class Way:
    """How it is released; whatever isn't the default takes one protection away."""

    rules: Protections = field(default_factory=Protections)
    joint: bool = True
    only_told_shares: bool = True


@dataclass(frozen=True)
class Release:
    asked: Asked
    told: Told
    hidden: frozenset[tuple[frozenset[str], Place]]
    percentages: dict[tuple[Place, Place], str]
    plan: Plan


MEASURED: Place = frozenset({("measured", "yes")})


@lru_cache(maxsize=4096)
def _counted(asked: Asked, columns: Columns, among: Place, half_year: str) -> Counted:
    counts: Counter[Columns] = Counter()
    through: dict[Columns, Counter[str]] = defaultdict(Counter)
    for person in asked.people():
        if person.half_year == half_year and is_in(person, among):
            inner = tuple(getattr(person, column) for column in columns)
            many = person.sessions if asked.hours else 1
            counts[inner] += many
            for kind in (person.number,) if asked.hours else (person.sender, person.mentor):
                name = f"mentee:{kind}" if asked.hours else f"{_kind(kind)}:{kind}"
                through[inner][name] += many
    if not asked.contributors:
        return Counted(dict(counts))
    return Counted(dict(counts), contributors={inner: dict(by) for inner, by in through.items()})


def _kind(name: object) -> str:
    return "mentor" if str(name).startswith("mentor") else "referrer"


def figures_for(asked: Asked, earlier: Sequence[tuple[str, ...]] = ()) -> Figures:
    tables = []
    unit = "sessions" if asked.hours else "people"
    asked_for = [(columns, frozenset[tuple[str, str]]()) for columns in asked.tables]
    for columns, among in asked_for + [(columns, MEASURED) for columns in asked.among]:
        dimensions = tuple(flat(column, PUBLISHED[column]) for column in columns)
        crossing = Crossing("measured" if among else "ended", dimensions, unit)
        counted = {
            half_year: _counted(asked, columns, among, half_year)
            for half_year in sorted({*asked.half_years, *(h for one in earlier for h in one)})
        }
        tables.append(figures_of(crossing, counted, [asked.half_years], earlier))
    return all_together(tables)


def name_of(asked: Asked, place: Place) -> Count:
    return Count(
        "measured" if place >= MEASURED else "ended",
        tuple(sorted(asked.half_years)),
        tuple(sorted(place - MEASURED)),
        "sessions" if asked.hours else "people",
    )


def _ours(count: Count) -> tuple[frozenset[str], Place]:
    among = MEASURED if count.population == "measured" else frozenset()
    return frozenset(count.cohorts), frozenset(count.of) | among


def release(asked: Asked, way: Way | None = None, before: Release | None = None) -> Release:
    way = way or Way()
    earlier = [before.asked.half_years] if before and way.joint else []
    known = None
    if before and way.joint:
        known = {cell: Interval.exactly(i.low) for cell, i in before.plan.told.items()}
    figures = figures_for(asked, earlier)
    magnitudes = frozenset(figures.values) if asked.hours else frozenset()
    demands, _ = demands_on(figures, way.rules, magnitudes)
    shares = [Share(name_of(asked, part), name_of(asked, whole)) for part, whole in asked.shares]
    losses = losses_of(figures, magnitudes)
    if shares:
        figures, more = with_shares(figures, shares, way.rules)
        demands = demands.with_all(more)
        losses = losses_of(figures, magnitudes)
    plan = protect(figures, demands, known, losses, complements=way.rules.complements)
    told = {_ours(cell): interval.low for cell, interval in plan.told.items()}
    hidden = frozenset(map(_ours, plan.hidden))
    return Release(asked, told, hidden, _percentages(asked, plan, way), plan)


def printed_by(way: Way, one: Release) -> Release:
    """The same plan, with the percentages that this way prints."""
    return replace(one, percentages=_percentages(one.asked, one.plan, way))


def _percentages(asked: Asked, plan: Plan, way: Way) -> dict[tuple[Place, Place], str]:
    people = asked.people()
    printed = {}
    for part, whole in asked.shares:
        share = Share(name_of(asked, part), name_of(asked, whole))
        if plan.may_tell(share) or not way.only_told_shares:
            below = sum(whole <= _tags(person) for person in people)
            if below:
                above = sum(part <= _tags(person) for person in people)
                printed[part, whole] = f"{(2000 * above + below) // (2 * below) / 10:.1f}"
    return printed


def _tags(person: Mentee) -> Place:
    return frozenset((column, getattr(person, column)) for column in PUBLISHED)
