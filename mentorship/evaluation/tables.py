"""Knows what a table is: one dimension with ways to coarsen it, counted per cohort."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_AND = "+"


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages of a bundle."""

    nl: str
    en: str

    def said_in(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table: the finest categories that it takes together."""

    code: str
    label: Words
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Level:
    """One way of grouping, from fine to coarse: per House, then the whole region.

    A coarser one that answers a smaller question has a title and a definition of its own.
    """

    name: Words
    groups: tuple[Group, ...]
    title: Words | None = None
    definition: Words | None = None

    @property
    def parts(self) -> frozenset[str]:
        return frozenset[str]().union(*(group.parts for group in self.groups))


class LevelsDoNotNest(ValueError):
    """A coarser level has to put whole groups of the finer one together, and leave nobody out."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the rows of a table say; `levels[0]` is the finest."""

    label: Words
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        for level in self.levels:
            counted = sum(len(group.parts) for group in level.groups)
            if level.parts != self.levels[0].parts or counted != len(level.parts):
                raise LevelsDoNotNest(level.name.en)
        for finer, coarser in zip(self.levels, self.levels[1:], strict=False):
            if not all(_is_inside(group, coarser) for group in finer.groups):
                raise LevelsDoNotNest(coarser.name.en)


def _is_inside(group: Group, coarser: Level) -> bool:
    return any(group.parts <= larger.parts for larger in coarser.groups)


@dataclass(frozen=True, slots=True)
class Specification:
    """A table that may be asked for, fixed for ever under its id and edition.

    Every table about one `population` divides the whole of it: who falls outside the question is
    a row of their own. So no two tables differ by a handful of people.
    `numerator` names the row whose share of the whole is a figure by itself.
    `outside` names the row of those of whom there is no answer.
    `is_over_time` has half-years as rows, so it shows those that it is about and no others.
    Tables of one `pair` are read side by side, as a beginning and an end: both at one level.
    """

    id: str
    edition: int
    title: Words
    unit: Words
    population: str
    dimension: Dimension
    numerator: str | None = None
    outside: str | None = None
    is_over_time: bool = False
    pair: str | None = None

    def groups(self, level: int, pooled: frozenset[str] = frozenset()) -> tuple[Group, ...]:
        """The rows at a level; those whose codes are `pooled` are one row together, the last."""
        groups = self.dimension.levels[level].groups
        if not pooled:
            return groups
        inside = [group for group in groups if group.code in pooled]
        kept = tuple(group for group in groups if group.code not in pooled)
        return (*kept, _pool(inside))

    def level_name(self, level: int, *, is_pooled: bool) -> Words:
        name = self.dimension.levels[level].name
        if not is_pooled:
            return name
        return Words(f"{name.nl}, enkele groepen samen", f"{name.en}, some groups together")

    @property
    def everybody(self) -> Words:
        """What all of its people together are called."""
        groups = self.dimension.levels[-1].groups
        return groups[0].label if len(groups) == 1 else self.unit


def _pool(groups: Sequence[Group]) -> Group:
    return Group(
        _AND.join(group.code for group in groups),
        Words(
            f"deze groepen samen: {'; '.join(group.label.nl for group in groups)}",
            f"these groups together: {'; '.join(group.label.en for group in groups)}",
        ),
        frozenset[str]().union(*(group.parts for group in groups)),
    )


def pooled_in(codes: Iterable[str]) -> frozenset[str]:
    """Which groups a table has put together, from the codes of its rows."""
    return frozenset(part for code in codes if _AND in code for part in code.split(_AND))


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """One cohort, counted in the finest categories.

    `impossible` are structural zeros: nobody could be there, and that is no secret.
    `contributors` say per category how many came through whom, by opaque keys of a kind each
    ("mentor:…", "referrer:…"), so that nobody who knows nearly all can work out the rest. A kind
    alone ("referrer:") is somebody whom nobody here knows. Who came twice is in two of them.
    """

    cohort: str
    counts: Mapping[str, int]
    impossible: frozenset[str] = frozenset()
    contributors: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(count < 0 for count in self.counts.values()):
            raise ValueError("a count can't be below nothing")
        if any(self.counts.get(code, 0) for code in self.impossible):
            raise ValueError("somebody is counted where nobody can be")

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class TableRow:
    """A count, or None for a structural zero: shown as a dash."""

    code: str
    label: Words
    count: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows at one level over whole cohorts."""

    specification: Specification
    level: int
    cohorts: tuple[str, ...]
    rows: tuple[TableRow, ...]
    pooled: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        return sum(row.count or 0 for row in self.rows)

    @property
    def is_total(self) -> bool:
        """One row says how many there are and nothing about them."""
        return len(self.rows) == 1

    @property
    def level_name(self) -> Words:
        return self.specification.level_name(self.level, is_pooled=bool(self.pooled))

    @property
    def title(self) -> Words:
        return self._level.title or self.specification.title

    @property
    def definition(self) -> Words | None:
        """What is counted at this level, where that is another thing than in more detail."""
        return self._level.definition

    @property
    def _level(self) -> Level:
        return self.specification.dimension.levels[self.level]

    @property
    def numerator(self) -> TableRow | None:
        """The row of the figure, as long as it still stands by itself at this level."""
        return self._row(self.specification.numerator)

    @property
    def outside(self) -> TableRow | None:
        """The row without an answer, as long as it stands by itself at this level."""
        return self._row(self.specification.outside)

    @property
    def inside(self) -> int:
        """Of how many the figure is a share: not of who stands outside the question."""
        return self.total - (0 if self.outside is None else self.outside.count or 0)

    def _row(self, code: str | None) -> TableRow | None:
        return next((row for row in self.rows if row.code == code), None)
