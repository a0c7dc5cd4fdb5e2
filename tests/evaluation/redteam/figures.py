"""Figures beside the tables: means, percentages, bars, told where the program's attacker agrees.

The negative control tells them all. A case is a bundle of which the program's attacker refuses
some: the red team has to win on all of them together, and on those that are told it may not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

from mentorship.evaluation.disclosure.attack import printed
from mentorship.evaluation.disclosure.attack.evidence import Evidence
from mentorship.evaluation.disclosure.attack.insiders import as_participant
from mentorship.evaluation.disclosure.attack.judging import Protected, attack
from mentorship.evaluation.disclosure.protection.primary import demands_on
from mentorship.evaluation.disclosure.statements import Combination, Interval
from tests.evaluation.redteam.attacks import intervals, participants, won
from tests.evaluation.redteam.bundles import Asked, Columns, Release, figures_for, name_of, release
from tests.evaluation.redteam.control import Outcome, pinned
from tests.evaluation.redteam.draws import TWO_WAY
from tests.evaluation.redteam.region import HALF_YEARS, PUBLISHED, Place, is_in, places
from tests.evaluation.redteam.systems import MOST, Atom

SCORED: tuple[Columns, ...] = (("house", "score"), ("gender", "score"), ("age", "score"))
# The longest bar, in dots on a screen or in hundredths of a page.
LONGEST = 200

Row = tuple[dict[Atom, float], float, float]


@dataclass(frozen=True)
class Said:
    """`times` the sum of weights of `above`, divided by that of `below`, as it is printed."""

    kind: str
    above: tuple[tuple[Place, int], ...]
    below: tuple[tuple[Place, int], ...]
    times: int
    decimals: int
    printed: str

    def known(self) -> Iterator[Row]:
        """To the attacker of one release, whose atoms are its cells: half up, in whole numbers."""
        ten = 10**self.decimals
        told = round(float(self.printed) * ten)
        for sign, limit, least in ((1, 2 * told - 1, 0), (-1, 2 * told + 1, 1)):
            row: dict[Atom, float] = {}
            for place, weight in self.above:
                row[0, place] = row.get((0, place), 0) + sign * 2 * ten * self.times * weight
            for place, weight in self.below:
                row[0, place] = row.get((0, place), 0) - sign * limit * weight
            yield row, least, float("inf")


def _said(
    one: Release,
    kind: str,
    above: dict[Place, int],
    below: dict[Place, int],
    times: int,
    decimals: int,
) -> Iterator[Said]:
    """Nothing where it would be divided by nothing."""
    people = one.asked.people()

    def summed(weights: dict[Place, int]) -> int:
        return sum(
            w * sum(is_in(person, place) for person in people) for place, w in weights.items()
        )

    bottom, ten = summed(below), 10**decimals
    if bottom:
        whole = (2 * ten * times * summed(above) + bottom) // (2 * bottom)
        text = str(Decimal(whole).scaleb(-decimals))
        yield Said(kind, tuple(above.items()), tuple(below.items()), times, decimals, text)


def means(one: Release) -> Iterator[Said]:
    """Of the score, of everybody and of each row."""
    row, _ = one.asked.tables[0]
    for whole in places((row,)):
        below = {whole | {("score", score)}: 1 for score in PUBLISHED["score"]}
        above = {place: int(dict(place)["score"]) for place in below}
        yield from _said(one, "mean", above, below, 1, 1)


def percentages(one: Release) -> Iterator[Said]:
    """In whole percent, of each cell in its row, whether these are told or not."""
    row, column = one.asked.tables[0]
    for whole in places((row,)):
        for value in PUBLISHED[column]:
            yield from _said(one, "share", {whole | {(column, value)}: 1}, {whole: 1}, 100, 0)


def bars(one: Release) -> Iterator[Said]:
    """Each inner cell as a bar on an axis that ends at the largest number told."""
    longest = max(one.told, key=lambda cell: one.told[cell], default=None)
    if longest is not None:
        for place in places(one.asked.tables[0]):
            if len(place) == len(one.asked.tables[0]):
                yield from _said(one, "bar", {place: 1}, {longest[1]: 1}, LONGEST, 0)


WAYS = {"means": means, "percentages": percentages, "bars": bars}


def _statements(one: Release, said: Said) -> tuple[Combination, ...]:
    """In the words of the program's attacker."""
    named = {name_of(one.asked, place): weight for place, weight in said.above}
    (first, _), *_ = said.below
    below = name_of(one.asked, first)
    if said.kind == "mean":
        return printed.mean_of_counts(said.printed, named)
    (cell,) = named
    if said.kind == "share":
        return printed.share(said.printed, cell, below)
    largest = one.plan.told[below].low
    unit = Fraction(LONGEST, largest)
    return (printed.bar(cell, Fraction(said.printed), unit, Fraction(1, 2)),)


