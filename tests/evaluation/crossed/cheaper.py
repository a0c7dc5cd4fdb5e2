"""Every other choice of cells that would have hidden less, tried one by one.

Who is told one more cell knows no less. So a cell that can't be told alone is hidden in every safe
choice, and of all choices that hide less only the largest have to be tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from mentorship.evaluation.crosstabs import Detail
from mentorship.evaluation.tables import Specification, Table
from tests.evaluation.crossed.oracle import Attack, Box, cells_of, facts_of, protected, tables_of
from tests.evaluation.crossed.worlds import Bundle, World


@dataclass(frozen=True, slots=True)
class Choices:
    """All that could be told of one crossed table in one detail, after all that is told already.

    `cells` are places in the list of what is attacked; `losses` what it costs to hide each.
    """

    attack: Attack
    cells: tuple[int, ...]
    losses: dict[int, int]

    def hidden(self, boxes: set[Box]) -> frozenset[int]:
        return frozenset(one for one in self.cells if self.attack.cells[one].box in boxes)

    def loss(self, hidden: frozenset[int]) -> int:
        return sum(self.losses[one] for one in hidden)

    def is_safe(self, hidden: frozenset[int]) -> bool:
        return self.attack.telling([one for one in self.cells if one not in hidden]).is_safe

    def needing(self) -> frozenset[int]:
        """What can't even be told by itself."""
        return frozenset(one for one in self.cells if not self.attack.telling([one]).is_safe)

    def cheaper(self, needing: frozenset[int], below: int) -> Iterator[frozenset[int]]:
        """The largest choices that lose less, each with all that is needed."""
        free = sorted(set(self.cells) - needing, key=lambda one: -self.losses[one])
        left = below - 1 - self.loss(needing)
        if left < 0:
            return
        for extra in _largest(free, self.losses, left):
            yield needing | frozenset(extra)


def _largest(free: Sequence[int], losses: dict[int, int], left: int) -> Iterator[tuple[int, ...]]:
    """Choices to which none of the others can be added; `free` from dear to cheap."""

    def fill(position: int, chosen: tuple[int, ...], room: int) -> Iterator[tuple[int, ...]]:
        if position == len(free):
            others = [losses[one] for one in free if one not in chosen]
            if not others or min(others) > room:
                yield chosen
            return
        one = free[position]
        if losses[one] <= room:
            yield from fill(position + 1, (*chosen, one), room - losses[one])
        yield from fill(position + 1, chosen, room)

    return fill(0, (), left)


def choices(world: World, told: Sequence[Bundle], last: Bundle, detail: Detail) -> Choices:
    """`last` with its two tables by themselves, after the bundles that were told before it."""
    alone = Bundle(last.half_years, last.tables, replace(last.crossed, table=None))
    about = frozenset(last.half_years)
    cells = protected(world, [*tables_of(told), (about, detail)])
    attack = Attack(world, facts_of(world, [*told, alone]), cells)
    own = {cell.box for cell in cells_of(world, [about], [detail])}
    places = tuple(
        number
        for number, cell in enumerate(cells)
        if cell.box in own and attack.inside[number].any()
    )
    losses = {one: 1 + int(attack.inside[one] @ attack.truth) for one in places}
    return Choices(attack, places, losses)


def details_from(world: World, rows: Table, columns: Table) -> list[Detail]:
    """That of these two, and every coarser one as long as both have more than one group.

    Of a table in which some groups are one row no coarser one is told, so it stays as it is.
    """
    of = world.specification
    pools = tuple(sorted(rows.pooled)), tuple(sorted(columns.pooled))
    levels = product(_levels(of.rows, rows), _levels(of.columns, columns))
    return [Detail(row, column, *pools) for row, column in levels]


def _levels(of: Specification, table: Table) -> range:
    if table.pooled:
        return range(table.level, table.level + 1)
    return range(table.level, len(of.dimension.levels) - 1)
