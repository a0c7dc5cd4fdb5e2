"""Knows what a recruit can be asked for: what those who wait ask, and what each of it earns.

Every rule and every criterion looks at one part of a profile only, so the fit of a profile is the
sum of what its parts earn: a table a part, a row an option, a column a mentee.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np

from mentorship.matching.assignment.candidates import number_type
from mentorship.matching.assignment.criteria import SCORES
from mentorship.matching.assignment.model import SLOTS, Criterion, Location, Mentee, Round, Rule
from mentorship.matching.assignment.packing import Packed
from mentorship.matching.assignment.people import Booleans, Integers, people_of
from mentorship.matching.assignment.profiles import (
    DUTCH,
    SLOTS_AT_MOST,
    THEMES_AT_MOST,
    Profile,
)
from mentorship.matching.assignment.rules import CHECKS

ROWS_COMPARED = 200
ROWS_AT_ONCE = 64
_NOWHERE = Profile(location=Location(0.0, 0.0), house=None, slots=())


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a profile: its options, and per option and mentee what it earns and allows."""

    options: tuple[Profile, ...]
    demands: tuple[int, ...]
    earns: Packed
    allows: Booleans


def parts_of(round_: Round, waiting: Sequence[Mentee]) -> tuple[Part, ...]:
    """Place and House, slots, language, gender with age, themes; `waiting` say what is asked."""
    options = (_places(waiting), _slots(waiting), _languages(waiting), _persons(round_, waiting),
               _themes(waiting))  # fmt: skip
    return tuple(
        _part(round_, tuple(found), criteria, rules)
        for found, (criteria, rules) in zip(options, LOOKS_AT, strict=True)
    )


def joined(parts: Iterable[Profile]) -> Profile:
    """One option of each part as one profile."""
    place, slots, language, person, themes = parts
    return replace(
        place,
        slots=slots.slots,
        language=language.language,
        gender=person.gender,
        age_min=person.age_min,
        age_max=person.age_max,
        themes=themes.themes,
    )


LOOKS_AT: tuple[tuple[tuple[Criterion, ...], tuple[Rule, ...]], ...] = (
    (
        (Criterion.TRAVEL, Criterion.INTERESTS, Criterion.DISLIKES, Criterion.LOAD),
        (
            Rule.READY,
            Rule.CAPACITY,
            Rule.TRAVEL,
            Rule.THEMES_REFUSED,
            Rule.EXCLUDED,
            Rule.EARLIER_REFUSAL,
            Rule.REST_PERIOD,
            Rule.HOUSE,
        ),
    ),
    ((Criterion.SLOTS,), (Rule.SLOTS,)),
    ((Criterion.LANGUAGES,), (Rule.LANGUAGE,)),
    ((Criterion.WISHES,), (Rule.WISH_GENDER, Rule.WISH_AGE)),
    ((Criterion.THEMES,), ()),
)


def _part(
    round_: Round,
    options: tuple[Profile, ...],
    criteria: Sequence[Criterion],
    rules: Sequence[Rule],
) -> Part:
    """Scored by the round's own rules and criteria, with recruits who are an option each."""
    # As wide as the number of options, so that the order of ids is the order of the options.
    recruits = (one.recruit(f"{at:09d}", round_.date) for at, one in enumerate(options))
    people = people_of(replace(round_, mentors=tuple(recruits)))
    width = people.rows
    i, j = np.tile(np.arange(width), len(options)), np.repeat(np.arange(len(options)), width)
    number = number_type(round_.policy)
    earns = np.zeros(len(i), dtype=number)
    for criterion in criteria:
        earns += round_.policy.weights[criterion] * SCORES[criterion](people, i, j).astype(number)
    if Rule.HOUSE in rules:
        earns -= round_.policy.lending_penalty * people.is_other_house(i, j).astype(number)
    allows = np.ones(len(i), dtype=np.bool_)
    for rule in rules:
        allows &= CHECKS[rule](people, i, j)
    shape = (len(options), width)
    demands = tuple(one.demands for one in options)
    return Part(options, demands, earns.reshape(shape), allows.reshape(shape))


def _places(waiting: Sequence[Mentee]) -> Iterator[Profile]:
    """Where somebody waits, and of whose House."""
    places = {(one.location, one.house) for one in waiting}
    for location, house in sorted(places, key=_by_place):
        yield replace(_NOWHERE, location=location, house=house)


def _by_place(place: tuple[Location, str | None]) -> tuple[object, ...]:
    location, house = place
    return (house or "", location.latitude, location.longitude, location.municipality or "")


