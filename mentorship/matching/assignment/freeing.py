"""Knows what would free somebody who waits: the smallest change of pairs that one rule stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, groupby

import numpy as np

from mentorship.matching.assignment.candidates import scored
from mentorship.matching.assignment.criteria import FULL, POINTS_PER_SHARED_SLOT
from mentorship.matching.assignment.model import SLOTS, Change, Criterion, Policy, Rule
from mentorship.matching.assignment.people import Booleans, Integers, People
from mentorship.matching.assignment.rules import (
    Masks,
    gender_is_as_wished,
    is_old_enough,
    is_young_enough,
)

# The rules that a talk may change; the others are a mentor's own, or somebody's decision.
CHANGEABLE = (Rule.TRAVEL, Rule.SLOTS, Rule.LANGUAGE, Rule.WISH_GENDER, Rule.WISH_AGE)
TOLD = 3  # of slots and of languages each


def freeing_changes(
    people: People, policy: Policy, i: Integers, j: Integers, masks: Masks
) -> dict[int, tuple[Change, ...]]:
    """By row of a mentee, what would free them; `masks` are the rules that these pairs break.

    A pair counts when the changed pair reaches the floor. Of travel only the least is told.
    """
    found: dict[int, list[Change]] = {}
    for rule in CHANGEABLE:
        only = masks == np.uint16(1) << np.uint16(list(Rule).index(rule))
        rows, columns = i[only], j[only]
        fit = _fit_after(people, policy, rule, rows, columns)
        is_enough = (fit >= policy.floor).astype(np.bool_)
        pairs = zip(rows[is_enough].tolist(), columns[is_enough].tolist(), strict=True)
        for row, group in groupby(pairs, key=lambda pair: pair[0]):
            mentors = [column for _, column in group]
            found.setdefault(row, []).extend(_changes(people, rule, row, mentors))
    return {row: tuple(changes) for row, changes in found.items()}


def _fit_after(people: People, policy: Policy, rule: Rule, i: Integers, j: Integers) -> Integers:
    """The fit of pairs once this rule, the only one in their way, has been seen to.

    No more than needed is changed: a limit that is just enough earns nothing for travel, one slot
    is shared, one language is learnt of by adding it, a condition became a wish that isn't met.
    """
    pairs = scored(people, policy, i, j)
    criterion, points = _points_after(people, rule, i, j)
    place = list(Criterion).index(criterion)
    more = (points - pairs.points[place]).astype(pairs.fit.dtype)  # a weight may be any number
    fit: Integers = pairs.fit + policy.weights[criterion] * more
    return fit


def _points_after(
    people: People, rule: Rule, i: Integers, j: Integers
) -> tuple[Criterion, Integers]:
    if rule is Rule.TRAVEL:
        return Criterion.TRAVEL, np.zeros(len(i), dtype=np.int64)
    if rule is Rule.SLOTS:
        return Criterion.SLOTS, np.full(len(i), POINTS_PER_SHARED_SLOT[1])
    if rule is Rule.LANGUAGE:
        return Criterion.LANGUAGES, FULL // (people.languages_asked[i] + 1)
    return Criterion.WISHES, _wishes_after(people, rule, i, j)


def _wishes_after(people: People, rule: Rule, i: Integers, j: Integers) -> Integers:
    """The conditions of this rule that aren't met count as wishes that aren't met either."""
    asked = np.zeros(len(i), dtype=np.int64)
    met = np.zeros(len(i), dtype=np.int64)
    for wishes, is_met, of in (
        (people.wish_gender, gender_is_as_wished, Rule.WISH_GENDER),
        (people.wish_age_min, is_old_enough, Rule.WISH_AGE),
        (people.wish_age_max, is_young_enough, Rule.WISH_AGE),
    ):
        is_so = is_met(people, i, j)
        becomes_wish: Booleans = wishes.is_condition[i] & ~is_so & (of is rule)
        counts = wishes.is_wished[i] & (~wishes.is_condition[i] | becomes_wish)
        asked += counts
        met += counts & is_so
    return FULL * met // np.maximum(asked, 1)


def _changes(people: People, rule: Rule, row: int, mentors: Sequence[int]) -> Iterator[Change]:
    if rule is Rule.TRAVEL:
        yield _least_travel(people, row, mentors)
    elif rule is Rule.SLOTS:
        slots = [people.mentors[column].slots for column in mentors]
        yield from _most_freeing(people, rule, mentors, slots, SLOTS)
    elif rule is Rule.LANGUAGE:
        languages = [people.mentors[column].languages for column in mentors]
        known = sorted(set().union(*languages))
        yield from _most_freeing(people, rule, mentors, languages, known)
    else:
        yield Change(rule=rule, mentors=len(mentors), mentor=people.mentors[mentors[0]].id)


def _most_freeing(
    people: People,
    rule: Rule,
    mentors: Sequence[int],
    offered: Sequence[AbstractSet[str]],
    values: Sequence[str],
) -> Iterator[Change]:
    """The slots or languages that free most mentors; of as many the first of `values`."""
    how_many = Counter(chain.from_iterable(offered))
    freeing = (value for value in values if value in how_many)
    for value in sorted(freeing, key=lambda value: -how_many[value])[:TOLD]:
        first = next(one for one, has in zip(mentors, offered, strict=True) if value in has)
        yield Change(
            rule=rule, value=value, mentors=how_many[value], mentor=people.mentors[first].id
        )


def _least_travel(people: People, row: int, mentors: Sequence[int]) -> Change:
    """The mentor for whom both together have to go the fewest metres further."""
    columns = np.array(mentors, dtype=np.int64)
    rows = np.full(len(columns), row, dtype=np.int64)
    metres = people.metres(rows, columns)
    mentee = np.maximum(metres - people.mentee_places.limit[row], 0)
    mentor = np.maximum(metres - people.mentor_places.limit[columns], 0)
    at = int((mentee + mentor).argmin())
    return Change(
        rule=Rule.TRAVEL,
        mentors=1,
        mentor=people.mentors[mentors[at]].id,
        mentee_extra_m=int(mentee[at]),
        mentor_extra_m=int(mentor[at]),
    )
