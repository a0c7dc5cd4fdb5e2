"""Plans which cells of a crossed table may be told, beside all that was told before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship.evaluation.crosstabs import CrossSpecification, Detail, pair_code
from mentorship.evaluation.disclosure.crossed.cells import (
    alone,
    name_of,
    names_in,
    shown_at,
    structure_at,
)
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.protection.crossings import Count
from mentorship.evaluation.disclosure.protection.defences import NothingIsSafe
from mentorship.evaluation.disclosure.protection.demands import Demands
from mentorship.evaluation.disclosure.protection.figures import CellsDisagree, Figures
from mentorship.evaluation.disclosure.protection.primary import Protections, demands_on
from mentorship.evaluation.disclosure.protection.protecting import Plan, protect
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.statements import CellName, Interval


class NotComparable(Exception):
    """What was kept of its two tables isn't what the crossed one adds up to."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be told at one detail; `names` are those of its cells, by the codes of the table."""

    plan: Plan
    names: Mapping[tuple[str, str], CellName]


def planned(
    specification: CrossSpecification,
    detail: Detail,
    cohorts: Collection[str],
    numbers: Numbers,
    before: Before,
    limits: Limits,
) -> Planned | None:
    """None where nothing is safe whatever is hidden. `before` holds its two tables over these
    cohorts too. Raises NotComparable."""
    asked = frozenset(cohorts)
    told = [one.cohorts for one in before.crossed]
    details = {asked: {detail}}  # in which each set of half-years was told, or is about to be
    for one in before.crossed:
        details.setdefault(one.cohorts, set()).add(one.detail)
    demands, figures = Demands(), Figures()
    try:
        for each in sorted({detail}.union(*details.values())):
            more = structure_at(specification, each, asked, told, numbers.cells)
            figures = figures.with_all(more)
            about = [cohorts for cohorts, told_in in details.items() if each in told_in]
            demands = demands.with_all(_demands(specification, each, about, told, numbers, limits))
        for part, counted in ((specification.rows, numbers.rows),
                              (specification.columns, numbers.columns)):  # fmt: skip
            own = [one.cohorts for one in before.tables]
            figures = figures.with_all(alone(part, counted, [asked, *told, *own]))
    except CellsDisagree as error:
        raise NotComparable from error
    names = names_in(specification, detail, asked)
    figures = replace(figures, asked=frozenset(names.values()))
    known = dict(_known(specification, before, figures))
    if any(figures.values[cell] != interval.low for cell, interval in known.items()):
        raise NotComparable
    try:
        plan = protect(figures, demands, known)
    except NothingIsSafe:
        return None
    return Planned(plan, names)


def protections(limits: Limits) -> Protections:
    return Protections(threshold=limits.threshold, largest_share=limits.largest_share)


def _demands(
    specification: CrossSpecification,
    detail: Detail,
    about: Sequence[frozenset[str]],
    told: Sequence[frozenset[str]],
    numbers: Numbers,
    limits: Limits,
) -> Demands:
    """On the cells of this detail, over what it is told about and what that differs by from others.

    Not on levels in between, which no table shows.
    """
    found = shown_at(specification, detail, about[0], [*about, *told], numbers.cells)
    demands, _ = demands_on(found, protections(limits))
    populations = {
        *about,
        *(one - other for one in about for other in told),
        *(other - one for one in about for other in told),
    }
    return Demands(
        {cell: need for cell, need in demands.needs.items() if _is_over(cell, populations)},
        tuple(one for one in demands.doubts if _is_over(one.weights[0][0], populations)),
    )


def _is_over(cell: CellName, populations: Collection[frozenset[str]]) -> bool:
    return isinstance(cell, Count) and frozenset(cell.cohorts) in populations


def _known(
    specification: CrossSpecification, before: Before, figures: Figures
) -> Iterator[tuple[CellName, Interval]]:
    """Every number that was told and that is a number of these figures."""
    for release in before.tables:
        for cell in _cells_of(specification, release):
            if cell in figures.possible:
                yield cell, Interval.exactly(figures.values[cell])
    for crossed in before.crossed:
        names = names_in(specification, crossed.detail, crossed.cohorts)
        by_code = {pair_code(*codes): cell for codes, cell in names.items()}
        for code, number in crossed.cells.items():
            if number is not None:
                yield by_code[code], Interval.exactly(number)


def _cells_of(specification: CrossSpecification, release: Release) -> Iterator[Count]:
    """Its total, and its rows where it is one of these two tables."""
    population = specification.population
    yield name_of(population, release.cohorts)
    for part in (specification.rows, specification.columns):
        if release.is_of(part):
            for group in part.groups(release.level, release.pooled):
                yield name_of(population, release.cohorts, (part, group))
