"""Knows the criteria: how many points, 0 to 100 and rounded down, a pair earns on each."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np

from mentorship.matching.assignment.model import (
    DISLIKES_THAT_COUNT,
    INTERESTS_THAT_COUNT,
    Criterion,
)
from mentorship.matching.assignment.people import Booleans, Integers, People
from mentorship.matching.assignment.rules import (
    gender_is_as_wished,
    is_old_enough,
    is_young_enough,
)

Score = Callable[[People, Integers, Integers], Integers]

FULL = 100
UNKNOWN = 50
POINTS_PER_SHARED_SLOT = np.array([0, 50, 80, FULL])


def _near_is_better(people: People, i: Integers, j: Integers) -> Integers:
    limit = people.smaller_limit(i, j)
    return FULL * (limit - people.metres(i, j)) // limit


def _more_shared_slots_are_better(people: People, i: Integers, j: Integers) -> Integers:
    most = len(POINTS_PER_SHARED_SLOT) - 1
    return POINTS_PER_SHARED_SLOT[np.minimum(people.slots.shared(i, j), most)]


def _shared_interests_are_better(people: People, i: Integers, j: Integers) -> Integers:
    asked = np.minimum(people.interests_asked[i], INTERESTS_THAT_COUNT)
    return _part_of(asked, people.interests.shared(i, j), people.unstated.interests[j])


def _themes_wanted_and_offered_are_better(people: People, i: Integers, j: Integers) -> Integers:
    asked = people.themes_asked[i]
    return _part_of(asked, people.themes.shared(i, j), people.unstated.themes[j])


def _shared_languages_are_better(people: People, i: Integers, j: Integers) -> Integers:
    return _part_of(people.languages_asked[i], people.languages.shared(i, j))


def _shared_dislikes_are_better(people: People, i: Integers, j: Integers) -> Integers:
    asked = np.minimum(people.dislikes_asked[i], DISLIKES_THAT_COUNT)
    return _part_of(asked, people.dislikes.shared(i, j), people.unstated.dislikes[j])


def _wishes_met_are_better(people: People, i: Integers, j: Integers) -> Integers:
    """A condition is a hard rule and earns nothing here; counted in halves, of recruits."""
    asked = np.zeros(len(i), dtype=np.int64)
    met = np.zeros(len(i), dtype=np.int64)
    for wishes, is_met, unstated in (
        (people.wish_gender, gender_is_as_wished, people.unstated.gender),
        (people.wish_age_min, is_old_enough, people.unstated.age),
        (people.wish_age_max, is_young_enough, people.unstated.age),
    ):
        counts = wishes.is_wished[i] & ~wishes.is_condition[i]
        asked += 2 * counts
        met += np.where(unstated[j], 1, 2 * is_met(people, i, j)) * counts
    return _part_of(asked, met)


def _a_mentor_with_room_is_better(people: People, i: Integers, j: Integers) -> Integers:
    """Free seats before the round and before pins: a pin elsewhere changes nobody's points."""
    return FULL * people.free_seats[j] // np.maximum(people.seats[j], 1)


SCORES: MappingProxyType[Criterion, Score] = MappingProxyType(
    {
        Criterion.TRAVEL: _near_is_better,
        Criterion.SLOTS: _more_shared_slots_are_better,
        Criterion.INTERESTS: _shared_interests_are_better,
        Criterion.THEMES: _themes_wanted_and_offered_are_better,
        Criterion.LANGUAGES: _shared_languages_are_better,
        Criterion.DISLIKES: _shared_dislikes_are_better,
        Criterion.WISHES: _wishes_met_are_better,
        Criterion.LOAD: _a_mentor_with_room_is_better,
    }
)


def _part_of(asked: Integers, shared: Integers, unstated: Booleans | None = None) -> Integers:
    """Points for what is shared of what is asked; an empty cell of the mentee is unknown.

    `unstated`: that of a recruit is too.
    """
    part = np.minimum(FULL, FULL * shared // np.maximum(asked, 1))
    is_known = asked > 0 if unstated is None else (asked > 0) & ~unstated
    return np.where(is_known, part, UNKNOWN)
