"""Plans which cells of a crossed table may be told, beside all that was told before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from mentorship.evaluation.crosstabs import CrossSpecification, Detail, pair_code, pair_of
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.protection.crossings import (
    Count,
    Counted,
    Crossing,
    counted_in,
    figures_of,
)
from mentorship.evaluation.disclosure.protection.defences import NothingIsSafe
from mentorship.evaluation.disclosure.protection.demands import Demands
from mentorship.evaluation.disclosure.protection.figures import CellsDisagree, Figures
from mentorship.evaluation.disclosure.protection.hierarchies import (
    classification_of,
    codes_of,
    flat,
)
from mentorship.evaluation.disclosure.protection.primary import Protections, demands_on
from mentorship.evaluation.disclosure.protection.protecting import Plan, protect
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.statements import CellName, Interval
from mentorship.evaluation.tables import CohortCounts, Dimension, Specification

_FINEST = Detail(0, 0)


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
            found = _figures(_crossing(specification, each), specification, asked, told, numbers)
            figures = figures.with_all(found.unasked())
            about = [cohorts for cohorts, told_in in details.items() if each in told_in]
            demands = demands.with_all(_demands(specification, each, about, told, numbers, limits))
        for part, counted in ((specification.rows, numbers.rows),
                              (specification.columns, numbers.columns)):  # fmt: skip
            own = [one.cohorts for one in before.tables]
            figures = figures.with_all(_alone(part, counted, [asked, *told, *own]))
    except CellsDisagree as error:
        raise NotComparable from error
    names = _names(specification, detail, asked)
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
    flat_one = Crossing(
        specification.population,
        tuple(
            flat(one.name, tuple(sorted(one.whole.leaves)))
            for one in _crossing(specification, detail).dimensions
        ),
    )
    found = _figures(flat_one, specification, about[0], [*about, *told], numbers)
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


def _crossing(specification: CrossSpecification, detail: Detail) -> Crossing:
    return Crossing(
        specification.population,
        (
            classification_of(specification.rows.id, specification.rows.dimension, detail.rows),
            classification_of(
                specification.columns.id, specification.columns.dimension, detail.columns
            ),
        ),
    )


def _figures(
    crossing: Crossing,
    specification: CrossSpecification,
    asked: frozenset[str],
    told: Sequence[frozenset[str]],
    numbers: Numbers,
) -> Figures:
    finest = _crossing(specification, _FINEST)
    counted = {
        cohort: counted_in(crossing, finest, _counted(specification, numbers.cells[cohort]))
        for cohort in sorted(asked.union(*told))
    }
    return figures_of(crossing, counted, [asked], told)


def _counted(specification: CrossSpecification, cohort: CohortCounts) -> Counted:
    rows, columns = (_leaves(one.dimension) for one in (specification.rows, specification.columns))

    def place(code: str) -> tuple[str, str]:
        row, column = pair_of(code)
        return rows[row], columns[column]

    return Counted(
        {place(code): number for code, number in cohort.counts.items()},
        frozenset(place(code) for code in cohort.impossible),
        {place(code): who for code, who in cohort.contributors.items()},
    )


def _leaves(dimension: Dimension) -> dict[str, str]:
    """The category of each code that is counted."""
    codes = codes_of(dimension)
    return {
        part: codes[group.parts] for group in dimension.levels[0].groups for part in group.parts
    }


def _names(
    specification: CrossSpecification, detail: Detail, cohorts: frozenset[str]
) -> dict[tuple[str, str], CellName]:
    rows, columns = specification.levels(detail)
    return {
        (row.code, column.code): _name(
            specification.population, cohorts,
            (specification.rows, row.parts), (specification.columns, column.parts),
        )
        for row, column in product(rows.groups, columns.groups)
    }  # fmt: skip


def _name(
    population: str, cohorts: Collection[str], *places: tuple[Specification, frozenset[str]]
) -> Count:
    """As `Crossing.name` has it: everybody of a dimension isn't mentioned."""
    of = [(part.id, codes_of(part.dimension)[people]) for part, people in places]
    named = tuple(sorted((name, code) for name, code in of if code))
    return Count(population, tuple(sorted(cohorts)), named)


def _alone(
    part: Specification, counted: Mapping[str, CohortCounts], sets: Sequence[frozenset[str]]
) -> Figures:
    """One of its tables, over everything that it was ever told about: what adds up to what."""
    crossing = Crossing(part.population, (classification_of(part.id, part.dimension),))
    leaves = _leaves(part.dimension)
    known = [one for one in dict.fromkeys(sets) if one <= counted.keys()]
    cohorts = {
        cohort: Counted(
            {(leaves[code],): number for code, number in counted[cohort].counts.items()},
            frozenset((leaves[code],) for code in counted[cohort].impossible),
        )
        for cohort in frozenset[str]().union(*known)
    }
    return figures_of(crossing, cohorts, [], known)


def _known(
    specification: CrossSpecification, before: Before, figures: Figures
) -> Iterator[tuple[CellName, Interval]]:
    """Every number that was told and that is a number of these figures."""
    for release in before.tables:
        for cell in _cells_of(specification, release):
            if cell in figures.possible:
                yield cell, Interval.exactly(figures.values[cell])
    for crossed in before.crossed:
        names = _names(specification, crossed.detail, crossed.cohorts)
        by_code = {pair_code(*codes): cell for codes, cell in names.items()}
        for code, number in crossed.cells.items():
            if number is not None:
                yield by_code[code], Interval.exactly(number)


def _cells_of(specification: CrossSpecification, release: Release) -> Iterator[Count]:
    population = specification.population
    yield _name(population, release.cohorts)
    for part in (specification.rows, specification.columns):
        if release.is_of(part):
            for group in part.groups(release.level):
                if group.code in release.pooled:
                    continue
                yield _name(population, release.cohorts, (part, group.parts))
