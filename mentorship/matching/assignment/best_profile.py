"""Finds the profile that wins most, by branch and bound over the parts of a profile.

A profile of which some parts are open is worth no more than one that would be ideal for each
mentee in those parts. Whatever couldn't win as much as the best one known is left out, and so is
an option that earns no more with any mentee than another that asks no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.demands import Part, undominated
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.releasing import NOBODY_TAKEN, Releases, Taken

MENTORS = 5
# Rounds of a House or a region stay far below it; where one doesn't, the answer says so.
ROWS_AT_MOST = 40_000
ROWS_OF_A_FIRST_TRY = 8
PLACES_TRIED_FIRST = 8
# Before all parts are filled in, what mentees alone give up says nearly as much as they together.
SEATS_LOOKED_AT = 1


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
    values: Packed, mentees: Integers, releases: Releases, least: int, seats: int = MENTORS
) -> tuple[Integers, Packed, list[tuple[int, ...]]]:
    """What one up to five seats win, a column each, of which a mentee is worth that: a row each.

    After so many `seats` what they win at most. Only of rows that could win `least`; the first
    value says which. Taking the best next one each time
    is best for every number: gains are concave (a valuated matroid), which brute force confirms
    in the tests. So what is won alone, or beside fewer, is never less than what is won later,
    and rows that can't reach `least` any more are left. Rows that took the same go on together.
    """
    gains = np.zeros((len(values), MENTORS), dtype=values.dtype)
    took: list[Taken] = [NOBODY_TAKEN] * len(values)
    is_left = np.zeros(len(values), dtype=np.bool_)
    together = {NOBODY_TAKEN: np.arange(len(values))}
    for number in range(min(seats + 1, MENTORS)):
        after: dict[Taken, list[Integers]] = {}
        for taken, rows in together.items():
            more = np.maximum(values[rows] + releases.gain(taken)[mentees], 0)
            most = gains[rows].sum(axis=1) + _largest(more, MENTORS - number)
            can = (most >= least).astype(np.bool_)
            is_left[rows[~can]] = True
            if number == seats:
                gains[rows, number] = most - gains[rows].sum(axis=1)
                continue
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

    def best(self, known: Iterable[tuple[int, ...]] = ()) -> Found | None:
        """Options that are `known` to be good only make it quicker: less than they win is left."""
        best: Found | None = None
        least = max((self.at_least, *(self._wins(options) for options in known)))
        promising = self._promising(least)
        for _, place, mentees in promising[:PLACES_TRIED_FIRST]:
            least = max(least, _AtPlace(self, place, mentees).reached())
        for bound, place, mentees in promising:
            if bound < least:
                break
            found = _AtPlace(self, place, mentees).best(least)
            best = min((one for one in (best, found) if one), key=_rank, default=None)
            least = best.gains[-1] if best else least
        return best

    def _wins(self, options: tuple[int, ...]) -> int:
        """What five of exactly these win."""
        parts = list(zip((self.places, *self.rest), options, strict=True))
        earns = np.array([part.earns[option] for part, option in parts]).sum(axis=0)
        allows = np.array([part.allows[option] for part, option in parts]).all(axis=0)
        values = self.packed(earns[None], np.array([allows]), slice(None))
        _, gains, _ = gains_of(values, np.arange(len(earns)), self.releases, 0)
        return int(gains[0, -1])

    def _promising(self, least: int) -> list[tuple[int, int, Integers]]:
        """Places by what they could win at most, each with the mentees who could be taken there."""
        alone = self.releases.gain(NOBODY_TAKEN)
        earns, allows = self._ideal_rest
        values = self.packed(self.places.earns + earns, self.places.allows & allows, slice(None))
        everybody = np.arange(len(alone))
        kept, gains, _ = gains_of(values, everybody, self.releases, least)
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

    def in_order(self, parts: Sequence[int]) -> _Rows:
        """With the options of parts that came in that order, after the place, as parts have it."""
        columns = [0, *(1 + parts.index(at) for at in range(len(parts)))]
        return _Rows(self.options[:, columns], self.demands, self.earns, self.allows)

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
        self._alone = search.releases.gain(NOBODY_TAKEN)[mentees]
        self._place, *self._parts = (_rows(part, mentees) for part in (search.places, *search.rest))
        self._place = self._place.where(np.array([place]))

    def reached(self) -> int:
        """What a good profile here wins, not always the best one: what looks best, part by part."""
        rows = self._place
        for at, part in enumerate(self._parts):
            rows = rows.times(part)
            most = self._at_most(rows, self._parts[at + 1 :])
            rows = rows.where(np.argsort(-most, kind="stable")[:ROWS_OF_A_FIRST_TRY])
        _, gains, _ = gains_of(self._values(rows, []), self._mentees, self._search.releases, 0)
        return int(gains[:, -1].max(initial=0))

    def best(self, least: int) -> Found | None:
        """The best one here of those that win `least`."""
        left = self._left(least)
        if not left:
            return None
        rows = self._place
        # The longest last but one, for what those before leave few of; then one that is short.
        order = sorted(range(len(left)), key=lambda at: len(self._parts[at]))
        order = [*order[:-2], *reversed(order[-2:])]
        for at, part in enumerate(order, 1):
            if not len(rows):
                return None
            others = [self._parts[other].where(left[other]) for other in order[at:]]
            rows = self._with(rows, self._parts[part], left[part], others, least)
            if others:
                rows = rows.where(self._could_win(rows, others, least))
        values = self._values(rows, [])
        kept, gains, took = gains_of(values, self._mentees, self._search.releases, least)
        rows = rows.where(kept).in_order(order)
        return min(_found(rows, gains, took), key=_rank, default=None)

    def _with(
        self, rows: _Rows, part: _Rows, left: Integers, others: Sequence[_Rows], least: int
    ) -> _Rows:
        """Each with each option left that is worth keeping, those that could win `least`."""
        are_many = len(rows) * len(left) > ROWS_AT_MOST
        if are_many:
            left = left[undominated(part.earns, part.allows, part.demands)[left]]
        rows = rows.times(part.where(left))
        rows = rows.where(np.flatnonzero(self._at_most(rows, others) >= least))
        if are_many or not len(rows):
            return rows
        # Which options are worth it is looked up for few only: that takes longest.
        options = rows.options[:, -1]
        is_kept = undominated(part.earns, part.allows, part.demands)[options]
        return rows.where(np.flatnonzero(is_kept))

    def _could_win(self, rows: _Rows, others: Sequence[_Rows], least: int) -> Integers:
        values, releases = self._values(rows, others), self._search.releases
        kept, gains, _ = gains_of(values, self._mentees, releases, least, SEATS_LOOKED_AT)
        if len(kept) > ROWS_AT_MOST:
            kept = kept[np.lexsort((-gains[:, 0], -gains[:, -1]))[:ROWS_AT_MOST]]
            self._search.is_complete = False
        return kept

    def _left(self, least: int) -> list[Integers]:
        """Of each part the options that could win `least`, with the best of those of the others.

        Empty where a part has none. Short parts first and last: the fewer options they have left,
        the less the long ones win.
        """
        left = [np.arange(len(part)) for part in self._parts]
        by_length = sorted(range(len(left)), key=lambda at: len(left[at]))
        for at in (*by_length, *by_length[:-1]):
            others = [self._parts[one].where(left[one]) for one in by_length if one != at]
            rows = self._place.times(self._parts[at].where(left[at]))
            left[at] = left[at][np.flatnonzero(self._at_most(rows, others) >= least)]
            if not len(left[at]):
                return []
        return left

    def _at_most(self, rows: _Rows, others: Sequence[_Rows]) -> Packed:
        """What five win at most: who win most alone, though they may be in each other's way."""
        return _largest(np.maximum(self._values(rows, others) + self._alone, 0), MENTORS)

    def _values(self, rows: _Rows, others: Sequence[_Rows]) -> Packed:
        """What a pair with each mentee is worth, the other parts being the best for each."""
        earns, allows = _ideal(others, len(self._mentees))
        return self._search.packed(rows.earns + earns, rows.allows & allows, self._mentees)


def _found(rows: _Rows, gains: Packed, took: list[tuple[int, ...]]) -> Iterator[Found]:
    columns = zip(rows.options.tolist(), gains.tolist(), took, rows.demands.tolist(), strict=True)
    for options, won, taken, demands in columns:
        yield Found(tuple(options), tuple(won), taken, demands)


def _rank(found: Found) -> tuple[object, ...]:
    return found.rank


def _rows(part: Part, mentees: Integers) -> _Rows:
    at = np.arange(len(part.options))
    earns, allows = part.earns[:, mentees], part.allows[:, mentees]
    return _Rows(at[:, None], np.array(part.demands), earns, allows)


def _ideal(parts: Sequence[Part | _Rows], mentees: int) -> tuple[Packed, Booleans]:
    """For each mentee the most that these parts could earn, and whether they could allow it."""
    earns: Packed = np.zeros(mentees, dtype=np.int64)
    allows = np.ones(mentees, dtype=np.bool_)
    for part in parts:
        earns = earns + part.earns.max(axis=0)
        allows = allows & part.allows.any(axis=0)
    return earns, allows
