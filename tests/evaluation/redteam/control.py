"""The negative control: each protection taken away by itself, where the others don't cover it.

A case is told by prices, not by attacks: without the protection the program finds a plan that loses
less. Plans are optimal, so had the cheaper one kept the rule of that protection as well, it
would have been the plan with it. Of percentages: some are printed that were kept back.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from mentorship.evaluation.disclosure.protection.primary import Protections
from tests.evaluation.redteam.attacks import wins
from tests.evaluation.redteam.bundles import (
    MEASURED,
    Asked,
    Columns,
    Release,
    Way,
    printed_by,
    release,
)
from tests.evaluation.redteam.draws import TWO_WAY
from tests.evaluation.redteam.region import HALF_YEARS, PUBLISHED, Place, places

Draw = Callable[[Random, int], tuple[Asked, ...]]


def _one(
    a_year: tuple[int, ...], tables: tuple[Columns, ...] = TWO_WAY, contributors: bool = True
) -> Draw:
    def draw(dice: Random, number: int) -> tuple[Asked, ...]:
        half_years = HALF_YEARS[: dice.randint(1, 4)]
        table = (dice.choice(tables),)
        return (Asked(dice.choice(a_year), number, table, half_years, contributors=contributors),)

    return draw


def _hours(dice: Random, number: int) -> tuple[Asked, ...]:
    (asked,) = _one((10, 40))(dice, number)
    return (replace(asked, hours=True),)


def _shares(dice: Random, number: int) -> tuple[Asked, ...]:
    """Of each row, the share of each of its two most usual values."""
    (asked,) = _one((40, 400))(dice, number)
    row, column = asked.tables[0]
    usual = Counter(getattr(person, column) for person in asked.people()).most_common(2)
    shares: list[tuple[Place, Place]] = []
    for value in PUBLISHED[row]:
        whole = frozenset({(row, value)})
        shares += [(whole | {(column, often)}, whole) for often, _ in usual]
    return (replace(asked, shares=tuple(shares)),)


def _measured(dice: Random, number: int) -> tuple[Asked, ...]:
    """How many ended and how many were measured, and of each cell which share that is.

    A rest that a table counts is made of its other cells, and where it is few so are these: then
    the protection of few keeps it already. Who wasn't measured is in no table.
    """
    (asked,) = _one((40, 400), (*TWO_WAY, ("house",), ("age",)), contributors=False)(dice, number)
    (columns,) = asked.tables
    shares = tuple((place | MEASURED, place) for place in places(columns))
    return (replace(asked, among=(columns,), shares=shares),)


def _pair(dice: Random, number: int) -> tuple[Asked, ...]:
    first = dice.randint(1, 3)
    half_years, table = HALF_YEARS[:first], (dice.choice(TWO_WAY),)
    asked = Asked(dice.choice((10, 40)), number, table, half_years, contributors=False)
    return asked, replace(asked, half_years=HALF_YEARS[: first + dice.randint(1, 2)])


# Contributors cover every cell with few people in it, so "few", "group", "shares" and "joint
# knowledge" are tried where nobody recorded who brought in whom. Tables in which one group is
# nearly all.
_NARROW: tuple[Columns, ...] = (("times", "gender"), ("house", "times"), ("age", "times"))


@dataclass(frozen=True)
class Protection:
    draw: Draw
    off: Way


def _without(name: str) -> Way:
    return Way(Protections(**{name: False}))


PROTECTIONS = {
    "few": Protection(_one((10, 40, 400), contributors=False), _without("few")),
    "zeros": Protection(_one((10, 40, 400)), _without("zeros")),
    "contributor": Protection(_one((40, 400)), _without("contributor")),
    "group": Protection(_one((400,), _NARROW, contributors=False), _without("group")),
    "dominance": Protection(_hours, _without("dominance")),
    "shares": Protection(_measured, _without("shares")),
    "complements": Protection(_one((40, 400)), _without("complements")),
    "joint knowledge": Protection(_pair, Way(joint=False)),
    "only told shares": Protection(_shares, Way(only_told_shares=False)),
}


@dataclass
class Outcome:
    """`drawn` bundles or pairs, of which `cases`; in how many of these the attacker won."""

    drawn: int = 0
    cases: int = 0
    won_off: int = 0
    won_on: int = 0
    missed: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def count(self, number: int, *, off: bool, on: bool) -> None:
        self.cases += 1
        self.won_off += off
        self.won_on += on
        self.missed += [] if off else [number]
        self.lost += [number] if on else []


Keep = Callable[[Outcome], Outcome]


def tried(name: str, numbers: Iterator[int], cases: int) -> Outcome:
    """Until there are so many cases, or no numbers left."""
    outcome = Outcome()
    for number in numbers:
        outcome.drawn += 1
        with_it, without = _both(name, number)
        if _is_case(name, with_it[-1], without[-1]):
            outcome.count(number, off=wins(without), on=wins(with_it))
        if outcome.cases >= cases:
            break
    return outcome


def _both(name: str, number: int) -> tuple[list[Release], list[Release]]:
    protection = PROTECTIONS[name]
    asked = protection.draw(Random(f"{name} {number}"), number)
    before = [release(one) for one in asked[:-1]]
    earlier = before[-1] if before else None
    with_it = release(asked[-1], before=earlier)
    if replace(protection.off, only_told_shares=True) == Way():
        without = printed_by(protection.off, with_it)
    else:
        without = release(asked[-1], protection.off, earlier)
    return [*before, with_it], [*before, without]


def _is_case(name: str, with_it: Release, without: Release) -> bool:
    if name == "only told shares":
        return with_it.percentages != without.percentages
    return without.plan.loss < with_it.plan.loss


def pinned(lost: Counter[str]) -> bool:
    return any(many for attack, many in lost.items() if attack != "undecided")
