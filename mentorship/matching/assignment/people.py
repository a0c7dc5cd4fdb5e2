"""Knows a round's people as arrays: one row a person, in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mentorship.matching.assignment.distances import Points, detour_metres, points_of, whole_metres
from mentorship.matching.assignment.model import Location, Mentee, Mentor, Round, Wish
from mentorship.matching.assignment.profiles import Recruit
from mentorship.matching.assignment.tags import Tags, tags_of

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Places:
    """Where one side lives; `municipality` and `house` are numbers shared by both sides.

    `place` is the number of everybody's place, `first` the row of somebody who lives there.
    """

    place: Integers
    first: Integers
    point: Points
    municipality: Integers
    detour: Integers
    house: Integers
    limit: Integers


@dataclass(frozen=True, slots=True)
class Wishes:
    """One wish a mentee, where `is_wished`; its value means what the rule makes of it."""

    is_wished: Booleans
    is_condition: Booleans
    value: Integers


@dataclass(frozen=True, slots=True)
class Unstated:
    """Per mentor what nobody has asked yet: the empty cells of recruits."""

    interests: Booleans
    dislikes: Booleans
    themes: Booleans
    gender: Booleans
    age: Booleans


@dataclass(frozen=True, slots=True)
class People:
    """Everything rules and criteria ask about, as arrays; mentees are `i`, mentors `j`."""

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    mentee_places: Places
    mentor_places: Places
    slots: Tags
    languages: Tags
    interests: Tags
    dislikes: Tags
    themes: Tags
    refused_themes: Tags
    languages_asked: Integers
    interests_asked: Integers
    dislikes_asked: Integers
    themes_asked: Integers
    wish_gender: Wishes
    wish_age_min: Wishes
    wish_age_max: Wishes
    gender: Integers
    is_age_known: Booleans
    age: Integers
    is_ready: Booleans
    is_resting: Booleans
    seats: Integers
    free_seats: Integers
    excluded: Integers
    refused: Integers
    standing: Integers
    priority: Integers
    weeks_waiting: Integers
    is_lending_allowed: bool
    unstated: Unstated

    @property
    def rows(self) -> int:
        """How many mentees there are."""
        return len(self.mentees)

    def key(self, i: Integers, j: Integers) -> Integers:
        """One number per pair, in the order of mentee and mentor."""
        return i * len(self.mentors) + j

    def metres(self, i: Integers, j: Integers) -> Integers:
        """The distance of every pair in whole metres, worked out once per pair of places."""
        a, b = self.mentee_places, self.mentor_places
        width = len(b.first)
        if len(a.first) * width > len(i):
            return self._measured(i, j)
        pair = a.place[i] * width + b.place[j]
        table: Integers = np.zeros(len(a.first) * width, dtype=np.int64)
        table[pair] = 1
        asked = np.flatnonzero(table)
        table[asked] = self._measured(a.first[asked // width], b.first[asked % width])
        metres: Integers = table[pair]
        return metres

    def _measured(self, i: Integers, j: Integers) -> Integers:
        a, b = self.mentee_places, self.mentor_places
        detour = detour_metres(a.municipality[i], b.municipality[j], a.detour[i], b.detour[j])
        return whole_metres(a.point[i], b.point[j], detour)

    def smaller_limit(self, i: Integers, j: Integers) -> Integers:
        """The travel limit of whichever of the two travels less, in metres."""
        return np.minimum(self.mentee_places.limit[i], self.mentor_places.limit[j])

    def is_other_house(self, i: Integers, j: Integers) -> Booleans:
        """Whether both have a House and not the same one."""
        here, there = self.mentee_places.house[i], self.mentor_places.house[j]
        differ: Booleans = (here != there) & (np.minimum(here, there) != NOBODY)
        return differ


def is_listed(keys: Integers, listed: Integers) -> Booleans:
    """Whether each key is in this sorted list."""
    if not len(listed):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(listed, keys), len(listed) - 1)
    found: Booleans = listed[at] == keys
    return found


def people_of(round_: Round) -> People:
    """The arrays of a round; sorting by id forgets the order in which people came."""
    mentees = tuple(sorted(round_.mentees, key=lambda mentee: mentee.id))
    mentors = tuple(sorted(round_.mentors, key=lambda mentor: mentor.id))
    everybody: tuple[Mentee | Mentor, ...] = (*mentees, *mentors)
    municipalities = _numbers(m.location.municipality for m in everybody)
    houses = _numbers(m.house for m in everybody)
    genders = _numbers(m.gender for m in mentors)
    row = {m.id: i for i, m in enumerate(mentees)}
    column = {m.id: j for j, m in enumerate(mentors)}

    def places(people: Sequence[Mentee | Mentor]) -> Places:
        return _places(people, round_.policy.detour_metres, municipalities, houses)

    def keys(pairs: Iterable[tuple[str, str]]) -> Integers:
        known = ((row[i], column[j]) for i, j in pairs if i in row and j in column)
        return np.unique(_integers(i * len(mentors) + j for i, j in known))

    return People(
        mentees=mentees,
        mentors=mentors,
        mentee_places=places(mentees),
        mentor_places=places(mentors),
        slots=tags_of([m.slots for m in mentees], [m.slots for m in mentors]),
        languages=tags_of([m.languages for m in mentees], [m.languages for m in mentors]),
        interests=tags_of([m.interests for m in mentees], [m.interests for m in mentors]),
        dislikes=tags_of([m.dislikes for m in mentees], [m.dislikes for m in mentors]),
        themes=tags_of([m.themes for m in mentees], [m.themes for m in mentors]),
        refused_themes=tags_of([m.themes for m in mentees], [m.refused_themes for m in mentors]),
        languages_asked=_integers(len(m.languages) for m in mentees),
        interests_asked=_integers(len(m.interests) for m in mentees),
        dislikes_asked=_integers(len(m.dislikes) for m in mentees),
        themes_asked=_integers(len(m.themes) for m in mentees),
        wish_gender=_wishes([_numbered(m.wish_gender, genders) for m in mentees]),
        wish_age_min=_wishes([m.wish_age_min for m in mentees]),
        wish_age_max=_wishes([m.wish_age_max for m in mentees]),
        gender=_integers(genders[m.gender] for m in mentors),
        is_age_known=np.array([m.birth_year is not None for m in mentors], dtype=np.bool_),
        age=_integers(round_.date.year - (m.birth_year or 0) for m in mentors),
        is_ready=np.array([m.is_ready for m in mentors], dtype=np.bool_),
        is_resting=np.array([m.is_resting for m in mentors], dtype=np.bool_),
        seats=_integers(m.seats for m in mentors),
        free_seats=_integers(m.free_seats for m in mentors),
        excluded=keys(_named(mentees, mentors, "excluded")),
        refused=keys(_named(mentees, mentors, "refused")),
        standing=keys((m.standing, m.id) for m in mentors if m.standing is not None),
        priority=_integers(m.priority for m in mentees),
        weeks_waiting=_integers(_whole_weeks(round_, m) for m in mentees),
        is_lending_allowed=round_.policy.is_lending_allowed,
        unstated=_unstated(mentors),
    )


def _unstated(mentors: Sequence[Mentor]) -> Unstated:
    is_recruit = np.array([isinstance(m, Recruit) for m in mentors], dtype=np.bool_)

    def empty(cells: Iterable[bool]) -> Booleans:
        found: Booleans = is_recruit & np.array(list(cells), dtype=np.bool_)
        return found

    return Unstated(
        interests=empty(not m.interests for m in mentors),
        dislikes=empty(not m.dislikes for m in mentors),
        themes=empty(not m.themes for m in mentors),
        gender=empty(m.gender is None for m in mentors),
        age=empty(m.birth_year is None for m in mentors),
    )


def _places(
    people: Sequence[Mentee | Mentor],
    detours: Mapping[str, int],
    municipalities: Mapping[str | None, int],
    houses: Mapping[str | None, int],
) -> Places:
    where: list[Location] = [m.location for m in people]
    number = {place: n for n, place in enumerate(dict.fromkeys(where))}
    place = _integers(map(number.__getitem__, where))
    return Places(
        place=place,
        first=np.unique(place, return_index=True)[1],
        point=points_of(
            np.array([place.latitude for place in where], dtype=np.float64),
            np.array([place.longitude for place in where], dtype=np.float64),
        ),
        municipality=_integers(municipalities[place.municipality] for place in where),
        detour=_integers(detours.get(place.municipality or "", 0) for place in where),
        house=_integers(houses[m.house] for m in people),
        limit=_integers(m.max_travel_m for m in people),
    )


def _whole_weeks(round_: Round, mentee: Mentee) -> int:
    return max(0, (round_.date - mentee.waiting_since).days) // 7


def _named(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], field: str
) -> Iterable[tuple[str, str]]:
    """The pairs that either side names in its `excluded` or `refused`."""
    for mentee in mentees:
        yield from ((mentee.id, other) for other in getattr(mentee, field))
    for mentor in mentors:
        yield from ((other, mentor.id) for other in getattr(mentor, field))


def _integers(values: Iterable[int]) -> Integers:
    return np.fromiter(values, dtype=np.int64)


def _numbers(words: Iterable[str | None]) -> dict[str | None, int]:
    """A number per word; None is nobody's."""
    known = dict.fromkeys(word for word in words if word is not None)
    return {None: NOBODY} | {word: number for number, word in enumerate(known)}


def _numbered(wish: Wish[str] | None, numbers: dict[str | None, int]) -> Wish[int] | None:
    """The wish in numbers; what no mentor has gets a number that nobody has."""
    if wish is None:
        return None
    return Wish(numbers.get(wish.value, len(numbers)), wish.is_condition)


def _wishes(wishes: Sequence[Wish[int] | None]) -> Wishes:
    return Wishes(
        is_wished=np.array([wish is not None for wish in wishes], dtype=np.bool_),
        is_condition=np.array([bool(wish and wish.is_condition) for wish in wishes], np.bool_),
        value=_integers(wish.value if wish else 0 for wish in wishes),
    )
