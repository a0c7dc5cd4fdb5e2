"""Finds the set of cells to hide that loses least and is safe, and proves that none loses less.

A master program chooses the cells; each attack that succeeds on its choice gives a cut that every
safe choice meets, until none succeeds. Source: Fischetti and Salazar, Solving the cell suppression
problem on tabular data with linear constraints, Management Science 47 (2001).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentorship.evaluation.disclosure.protection.defences import Defence, NothingIsSafe
from mentorship.evaluation.disclosure.protection.masters import Master, Relaxation
from mentorship.evaluation.disclosure.protection.probing import Cut, Part, Prober
from mentorship.evaluation.disclosure.protection.systems import Mask, System

# Rounds of the relaxation without a better bound, after which whole cells are looked at.
_PATIENCE = 6
_NOISE = 1e-6


class Proof(StrEnum):
    """Whether nothing safe loses less, or it is only known how much less at the most."""

    OPTIMAL = "optimal"
    BOUNDED = "bounded"


@dataclass(frozen=True, slots=True)
class Effort:
    """`rounds` of the master, each of at most `solving` of CP-SAT's own, clockless seconds."""

    relaxing: int = 100
    rounds: int = 150
    solving: float = 10.0


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which columns are hidden, safe in any case; nothing safe loses less than `bound`."""

    hidden: Mask
    loss: int
    bound: int
    proof: Proof
    iterations: int


def hide(system: System, effort: Effort | None = None) -> Hiding:
    """Raises NothingIsSafe when hiding everything that was asked for isn't enough."""
    limits = effort or Effort()
    defence = Defence(system)
    if not defence.is_safe(system.free | system.unknown):
        raise NothingIsSafe
    cuts, chosen = _relaxed(system, limits)
    best, found = defence.mended((chosen > 1 - _NOISE) | system.needed)
    best = defence.thinned(best, _optional(system, best), found)
    master = Master(system)
    bound, rounds = 0, 0
    while bound < _loss(system, best) and rounds < limits.rounds:
        rounds += 1
        for cut in [*cuts, *found]:
            master.add(cut)
        master.expect(best)
        answer = master.choose(limits.solving)
        if answer is None:
            break
        bound = max(bound, answer[1])
        cuts, (safe, found) = [], defence.mended(answer[0])
        best = min(best, safe, key=lambda one: _loss(system, one))
        if not found:
            break
    loss = _loss(system, best)
    proof = Proof.OPTIMAL if bound >= loss else Proof.BOUNDED
    return Hiding(best, loss, min(bound, loss), proof, rounds)


def _loss(system: System, hidden: Mask) -> int:
    return int(system.loss[hidden].sum())


def _optional(system: System, hidden: Mask) -> list[int]:
    return [int(i) for i in (hidden & system.free & ~system.needed).nonzero()[0]]


def _relaxed(system: System, limits: Effort) -> tuple[list[Cut], Part]:
    """Cuts found while parts of cells may be hidden, and the last choice of these."""
    relaxation, prober = Relaxation(system), Prober(system)
    seen: dict[Cut, None] = {}
    best, idle = 0.0, 0
    chosen: Part = system.certain.astype(float)
    for _ in range(limits.relaxing):
        answer = relaxation.choose()
        if answer is None:
            break
        chosen, loss = answer
        idle = 0 if loss > best + 0.01 else idle + 1
        best = max(best, loss)
        new = [cut for cut in _lacking(system, prober, chosen) if cut not in seen]
        if not new or idle > _PATIENCE:
            break
        for cut in dict.fromkeys(new):
            seen[cut] = None
            relaxation.add(cut)
    return list(seen), chosen


def _lacking(system: System, prober: Prober, chosen: Part) -> list[Cut]:
    cuts: list[Cut] = []
    waiting = np.arange(len(system.targets))
    while len(waiting):
        target, waiting = system.targets[waiting[0]], waiting[1:]
        moves = prober.reaches(target, chosen)
        if moves is not None:
            columns, signs, distances, insiders = system.aims[:, waiting]
            serves = _insiders_it_serves(system, moves, chosen)[insiders]
            waiting = waiting[~(serves & (signs * moves[columns] >= distances - _NOISE))]
        elif (cut := prober.cut_for(target, chosen)) is not None:
            cuts.append(cut)
    return cuts


def _insiders_it_serves(system: System, moves: Part, chosen: Part) -> Mask:
    """For whom these moves stay within what they know; only to look for fewer cuts, not a proof."""
    room = chosen * system.down
    serves: Mask = np.all(moves >= -room - _NOISE, axis=1)
    return serves
