"""The cells of a crossed table in the words of protection: how they are called and add up."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from mentorship.evaluation.crosstabs import CrossSpecification, Detail, pair_code, pair_of
from mentorship.evaluation.disclosure.protection.crossings import (
    Count,
    Counted,
    Crossing,
    figures_of,
)
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.hierarchies import (
    EVERYBODY,
    classification_of,
    codes_of,
    flat,
)
from mentorship.evaluation.disclosure.statements import CellName, Relation
from mentorship.evaluation.tables import CohortCounts, Group, Specification

Cohorts = Mapping[str, CohortCounts]


def name_of(
    population: str, cohorts: Collection[str], *places: tuple[Specification, Group]
) -> Count:
    """As `Crossing.name` has it: everybody of a dimension isn't mentioned."""
    of = [(part.id, _code(part, group)) for part, group in places]
    named = tuple(sorted((name, code) for name, code in of if code != EVERYBODY))
    return Count(population, tuple(sorted(cohorts)), named)


def _code(part: Specification, group: Group) -> str:
    """Of a category on one of its levels, or of groups that are one row together."""
    return codes_of(part.dimension).get(group.parts, group.code)


def names_in(
    specification: CrossSpecification, detail: Detail, cohorts: Collection[str]
) -> dict[tuple[str, str], CellName]:
    """Of every cell, by the codes of its row and column in the table."""
    rows, columns = specification.groups(detail)
    return {
        (row.code, column.code): name_of(
            specification.population, cohorts,
            (specification.rows, row), (specification.columns, column),
        )
        for row, column in product(rows, columns)
    }  # fmt: skip


def shown_at(
    specification: CrossSpecification,
    detail: Detail,
    asked: frozenset[str],
    told: Sequence[frozenset[str]],
    cells: Cohorts,
) -> Figures:
    """The table at this detail with its margins and nothing in between, as its reader has it."""
    parts = (specification.rows, specification.columns)
    dimensions = tuple(
        flat(part.id, tuple(_code(part, group) for group in groups))
        for part, groups in zip(parts, specification.groups(detail), strict=True)
    )
    crossing = Crossing(specification.population, dimensions)
    return figures_of(crossing, _counted(specification, detail, asked, told, cells), [asked], told)


def structure_at(
    specification: CrossSpecification,
    detail: Detail,
    asked: frozenset[str],
    told: Sequence[frozenset[str]],
    cells: Cohorts,
) -> Figures:
    """All that the table at this detail adds up to, level by level; nothing of it is asked for."""
    levels = Detail(detail.rows, detail.columns)
    crossing = Crossing(
        specification.population,
        (
            classification_of(specification.rows.id, specification.rows.dimension, detail.rows),
            classification_of(
                specification.columns.id, specification.columns.dimension, detail.columns
            ),
        ),
    )
    counted = _counted(specification, levels, asked, told, cells)
    found = figures_of(crossing, counted, [asked], told).unasked()
    return found.with_all(_pools(specification, detail, found))


def _pools(specification: CrossSpecification, detail: Detail, figures: Figures) -> Figures:
    """Rows and columns that are several groups together, as sums of the cells of these."""
    values: dict[CellName, int] = {}
    relations: list[Relation] = []
    impossible: set[CellName] = set()
    contributors: dict[CellName, dict[str, int]] = {}
    for whole, parts in _pooled_cells(specification, detail, figures):
        possible = tuple(part for part in parts if part not in figures.impossible)
        values[whole] = sum(figures.values[part] for part in parts)
        if possible:
            relations.append(Relation(whole, possible))
        else:
            impossible.add(whole)
        own = contributors.setdefault(whole, {})
        for part in parts:
            for who, number in figures.contributors.get(part, {}).items():
                own[who] = own.get(who, 0) + number
    return Figures(
        {**{part: figures.values[part] for one in relations for part in one.parts}, **values},
        tuple(relations),
        impossible=frozenset(impossible),
        contributors=contributors,
    )


def _pooled_cells(
    specification: CrossSpecification, detail: Detail, figures: Figures
) -> Iterator[tuple[CellName, list[CellName]]]:
    sides = [
        [(group, _inside(part, level, group)) for group in (*groups, _whole(part))]
        for part, level, groups in zip(
            (specification.rows, specification.columns),
            (detail.rows, detail.columns),
            specification.groups(detail),
            strict=True,
        )
    ]
    sets = dict.fromkeys(cell.cohorts for cell in figures.values if isinstance(cell, Count))
    for cohorts, (row, in_row), (column, in_column) in product(sets, *sides):
        if len(in_row) * len(in_column) > 1:
            yield (
                _cell(specification, cohorts, row, column),
                [_cell(specification, cohorts, *one) for one in product(in_row, in_column)],
            )


def _cell(
    specification: CrossSpecification, cohorts: Collection[str], row: Group, column: Group
) -> Count:
    places = ((specification.rows, row), (specification.columns, column))
    return name_of(specification.population, cohorts, *places)


def _inside(part: Specification, level: int, group: Group) -> list[Group]:
    """The groups of the level that are together in it; a category of a level is itself."""
    if group.parts in codes_of(part.dimension):
        return [group]
    return [one for one in part.groups(level) if one.parts <= group.parts]


def _whole(part: Specification) -> Group:
    return Group(EVERYBODY, part.unit, part.dimension.levels[0].parts)


def _counted(
    specification: CrossSpecification,
    detail: Detail,
    asked: frozenset[str],
    told: Sequence[frozenset[str]],
    cells: Cohorts,
) -> dict[str, Counted]:
    rows, columns = (
        {code: _code(part, group) for group in groups for code in group.parts}
        for part, groups in zip(
            (specification.rows, specification.columns), specification.groups(detail), strict=True
        )
    )
    return {
        cohort: _put_together(cells[cohort], rows, columns) for cohort in sorted(asked.union(*told))
    }


def _put_together(
    cohort: CohortCounts, rows: Mapping[str, str], columns: Mapping[str, str]
) -> Counted:
    def place(code: str) -> tuple[str, str]:
        row, column = pair_of(code)
        return rows[row], columns[column]

    counts: dict[tuple[str, ...], int] = {}
    contributors: dict[tuple[str, ...], dict[str, int]] = {}
    for code, number in cohort.counts.items():
        counts[place(code)] = counts.get(place(code), 0) + number
    for code, through in cohort.contributors.items():
        own = contributors.setdefault(place(code), {})
        for who, number in through.items():
            own[who] = own.get(who, 0) + number
    possible = {
        (rows[row], columns[column])
        for row, column in product(rows, columns)
        if pair_code(row, column) not in cohort.impossible
    }
    everywhere = set(product(rows.values(), columns.values()))
    return Counted(counts, frozenset(everywhere - possible), contributors)


def alone(part: Specification, counted: Cohorts, sets: Sequence[frozenset[str]]) -> Figures:
    """One of its tables, over everything that it was ever told about: what adds up to what."""
    crossing = Crossing(part.population, (classification_of(part.id, part.dimension),))
    leaves = {code: _code(part, group) for group in part.groups(0) for code in group.parts}
    known = [one for one in dict.fromkeys(sets) if one <= counted.keys()]
    cohorts = {
        cohort: Counted(
            {(leaves[code],): number for code, number in counted[cohort].counts.items()},
            frozenset((leaves[code],) for code in counted[cohort].impossible),
        )
        for cohort in frozenset[str]().union(*known)
    }
    return figures_of(crossing, cohorts, [], known)
