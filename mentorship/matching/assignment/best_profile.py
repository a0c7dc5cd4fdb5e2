"""Finds the profile that wins most, by branch and bound over the parts of a profile.

A profile of which some parts are open is worth no more than one that would be ideal for each
mentee in those parts. So the open ones are looked into in the order of what they could win, and
the first whole one that comes up is the best of all: nothing else could win more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from mentorship.matching.assignment.demands import Part
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.releasing import NOBODY_TAKEN, Releases, Taken

MENTORS = 5
# Real rounds end far below it; where one doesn't, the page says that not everything was looked at.
LOOKED_INTO_AT_MOST = 20_000
# How many options are compared with all mentees at once, so that memory stays small.
OPTIONS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of its parts, what one up to five such mentors win, and whom they take."""

    options: tuple[int, ...]
    gains: tuple[int, ...]
    taken: tuple[int, ...]


def gains_of(values: Packed, releases: Releases) -> tuple[Packed, list[Taken]]:
    """What one up to five seats win, a column each, of which a mentee is worth that: a row each.

    Taking the best next one each time is best for every number: gains are concave (a valuated
    matroid), which brute force confirms in the tests. Rows that took the same go on together.
    """
    rows = len(values)
    gains = np.zeros((rows, MENTORS), dtype=values.dtype)
    took = [NOBODY_TAKEN] * rows
    together = {NOBODY_TAKEN: np.arange(rows)}
    for number in range(MENTORS):
        after: dict[Taken, list[Integers]] = {}
        for taken, here in together.items():
            more = values[here] + releases.gain(taken)
            best = more.argmax(axis=1)
            wins = more[np.arange(len(here)), best]
            is_more = (wins > 0).astype(np.bool_)
            gains[here[is_more], number] = wins[is_more]
            for mentee in np.unique(best[is_more]).tolist():
                after.setdefault(taken | {mentee}, []).append(here[is_more & (best == mentee)])
        together = {taken: np.concatenate(parts) for taken, parts in after.items()}
        for taken, here in together.items():
            for row in here.tolist():
                took[row] = taken
    return gains.cumsum(axis=1), took


# What five win at most, and one, both negated; the fewest demands; the options so far.
Node = tuple[int, int, int, tuple[int, ...]]


class Search:
    """The parts of profiles with what is known once: their ideal rest, and what mentees add."""

    def __init__(self, parts: Sequence[Part], bonus: Packed, floor: int) -> None:
        self._parts = parts
        self._bonus, self._floor = bonus, floor
        self._ideal = [_ideal(parts[at:]) for at in range(len(parts) + 1)]
        self._fewest = [
            sum(min(part.demands) for part in parts[at:]) for at in range(len(parts) + 1)
        ]

    def best(self, releases: Releases, at_least: int) -> tuple[Found | None, bool]:
        """By what five win, then one, then fewer demands, then the order of the options.

        Only profiles that win `at_least` so much with five. The last value is False when the
        search was given up: then something better may exist.
        """
        heap: list[Node] = [(0, 0, 0, ())]
        for _ in range(LOOKED_INTO_AT_MOST):
            if not heap:
                return None, True
            *_bounds, options = heappop(heap)
            if len(options) == len(self._parts):
                return self._found(options, releases), True
            for node in self._narrowed(options, releases, at_least):
                heappush(heap, node)
        return None, False

    def _found(self, options: tuple[int, ...], releases: Releases) -> Found:
        earns, allows = self._so_far(options)
        values = self._packed(earns[None, :], allows[None, :], releases)
        gains, took = gains_of(values, releases)
        return Found(options, tuple(gains[0].tolist()), tuple(sorted(took[0])))

    def _narrowed(
        self, options: tuple[int, ...], releases: Releases, at_least: int
    ) -> Iterator[Node]:
        """With the next part filled in."""
        at = len(options)
        part = self._parts[at]
        earns, allows = self._so_far(options)
        ideal_earns, ideal_allows = self._ideal[at + 1]
        demands = sum(p.demands[o] for p, o in zip(self._parts, options, strict=False))
        demands += self._fewest[at + 1]
        for start in range(0, len(part.options), OPTIONS_AT_ONCE):
            block = slice(start, start + OPTIONS_AT_ONCE)
            values = self._packed(
                part.earns[block] + (earns + ideal_earns),
                part.allows[block] & (allows & ideal_allows),
                releases,
            )
            gains, _ = gains_of(values, releases)
            bounds = zip(gains[:, -1].tolist(), gains[:, 0].tolist(), strict=True)
            for option, (five, one) in enumerate(bounds, start):
                if five >= at_least:
                    yield -five, -one, demands + part.demands[option], (*options, option)

    def _so_far(self, options: tuple[int, ...]) -> tuple[Packed, Booleans]:
        earns = np.zeros_like(self._bonus)
        allows = np.ones(len(self._bonus), dtype=np.bool_)
        for part, option in zip(self._parts, options, strict=False):
            earns = earns + part.earns[option]
            allows = allows & part.allows[option]
        return earns, allows

    def _packed(self, fit: Packed, allows: Booleans, releases: Releases) -> Packed:
        """Per mentee the points of the pair at best, or `-too_far` where there can be none."""
        is_eligible = allows & (fit >= self._floor).astype(np.bool_)
        points = (fit + self._bonus).astype(releases.packing.number_type)
        value: Packed = np.where(is_eligible, points, -releases.packing.too_far)
        return value


def _ideal(parts: Sequence[Part]) -> tuple[Packed | int, Booleans | bool]:
    """For each mentee the most that these parts could earn, and whether they could allow it."""
    earns: Packed | int = 0
    allows: Booleans | bool = True
    for part in parts:
        earns = earns + part.earns.max(axis=0)
        allows = allows & part.allows.any(axis=0)
    return earns, allows
