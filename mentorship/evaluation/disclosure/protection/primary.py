"""The rules by which a cell may not be known, each a sentence with its source.

Sources: "Disclosure control of evaluation bundles" of the programme's specification, and Hundepool
et al., Statistical Disclosure Control (Wiley, 2012), chapters 4 and 5, where that is named.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from mentorship.evaluation.disclosure.protection.demands import Demands, Doubt, both_of, doubts_of
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.rules import USUAL
from mentorship.evaluation.disclosure.statements import CellName, Need, Relation, need_of

LARGEST_TWO = Fraction(85, 100)
_UNKNOWN = ""


class Reason(StrEnum):
    """Told per table with a number of cells, never per cell."""

    FEW = "few"
    CONTRIBUTOR = "contributor"
    GROUP = "group"
    DOMINANCE = "dominance"


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage or a mean that is printed: one cell divided by another it is a part of."""

    numerator: CellName
    denominator: CellName


@dataclass(frozen=True, order=True, slots=True)
class Rest:
    """The name of what a share leaves of its denominator; nobody asks for it."""

    numerator: CellName
    denominator: CellName


@dataclass(frozen=True, slots=True)
class Protections:
    """The switches are for the negative control of tests only."""

    threshold: int = USUAL.threshold
    largest_share: Fraction = USUAL.largest_share
    few: bool = True
    zeros: bool = True
    contributor: bool = True
    group: bool = True
    dominance: bool = True
    shares: bool = True
    complements: bool = True


def demands_on(
    figures: Figures,
    protections: Protections | None = None,
    magnitudes: frozenset[CellName] = frozenset(),
) -> tuple[Demands, Mapping[Reason, int]]:
    """What may not be known of these figures, and how many cells each rule keeps back.

    `magnitudes` are cells of hours or euros: no threshold holds for these, but dominance does.
    """
    rules = protections or Protections()
    found, numbers = Demands(), Counter[Reason]()
    counts = figures.possible - magnitudes
    parts: list[tuple[Reason, Demands]] = []
    if rules.few:
        parts.append((Reason.FEW, _fewer_than_the_threshold(figures, counts, rules)))
    if rules.contributor:
        few = _few_without_the_largest_contributor(figures, counts, rules)
        parts.append((Reason.CONTRIBUTOR, few))
    if rules.group:
        parts.append((Reason.GROUP, _nearly_all_in_one_group(figures, counts, rules)))
    if rules.dominance:
        known = figures.possible & magnitudes
        parts.append((Reason.DOMINANCE, _two_contributors_are_nearly_all(figures, known)))
    for reason, demands in parts:
        numbers[reason] += len(_about(demands) & figures.asked)
        found = found.with_all(demands)
    return found, {reason: number for reason, number in numbers.items() if number}


def _about(demands: Demands) -> frozenset[CellName]:
    doubted = {doubt.weights[0][0] for doubt in demands.doubts}
    return frozenset(demands.needs.keys() | doubted)


def _fewer_than_the_threshold(
    figures: Figures, counts: frozenset[CellName], rules: Protections
) -> Demands:
    """Every cell with 0 <= v < t; a nothing that could have been something is one of these."""
    needs = {
        cell: need
        for cell in counts
        if (figures.values[cell] or rules.zeros)
        and (need := need_of(figures.values[cell], rules.threshold)) is not None
    }
    return Demands(needs)


def _few_without_the_largest_contributor(
    figures: Figures, counts: frozenset[CellName], rules: Protections
) -> Demands:
    """A referrer, House or mentor takes its own away from any cell: t others have to be possible.

    Each cell has its need against everybody by its largest contributor. Each contributor is an
    attacker as well, who knows that no cell is smaller than what came through them.
    """
    needs: dict[CellName, Need] = {}
    doubts: list[Doubt] = []
    through = {cell: known_to_insiders(who) for cell, who in figures.contributors.items()}
    for cell in counts:
        value, own = figures.values[cell], through.get(cell, {})
        largest = need_of(value, rules.threshold, max(own.values(), default=0))
        if largest is not None and max(own.values(), default=0):
            needs[cell] = largest
    everybody = {who for one in through.values() for who in one}
    for insider in sorted(everybody):
        for cell in counts:
            known = through.get(cell, {}).get(insider, 0)
            need = need_of(figures.values[cell], rules.threshold, known)
            if need is not None and (figures.values[cell] or rules.zeros):
                doubts += doubts_of(cell, need, insider)
    return Demands(needs, tuple(doubts))


