"""The eligible pairs of a round as arrays: what every rival gets, so that all solve on the same."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mentorship.matching.assignment.candidates import pairs_passing_all_rules
from mentorship.matching.assignment.model import Round
from mentorship.matching.assignment.people import people_of

CLASSES = (1, 2, 3)
EXACT = 2**53  # whole numbers up to here are exact in floating point
Levels = tuple[int, ...]  # matched in class 1, 2 and 3, and points


@dataclass(frozen=True)
class Arcs:
    """Mentee `i` may go to mentor `j`, worth `value` points; sorted by both."""

    i: np.ndarray
    j: np.ndarray
    value: np.ndarray
    priority: np.ndarray  # per mentee
    seats: np.ndarray  # per mentor

    def __len__(self) -> int:
        return len(self.i)

    def save(self, path: Path) -> None:
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> "Arcs":
        with np.load(path) as file:
            return cls(**file)

    def levels(self, chosen: np.ndarray) -> Levels:
        """What these arcs add up to; raises where they aren't an answer at all."""
        i, j = self.i[chosen], self.j[chosen]
        if (
            len(np.unique(i)) < len(i)
            or (np.bincount(j, minlength=len(self.seats)) > self.seats).any()
        ):
            raise ValueError("no answer: somebody has two mentors, or a mentor too many")
        counts = (int((self.priority[i] == k).sum()) for k in CLASSES)
        return (*counts, int(self.value[chosen].sum()))

    def numbers(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Which arcs these pairs are; each must be one."""
        width = len(self.seats)
        wanted, keys = i * width + j, self.i * width + self.j
        found: np.ndarray = np.searchsorted(keys, wanted)
        if (keys[found % max(1, len(keys))] != wanted).any():
            raise ValueError("a pair that isn't eligible")
        return found

    def one_level(self) -> tuple[np.ndarray, bool]:
        """A whole number per arc whose largest sum is the best answer, and whether with classes.

        A class outweighs all that comes after it, where that stays exact; otherwise only the
        number of matched does.
        """
        points = int(self.value.max(initial=0)) * len(self.priority) + 1
        sizes = [int((self.priority == k).sum()) for k in CLASSES]
        third = points
        second = third * (sizes[2] + 1)
        first = second * (sizes[1] + 1)
        has_classes = first * (sizes[0] + 1) < EXACT
        worth = np.array([0, first, second, third] if has_classes else [0, *[points] * 3])
        return worth[self.priority[self.i]] + self.value, has_classes


def arcs_of(round_: Round) -> Arcs:
    """By the product's own candidates."""
    people = people_of(round_)
    found = pairs_passing_all_rules(people, round_.policy)
    found = found.where(found.fit >= round_.policy.floor)
    return Arcs(found.i, found.j, found.value(), people.priority, people.free_seats)