def _slots(waiting: Sequence[Mentee]) -> Iterator[Profile]:
    asked = set().union(*(one.slots for one in waiting))
    known = [slot for slot in SLOTS if slot in asked]
    for chosen in _choices(known, 1, SLOTS_AT_MOST):
        yield replace(_NOWHERE, slots=chosen)


def _languages(waiting: Sequence[Mentee]) -> Iterator[Profile]:
    yield _NOWHERE
    for language in sorted(set().union(*(one.languages for one in waiting)) - {DUTCH}):
        yield replace(_NOWHERE, language=language)


def _themes(waiting: Sequence[Mentee]) -> Iterator[Profile]:
    asked = sorted(set().union(*(one.themes for one in waiting)))
    for chosen in _choices(asked, 0, THEMES_AT_MOST):
        yield replace(_NOWHERE, themes=chosen)


def _choices(values: Sequence[str], least: int, most: int) -> Iterator[tuple[str, ...]]:
    for size in range(least, most + 1):
        yield from combinations(values, size)


def _persons(round_: Round, waiting: Sequence[Mentee]) -> Iterator[Profile]:
    genders = sorted({one.wish_gender.value for one in waiting if one.wish_gender})
    for gender, ages in product((None, *genders), (None, *_ages(round_, waiting))):
        age_min, age_max = ages or (None, None)
        yield replace(_NOWHERE, gender=gender, age_min=age_min, age_max=age_max)


Ages = tuple[int | None, int | None]


def _ages(round_: Round, waiting: Sequence[Mentee]) -> list[Ages]:
    """Ages between which no wish changes; only those of whom no others are wished by more.

    Where every wish that is met by the one is met by the other too, the other earns as much with
    every mentee at least.
    """
    if not any(one.wish_age_min or one.wish_age_max for one in waiting):
        return []
    wishes = [(one.wish_age_min, one.wish_age_max) for one in round_.mentees]
    from_age = {low.value for low, _ in wishes if low}
    from_age |= {high.value + 1 for _, high in wishes if high}
    starts = [None, *sorted(from_age)]
    found: list[tuple[Ages, frozenset[tuple[int, str]]]] = []
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        ages = (start, None if after is None else after - 1)
        age = ages[1] if ages[0] is None else ages[0]
        if age is None:
            continue
        met = {(n, "min") for n, (low, _) in enumerate(wishes) if low and age >= low.value}
        met |= {(n, "max") for n, (_, high) in enumerate(wishes) if high and age <= high.value}
        found.append((ages, frozenset(met)))
    kept: list[Ages] = []
    for at, (ages, wished) in enumerate(found):
        better = (
            other > wished or (other == wished and n < at) for n, (_, other) in enumerate(found)
        )
        if wished and not any(better):
            kept.append(ages)
    return kept


def undominated(earns: Packed, allows: Booleans, demands: Integers) -> Booleans:
    """Which options earn and allow more than each other one that asks no more, for some mentee.

    They are compared with those that earn most only, so that many options take no longer.
    """
    worth = np.where(allows, earns, -1)
    lines = np.column_stack((worth, -demands))
    unlike: dict[bytes, int] = {}
    for option in np.lexsort((demands, -worth.sum(axis=1))).tolist():
        unlike.setdefault(lines[option].tobytes(), option)
    order = np.array(list(unlike.values()))
    is_kept = np.zeros(len(demands), dtype=np.bool_)
    is_kept[order] = True
    kept = order[:0]
    for start in range(0, len(order), ROWS_AT_ONCE):
        here = order[start : start + ROWS_AT_ONCE]
        here = here[~_are_dominated(lines[here], lines[kept])]
        is_kept[order[start : start + ROWS_AT_ONCE]] = False
        room = ROWS_COMPARED - len(kept)
        is_kept[here] = True
        if len(here) >= room:
            # Those after the last one that is compared with are all kept.
            last = int(np.flatnonzero(order == here[room - 1])[0])
            is_kept[order[last + 1 :]] = True
            break
        kept = np.concatenate((kept, here))
    return is_kept


def _are_dominated(lines: Packed, before: Packed) -> Booleans:
    """Which are nowhere more than one of those before them."""
    is_less = np.ones((len(before), len(lines)), dtype=np.bool_)
    is_less_here = np.triu(np.ones((len(lines), len(lines)), dtype=np.bool_), 1)
    for old, new in zip(before.T, lines.T, strict=True):
        is_less &= old[:, None] >= new
        is_less_here &= new[:, None] >= new
    return np.asarray(np.concatenate((is_less, is_less_here)).any(axis=0), dtype=np.bool_)
