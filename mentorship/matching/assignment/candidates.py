"""Knows the pairs a round may choose from, with every number of their fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from mentorship.matching.assignment.criteria import FULL, SCORES, near_is_better
from mentorship.matching.assignment.model import SLOTS, Criterion, Pair, Policy
from mentorship.matching.assignment.people import Booleans, Integers, People, is_listed
from mentorship.matching.assignment.rules import passing

PAIRS_AT_ONCE = 2_000_000
LARGEST_SUM = 2**62


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs as arrays, sorted by mentee and mentor; `points` has a row per criterion."""

    i: Integers
    j: Integers
    metres: Integers
    points: Integers
    lending_penalty: Integers
    fit: Integers
    waiting_bonus: Integers
    stay_bonus: Integers

    def __len__(self) -> int:
        return len(self.i)

    def where(self, kept: Booleans | Integers) -> Candidates:
        """Only some of these pairs."""
        return Candidates(*(getattr(self, f.name)[..., kept] for f in fields(self)))

    def without_points(self) -> Candidates:
        """The same pairs without what choosing among them doesn't ask."""
        return replace(self, points=self.points[:0])

    def value(self) -> Integers:
        """What a pair adds to the last level: fit plus bonuses."""
        return self.fit + self.waiting_bonus + self.stay_bonus


def all_pairs(people: People, rows: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Every pair of these mentees with every mentor, as many at once as memory likes."""
    width = len(people.mentors)
    step = max(1, PAIRS_AT_ONCE // max(1, width))
    for start in range(0, len(rows), step):
        block = rows[start : start + step]
        yield np.repeat(block, width), np.tile(np.arange(width), len(block))


def pairs_passing_all_rules(people: People, policy: Policy) -> Candidates:
    """The candidates of a round, those under the floor too."""
    return _scored(people, policy, *passing(people))


def scored(people: People, policy: Policy, i: Integers, j: Integers) -> Candidates:
    """These pairs with their points and bonuses, whether or not they break rules."""
    return _scored(people, policy, i, j, people.metres(i, j))


def _scored(
    people: People, policy: Policy, i: Integers, j: Integers, metres: Integers
) -> Candidates:
    points = np.empty((len(SCORES), len(i)), dtype=np.int64)
    fit = np.zeros(len(i), dtype=number_type(policy))
    for row, (criterion, score) in enumerate(SCORES.items()):
        is_travel = criterion is Criterion.TRAVEL
        points[row] = near_is_better(people, i, j, metres) if is_travel else score(people, i, j)
        fit += policy.weights[criterion] * points[row].astype(fit.dtype)
    penalty = policy.lending_penalty * people.is_other_house(i, j).astype(fit.dtype)
    weeks = np.minimum(people.weeks_waiting, policy.weeks_at_most).astype(fit.dtype)
    stays = is_listed(people.key(i, j), people.standing).astype(fit.dtype)
    return Candidates(
        i=i,
        j=j,
        metres=metres,
        points=points,
        lending_penalty=penalty,
        fit=fit - penalty,
        waiting_bonus=(policy.points_per_week * weeks)[i],
        stay_bonus=policy.stay_bonus * stays,
    )


def number_type(policy: Policy) -> np.dtype[Any]:
    """Machine integers, or Python's own where weights are so large that a sum may not fit."""
    most = (
        FULL * sum(policy.weights.values())
        + abs(policy.lending_penalty)
        + abs(policy.points_per_week * policy.weeks_at_most)
        + abs(policy.stay_bonus)
    )
    return np.dtype(np.int64 if most < LARGEST_SUM else object)


def pair_at(people: People, candidates: Candidates, at: int) -> Pair:
    """One candidate in words and Python's own numbers."""
    mentee = people.mentees[candidates.i[at]]
    mentor = people.mentors[candidates.j[at]]
    points = candidates.points[:, at].tolist()
    return Pair(
        mentee=mentee.id,
        mentor=mentor.id,
        metres=int(candidates.metres[at]),
        shared_slots=tuple(s for s in SLOTS if s in mentee.slots and s in mentor.slots),
        points=MappingProxyType(dict(zip(Criterion, points, strict=True))),
        lending_penalty=int(candidates.lending_penalty[at]),
        fit=int(candidates.fit[at]),
        waiting_bonus=int(candidates.waiting_bonus[at]),
        stay_bonus=int(candidates.stay_bonus[at]),
        is_pinned=mentee.pinned == mentor.id,
    )