class House:
    """The program's attacker on one release without contributors.

    It is told how many people there are at most, as the red team's knows that as well: of 0 % of a
    hidden number the part may be ten only where there are hundreds of thousands of others.
    """

    def __init__(self, one: Release) -> None:
        figures = figures_for(one.asked)
        known = dict.fromkeys(figures.values, Interval(0, MOST))
        self.evidence = Evidence({**known, **one.plan.told}, figures.sums)
        self.protected = Protected(demands_on(figures)[0].needs)
        self.one = one

    def agrees(self, evidence: Evidence) -> bool:
        return attack(evidence, self.protected).is_safe

    def allowed(self, asked: Sequence[Said]) -> list[Said]:
        """One after the other, each on top of those before it."""
        held, told = self.evidence, []
        for said in asked:
            more = held.with_more(Evidence(combinations=_statements(self.one, said)))
            if self.agrees(more):
                held = more
                told.append(said)
        return told


def drawn(dice: Random, number: int, tables: Sequence[Columns]) -> Asked:
    half_years = HALF_YEARS[: dice.randint(1, 3)]
    a_year = dice.choice((10, 40, 400))
    return Asked(a_year, number, (dice.choice(tables),), half_years, contributors=False)


def tried_figures(kind: str, numbers: Iterator[int], cases: int) -> Outcome:
    outcome = Outcome()
    for number in numbers:
        outcome.drawn += 1
        dice = Random(f"{kind} {number}")
        one = release(drawn(dice, number, SCORED if kind == "means" else TWO_WAY))
        asked = list(WAYS[kind](one))
        told = House(one).allowed(asked)
        on = _pins_down(one, told)
        if len(told) < len(asked):
            outcome.count(number, off=_pins_down(one, asked), on=on)
        elif on:
            outcome.count(number, off=True, on=True)
        if outcome.cases >= cases:
            break
    return outcome


def _pins_down(one: Release, told: Sequence[Said]) -> bool:
    return pinned(won([one], [intervals], [row for said in told for row in said.known()]))


def tried_participants(numbers: Iterator[int], cases: int) -> Outcome:
    """Who guided whom isn't recorded, so that nothing is done against who knows a part.

    A case is one in which the program's own attacker says that a participant knows too much.
    """
    outcome = Outcome()
    for number in numbers:
        outcome.drawn += 1
        dice = Random(f"participants {number}")
        asked = drawn(dice, number, TWO_WAY)
        one = release(asked)
        if not _participants_agree(one):
            recorded = release(Asked(asked.a_year, number, asked.tables, asked.half_years))
            off, on = won([one], [participants]), won([recorded], [participants])
            outcome.count(number, off=pinned(off), on=pinned(on))
        if outcome.cases >= cases:
            break
    return outcome


def _participants_agree(one: Release) -> bool:
    house = House(one)
    (columns,) = one.asked.tables
    own = {frozenset((c, getattr(person, c)) for c in columns) for person in one.asked.people()}
    return all(
        house.agrees(as_participant(house.evidence, [name_of(one.asked, place)]))
        for place in sorted(own, key=sorted)
    )
