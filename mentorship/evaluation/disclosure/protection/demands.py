"""Knows what an attacker may not be able to rule out, whatever is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentorship.evaluation.disclosure.statements import CellName, Need


@dataclass(frozen=True, slots=True)
class Doubt:
    """Some numbers that agree with all that is told have sum(weight * cell) >= `at_least`.

    An `insider` knows how many of each cell came through them, so that theirs are at least that.
    """

    weights: tuple[tuple[CellName, int], ...]
    at_least: int
    insider: str | None = None


def doubts_of(cell: CellName, need: Need, insider: str | None = None) -> tuple[Doubt, Doubt]:
    """A need in other words: as few as `low` is possible, and as many as `high`."""
    return (
        Doubt(((cell, -1),), -need.low, insider),
        Doubt(((cell, 1),), need.high, insider),
    )


@dataclass(frozen=True, slots=True)
class Demands:
    """`needs` hold against everybody; `doubts` are those of insiders, and those of shares."""

    needs: Mapping[CellName, Need] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def all_doubts(self) -> tuple[Doubt, ...]:
        own = (doubt for cell, need in self.needs.items() for doubt in doubts_of(cell, need))
        return tuple(dict.fromkeys((*own, *self.doubts)))

    def with_all(self, other: "Demands") -> "Demands":
        return Demands(
            both_of([*self.needs.items(), *other.needs.items()]),
            tuple(dict.fromkeys(self.doubts + other.doubts)),
        )


def both_of(needs: Iterable[tuple[CellName, Need]]) -> dict[CellName, Need]:
    """Several needs of one cell as one that meets them all."""
    found: dict[CellName, Need] = {}
    for cell, need in needs:
        known = found.get(cell, need)
        found[cell] = Need(min(known.low, need.low), max(known.high, need.high))
    return found
