"""Makes of figures and what may not be known a plan: what is told and what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorship.evaluation.disclosure.protection.demands import Demands
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.primary import Share
from mentorship.evaluation.disclosure.protection.rounding import rounded
from mentorship.evaluation.disclosure.protection.suppression import Effort, Proof, hide
from mentorship.evaluation.disclosure.protection.systems import system_of
from mentorship.evaluation.disclosure.statements import CellName, Interval, Known

# The one symbol for every hidden cell, whatever the reason; and the one for structural zeros.
HIDDEN = "·"
IMPOSSIBLE = "–"


class Method(StrEnum):
    SUPPRESSION = "suppression"
    ROUNDING = "rounding"
    PRIMARY_ONLY = "primary_only"


@dataclass(frozen=True, slots=True)
class Plan:
    """`told` holds what was asked for and isn't hidden. No safe plan loses less than `bound`."""

    told: Known
    hidden: frozenset[CellName]
    impossible: frozenset[CellName]
    method: Method
    proof: Proof
    loss: int
    bound: int
    iterations: int = 0

    def shown(self, cell: CellName) -> str:
        """What stands in the table; of a rounded cell its rounded number isn't known here."""
        if cell in self.impossible:
            return IMPOSSIBLE
        interval = self.told.get(cell)
        if interval is None:
            return HIDDEN
        return str(interval.low) if interval.low == interval.high else HIDDEN

    def may_tell(self, share: Share) -> bool:
        """A percentage or mean is told when both numbers it is made of are told exactly."""
        return all(
            (known := self.told.get(cell)) is not None and known.low == known.high
            for cell in (share.numerator, share.denominator)
        )

    @property
    def share_told(self) -> float:
        """Of the cells that could have been told, from 0 to 1."""
        possible = len(self.told) + len(self.hidden)
        return len(self.told) / possible if possible else 1.0


def losses_of(
    figures: Figures, magnitudes: frozenset[CellName] = frozenset()
) -> dict[CellName, int]:
    """What hiding each cell loses: 1, and 1 for each person whom it tells of.

    So of two cells the smaller is hidden, and a total only where that lets more be told of its
    parts. Hours and euros count as the people that they are of, as far as these are known.
    """
    return {
        cell: 1 + (len(figures.contributors.get(cell, {})) if cell in magnitudes else value)
        for cell, value in figures.values.items()
    }


def protect(
    figures: Figures,
    demands: Demands,
    known: Known | None = None,
    losses: Mapping[CellName, int] | None = None,
    effort: Effort | None = None,
    complements: bool = True,
) -> Plan:
    """Linked tables are protected together: `figures` are all of them.

    `known` is what everybody has from earlier releases or elsewhere. Raises NothingIsSafe when
    that already tells too much. Without `complements` (a negative control) only cells that need
    it themselves are hidden.
    """
    before = known or {}
    losses = losses_of(figures) if losses is None else losses
    system = system_of(figures.checked(), demands, before, losses)
    if complements:
        found = hide(system, effort)
        hidden = {cell for i, cell in enumerate(system.cells) if found.hidden[i]}
        proof, bound, rounds = found.proof, found.bound, found.iterations
    else:
        hidden = {cell for i, cell in enumerate(system.cells) if system.needed[i]}
        proof, bound, rounds = Proof.BOUNDED, 0, 0
    kept = frozenset(hidden & figures.asked)
    asked = figures.asked - figures.impossible
    return Plan(
        {cell: Interval.exactly(figures.values[cell]) for cell in sorted(asked - kept, key=repr)},
        kept,
        figures.impossible & figures.asked,
        Method.SUPPRESSION if complements else Method.PRIMARY_ONLY,
        proof,
        sum(losses.get(cell, 0) for cell in kept),
        bound,
        rounds,
    )


def protect_by_rounding(
    figures: Figures, base: int, known: Known | None = None, effort: Effort | None = None
) -> tuple[Plan, Mapping[CellName, int]] | None:
    """Every cell as a multiple of `base`, and the plan of what that tells; None where none adds up.

    Safe in the sense of rounded cells: nobody can know more of any than its published rounding.
    """
    found = rounded(figures.checked(), base, known or {}, effort)
    if found is None:
        return None
    asked: Sequence[CellName] = sorted(figures.asked - figures.impossible, key=repr)
    plan = Plan(
        {cell: found.intervals[cell] for cell in asked},
        frozenset(),
        figures.impossible & figures.asked,
        Method.ROUNDING,
        found.proof,
        found.loss,
        found.bound,
    )
    return plan, {cell: found.numbers[cell] for cell in asked}
