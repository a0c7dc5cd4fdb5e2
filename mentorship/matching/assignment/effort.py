"""Knows how much is looked at before it is said that there may be more."""

from __future__ import annotations

from dataclasses import dataclass

# Pairs that are looked at in all: of changed people, of answers led another way, and of rounds
# solved anew. Beyond it changes of mentors are left out, and it is said that there may be more.
MOST_SCORED = 4_000_000
MOST_REROUTED = 10_000_000
MOST_SOLVED = 2_000_000
# Of rounds solved anew, which also takes what has nothing to do with pairs.
LEAST_A_SOLVE = 5_000


@dataclass(slots=True)
class Effort:
    """What may still be looked at; `is_enough` until something had to be left out."""

    rerouted: int = MOST_REROUTED
    solved: int = MOST_SOLVED
    is_enough: bool = True

    def reroute(self, pairs: int) -> bool:
        self.rerouted -= pairs + 1
        self.is_enough &= self.rerouted >= 0
        return self.rerouted >= 0

    def solve(self, pairs: int) -> bool:
        self.solved -= max(pairs, LEAST_A_SOLVE)
        self.is_enough &= self.solved >= 0
        return self.solved >= 0
