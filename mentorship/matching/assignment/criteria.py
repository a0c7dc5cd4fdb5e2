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


def near_is_better(people: People, i: Integers, j: Integers, metres: Integers) -> Integers:
    limit = people.smaller_limit(i, j)
    return FULL * (limit - metres) // limit


def _near_is_better(people: People, i: Integers, j: Integers) -> Integers:
    return near_is_better(people, i, j, people.metres(i, j))


def _more_shared_slots_are_better(people: People, i: Integers, j: Integers) -> Integers:
    most = len(POINTS_PER_SHARED_SLOT) - 1
    return POINTS_PER_SHARED_SLOT[np.minimum(people.slots.shared(i, j), most)]


def _shared_interests_are_better(people: People, i: Integers, j: Integers) -> Integers:
    asked = np.minimum(people.interests_asked, INTERESTS_THAT_COUNT)
    points = _part_of(asked, i, people.interests.shared(i, j))
    return _unless_unstated(people.unstated.interests, j, points)


def _themes_wanted_and_offered_are_better(people: People, i: Integers, j: Integers) -> Integers:
    points = _part_of(people.themes_asked, i, people.themes.shared(i, j))
    return _unless_unstated(people.unstated.themes, j, points)


def _shared_languages_are_better(people: People, i: Integers, j: Integers) -> Integers:
    return _part_of(people.languages_asked, i, people.languages.shared(i, j))


def _shared_dislikes_are_better(people: People, i: Integers, j: Integers) -> Integers:
    asked = np.minimum(people.dislikes_asked, DISLIKES_THAT_COUNT)
    points = _part_of(asked, i, people.dislikes.shared(i, j))
    return _unless_unstated(people.unstated.dislikes, j, points)


def _wishes_met_are_better(people: People, i: Integers, j: Integers) -> Integers:
    """A condition is a hard rule and earns nothing here; counted in halves, of recruits."""
    asked = np.zeros(people.rows, dtype=np.int64)
    met = np.zeros(len(i), dtype=np.int64)
    for wishes, is_met, unstated in (
        (people.wish_gender, gender_is_as_wished, people.unstated.gender),
        (people.wish_age_min, is_old_enough, people.unstated.age),
        (people.wish_age_max, is_young_enough, people.unstated.age),
    ):
        counts = wishes.is_wished & ~wishes.is_condition
        asked += 2 * counts
        at = np.flatnonzero(counts[i])
        met[at] += np.where(unstated[j[at]], 1, 2 * is_met(people, i[at], j[at]))
    return _part_of(asked, i, met)


def _a_mentor_with_room_is_better(people: People, i: Integers, j: Integers) -> Integers:
    """Free seats before the round and before pins: a pin elsewhere changes nobody's points."""
    return (FULL * people.free_seats // np.maximum(people.seats, 1))[j]


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


def _part_of(asked: Integers, i: Integers, shared: Integers) -> Integers:
    """Points for what each pair shares of what its mentee asks; who asks nothing is unknown.

    `asked` per mentee, `shared` per pair: divided once per mentee and number, not once per pair.
    """
    most = int(shared.max(initial=0)) + 1
    part = np.minimum(FULL, FULL * np.arange(most) // np.maximum(asked, 1)[:, None])
    part[asked == 0] = UNKNOWN
    points: Integers = part.reshape(-1)[i * most + shared]
    return points


def _unless_unstated(unstated: Booleans, j: Integers, points: Integers) -> Integers:
    """What a recruit doesn't state is unknown too."""
    return np.where(unstated[j], UNKNOWN, points) if unstated.any() else points
