"""Finds the profile that wins most, by branch and bound over the parts of a profile.

A profile of which some parts are open is worth no more than one that would be ideal for each
mentee in those parts. Whatever couldn't win as much as the best one found is left out, and so is
an option that earns no more with any mentee than another that asks no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.demands import Part
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.releasing import NOBODY_TAKEN, Releases, Taken

MENTORS = 5
# Rounds of a House or a region stay far below it; where one doesn't, the answer says so.
ROWS_AT_MOST = 40_000
ROWS_OF_A_FIRST_TRY = 8
ROWS_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of its parts, what one up to five such mentors win, and whom they take."""

    options: tuple[int, ...]
    gains: tuple[int, ...]
    taken: tuple[int, ...]
    demands: int

    @property
    def rank(self) -> tuple[object, ...]:
        """Lowest first: by what five win, then one, then fewer demands, then as options came."""
        return (-self.gains[-1], -self.gains[0], self.demands, self.options)


def gains_of(
    values: Packed, mentees: Integers, releases: Releases, least: int
) -> tuple[Integers, Packed, list[tuple[int, ...]]]:
    """What one up to five seats win, a column each, of which a mentee is worth that: a row each.

    Only of rows that win `least`; the first value says which. Taking the best next one each time
    is best for every number: gains are concave (a valuated matroid), which brute force confirms
    in the tests. So what is won alone, or beside fewer, is never less than what is won later,
    and rows that can't reach `least` any more are left. Rows that took the same go on together.
    """
    gains = np.zeros((len(values), MENTORS), dtype=values.dtype)
    took: list[Taken] = [NOBODY_TAKEN] * len(values)
    is_left = np.zeros(len(values), dtype=np.bool_)
    together = {NOBODY_TAKEN: np.arange(len(values))}
    for number in range(MENTORS):
        after: dict[Taken, list[Integers]] = {}
        for taken, rows in together.items():
            more = np.maximum(values[rows] + releases.gain(taken)[mentees], 0)
            most = gains[rows].sum(axis=1) + _largest(more, MENTORS - number)
            can = (most >= least).astype(np.bool_)
            is_left[rows[~can]] = True
            here, more = rows[can], more[can]
            best = more.argmax(axis=1) if len(mentees) else np.zeros(len(here), dtype=np.int64)
            wins = more.max(axis=1, initial=0)
            is_more = (wins > 0).astype(np.bool_)
            gains[here, number] = wins
            for column in np.unique(best[is_more]).tolist():
                grown = taken | {int(mentees[column])}
                after.setdefault(grown, []).append(here[is_more & (best == column)])
        together = {taken: np.concatenate(parts) for taken, parts in after.items()}
        for taken, here in together.items():
            for row in here.tolist():
                took[row] = taken
    gains = gains.cumsum(axis=1)
    kept = np.flatnonzero(~is_left & (gains[:, -1] >= least).astype(np.bool_))
    return kept, gains[kept], [tuple(sorted(took[row])) for row in kept.tolist()]


def _largest(more: Packed, number: int) -> Packed:
    """The sum of so many of the largest, by row."""
    if number < more.shape[1]:
        more = np.sort(more, axis=1)[:, -number:]
    total: Packed = more.sum(axis=1)
    return total


class Search:
    """The best profile for one state of a round; `bonus` is per mentee what waiting adds."""

    def __init__(
        self, parts: Sequence[Part], bonus: Packed, floor: int, releases: Releases, at_least: int
    ) -> None:
        """Only profiles of which five win `at_least` so much are found."""
        self.places, *self.rest = parts
        self._bonus, self._floor = bonus, floor
        self.releases, self.at_least = releases, at_least
        self._ideal_rest = _ideal(self.rest, len(bonus))
        self.is_complete = True

    def best(self) -> Found | None:
        best: Found | None = None
        for bound, place, mentees in self._promising():
            if best is not None and bound < best.gains[-1]:
                break
            here = _AtPlace(self, place, mentees)
            for most in (ROWS_OF_A_FIRST_TRY, ROWS_AT_MOST):
                found = here.best(best, most)
                best = min((one for one in (best, found) if one), key=_rank, default=None)
        return best

    def _promising(self) -> list[tuple[int, int, Integers]]:
        """Places by what they could win at most, each with the mentees who could be taken there."""
        alone = self.releases.gain(NOBODY_TAKEN)
        earns, allows = self._ideal_rest
        values = self.packed(self.places.earns + earns, self.places.allows & allows, slice(None))
        everybody = np.arange(len(alone))
        kept, gains, _ = gains_of(values, everybody, self.releases, self.at_least)
        found = [
            # Who wins nothing alone wins nothing beside others: gains are concave.
            (bound, place, np.flatnonzero(values[place] + alone > 0))
            for place, bound in zip(kept.tolist(), gains[:, -1].tolist(), strict=True)
        ]
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def packed(self, fit: Packed, allows: Booleans, mentees: Integers | slice) -> Packed:
        """Per mentee the points of the pair, or `-too_far` where there can be none."""
        packing = self.releases.packing
        is_eligible = allows & (fit >= self._floor).astype(np.bool_)
        points = (fit + self._bonus[mentees]).astype(packing.number_type)
        value: Packed = np.where(is_eligible, points, -packing.too_far)
        return value


