"""Puts cohorts together in the groups of a table: how many are in each, and who knows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentorship.evaluation.tables import (
    CohortCounts,
    Group,
    Specification,
    Table,
    TableRow,
    Words,
)

_UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the rules look at; `others` are left when the largest contributor takes its own away.

    `inside` leaves out who has no answer, where they stand in one group with others: how many they
    are is told in other tables, of whether anybody answered at all. `others_inside` are the others
    among these.
    """

    group: Group
    count: int
    is_possible: bool
    others: int
    inside: int
    others_inside: int


def cells_of(
    specification: Specification, groups: Sequence[Group], counted: Sequence[CohortCounts]
) -> tuple[Cell, ...]:
    """These cohorts together, in these groups."""
    if specification.is_over_time:
        about = {cohort.cohort for cohort in counted}
        return tuple(_cell(group, counted, bool(group.parts & about)) for group in groups)
    outside = frozenset(filter(None, (specification.outside,)))
    return tuple(
        _cell(
            group, counted, any(not group.parts <= cohort.impossible for cohort in counted), outside
        )
        for group in groups
    )


def _cell(
    group: Group,
    counted: Sequence[CohortCounts],
    is_possible: bool,
    outside: frozenset[str] = frozenset(),
) -> Cell:
    inside = group.parts - outside or group.parts
    count, others = _number(counted, group.parts), others_of(counted, group.parts)
    is_all = inside == group.parts
    return Cell(
        group=group,
        count=count,
        is_possible=is_possible,
        others=others,
        inside=count if is_all else _number(counted, inside),
        others_inside=others if is_all else others_of(counted, inside),
    )


def others_of(counted: Sequence[CohortCounts], parts: Iterable[str]) -> int:
    """How many there are whom the one contributor who knows most of them doesn't know.

    Each kind is looked at by itself. Who came through somebody unknown may have come through the
    one who knows most, so these are never among the others.
    """
    through: dict[str, int] = {}
    parts = frozenset(parts)
    for cohort in counted:
        for part in parts:
            for who, number in cohort.contributors.get(part, {}).items():
                through[who] = through.get(who, 0) + number
    return max(_number(counted, parts) - _known_to_one(through), 0)


def _known_to_one(through: Mapping[str, int]) -> int:
    unknown, most = dict[str, int](), dict[str, int]()
    for who, number in through.items():
        kind, _, one = who.partition(":")
        if one == _UNKNOWN:
            unknown[kind] = number
        else:
            most[kind] = max(most.get(kind, 0), number)
    return max((unknown.get(kind, 0) + most.get(kind, 0) for kind in {*unknown, *most}), default=0)


def _number(counted: Sequence[CohortCounts], parts: frozenset[str]) -> int:
    return sum(cohort.counts.get(part, 0) for cohort in counted for part in parts)


def table_of(
    specification: Specification,
    level: int,
    counted: Sequence[CohortCounts],
    pooled: frozenset[str] = frozenset(),
) -> Table:
    """The numbers as they are: whether anybody may see them is for `disclosure` to say."""
    cells = cells_of(specification, specification.groups(level, pooled), counted)
    about = frozenset(cohort.cohort for cohort in counted)
    rows = tuple(
        TableRow(
            cell.group.code,
            _label(specification, cell.group, about),
            cell.count if cell.is_possible else None,
        )
        for cell in cells
        if cell.is_possible or not specification.is_over_time
    )
    cohorts = tuple(sorted(one.cohort for one in counted))
    return Table(specification, level, cohorts, rows, pooled)


def _label(specification: Specification, group: Group, about: frozenset[str]) -> Words:
    """A year of which only one half is counted is called by that half."""
    if not specification.is_over_time or group.parts <= about:
        return group.label
    finest = specification.dimension.levels[0].groups
    labels = [one.label for one in finest if one.parts <= group.parts & about]
    return Words(", ".join(one.nl for one in labels), ", ".join(one.en for one in labels))
