"""What everybody can work out from all that was told, and what nobody may; by whole numbers.

Written from the definition of "Disclosure control" alone and knows nothing of how tables are made:
one unknown per half-year, row and column; each number that was told is a sum of some of them; each
referrer and each mentor knows their own. A value below the threshold is safe when the others could
be as few as half of them and as many as the threshold, whoever looks.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from mentorship.evaluation.crosstabs import Detail, State
from mentorship.evaluation.tables import Group, Table
from tests.evaluation.crossed.worlds import Bundle, Place, World

SECONDS = 60
NOT_POSSIBLE = 2  # as HiGHS says in SciPy that nothing fulfils all of it
Vector = np.ndarray


class NotDecided(AssertionError):
    """No answer in time: nothing is proven either way."""


@dataclass(frozen=True, slots=True)
class Box:
    """All people of some half-years, rows and columns; told or to be kept."""

    half_years: frozenset[str]
    rows: frozenset[str]
    columns: frozenset[str]

    def holds(self, place: Place) -> bool:
        return place[0] in self.half_years and place[1] in self.rows and place[2] in self.columns


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that everybody has."""

    box: Box
    number: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over a population, with all of its row and all of its column."""

    box: Box
    wholes: tuple[Box, Box]


@dataclass(frozen=True, slots=True)
class Leak:
    """Who learns too much of what; `value` is what they don't know of themselves."""

    who: str
    cell: Cell
    value: int
    what: str


def facts_of(world: World, told: Sequence[Bundle]) -> list[Fact]:
    """All numbers that were told, as they were told."""
    found = [fact for one in told for fact in _facts(world, one)]
    return list(dict.fromkeys(found))


def _facts(world: World, told: Bundle) -> Iterator[Fact]:
    every = frozenset(world.rows), frozenset(world.columns)
    about = frozenset(told.half_years)
    for number, verdict in enumerate(told.tables):
        if verdict.table is not None:
            for parts, count in _counts(verdict.table):
                sides = (parts, every[1]) if number == 0 else (every[0], parts)
                yield Fact(Box(about, *sides), count)
    table = told.crossed.table
    if table is not None:
        for cell in cells_of(world, [about], [table.detail]):
            said = table.cells[_codes(world, table.detail, cell)]
            if said.state is State.TOLD:
                assert said.count is not None
                yield Fact(cell.box, said.count)


def _counts(table: Table) -> Iterator[tuple[frozenset[str], int]]:
    """Who stands in a row is known from its code: those of one group, or of some together."""
    groups = table.specification.dimension.levels[table.level].groups
    parts = {group.code: group.parts for group in groups}
    for row in table.rows:
        if row.count is not None:
            yield frozenset[str]().union(*(parts[one] for one in row.code.split("+"))), row.count


def _codes(world: World, detail: Detail, cell: Cell) -> tuple[str, str]:
    rows, columns = _groups(world, detail)
    row = next(group.code for group in rows if group.parts == cell.box.rows)
    return row, next(group.code for group in columns if group.parts == cell.box.columns)


def _groups(world: World, detail: Detail) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    of = world.specification
    return (
        of.rows.groups(detail.rows, frozenset(detail.row_pool)),
        of.columns.groups(detail.columns, frozenset(detail.column_pool)),
    )


def cells_of(
    world: World, populations: Sequence[frozenset[str]], details: Sequence[Detail]
) -> list[Cell]:
    """Every cell of these details over each of these."""
    rows, columns = frozenset(world.rows), frozenset(world.columns)
    found: dict[Box, Cell] = {}
    for about, detail in product(populations, details):
        for row, column in product(*_groups(world, detail)):
            wholes = Box(about, row.parts, columns), Box(about, rows, column.parts)
            box = Box(about, row.parts, column.parts)
            found[box] = Cell(box, wholes)
    return list(found.values())


Told = tuple[frozenset[str], Detail]  # a crossed table of these half-years


def tables_of(told: Sequence[Bundle]) -> list[Told]:
    tables = [one.crossed.table for one in told if one.crossed.table is not None]
    return [(frozenset(one.cohorts), one.detail) for one in tables]


def protected(world: World, tables: Sequence[Told], *, everywhere: bool = False) -> list[Cell]:
    """Cells of every population that was told and of what is between two, as detailed as these.

    `everywhere` asks for every detail that was ever told in all of these, also where it wasn't.
    """
    details: dict[frozenset[str], set[Detail]] = {}
    for about, detail in tables:
        details.setdefault(about, set()).add(detail)
    every = set[Detail]().union(*details.values())
    asked = dict(details)
    for one, other in permutations(details, 2):
        if one - other:
            asked[one - other] = asked.get(one - other, set()) | details[one] | details[other]
    found: dict[Box, Cell] = {}
    for about in sorted(asked, key=sorted):
        for cell in cells_of(world, [about], sorted(every if everywhere else asked[about])):
            found[cell.box] = cell
    return list(found.values())