@dataclass(frozen=True, slots=True)
class _Rows:
    """Profiles of which the first parts are filled in: the options, and what they earn."""

    options: Integers
    demands: Integers
    earns: Packed
    allows: Booleans

    def __len__(self) -> int:
        return len(self.options)

    def where(self, kept: Integers) -> _Rows:
        return _Rows(self.options[kept], self.demands[kept], self.earns[kept], self.allows[kept])

    def times(self, part: _Rows) -> _Rows:
        """Each of these with each option of the next part."""
        mine = np.repeat(np.arange(len(self)), len(part))
        theirs = np.tile(np.arange(len(part)), len(self))
        return _Rows(
            np.concatenate((self.options[mine], part.options[theirs]), axis=1),
            self.demands[mine] + part.demands[theirs],
            self.earns[mine] + part.earns[theirs],
            self.allows[mine] & part.allows[theirs],
        )


class _AtPlace:
    """The search at one place: only mentees who could be taken there count."""

    def __init__(self, search: Search, place: int, mentees: Integers) -> None:
        self._search, self._mentees = search, mentees
        self._parts = [_undominated(part, mentees) for part in search.rest]
        self._fewest = [
            int(sum(part.demands.min() for part in self._parts[at:]))
            for at in range(len(self._parts) + 1)
        ]
        places = search.places
        self._place = _Rows(
            np.array([[place]]),
            np.array([places.demands[place]]),
            places.earns[place : place + 1][:, mentees],
            places.allows[place : place + 1][:, mentees],
        )

    def best(self, best: Found | None, most: int) -> Found | None:
        """The best one here that is no worse than the one known, of at most so many rows a part."""
        least = best.gains[-1] if best else self._search.at_least
        rows = self._place
        gains = np.zeros((1, MENTORS), dtype=np.int64)
        took: list[tuple[int, ...]] = [()]
        for at, part in enumerate(self._parts):
            rows, gains, took = self._narrowed(rows.times(part), at + 1, least)
            if len(rows) > most:
                order = np.lexsort((-gains[:, 0], -gains[:, -1]))[:most]
                rows, gains = rows.where(order), gains[order]
                took = [took[row] for row in order.tolist()]
                if most == ROWS_AT_MOST:
                    self._search.is_complete = False
        return min(_found(rows, gains, took), key=_rank, default=None)

    def _narrowed(
        self, rows: _Rows, at: int, least: int
    ) -> tuple[_Rows, Packed, list[tuple[int, ...]]]:
        """Those that could win `least`, with what they win at most."""
        search, mentees = self._search, self._mentees
        earns, allows = np.zeros(len(mentees), dtype=np.int64), np.ones(len(mentees), np.bool_)
        for part in self._parts[at:]:
            earns = earns + part.earns.max(axis=0)
            allows = allows & part.allows.any(axis=0)
        values = search.packed(rows.earns + earns, rows.allows & allows, mentees)
        kept, gains, took = gains_of(values, mentees, search.releases, least)
        return rows.where(kept), gains, took


def _found(rows: _Rows, gains: Packed, took: list[tuple[int, ...]]) -> Iterator[Found]:
    columns = zip(rows.options.tolist(), gains.tolist(), took, rows.demands.tolist(), strict=True)
    for options, won, taken, demands in columns:
        yield Found(tuple(options), tuple(won), taken, demands)


def _rank(found: Found) -> tuple[object, ...]:
    return found.rank


def _undominated(part: Part, mentees: Integers) -> _Rows:
    """Without options that earn and allow no more than another one that asks no more."""
    earns, allows = part.earns[:, mentees], part.allows[:, mentees]
    demands = np.array(part.demands)
    worth = np.where(allows, earns, -1)
    _, first = np.unique(np.column_stack((worth, demands)), axis=0, return_index=True)
    order = first[np.lexsort((first, demands[first], -worth[first].sum(axis=1)))]
    kept: list[int] = []
    for option in order.tolist():
        if len(kept) < ROWS_COMPARED and kept:
            better = (worth[kept] >= worth[option]).all(axis=1)
            if (better & (demands[kept] <= demands[option])).any():
                continue
        kept.append(option)
    at = np.array(sorted(kept))
    return _Rows(at[:, None], demands[at], earns[at], allows[at])


def _ideal(parts: Sequence[Part], mentees: int) -> tuple[Packed, Booleans]:
    """For each mentee the most that these parts could earn, and whether they could allow it."""
    earns: Packed = np.zeros(mentees, dtype=np.int64)
    allows = np.ones(mentees, dtype=np.bool_)
    for part in parts:
        earns = earns + part.earns.max(axis=0)
        allows = allows & part.allows.any(axis=0)
    return earns, allows
