"""Knows the pairs a round may choose from, with every number of their fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np

from mentorship.matching.assignment.criteria import FULL, SCORES
from mentorship.matching.assignment.model import SLOTS, Criterion, Pair, Policy
from mentorship.matching.assignment.people import Booleans, Integers, People
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
    i = j = np.zeros(0, dtype=np.int64)
    blocks = [passing(people, *pairs) for pairs in all_pairs(people, np.arange(people.rows))]
    if blocks:
        i, j = (np.concatenate(side) for side in zip(*blocks, strict=True))
    return scored(people, policy, i, j)


def scored(people: People, policy: Policy, i: Integers, j: Integers) -> Candidates:
    """These pairs with their points and bonuses, whether or not they break rules."""
    points = np.array([score(people, i, j) for score in SCORES.values()], dtype=np.int64)
    number = number_type(policy)
    weights = np.array([policy.weights[criterion] for criterion in SCORES], dtype=number)
    penalty = policy.lending_penalty * people.is_other_house(i, j).astype(number)
    stays = np.isin(people.key(i, j), people.standing).astype(number)
    weeks = np.minimum(people.weeks_waiting[i], policy.weeks_at_most).astype(number)
    return Candidates(
        i=i,
        j=j,
        metres=people.metres(i, j),
        points=points,
        lending_penalty=penalty,
        fit=weights @ points - penalty,
        waiting_bonus=policy.points_per_week * weeks,
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
