"""Knows all figures that are protected together: what they are, and what adds up to what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from mentorship.evaluation.disclosure.statements import CellName, Relation


class CellsDisagree(ValueError):
    """Two tables give one cell two values, or only one of them says that nobody can be there."""


class DoesNotAddUp(ValueError):
    """A whole isn't the sum of its parts."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`asked` would be told; other cells are there because they could be worked out.

    `relations` are of groups in groups, `unions` of cohorts in populations. `impossible` are
    structural zeros, which everybody knows. `contributors` say who knows how many of a cell.
    """

    values: Mapping[CellName, int] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    unions: tuple[Relation, ...] = ()
    impossible: frozenset[CellName] = frozenset()
    asked: frozenset[CellName] = frozenset()
    contributors: Mapping[CellName, Mapping[str, int]] = field(default_factory=dict)

    @property
    def sums(self) -> tuple[Relation, ...]:
        return self.relations + self.unions

    @property
    def possible(self) -> frozenset[CellName]:
        return frozenset(self.values.keys() - self.impossible)

    def unasked(self) -> "Figures":
        return replace(self, asked=frozenset())

    def with_all(self, other: "Figures") -> "Figures":
        """Both together, as linked tables: a cell of the same name is the same cell."""
        shared = self.values.keys() & other.values.keys()
        if any(self.values[cell] != other.values[cell] for cell in shared):
            raise CellsDisagree("one name, two values")
        if shared & self.impossible != shared & other.impossible:
            raise CellsDisagree("one name, possible and impossible")
        return Figures(
            {**self.values, **other.values},
            tuple(dict.fromkeys(self.relations + other.relations)),
            tuple(dict.fromkeys(self.unions + other.unions)),
            self.impossible | other.impossible,
            self.asked | other.asked,
            {**other.contributors, **self.contributors},
        )

    def checked(self) -> "Figures":
        """Itself, or an error where it can't be true."""
        if any(value < 0 for value in self.values.values()):
            raise ValueError("a count can't be below nothing")
        if any(self.values[cell] for cell in self.impossible):
            raise ValueError("somebody is counted where nobody can be")
        for relation in self.sums:
            if self.values[relation.whole] != sum(self.values[one] for one in relation.parts):
                raise DoesNotAddUp(repr(relation.whole))
        return self


def all_together(tables: Collection[Figures]) -> Figures:
    found = Figures()
    for table in tables:
        found = found.with_all(table)
    return found
