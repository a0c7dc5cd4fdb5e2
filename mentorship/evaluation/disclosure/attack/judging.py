"""Whether what somebody holds leaves every protected value uncertain enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Evidence
from mentorship.evaluation.disclosure.statements import CellName, Known, Need, Needs


@dataclass(frozen=True, slots=True)
class Doubt:
    """Of a sum of weight * cell: at most `low` has to be possible, and at least `high`.

    None: nothing is asked of that side.
    """

    weights: tuple[tuple[CellName, int], ...]
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Both:
    """Whoever is in both of two cells is in each: while the one is at least so many, the other has
    to be able to be at least so many too."""

    cells: tuple[CellName, CellName]
    least: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Protected:
    """All that has to stay uncertain: cells, sums or differences of cells, and two at once."""

    needs: Needs = field(default_factory=lambda: MappingProxyType({}))
    doubts: tuple[Doubt, ...] = ()
    both: tuple[Both, ...] = ()


@dataclass(frozen=True, slots=True)
class AttackVerdict:
    """Goes with a release, so it never says which value: labels alone tell cells. Of what can't
    all be true nothing can be said, and so nothing compared."""

    asked: int
    unsafe: int
    is_contradictory: bool = False

    @property
    def is_safe(self) -> bool:
        return self.unsafe == 0


class Unheard(Exception):
    """A protected cell occurs in nothing that is told: is it named as in the tables?

    It would count as safe, as would every cell with a misspelt name.
    """


def attack(evidence: Evidence, protected: Protected) -> AttackVerdict:
    """Nor is there a release when it raises Contradictory (not all can be true) or Unheard."""
    return attack_by(Attack(evidence), protected)


def attack_by(attacker: Attack, protected: Protected) -> AttackVerdict:
    """The same, by one that is there already. Raises Unheard."""
    asked = len(protected.needs) + len(protected.doubts) + len(protected.both)
    needs, doubts, both = unsafe_by(attacker, protected)
    return AttackVerdict(asked, len(needs) + len(doubts) + len(both))


def unsafe_values(evidence: Evidence, protected: Protected) -> tuple[list[CellName], list[Doubt]]:
    """Which they are: inside the house only, to make a better plan."""
    needs, doubts, _both = unsafe_by(Attack(evidence), protected)
    return needs, doubts


def unsafe_by(
    attacker: Attack, protected: Protected
) -> tuple[list[CellName], list[Doubt], list[Both]]:
    """The same, by one that is there already. Raises Unheard."""
    cells = [
        *protected.needs,
        *(cell for each in protected.doubts for cell, _ in each.weights),
        *(cell for each in protected.both for cell in each.cells),
    ]
    if not all(map(attacker.has_heard_of, cells)):
        raise Unheard
    return (
        [
            cell
            for cell, need in protected.needs.items()
            if not _holds(attacker, {cell: 1}, need.low, need.high)
        ],
        [
            doubt
            for doubt in protected.doubts
            if not _holds(attacker, _summed(doubt), doubt.low, doubt.high)
        ],
        [
            one
            for one in protected.both
            if not attacker.look_above(zip(one.cells, one.least, strict=True))
        ],
    )


def needs_of_rounding(published: Known) -> dict[CellName, Need]:
    """Rounded cells have to stay as wide as what was published of them, from zero up."""
    return {
        cell: Need(max(0, interval.low), interval.high)
        for cell, interval in published.items()
        if interval.high is not None and interval.high > max(0, interval.low)
    }


def _summed(doubt: Doubt) -> dict[CellName, int]:
    summed: dict[CellName, int] = {}
    for cell, weight in doubt.weights:
        summed[cell] = summed.get(cell, 0) + weight
    return summed


def _holds(
    attacker: Attack, weights: Mapping[CellName, int], low: int | None, high: int | None
) -> bool:
    return (low is None or attacker.can_fall_to(weights, low)) and (
        high is None or attacker.can_reach(weights, high)
    )