def known_to_insiders(through: Mapping[str, int]) -> dict[str, int]:
    """Who came through somebody unknown may have come through any of the same kind."""
    unknown = {who: number for who, number in through.items() if who.endswith(":")}
    return {
        who: number + (0 if who in unknown else unknown.get(f"{who.partition(':')[0]}:", 0))
        for who, number in through.items()
    }


def _nearly_all_in_one_group(
    figures: Figures, counts: frozenset[CellName], rules: Protections
) -> Demands:
    """Of who is known to be in a margin more than 90 % would be known to be in one group.

    What may not be provable is that share: x <= 0.9 * margin has to be possible, so the doubt is
    n * margin - d * x >= 0 for a share of n/d. Where the margin is told this is a need of the cell
    alone. Where only one group is possible it tells nothing of anybody. A group that holds that
    much of a margin further up holds it of the one right above it too: those are enough.
    """
    share = rules.largest_share
    return Demands(
        doubts=tuple(
            Doubt(((cell, -share.denominator), (relation.whole, share.numerator)), 0)
            for relation in figures.relations
            if len(relation.parts) > 1 and relation.whole in counts
            for cell in relation.parts
            if figures.values[cell] > share * figures.values[relation.whole]
        )
    )


def _two_contributors_are_nearly_all(figures: Figures, magnitudes: frozenset[CellName]) -> Demands:
    """The second largest takes its own away and knows the largest nearly exactly.

    Hundepool et al., section 4.2: the (n, k) rule with n = 2 and k = 85; a cell is safe from it
    once it may be as large as would make the two less than 85 %.
    """
    needs: dict[CellName, Need] = {}
    for cell in magnitudes:
        value = figures.values[cell]
        largest = sorted(known_to_insiders(figures.contributors.get(cell, {})).values())[-2:]
        if value and sum(largest) >= LARGEST_TWO * value:
            needs[cell] = Need(ceil(value / 2), floor(sum(largest) / LARGEST_TWO) + 1)
    return Demands(needs)


def with_shares(
    figures: Figures, shares: Sequence[Share], protections: Protections | None = None
) -> tuple[Figures, Demands]:
    """The figures with what each share leaves over, and what may not be known for their sake.

    Numerator and denominator are counts of people and so is the rest: one minus a share is one.
    A share may be told when both are told (`may_be_told`).
    """
    rules = protections or Protections()
    rests = dict(_rests(figures, shares))
    added = figures.with_all(
        Figures(dict(_and_rests(figures, rests)), _left_over(rests), impossible=figures.impossible)
    )
    if not rules.shares:
        return added, Demands()
    behind = {cell for share in shares for cell in (share.numerator, share.denominator)}
    cells = (behind | rests.keys()) & added.possible
    needs = ((cell, need_of(added.values[cell], rules.threshold)) for cell in cells)
    return added, Demands(both_of((cell, need) for cell, need in needs if need is not None))


def _rests(figures: Figures, shares: Sequence[Share]) -> Iterator[tuple[Rest, int]]:
    for share in shares:
        numerator, denominator = share.numerator, share.denominator
        if numerator not in figures.impossible and denominator not in figures.impossible:
            left = figures.values[denominator] - figures.values[numerator]
            yield Rest(numerator, denominator), left


def _and_rests(figures: Figures, rests: Mapping[Rest, int]) -> Iterator[tuple[CellName, int]]:
    yield from figures.values.items()
    yield from rests.items()


def _left_over(rests: Mapping[Rest, int]) -> tuple[Relation, ...]:
    return tuple(Relation(rest.denominator, (rest.numerator, rest)) for rest in rests)
