"""Knows which rules stop each of some mentees with each mentor, as tables and block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mentorship.matching.assignment.model import Rule
from mentorship.matching.assignment.people import Booleans, Integers, People
from mentorship.matching.assignment.rules import CHECKS, Masks

# So few that the tables of a block, of two and four bytes a pair, stay small; so many that what is
# worked out per block, whatever its size, hardly counts.
PAIRS_AT_ONCE = 2**21
# Metres below this, and the sum of two of them, are narrow numbers.
NARROW = 2**30

OF_THE_MENTOR = (Rule.READY, Rule.CAPACITY, Rule.REST_PERIOD)
# No metres, and no list of pairs: each shows in a table, or in some rows of one.
IN_A_TABLE = (
    Rule.SLOTS,
    Rule.LANGUAGE,
    Rule.THEMES_REFUSED,
    Rule.WISH_GENDER,
    Rule.WISH_AGE,
    Rule.HOUSE,
)

# int32, or int64 where somebody is that far away.
Metres = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Of some mentees: the rules and metres of each mentor, and per rule how many it stops."""

    row: Integers
    masks: Masks
    metres: Metres
    stopped: Integers

    def nearest(self) -> Integers:
        """Per mentee the mentor with the fewest rules in the way, then the closest, then by id."""
        rules = np.bitwise_count(self.masks)
        are_fewest = rules == rules.min(axis=1, keepdims=True)
        far = np.iinfo(self.metres.dtype).max
        return np.asarray(np.where(are_fewest, self.metres, far).argmin(axis=1))


def bit_of(rule: Rule) -> np.uint16:
    """The bit of `masks` that says this rule is broken."""
    return np.uint16(1 << list(Rule).index(rule))


def obstacles(people: People, rows: Integers) -> Iterator[Obstacles]:
    """These mentees with all mentors, neighbours together: distances are the same for a place."""
    order = rows[np.argsort(people.mentee_places.place[rows], kind="stable")]
    step = max(1, PAIRS_AT_ONCE // max(1, len(people.mentors)))
    for start in range(0, len(order), step):
        yield _of_block(people, order[start : start + step])


def _of_block(people: People, rows: Integers) -> Obstacles:
    width = len(people.mentors)
    metres = _metres(people, rows)
    found = Obstacles(
        row=rows,
        masks=np.zeros((len(rows), width), dtype=np.uint16),
        metres=metres,
        stopped=np.zeros((len(rows), len(Rule)), dtype=np.int64),
    )
    _add(found, Rule.TRAVEL, slice(None), _is_too_far(people, rows, metres))
    nobody, everyone = rows[:0], np.arange(width)
    for rule in OF_THE_MENTOR:
        _add(found, rule, slice(None), ~CHECKS[rule](people, nobody, everyone)[None, :])
    for rule in IN_A_TABLE:
        asking = _who_may_be_stopped(people, rule, rows)
        if len(asking):
            _add(found, rule, asking, _is_stopped(people, rule, rows[asking]))
    for rule, keys in ((Rule.EXCLUDED, people.excluded), (Rule.EARLIER_REFUSAL, people.refused)):
        _add_listed(found, rule, keys, width)
    return found


def _metres(people: People, rows: Integers) -> Metres:
    """Worked out per pair of places, then looked up per mentor and per mentee."""
    here, there = people.mentee_places, people.mentor_places
    places, place = np.unique(here.place[rows], return_inverse=True)
    i = np.repeat(here.first[places], len(there.first))
    j = np.tile(there.first, len(places))
    metres: Metres = people.metres(i, j).reshape(len(places), len(there.first))
    if np.abs(metres).max(initial=0) < NARROW:
        metres = metres.astype(np.int32)
    of_places: Metres = metres[:, there.place]
    return of_places[place]


def limits(people: People, rows: Integers, metres: Metres) -> tuple[Metres, Metres]:
    """How far these mentees, as a column, and all mentors go, in the number type of `metres`."""
    most = NARROW if metres.dtype == np.int32 else np.iinfo(np.int64).max
    here = np.minimum(people.mentee_places.limit[rows, None], most).astype(metres.dtype)
    there = np.minimum(people.mentor_places.limit, most).astype(metres.dtype)
    return here, there


def _is_too_far(people: People, rows: Integers, metres: Metres) -> Booleans:
    here, there = limits(people, rows, metres)
    too_far: Booleans = metres > here
    too_far |= metres > there
    return too_far


def _who_may_be_stopped(people: People, rule: Rule, rows: Integers) -> Integers:
    """Where in `rows` those are whom this rule may stop at all."""
    if rule is Rule.WISH_GENDER:
        return np.flatnonzero(people.wish_gender.is_condition[rows])
    if rule is Rule.WISH_AGE:
        low, high = people.wish_age_min.is_condition, people.wish_age_max.is_condition
        return np.flatnonzero(low[rows] | high[rows])
    if rule is Rule.THEMES_REFUSED:
        return np.flatnonzero(people.refused_themes.mentee[rows].any(axis=1))
    if rule is Rule.HOUSE and people.is_lending_allowed:
        return rows[:0]
    return np.arange(len(rows))


def _is_stopped(people: People, rule: Rule, rows: Integers) -> Booleans:
    everyone = np.arange(len(people.mentors))
    if rule is Rule.SLOTS:
        return ~people.slots.is_any_shared(rows, everyone)
    if rule is Rule.LANGUAGE:
        return ~people.languages.is_any_shared(rows, everyone)
    if rule is Rule.THEMES_REFUSED:
        return people.refused_themes.is_any_shared(rows, everyone)
    # A column of mentees and a row of mentors: the check itself makes a table of them.
    return ~CHECKS[rule](people, rows[:, None], everyone)


def _add(found: Obstacles, rule: Rule, at: slice | Integers, is_stopped: Booleans) -> None:
    """Eight pairs are counted at once."""
    found.masks[at] |= is_stopped.astype(np.uint16) * bit_of(rule)
    counts = np.bitwise_count(np.packbits(is_stopped, axis=1)).sum(axis=1)
    found.stopped[at, list(Rule).index(rule)] = counts


def _add_listed(found: Obstacles, rule: Rule, keys: Integers, width: int) -> None:
    """`keys` are the sorted numbers of the pairs that this rule stops."""
    first = np.searchsorted(keys, found.row * width)
    last = np.searchsorted(keys, (found.row + 1) * width)
    for at in np.flatnonzero(last > first).tolist():
        columns = keys[first[at] : last[at]] - found.row[at] * width
        found.masks[at, columns] |= bit_of(rule)
        found.stopped[at, list(Rule).index(rule)] = len(columns)
