"""Knows how a round is answered: the optimiser's front door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from types import MappingProxyType

import numpy as np

from mentorship.matching.assignment.candidates import (
    Candidates,
    pair_at,
    pairs_passing_all_rules,
    scored,
)
from mentorship.matching.assignment.caseloads import Caseloads, Fullness, caseloads_of
from mentorship.matching.assignment.explanation import explained, outcome_of
from mentorship.matching.assignment.levels import CLASSES, Board
from mentorship.matching.assignment.model import (
    Answer,
    Levels,
    Pair,
    PinRefused,
    PinsRefused,
    Policy,
    Round,
    RunnerUp,
)
from mentorship.matching.assignment.optimum import Best, best_of
from mentorship.matching.assignment.people import (
    Booleans,
    Integers,
    People,
    people_of,
)
from mentorship.matching.assignment.pins import Pins, pins_of, pins_that_break_rules
from mentorship.matching.assignment.prices import Priced, each_pair, priced, told
from mentorship.matching.assignment.soundness import require_sound
from mentorship.matching.assignment.worst_fit import MOST_PAIRS, priced_by_worst_fit

__all__ = [
    "PinRefused",
    "PinsRefused",
    "basis_of",
    "eligible_pairs",
    "pair_prices",
    "refused_pins",
    "solve",
    "solve_and_price",
]


def solve(
    round_: Round, *, keep: Collection[tuple[str, str]] = (), with_prices: bool = True
) -> Answer:
    """The one best answer of a round, whatever the order in which its people came.

    Of answers that are equally good on every level those with most pairs of `keep` (mentee,
    mentor) are taken, before ties are broken. Prices can take longer than all the rest.
    Raises `RoundInvalid`, as `PinsRefused` where pins break a rule or a capacity.
    """
    return _solved(round_, keep, with_prices=with_prices)[0]


def solve_and_price(
    round_: Round, *, every_pair: bool = False
) -> tuple[Answer, Iterator[RunnerUp]]:
    """The answer, and what `pair_prices` tells of it.

    Of max-min, which takes longer, without `every_pair` only the cheapest pairs of everybody: of
    each mentee three at least. Of too many pairs nothing is told then.
    """
    answer, found, people = _solved(round_, (), every_pair=every_pair)
    return answer, iter(()) if found is None else each_pair(found, people)


def _solved(
    round_: Round,
    keep: Collection[tuple[str, str]],
    *,
    with_prices: bool = True,
    every_pair: bool = False,
) -> tuple[Answer, Priced | None, People]:
    watch = _Stopwatch()
    people, pins = _people_and_pins(round_)
    candidates = pairs_passing_all_rules(people, round_.policy)
    eligible = candidates.where(candidates.fit >= round_.policy.floor)
    watch.lap("candidates")
    caseloads = caseloads_of(round_)
    board = _board(caseloads, people, eligible, pins)
    best = best_of(board, people, round_.objective, round_.seed, keep)
    chosen = best.chosen
    watch.lap("optimum")
    found = _priced(board, best, every_pair=every_pair) if with_prices else None
    prices = told(found, people) if found else None
    watch.lap("prices")
    proposals = _proposals(people, round_.policy, pins, chosen)
    matched = np.append(pins.i, chosen.i)
    left = caseloads.left_beside(people.mentees[i] for i in matched.tolist())
    waiting = np.setdiff1d(np.arange(people.rows), matched)
    outcome = outcome_of(people, candidates, round_.policy.floor, Fullness(caseloads, left))
    unmatched = tuple(explained(people, round_.policy, waiting, outcome))
    watch.lap("explanation")
    answer = Answer(
        proposals=proposals,
        unmatched=unmatched,
        levels=_levels(round_, proposals, best.worst_fit),
        eligible_pairs=len(eligible),
        status="optimal",
        timings_ms=MappingProxyType(watch.laps),
        prices=prices,
    )
    return answer, found, people


def eligible_pairs(round_: Round) -> Iterator[Pair]:
    """Every pair that passes all rules and reaches the floor, sorted by mentee and mentor.

    Seats count as they are before pins, and a pin that's under the floor isn't among them.
    """
    people = _people(round_)
    candidates = pairs_passing_all_rules(people, round_.policy)
    for at in np.flatnonzero(candidates.fit >= round_.policy.floor).tolist():
        yield pair_at(people, candidates, at)


def pair_prices(round_: Round) -> Iterator[RunnerUp]:
    """What choosing a pair gives up, of every other pair that can be chosen.

    Sorted by mentee and mentor. Pairs of a pinned mentee, and of a mentor whose last seat a pin
    takes, can't be chosen. Raises what `solve` does.
    """
    return solve_and_price(round_, every_pair=True)[1]


def refused_pins(round_: Round) -> tuple[PinRefused, ...]:
    """The pins that `solve` would refuse."""
    people = _people(round_)
    return pins_that_break_rules(people, caseloads_of(round_), pins_of(people))


@dataclass(frozen=True, slots=True)
class Basis:
    """One best answer of a round, as what it can change into is worked out from it."""

    people: People
    pinned: Integers
    board: Board
    is_chosen: Booleans


def basis_of(round_: Round) -> Basis:
    """Raises what `solve` does."""
    people, pins = _people_and_pins(round_)
    candidates = pairs_passing_all_rules(people, round_.policy)
    eligible = candidates.where(candidates.fit >= round_.policy.floor)
    caseloads = caseloads_of(round_)
    board = _board(caseloads, people, eligible, pins)
    best = best_of(board, people, round_.objective, round_.seed)
    return Basis(people, pins.i, best.board, best.is_chosen)


def _priced(whole: Board, best: Best, *, every_pair: bool) -> Priced | None:
    """Of max-min the board of the answer holds no pair that fits less than its worst."""
    if best.worst_fit is None:
        return priced(best.board, best.is_chosen)
    if len(whole.pairs) > MOST_PAIRS and not every_pair:
        return None
    is_chosen = whole.pairs.fit >= best.worst_fit
    is_chosen[is_chosen] = best.is_chosen
    return priced_by_worst_fit(whole, is_chosen, best.worst_fit, every_pair=every_pair)


def _people_and_pins(round_: Round) -> tuple[People, Pins]:
    people = _people(round_)
    pins = pins_of(people)
    if refused := pins_that_break_rules(people, caseloads_of(round_), pins):
        raise PinsRefused(refused)
    return people, pins


def _people(round_: Round) -> People:
    require_sound(round_)
    return people_of(round_)


def _board(caseloads: Caseloads, people: People, eligible: Candidates, pins: Pins) -> Board:
    """Pins are taken off first: their mentees, their seats, their places in a caseload."""
    seats = people.free_seats.copy()
    np.subtract.at(seats, pins.j, 1)
    is_waiting = np.ones(people.rows, dtype=np.bool_)
    is_waiting[pins.i] = False
    is_open = is_waiting[eligible.i] & (seats[eligible.j] > 0)
    return Board(
        pairs=eligible if is_open.all() else eligible.where(is_open),
        seats=seats,
        priority=people.priority,
        group=np.array([caseloads.innermost(m) for m in people.mentees], np.int64),
        caseload=caseloads.left_beside(people.mentees[i] for i in pins.i.tolist()),
        around=np.array(caseloads.around, np.int64),
    )


def _proposals(people: People, policy: Policy, pins: Pins, chosen: Candidates) -> tuple[Pair, ...]:
    pinned = scored(people, policy, pins.i, pins.j)
    pairs = [pair_at(people, side, at) for side in (pinned, chosen) for at in range(len(side))]
    return tuple(sorted(pairs, key=lambda pair: pair.mentee))


def _levels(round_: Round, proposals: tuple[Pair, ...], worst_fit: int | None) -> Levels:
    """Pins count on every level; only the worst fit is that of the pairs the round chose."""
    priority = {mentee.id: mentee.priority for mentee in round_.mentees}
    served = Counter(priority[pair.mentee] for pair in proposals)
    class_1, class_2, class_3 = (served[k] for k in CLASSES)
    points = sum(pair.fit + pair.waiting_bonus + pair.stay_bonus for pair in proposals)
    return Levels(
        class_1=class_1, class_2=class_2, class_3=class_3, points=points, worst_fit=worst_fit
    )


@dataclass(slots=True)
class _Stopwatch:
    """Milliseconds per stage."""

    laps: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=perf_counter)

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = round((now - self.since) * 1000, 3)
        self.since = now
