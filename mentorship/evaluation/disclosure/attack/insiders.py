"""What somebody knows who is in the figures: contributors their part, participants their cell."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.attack.judging import (
    AttackVerdict,
    Both,
    Protected,
    attack_by,
    unsafe_by,
)
from mentorship.evaluation.disclosure.statements import CellName, Interval, Need

# Source: disclosure control of bundles, "no category above 90 percent".
GROUP_LIMIT = Fraction(9, 10)


def as_contributor(
    evidence: Evidence, own: Mapping[CellName, int], entirely: Collection[CellName] = ()
) -> Evidence:
    """A referrer, House or mentor knows how many of each cell are theirs.

    `entirely`: cells in which nobody else can be, so that they know them to the last one.
    """
    known = _at_least(own)
    known |= {cell: Interval.exactly(own.get(cell, 0)) for cell in entirely}
    return evidence.with_more(Evidence(known))


def attack_by_contributors(
    outside: Attack,
    insiders: Collection[Mapping[CellName, int]],
    protected_of: Callable[[Mapping[CellName, int]], Protected],
) -> AttackVerdict:
    """Each by themselves, with how many of each cell are theirs; `protected_of` says what may not
    be known to somebody with these.

    Whose own are all in cells that everybody knows exactly learns no more than everybody does: for
    them only these cells have to be looked at.
    """
    most: dict[CellName, int] = {}
    for cell, number in chain.from_iterable(own.items() for own in insiders):
        most[cell] = max(most.get(cell, 0), number)
    outside.look_above(most.items())
    exact = {cell for cell in most if outside.is_exact(cell)}
    asked = unsafe = 0
    each: dict[object, _Insider] = {}  # most of them know the same as others
    for own in insiders:
        protected = protected_of(own)
        asked += len(protected.needs) + len(protected.both)
        unsafe += len(protected.needs.keys() & exact)
        news = _at_least({cell: number for cell, number in own.items() if cell not in exact})
        needs = {cell: need for cell, need in protected.needs.items() if cell not in exact}
        if news or protected.both:
            key = frozenset(news.items()), protected.both
            alike = each[key].alike if key in each else 0
            theirs = Protected(needs if news else {}, both=protected.both)
            each[key] = _Insider(news, theirs, alike + 1)
    return AttackVerdict(asked, unsafe + _unsafe_of(outside, list(each.values())))


def _at_least(numbers: Mapping[CellName, int]) -> dict[CellName, Interval]:
    return {cell: Interval(number, None) for cell, number in numbers.items()}


@dataclass(frozen=True, slots=True)
class _Insider:
    """So many alike, with what they know besides what everybody does."""

    news: Mapping[CellName, Interval]
    protected: Protected
    alike: int


def _unsafe_of(outside: Attack, insiders: Sequence[_Insider]) -> int:
    """How many of what is protected each learns too much of, added up.

    Whatever agrees with all that several know together agrees with what each of them knows. So
    what is uncertain enough for who knew all of it is so for each, and is looked at once; the rest
    is looked at for half of them at a time.
    """
    if not insiders:
        return 0
    if len(insiders) == 1:
        (one,) = insiders
        return one.alike * attack_by(outside.knowing(one.news), one.protected).unsafe
    doubtful = _doubtful(outside, insiders)
    left = [one for one in (_within(each, doubtful) for each in insiders) if one is not None]
    half = (len(left) + 1) // 2
    return _unsafe_of(outside, left[:half]) + _unsafe_of(outside, left[half:])


def _within(one: _Insider, doubtful: Collection[CellName]) -> _Insider | None:
    needs = {cell: need for cell, need in one.protected.needs.items() if cell in doubtful}
    both = tuple(pair for pair in one.protected.both if pair.cells in doubtful)
    return replace(one, protected=Protected(needs, both=both)) if needs or both else None


def _doubtful(outside: Attack, insiders: Sequence[_Insider]) -> set[CellName]:
    """Cells, and pairs of cells, of which who knew all that these know would learn too much."""
    lows: dict[CellName, int] = {}
    needs: dict[CellName, Need] = {}
    both: dict[tuple[CellName, CellName], tuple[int, int]] = {}
    for each in insiders:
        for cell, interval in each.news.items():
            lows[cell] = max(lows.get(cell, 0), interval.low)
        for cell, need in each.protected.needs.items():
            known = needs.get(cell, need)
            needs[cell] = Need(min(known.low, need.low), max(known.high, need.high))
        for pair in each.protected.both:
            one, other = both.get(pair.cells, pair.least)
            both[pair.cells] = max(one, pair.least[0]), max(other, pair.least[1])
    together = Protected(needs, both=tuple(Both(*pair) for pair in both.items()))
    try:
        cells, _, pairs = unsafe_by(outside.knowing(_at_least(lows)), together)
    except Contradictory:  # some of them may be the same person
        return {*needs, *both}
    return {*cells, *(one.cells for one in pairs)}


def attack_by_all(
    everybody: Attack,
    protected_of: Callable[[Mapping[CellName, int]], Protected],
    groups: Collection[tuple[CellName, CellName]],
    insiders: Collection[Mapping[CellName, int]],
    limit: Fraction,
) -> AttackVerdict:
    """Everybody, who looks for groups above the limit too, and each contributor; counted
    together. `protected_of` nothing of one's own is what holds against everybody."""
    outside = attack_by(everybody, protected_of({}))
    proven = told_groups(everybody, groups, limit)
    inside = attack_by_contributors(everybody, insiders, protected_of)
    return AttackVerdict(
        outside.asked + len(groups) + inside.asked, outside.unsafe + len(proven) + inside.unsafe
    )


def as_participant(evidence: Evidence, cells: Collection[CellName]) -> Evidence:
    """Somebody knows which cells they are counted in themselves: one or more each."""
    return evidence.with_more(Evidence({cell: Interval(1, None) for cell in cells}))


def as_holder_of_records(
    evidence: Evidence,
    rows: Collection[Mapping[str, Hashable]],
    cells: Mapping[CellName, Mapping[str, Hashable]],
) -> Evidence:
    """Who has rows about single people has every table that can be counted from them.

    `cells`: of each cell the columns and values that place a row in it; {} is the total.
    """
    counts = {
        cell: sum(all(row[column] == value for column, value in where.items()) for row in rows)
        for cell, where in cells.items()
    }
    return evidence.with_more(
        Evidence({cell: Interval.exactly(count) for cell, count in counts.items()})
    )


def told_groups(
    outside: Attack,
    groups: Collection[tuple[CellName, CellName]],
    limit: Fraction = GROUP_LIMIT,
) -> list[tuple[CellName, CellName]]:
    """The (part, whole) of which it can be proven that the part is above the limit of the whole.

    Who knows that somebody is in the whole then knows what they are. So the whole is taken to have
    somebody in it; where it has nobody for sure, nothing is told of anybody.
    """
    by_whole: dict[CellName, list[CellName]] = {}
    for part, whole in groups:
        by_whole.setdefault(whole, []).append(part)
    told = []
    for whole, parts in by_whole.items():
        least, most = _ends(outside, whole)
        if most == 0:
            continue
        attacker = outside if least else outside.knowing({whole: Interval(1, None)})
        told += [(part, whole) for part in parts if _is_proven(attacker, part, whole, limit)]
    return told


def _ends(attacker: Attack, cell: CellName) -> tuple[int, int | None]:
    interval = attacker.interval(cell)
    return interval.low, interval.high


def _is_proven(attacker: Attack, part: CellName, whole: CellName, limit: Fraction) -> bool:
    return not attacker.can_fall_to({part: limit.denominator, whole: -limit.numerator}, 0)
