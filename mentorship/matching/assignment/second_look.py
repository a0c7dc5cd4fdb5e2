"""Knows the small rounds that look at one place again while every other pair stands.

After a refusal two questions are open: whom this mentee may have now, and who may have the seat.
Each is a round of its own, so that the same rules, points, ties and proof answer it, and so that
it can be replayed. Nobody who has a pair that stands takes part: their seats and their places in
a caseload are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mentorship.matching.assignment.caseloads import Fullness, caseloads_of
from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import (
    Mentee,
    Mentor,
    Objective,
    Pair,
    Reason,
    Round,
)
from mentorship.matching.assignment.tie_break import pair_hash

# The one who is proposed for a seat, and so many others who could have it.
OTHERS_TOLD = 3


class CaseloadFull(ValueError):
    """House or consultant of this mentee has no place left beside the pairs that stand.

    `is_consultants`: only the consultant hasn't.
    """

    def __init__(self, *, is_consultants: bool = False) -> None:
        super().__init__("no place is left")
        self.is_consultants = is_consultants


@dataclass(frozen=True, slots=True)
class Standing:
    """What isn't looked at again.

    `pairs` (mentee, mentor) hold a seat and a place; `places` are further ones that are taken in
    the caseloads of Houses, by matches whose seats the round no longer has, and `held` in those
    of consultants, by House and id. Who is `left` isn't offered a seat: somebody decided that
    they wait.
    """

    pairs: Collection[tuple[str, str]] = ()
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    left: Collection[str] = ()
    held: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))


def round_for_mentee(round_: Round, standing: Standing, mentee: str) -> Round:
    """This mentee alone, with all seats that no pair holds.

    Raises `CaseloadFull` and `KeyError`.
    """
    one = {each.id: each for each in round_.mentees}[mentee]
    if full := _full(round_, standing, one):
        raise CaseloadFull(is_consultants=full is Reason.CONSULTANT)
    return replace(round_, mentees=(one,), mentors=tuple(_with_free_seats(round_, standing)))


def round_for_seat(round_: Round, standing: Standing, mentor: str) -> Round:
    """This mentor alone, with who could have the seat best, and the next ones; perhaps nobody.

    Of a mentor with more free seats it's one seat too: then the best one alone takes part, as the
    points tell of the seats that are really free. Raises `KeyError`.
    """
    offering = {each.id: each for each in _with_free_seats(round_, standing)}[mentor]
    taken = {mentee for mentee, _mentor in standing.pairs}
    wanting = (one for one in round_.mentees if one.id not in taken and one.id not in standing.left)
    here = tuple(
        one
        for one in wanting
        if one.pinned in (None, mentor) and not _full(round_, standing, one)
    )  # fmt: skip
    small = replace(round_, mentees=here, mentors=(offering,))
    most = 1 + OTHERS_TOLD if offering.free_seats == 1 else 1
    best = set(_best_first(small)[:most])
    return replace(small, mentees=tuple(one for one in here if one.id in best))


def best_for_mentee(round_: Round, standing: Standing, mentee: str) -> Pair | None:
    """The best pair of this mentee that changes no other; None when nobody fits."""
    return _only_pair(round_for_mentee(round_, standing, mentee))


def best_for_seat(round_: Round, standing: Standing, mentor: str) -> Pair | None:
    """The best pair of one seat of this mentor that changes no other: the highest class first."""
    return _only_pair(round_for_seat(round_, standing, mentor))


def _only_pair(round_: Round) -> Pair | None:
    found = solve(round_, with_prices=False).proposals
    return found[0] if found else None


def _with_free_seats(round_: Round, standing: Standing) -> Iterator[Mentor]:
    held = Counter(mentor for _mentee, mentor in standing.pairs)
    for one in round_.mentors:
        yield replace(one, free_seats=max(0, one.free_seats - held[one.id]))


def _full(round_: Round, standing: Standing, mentee: Mentee) -> Reason | None:
    """Whose caseload has no place left for this mentee."""
    caseloads = caseloads_of(round_)
    standing_mentees = {one for one, _mentor in standing.pairs}
    left = caseloads.left_beside(one for one in round_.mentees if one.id in standing_mentees)
    for at, (house, consultant) in enumerate(caseloads.groups):
        if consultant is None:
            left[at] -= standing.places.get(house or "", 0)
        else:
            left[at] -= standing.held.get((house or "", consultant), 0)
    return Fullness(caseloads, left).why(mentee)


def _best_first(round_: Round) -> list[str]:
    """Of a round of one mentor: by class, then as the objective goes; pins before, ties last.

    Of one seat the pair is the worst one too: then its fit comes before its points.
    """
    mentees = {one.id: one for one in round_.mentees}
    pinned = sorted(one.id for one in round_.mentees if _holds(round_, one))
    free = tuple(replace(one, pinned=None) for one in round_.mentees if one.id not in pinned)

    def order(pair: Pair) -> tuple[object, ...]:
        worth = pair.fit + pair.waiting_bonus + pair.stay_bonus
        tie = pair_hash(round_.seed, pair.mentee, pair.mentor)
        worst = -pair.fit if round_.objective is Objective.MAX_MIN else 0
        return (mentees[pair.mentee].priority, worst, -worth, tie)

    others = sorted(eligible_pairs(replace(round_, mentees=free)), key=order)
    return [*pinned, *(pair.mentee for pair in others)]


def _holds(round_: Round, mentee: Mentee) -> bool:
    return mentee.pinned is not None and not refused_pins(replace(round_, mentees=(mentee,)))
