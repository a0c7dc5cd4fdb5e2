"""What may not be known by the definition of a safe value, as questions to an attacker's puzzle.

A value 0 <= v < t is safe when half of it (rounded up) or less is possible, and t or more. Each
attack says of what it asks that, and what its attacker knows besides all that is told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.evaluation.redteam.bundles import Asked, Release
from tests.evaluation.redteam.knowledge import (
    HalfYears,
    all_places,
    atoms_of,
    blocks,
    populations,
    puzzle_of,
)
from tests.evaluation.redteam.region import Mentee, Place, during, is_in, parts_of, region
from tests.evaluation.redteam.systems import Atom, Puzzle, Weights, added

THRESHOLD = 10


@dataclass(frozen=True)
class Question:
    """The attacker wins when this sum can't be `at_least`, everything else being as told."""

    attack: str
    weights: Weights
    at_least: float
    lows: Mapping[Atom, int] = field(default_factory=dict)


class Target:
    """The true region behind some releases of people, or of hours."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.releases = releases
        self.split = blocks(releases)
        self.populations = populations(releases)
        asked = releases[0].asked
        self.figure = "sessions" if asked.hours else None
        everybody = {h for one in releases for h in one.asked.half_years}
        self.people = during(region(asked.a_year, asked.seed), everybody)
        self.places = all_places(releases)
        self.inside = {place: [p for p in self.people if is_in(p, place)] for place in self.places}

    def who(self, some: HalfYears, place: Place) -> list[Mentee]:
        return [person for person in self.inside[place] if person.half_year in some]

    @cached_property
    def cells(self) -> list[tuple[HalfYears, Place, list[Mentee], dict[Atom, float]]]:
        return [
            (some, place, self.who(some, place), added(atoms_of(self.split, some, place)))
            for some in self.populations
            for place in self.places
            if ("measured", "no") not in place  # counted in no table, but left over by a share
        ]


def uncertain(
    attack: str, atoms: Weights, value: int, own: int = 0, lows: Mapping[Atom, int] | None = None
) -> Iterator[Question]:
    """The two sides of a safe value, for who knows `own` of it."""
    rest = value - own
    if 0 <= rest < THRESHOLD:
        minus = {atom: -weight for atom, weight in atoms.items()}
        yield Question(attack, minus, -(own + (rest + 1) // 2), lows or {})
        yield Question(attack, atoms, own + THRESHOLD, lows or {})


def intervals(target: Target) -> Iterator[Question]:
    """Few people, or none, in a released population or between two (differencing)."""
    released = [frozenset(one.asked.half_years) for one in target.releases]
    for some, _, who, atoms in target.cells:
        name = "zeros" if not who else "intervals"
        yield from uncertain(name if some in released else "differencing", atoms, len(who))


def contributors(target: Target) -> Iterator[Question]:
    """Each sender and mentor takes away their own, and knows how many that is in every cell."""
    through: dict[str, Counter[Atom]] = {}
    for number, block in enumerate(target.split):
        for place in target.places:
            for person in target.who(block, place):
                for name in (person.sender, person.mentor):
                    through.setdefault(name, Counter())[number, place] += 1
    for lows in through.values():
        for _, _, who, atoms in target.cells:
            own = sum(lows[atom] for atom in atoms)
            yield from uncertain("contributors", atoms, len(who), own, lows)


def participants(target: Target) -> Iterator[Question]:
    """Somebody knows in which cells they are counted: each of these has one at least.

    What is done against mentors and senders is what keeps this safe (`figures.participants`).
    """
    smallest: dict[frozenset[Atom], None] = {}
    crossed = dict.fromkeys(columns for one in target.releases for columns in one.asked.crossed)
    for person in target.people:
        number = next(n for n, some in enumerate(target.split) if person.half_year in some)
        own = (frozenset((c, getattr(person, c)) for c in columns) for columns in crossed)
        smallest[frozenset((number, place) for place in own)] = None
    for mine in smallest:
        lows = dict.fromkeys(mine, 1)
        for _, _, who, atoms in target.cells:
            yield from uncertain("participants", atoms, len(who), lows=lows)


def self_knowledge(target: Target) -> Iterator[Question]:
    """Somebody known to be in a margin: provably more than 90 % of it is in one group."""
    tables = dict.fromkeys(columns for one in target.releases for columns in one.asked.tables)
    for columns in tables:
        for whole, parts in parts_of(columns):
            for some in target.populations:
                of = len(target.who(some, whole))
                for part in parts:
                    if of and 10 * len(target.who(some, part)) > 9 * of:
                        weights = dict.fromkeys(atoms_of(target.split, some, whole), 9.0)
                        first = next(iter(weights))
                        for atom in atoms_of(target.split, some, part):
                            weights[atom] = -10.0
                        # Known to be in it: in whichever block, the first will do for one block.
                        lows = {first: 1} if len(target.split) == 1 else {}
                        yield Question("self-knowledge", weights, 0, lows)


def percentages(target: Target) -> Iterator[Question]:
    """What a share leaves over is a share as well, asked also where none could be printed."""
    for one in target.releases:
        some = frozenset(one.asked.half_years)
        for part, whole in one.asked.shares:
            rest = len(target.who(some, whole)) - len(target.who(some, part))
            weights = added(atoms_of(target.split, some, whole))
            weights |= dict.fromkeys(atoms_of(target.split, some, part), -1.0)
            yield from uncertain("percentages", weights, rest)


def dominance(target: Target) -> Iterator[Question]:
    """The largest two have 85 % of the hours or more, so the second knows the first."""
    for _, _, who, atoms in target.cells:
        hours = sorted((person.sessions for person in who), reverse=True)
        two = sum(hours[:2])
        if who and 100 * two >= 85 * sum(hours):
            yield Question("dominance", atoms, 100 * two // 85 + 1)


Attack = Callable[[Target], Iterator[Question]]

FROM_OUTSIDE: tuple[Attack, ...] = (intervals, self_knowledge, percentages)
FROM_INSIDE: tuple[Attack, ...] = (contributors, participants)


def usual(asked: Asked) -> tuple[Attack, ...]:
    if asked.hours:
        return (dominance,)
    return FROM_OUTSIDE + (FROM_INSIDE if asked.contributors else ())


def won(
    releases: Sequence[Release],
    attacks: Sequence[Attack] | None = None,
    more: Sequence[tuple[Weights, float, float]] = (),
) -> Counter[str]:
    """How many protected values each attack pins down; "undecided" are searches given up.

    `more` is what the attacker knows besides: weights of atoms, from low to high.
    """
    target = Target(releases)
    puzzle = puzzle_of(releases)
    for weights, low, high in more:
        puzzle.state(weights, low, high)
    attacks = usual(releases[0].asked) if attacks is None else attacks
    lost = Counter(_pinned_down(target, puzzle, attacks))
    if puzzle.undecided:
        lost["undecided"] = puzzle.undecided
    return lost


def _pinned_down(target: Target, puzzle: Puzzle, attacks: Sequence[Attack]) -> Iterator[str]:
    for attack in attacks:
        for question in attack(target):
            if not puzzle.can_be(question.weights, question.at_least, question.lows):
                yield question.attack


def wins(releases: Sequence[Release]) -> bool:
    """Whether the usual attacks pin down one value; they stop at the first."""
    target, puzzle = Target(releases), puzzle_of(releases)
    return any(True for _ in _pinned_down(target, puzzle, usual(releases[0].asked)))


def needlessly_hidden(releases: Sequence[Release]) -> list[Place]:
    """Cells that the last release hides, of which any one told besides opens nothing."""
    target, last = Target(releases), releases[-1]
    attacks = usual(last.asked)
    found: list[Place] = []
    for some, place in last.hidden:
        puzzle = puzzle_of(releases)
        value = len(target.who(some, place))
        puzzle.state(added(atoms_of(target.split, some, place)), value, value)
        if not any(True for _ in _pinned_down(target, puzzle, attacks)):
            found.append(place)
    return found
