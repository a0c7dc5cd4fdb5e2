"""Knows how many young people Houses and consultants can take on.

Both are caps on sets of mentees, and one set lies inside the other or apart from it. So they stay
a network, a flow from the House to its consultants and on to the young people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.model import Mentee, Reason, Round
from mentorship.matching.assignment.people import NOBODY, Integers

# A House, with the consultant whose own young people these are, or None for all of the House.
Group = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Caseloads:
    """The sets of mentees with a cap, the Houses first; `places` is the cap of each.

    `around` is per set the number of the next larger one that it lies in, or NOBODY.
    """

    groups: tuple[Group, ...]
    places: tuple[int, ...]
    around: tuple[int, ...]
    number: Mapping[Group, int]

    def innermost(self, mentee: Mentee) -> int:
        """The number of the smallest set this mentee is in, or NOBODY."""
        own = self.number.get((mentee.house, mentee.consultant), NOBODY)
        if mentee.consultant is None or own == NOBODY:
            return self.number.get((mentee.house, None), NOBODY)
        return own

    def all_around(self, mentee: Mentee) -> Iterator[int]:
        """Every set this mentee is in, the smallest first."""
        group = self.innermost(mentee)
        while group != NOBODY:
            yield group
            group = self.around[group]

    def is_of_a_consultant(self, group: int) -> bool:
        return self.groups[group][1] is not None

    def left_beside(self, mentees: Iterable[Mentee]) -> Integers:
        """Per set the places left once these have theirs."""
        left = np.array(self.places, dtype=np.int64)
        for mentee in mentees:
            for group in self.all_around(mentee):
                left[group] -= 1
        return left


@dataclass(frozen=True, slots=True)
class Fullness:
    """What an answer leaves of the caseloads."""

    caseloads: Caseloads
    left: Integers

    def why(self, mentee: Mentee) -> Reason | None:
        """Which caseload stops this mentee; of two that of the House, which stops more."""
        full = [
            self.caseloads.is_of_a_consultant(group)
            for group in self.caseloads.all_around(mentee)
            if self.left[group] <= 0
        ]
        if not full:
            return None
        return Reason.CONSULTANT if all(full) else Reason.CASELOAD


def caseloads_of(round_: Round) -> Caseloads:
    """Those of the policy, and those of the consultants of the round."""
    houses = round_.policy.caseload
    groups: list[Group] = [(house, None) for house in houses]
    groups += [(one.house, one.id) for one in round_.consultants]
    number = {group: at for at, group in enumerate(groups)}
    around = [NOBODY] * len(houses)
    around += [number.get((one.house, None), NOBODY) for one in round_.consultants]
    places = (*houses.values(), *(one.places for one in round_.consultants))
    return Caseloads(tuple(groups), tuple(places), tuple(around), number)