class Attack:
    """Everybody at once, on these cells, who know these facts."""

    def __init__(self, world: World, facts: Sequence[Fact], cells: Sequence[Cell]) -> None:
        self.limits, self.cells = world.limits, cells
        boxes = [fact.box for fact in facts]
        targets = [one for cell in cells for one in (cell.box, *cell.wholes)]
        inside = np.array(
            [[box.holds(place) for place in world.places] for box in [*boxes, *targets]], dtype=int
        )
        # Unknowns that are in and out of everything together are one.
        merged, which = np.unique(inside, axis=1, return_inverse=True)
        self.which, self.size = which.ravel(), merged.shape[1]
        self.at = {place: self.which[number] for number, place in enumerate(world.places)}
        self.sums, rest = merged[: len(boxes)], merged[len(boxes) :]
        self.numbers = np.array([fact.number for fact in facts], dtype=int)
        self.inside, self.row, self.column = rest[0::3], rest[1::3], rest[2::3]
        self.truth = self._summed([one.place for one in world.people])
        assert (self.sums @ self.truth == self.numbers).all(), "what is told isn't so"
        self.seen = self.truth[None, :]
        self.known = {"anybody": np.zeros(self.size, dtype=int), **self._insiders(world)}

    def telling(self, numbers: Sequence[int]) -> "Attack":
        """The same when these cells were told too."""
        more = copy(self)
        told = self.inside[list(numbers)].reshape(len(numbers), self.size)
        more.sums = np.vstack([self.sums, told])
        more.numbers = np.concatenate([self.numbers, told @ self.truth])
        more.seen = self.seen[(self.seen @ told.T == told @ self.truth).all(axis=1)]
        return more

    def _summed(self, places: Sequence[Place]) -> Vector:
        found = np.zeros(self.size, dtype=int)
        for place in places:
            found[self.at[place]] += 1
        return found

    def _insiders(self, world: World) -> dict[str, Vector]:
        """Who is unknown may be any of them; of those who know the same one is enough."""
        places: dict[str, list[Place]] = {}
        for person in world.people:
            for key in person.through:
                places.setdefault(key, []).append(person.place)
        unnamed = {kind: places.pop(kind, []) for kind in ("mentor:", "referrer:")}
        for kind, found in unnamed.items():
            if found and not any(key.startswith(kind) for key in places):
                places[f"{kind}?"] = []
        known = {
            key: self._summed([*found, *unnamed[key.partition(":")[0] + ":"]])
            for key, found in places.items()
        }
        by_what = {tuple(own): key for key, own in known.items()}
        return {key: known[key] for key in by_what.values()}

    @property
    def is_safe(self) -> bool:
        return next(self.leaks(), None) is None

    def leaks(self) -> Iterator[Leak]:
        for who, own in self.known.items():
            yield from self._leaks_to(who, own)
        yield from self.shares()

    def _leaks_to(self, who: str, own: Vector) -> Iterator[Leak]:
        values = self.inside @ (self.truth - own)
        for number in np.flatnonzero((values < self.limits.threshold) & self.inside.any(axis=1)):
            value, cell = int(values[number]), self.inside[number]
            if not self.could(own, cell, -((-value) // 2)):
                yield Leak(who, self.cells[number], value, "can't be as few as half")
            if not self.could(own, -cell, -self.limits.threshold):
                yield Leak(who, self.cells[number], value, "can't be many")

    def shares(self, own: Vector | None = None) -> Iterator[Leak]:
        """Nobody may learn that nearly all of a row or column are in one cell."""
        most = self.limits.largest_share
        for number, cell in enumerate(self.inside):
            for whole in (self.row[number], self.column[number]):
                if (cell == whole).all():  # nobody of these can be elsewhere
                    continue
                scaled = cell * most.denominator - whole * most.numerator
                if not self.could(self.known["anybody"] if own is None else own, scaled, 0):
                    value = int(cell @ self.truth)
                    yield Leak("anybody", self.cells[number], value, "is nearly all")

    def could(self, own: Vector, what: Vector, at_most: int) -> bool:
        """Whether there are people such that this of the others is no more, for who knows `own`."""
        seen = self.seen[(self.seen >= own).all(axis=1)] - own
        if (seen @ what <= at_most).any():
            return True
        found = lowest(self.sums, self.numbers - self.sums @ own, what)
        self.seen = np.vstack([self.seen, found + own])
        return bool(what @ found <= at_most)


def lowest(sums: np.ndarray, numbers: Vector, what: Vector) -> Vector:
    """Whole numbers from nothing up with these sums, of which `what` is as low as it can be."""
    found = milp(
        what.astype(float),
        integrality=np.ones(len(what)),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(csr_array(sums.astype(float)), numbers, numbers),
        options={"time_limit": SECONDS},
    )
    if not found.success:
        raise NotDecided(found.message)
    whole = np.round(found.x).astype(int)
    assert (sums @ whole == numbers).all()
    assert (whole >= 0).all()
    return whole


def leaks(world: World, told: Sequence[Bundle], *, everywhere: bool = False) -> list[Leak]:
    """All that somebody can work out and may not."""
    cells = protected(world, tables_of(told), everywhere=everywhere)
    return list(Attack(world, facts_of(world, told), cells).leaks()) if cells else []
