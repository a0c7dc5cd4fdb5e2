"""Knows the hard rules: which pairs a consultant may never be shown."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mentorship.matching.assignment.model import Rule
from mentorship.matching.assignment.people import Booleans, Integers, People, is_listed
from mentorship.matching.assignment.reach import Side, may_reach, neighbourhoods

Check = Callable[[People, Integers, Integers], Booleans]
Masks = npt.NDArray[np.uint16]


def _the_mentor_is_ready(people: People, i: Integers, j: Integers) -> Booleans:
    return people.is_ready[j]


def _the_mentor_has_a_free_seat(people: People, i: Integers, j: Integers) -> Booleans:
    return people.free_seats[j] > 0


def _both_can_travel_that_far(people: People, i: Integers, j: Integers) -> Booleans:
    return people.metres(i, j) <= people.smaller_limit(i, j)


def _they_share_a_slot(people: People, i: Integers, j: Integers) -> Booleans:
    return people.slots.shared(i, j) > 0


def _they_share_a_language(people: People, i: Integers, j: Integers) -> Booleans:
    return people.languages.shared(i, j) > 0


def _a_gender_asked_for_is_the_mentors(people: People, i: Integers, j: Integers) -> Booleans:
    return ~people.wish_gender.is_condition[i] | gender_is_as_wished(people, i, j)


def _an_age_asked_for_is_the_mentors(people: People, i: Integers, j: Integers) -> Booleans:
    old_enough = ~people.wish_age_min.is_condition[i] | is_old_enough(people, i, j)
    young_enough = ~people.wish_age_max.is_condition[i] | is_young_enough(people, i, j)
    return old_enough & young_enough


def _no_wanted_theme_is_refused(people: People, i: Integers, j: Integers) -> Booleans:
    return people.refused_themes.shared(i, j) < 1


def _neither_excludes_the_other(people: People, i: Integers, j: Integers) -> Booleans:
    return ~is_listed(people.key(i, j), people.excluded)


def _neither_refused_the_other_before(people: People, i: Integers, j: Integers) -> Booleans:
    return ~is_listed(people.key(i, j), people.refused)


def _the_mentor_is_rested(people: People, i: Integers, j: Integers) -> Booleans:
    return ~people.is_resting[j]


def _another_house_lends_when_it_may(people: People, i: Integers, j: Integers) -> Booleans:
    if people.is_lending_allowed:
        return np.ones(len(i), dtype=np.bool_)
    return ~people.is_other_house(i, j)


CHECKS: MappingProxyType[Rule, Check] = MappingProxyType(
    {
        Rule.READY: _the_mentor_is_ready,
        Rule.CAPACITY: _the_mentor_has_a_free_seat,
        Rule.TRAVEL: _both_can_travel_that_far,
        Rule.SLOTS: _they_share_a_slot,
        Rule.LANGUAGE: _they_share_a_language,
        Rule.WISH_GENDER: _a_gender_asked_for_is_the_mentors,
        Rule.WISH_AGE: _an_age_asked_for_is_the_mentors,
        Rule.THEMES_REFUSED: _no_wanted_theme_is_refused,
        Rule.EXCLUDED: _neither_excludes_the_other,
        Rule.EARLIER_REFUSAL: _neither_refused_the_other_before,
        Rule.REST_PERIOD: _the_mentor_is_rested,
        Rule.HOUSE: _another_house_lends_when_it_may,
    }
)


# Of the others some are about the mentor alone; slots and languages show in a table of all pairs,
# and metres, which take longest, are measured last.
IN_NO_TABLE = (
    Rule.WISH_GENDER,
    Rule.WISH_AGE,
    Rule.THEMES_REFUSED,
    Rule.EXCLUDED,
    Rule.EARLIER_REFUSAL,
    Rule.HOUSE,
)


def gender_is_as_wished(people: People, i: Integers, j: Integers) -> Booleans:
    """An unknown gender is nobody's wish."""
    same: Booleans = people.gender[j] == people.wish_gender.value[i]
    return same


def is_old_enough(people: People, i: Integers, j: Integers) -> Booleans:
    """Whether the mentor's age is known and at least the one wished for."""
    return people.is_age_known[j] & (people.age[j] >= people.wish_age_min.value[i])


def is_young_enough(people: People, i: Integers, j: Integers) -> Booleans:
    """Whether the mentor's age is known and at most the one wished for."""
    return people.is_age_known[j] & (people.age[j] <= people.wish_age_max.value[i])


def passing(people: People) -> tuple[Integers, Integers, Integers]:
    """All pairs that break no rule, sorted by mentee and mentor, and their metres."""
    columns = np.flatnonzero(people.is_ready & ~people.is_resting & (people.free_seats > 0))
    groups = neighbourhoods(people, np.arange(people.rows), columns)
    found = [_keys_in_the_table(people, *group) for group in groups]
    keys = np.sort(np.concatenate((np.zeros(0, dtype=np.int64), *found)))
    i, j = np.divmod(keys, max(1, len(people.mentors)))
    for rule in IN_NO_TABLE:
        kept = CHECKS[rule](people, i, j)
        if not kept.all():
            i, j = i[kept], j[kept]
    metres = people.metres(i, j)
    kept = metres <= people.smaller_limit(i, j)
    return i[kept], j[kept], metres[kept]


def _keys_in_the_table(people: People, mentees: Side, mentors: Side) -> Integers:
    """The pairs of a neighbourhood that share a slot and a language and may be in reach."""
    table = people.slots.is_any_shared(mentees.row, mentors.row)
    table &= people.languages.is_any_shared(mentees.row, mentors.row)
    table &= may_reach(mentees, mentors)
    row, column = np.divmod(np.flatnonzero(table), len(mentors))
    return people.key(mentees.row[row], mentors.row[column])


def broken(people: People, i: Integers, j: Integers) -> Masks:
    """Per pair a bit for every rule it breaks, in the order of `Rule`."""
    masks = np.zeros(len(i), dtype=np.uint16)
    for place, check in enumerate(CHECKS.values()):
        masks |= (~check(people, i, j)).astype(np.uint16) << np.uint16(place)
    return masks


def rules_in(mask: int) -> tuple[Rule, ...]:
    """The rules whose bits are set."""
    return tuple(rule for place, rule in enumerate(Rule) if mask >> place & 1)
