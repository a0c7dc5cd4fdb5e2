"""Knows what would free who waits; travel, of which the least is told, from the nearest on."""

from __future__ import annotations

import numpy as np

from mentorship.matching.assignment.freeing import CHANGEABLE, freeing_changes
from mentorship.matching.assignment.model import Change, Policy, Rule
from mentorship.matching.assignment.obstacles import Metres, Obstacles, bit_of, limits
from mentorship.matching.assignment.people import Booleans, Integers, People

# The fit of so many is worked out at first; hardly anybody needs more.
AT_FIRST = 8
TIMES_MORE = 8


def changes_of(people: People, policy: Policy, here: Obstacles) -> dict[int, tuple[Change, ...]]:
    """By row of a mentee what would free them: `freeing_changes`, with no fit asked in vain."""
    found = _by_travel(people, policy, here)
    others = np.uint16(sum(int(bit_of(rule)) for rule in CHANGEABLE if rule is not Rule.TRAVEL))
    is_one = (here.masks & others == here.masks) & (np.bitwise_count(here.masks) == 1)
    for row, changes in _asked(people, policy, here, is_one).items():
        found[row] = found.get(row, ()) + changes
    return found


def _by_travel(people: People, policy: Policy, here: Obstacles) -> dict[int, tuple[Change, ...]]:
    """Only the least is told, so those further away are looked at where nobody nearer fits."""
    found: dict[int, tuple[Change, ...]] = {}
    extra = _extra_travel(people, here)
    nobody = np.iinfo(extra.dtype).max
    looked_at = np.full(len(extra), -1, dtype=extra.dtype)
    left, many = np.arange(len(extra)), AT_FIRST
    while len(left):
        theirs = extra[left]
        upto = _smallest(theirs, many)
        is_next = (theirs > looked_at[left, None]) & (theirs <= upto[:, None]) & (theirs < nobody)
        asked = np.zeros(extra.shape, dtype=np.bool_)
        asked[left] = is_next
        found |= _asked(people, policy, here, asked)
        looked_at[left] = upto
        is_freed = np.array([row in found for row in here.row[left].tolist()], dtype=np.bool_)
        is_all_looked_at = upto == theirs.max(axis=1)
        left, many = left[~is_freed & ~is_all_looked_at], many * TIMES_MORE
    return found


def _extra_travel(people: People, here: Obstacles) -> Metres:
    """What both together have to go further, where travel alone is in the way."""
    of_mentee, of_mentor = limits(people, here.row, here.metres)
    extra = np.maximum(here.metres - of_mentee, 0) + np.maximum(here.metres - of_mentor, 0)
    extra[here.masks != bit_of(Rule.TRAVEL)] = np.iinfo(extra.dtype).max
    return np.asarray(extra)


def _smallest(table: Metres, many: int) -> Metres:
    """Of each row the number than which at least so many aren't larger."""
    at = min(many, table.shape[1]) - 1
    return np.asarray(np.partition(table, at, axis=1)[:, at])


def _asked(
    people: People, policy: Policy, here: Obstacles, kept: Booleans
) -> dict[int, tuple[Change, ...]]:
    at, j = _pairs(kept)
    return freeing_changes(people, policy, here.row[at], j, here.masks[at, j])


def _pairs(kept: Booleans) -> tuple[Integers, Integers]:
    return np.divmod(np.flatnonzero(kept), kept.shape[1])
