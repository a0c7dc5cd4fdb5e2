"""Knows how the categories of one dimension lie in one another: House, region, everybody."""

from collections.abc import Iterator
from dataclasses import dataclass

from mentorship.evaluation.tables import Dimension

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Category:
    """All of its parts together; without parts it is counted itself."""

    code: str
    parts: tuple["Category", ...] = ()

    def walk(self) -> Iterator["Category"]:
        """Itself, then what lies in it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def leaves(self) -> frozenset[str]:
        return frozenset(one.code for one in self.walk() if not one.parts)


class NotATree(ValueError):
    """A code stands for two categories, or a category for the only one in it."""


@dataclass(frozen=True, slots=True)
class Classification:
    """A dimension with all its levels; `whole` is everybody and needs no name in a cell."""

    name: str
    whole: Category

    def __post_init__(self) -> None:
        codes = [one.code for one in self.whole.walk()]
        if len(set(codes)) != len(codes):
            raise NotATree(f"{self.name}: a code is used twice")
        if any(len(one.parts) == 1 for one in self.whole.walk()):
            raise NotATree(f"{self.name}: a category with one part is that part")

    @property
    def categories(self) -> tuple[Category, ...]:
        return tuple(self.whole.walk())

    @property
    def depth(self) -> int:
        """How many times categories are split; 0 when there is only everybody."""
        return _depth(self.whole)

    def coarser(self) -> "Classification":
        """The same without its finest level."""
        return Classification(self.name, _cut(self.whole, self.depth - 1))


def _depth(category: Category) -> int:
    return max((1 + _depth(part) for part in category.parts), default=0)


def _cut(category: Category, depth: int) -> Category:
    if depth <= 0:
        return Category(category.code)
    return Category(category.code, tuple(_cut(part, depth - 1) for part in category.parts))


def flat(name: str, codes: tuple[str, ...]) -> Classification:
    """Categories with everybody above them and nothing in between."""
    return Classification(name, Category(EVERYBODY, tuple(Category(code) for code in codes)))


def classification_of(name: str, dimension: Dimension, level: int = 0) -> Classification:
    """The levels of a table of the catalogue; groups of the same people are one category.

    Without what is finer than `level` every category keeps its code.
    """
    codes = codes_of(dimension)
    kept = {group.parts for one in dimension.levels[level:] for group in one.groups}
    everybody = dimension.levels[0].parts
    groups = {parts: code for parts, code in codes.items() if parts in kept or parts == everybody}
    finest = [group.parts for group in dimension.levels[level].groups]
    return Classification(name, _category(everybody, groups, finest))


def codes_of(dimension: Dimension) -> dict[frozenset[str], str]:
    """What the category of these people is called, whatever the level.

    Where a coarser level calls other people by a code of a finer one, its number is put before it.
    """
    codes: dict[frozenset[str], str] = {dimension.levels[0].parts: EVERYBODY}
    for number, level in enumerate(dimension.levels):
        for group in level.groups:
            taken = group.code in codes.values()
            codes.setdefault(group.parts, f"{number}:{group.code}" if taken else group.code)
    return codes


def _category(
    people: frozenset[str], groups: dict[frozenset[str], str], finest: list[frozenset[str]]
) -> Category:
    """What lies in it is in the order of the finest level."""
    inside = [one for one in groups if one < people]
    largest = [one for one in inside if not any(one < other for other in inside)]
    largest.sort(key=lambda one: next(i for i, group in enumerate(finest) if group <= one))
    return Category(groups[people], tuple(_category(one, groups, finest) for one in largest))
