"""One mentee more, by one augmenting path in the round as it stands; where the engine offers it."""

import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.assignment.arcs import CLASSES
from bench.assignment.found import Act, Found
from mentorship.matching.assignment.candidates import pairs_passing_all_rules
from mentorship.matching.assignment.engine import basis_of
from mentorship.matching.assignment.model import Mentee, Round
from mentorship.matching.assignment.people import people_of

MODULE = "mentorship.matching.assignment.augmenting"
MOST = 20  # who arrive, each in the round without the others: one alone is too short to time
CHECKED = 1_000  # people; in larger rounds solving anew would take most of the time


def act(round_: Round) -> Act | str:
    """Why not, where it can't be measured. What stands before: the round's answer and its ways."""
    if find_spec(MODULE) is None:
        return "the engine has no augmenting path for one arrival yet: it would solve anew"
    few = min(MOST, len(round_.mentees) // 10)
    new = round_.mentees[:few]
    round_ = replace(round_, mentees=round_.mentees[few:])
    arrivals: Any = import_module(MODULE).Arrivals(round_)
    known = [(one, _pairs(round_, one)) for one in new]

    def run() -> Found:
        way = _each(few, lambda at: arrivals.mentee_with(*known[at]))
        whole = _each(few, lambda at: arrivals.mentee(new[at]))
        gain = arrivals.mentee(new[0]).gain
        return Found(laps={"way": way, "whole": whole}, keep=lambda: _check(round_, new[0], gain))

    return run


def _each(number: int, arrive: Callable[[int], object]) -> float:
    """Milliseconds of one."""
    began = time.perf_counter()
    for at in range(number):
        arrive(at)
    return (time.perf_counter() - began) * 1000 / max(1, number)


def _pairs(round_: Round, one: Mentee) -> object:
    found = pairs_passing_all_rules(people_of(replace(round_, mentees=(one,))), round_.policy)
    return found.where(found.fit >= round_.policy.floor)


def _check(round_: Round, one: Mentee, gain: Any) -> None:
    """Solving anew has to win as much."""
    if len(round_.mentees) > CHECKED:
        return
    before, after = levels(round_), levels(replace(round_, mentees=(*round_.mentees, one)))
    told = [gain.class_1, gain.class_2, gain.class_3, gain.points]
    if [then - now for now, then in zip(before, after, strict=True)] != told:
        raise SystemExit(f"{one.id} wins {told}, solved anew {before} becomes {after}: a bug")


def levels(round_: Round) -> list[int]:
    """Of the one best answer, as arrays: nothing is put in words."""
    basis = basis_of(round_)
    chosen = basis.board.pairs.where(basis.is_chosen)
    priority = basis.people.priority[chosen.i]
    return [*(int((priority == k).sum()) for k in CLASSES), int(chosen.value().sum())]
