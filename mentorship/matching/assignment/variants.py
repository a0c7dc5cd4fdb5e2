"""Knows which single changes are looked at for who waits, and what pairs are worth with them.

A changed person is scored as one more person of the round, by the same rules and criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from mentorship.matching.assignment.candidates import (
    Candidates,
    all_pairs,
    number_type,
    pairs_passing_all_rules,
)
from mentorship.matching.assignment.model import SLOTS, Mentee, Mentor, Policy, Round, Rule
from mentorship.matching.assignment.people import (
    NOBODY,
    Booleans,
    Integers,
    People,
    people_of,
)
from mentorship.matching.assignment.rules import Masks, broken

# Nobody is asked to go more than as far again as they do, or this much where that is less.
AT_LEAST_FURTHER_M = 5_000
# As the sentence says it, and as the page that supposes it asks it.
STEP_M = 100


@dataclass(frozen=True, slots=True)
class Variant:
    """One change of one person: by row of a mentee, or by column of a mentor."""

    at: int
    rule: Rule
    value: str = ""
    metres: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who waits, by row, with the rules and metres between each of them and every mentor."""

    people: People
    policy: Policy
    waiting: Integers
    masks: Masks
    metres: Integers

    def only(self, rule: Rule) -> Booleans:
        """The pairs that this rule alone stops."""
        return np.asarray(self.masks == 1 << list(Rule).index(rule))

    def short_of(self) -> tuple[Integers, Integers]:
        """How much further mentees and mentors have to travel, in whole steps, per pair."""
        limits = self.people.mentee_places.limit[self.waiting][:, None]
        return _steps(self.metres - limits), _steps(self.metres - self.people.mentor_places.limit)


def surroundings(people: People, policy: Policy, waiting: Integers) -> Surroundings:
    shape = (len(waiting), len(people.mentors))
    blocks = [(broken(people, i, j), people.metres(i, j)) for i, j in all_pairs(people, waiting)]
    masks = np.concatenate([masks for masks, _ in blocks]).reshape(shape)
    metres = np.concatenate([metres for _, metres in blocks]).reshape(shape)
    return Surroundings(people, policy, waiting, masks, metres)


def furthest(limit: int) -> int:
    """How many metres further somebody with this limit may be asked to go."""
    return max(limit, AT_LEAST_FURTHER_M)


def of_mentees(here: Surroundings) -> Iterator[Variant]:
    """Everything that one who waits could change alone."""
    people = here.people
    slots = frozenset[str]().union(*(one.slots for one in people.mentors))
    languages = frozenset[str]().union(*(one.languages for one in people.mentors))
    theirs, ours = here.short_of()
    is_near = here.only(Rule.TRAVEL) & (ours == 0)
    for at, row in enumerate(here.waiting.tolist()):
        one = people.mentees[row]
        yield from (Variant(row, Rule.SLOTS, s) for s in SLOTS if s in slots - one.slots)
        yield from (Variant(row, Rule.LANGUAGE, s) for s in sorted(languages - one.languages))
        if one.wish_gender and one.wish_gender.is_condition:
            yield Variant(row, Rule.WISH_GENDER)
        if any(age and age.is_condition for age in (one.wish_age_min, one.wish_age_max)):
            yield Variant(row, Rule.WISH_AGE)
        for metres in np.unique(theirs[at, is_near[at]]).tolist():
            if metres <= furthest(one.max_travel_m):
                yield Variant(row, Rule.TRAVEL, metres=metres)


def of_mentors(here: Surroundings, below_floor: Booleans) -> dict[Variant, list[int]]:
    """A slot or further travel of a mentor, and the rows of those whom it would let in.

    `below_floor`: pairs, shaped as the masks, that pass every rule and miss the floor.
    """
    found: dict[Variant, list[int]] = {}
    people = here.people
    for at, column in zip(*np.nonzero(here.only(Rule.SLOTS) | below_floor), strict=True):
        row = int(here.waiting[at])
        more = people.mentees[row].slots - people.mentors[column].slots
        for slot in sorted(more):
            found.setdefault(Variant(int(column), Rule.SLOTS, slot), []).append(row)
    theirs, ours = here.short_of()
    for at, column in zip(*np.nonzero(here.only(Rule.TRAVEL) & (theirs == 0)), strict=True):
        metres = int(ours[at, column])
        if metres <= furthest(people.mentors[column].max_travel_m):
            further = Variant(int(column), Rule.TRAVEL, metres=metres)
            found.setdefault(further, []).append(int(here.waiting[at]))
    return found


def of_both(here: Surroundings) -> Iterator[tuple[int, int, int, int]]:
    """Row, column, and how much further each has to travel, where both have to."""
    theirs, ours = here.short_of()
    for at, column in zip(
        *np.nonzero(here.only(Rule.TRAVEL) & (theirs > 0) & (ours > 0)), strict=True
    ):
        row = int(here.waiting[at])
        young, old = here.people.mentees[row], here.people.mentors[column]
        further = int(theirs[at, column]), int(ours[at, column])
        if further[0] <= furthest(young.max_travel_m) and further[1] <= furthest(old.max_travel_m):
            yield row, int(column), *further


def changed_mentee(one: Mentee, variant: Variant) -> Mentee:
    if variant.rule is Rule.SLOTS:
        return replace(one, slots=one.slots | {variant.value})
    if variant.rule is Rule.LANGUAGE:
        return replace(one, languages=one.languages | {variant.value})
    if variant.rule is Rule.TRAVEL:
        return replace(one, max_travel_m=one.max_travel_m + variant.metres)
    if variant.rule is Rule.WISH_GENDER and one.wish_gender:
        return replace(one, wish_gender=replace(one.wish_gender, is_condition=False))
    low, high = one.wish_age_min, one.wish_age_max
    return replace(
        one,
        wish_age_min=replace(low, is_condition=False) if low else None,
        wish_age_max=replace(high, is_condition=False) if high else None,
    )


def changed_mentor(one: Mentor, variant: Variant) -> Mentor:
    if variant.rule is Rule.SLOTS:
        return replace(one, slots=one.slots | {variant.value})
    if variant.rule is Rule.CAPACITY:
        return replace(one, seats=one.seats + 1, free_seats=one.free_seats + 1)
    return replace(one, max_travel_m=one.max_travel_m + variant.metres)


@dataclass(frozen=True, slots=True)
class Scoring:
    """What pairs are worth with changed people; a pair that can be proposed only."""

    round: Round
    people: People

    def mentees(self, variants: Sequence[Variant]) -> Candidates:
        """Their `i` are places in `variants`."""
        rows = np.array([one.at for one in variants], dtype=np.int64)
        young = [changed_mentee(self.people.mentees[one.at], one) for one in variants]
        found = self._scored(young, self.people.mentors)
        return self._as_they_are(found, rows[found.i], found.j)

    def mentors(self, variants: Sequence[Variant]) -> Candidates:
        """Their `j` are places in `variants`."""
        columns = np.array([one.at for one in variants], dtype=np.int64)
        older = [changed_mentor(self.people.mentors[one.at], one) for one in variants]
        found = self._scored(self.people.mentees, older)
        return self._as_they_are(found, found.i, columns[found.j])

    def _scored(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Candidates:
        """Numbered in their order; what is known of them by their ids is added afterwards."""
        nobody = frozenset[str]()
        young = (
            replace(one, id=_number(at), excluded=nobody, refused=nobody, pinned=None)
            for at, one in enumerate(mentees)
        )
        older = (
            replace(one, id=_number(at), excluded=nobody, refused=nobody, standing=None)
            for at, one in enumerate(mentors)
        )
        round_ = replace(self.round, mentees=tuple(young), mentors=tuple(older))
        found = pairs_passing_all_rules(people_of(round_), round_.policy)
        return found.where(found.fit >= round_.policy.floor)

    def _as_they_are(self, found: Candidates, i: Integers, j: Integers) -> Candidates:
        """Without pairs that are excluded or refused, and with bonuses of standing proposals."""
        stays = _standing(self.people)[j] == i
        bonus = self.round.policy.stay_bonus * stays.astype(number_type(self.round.policy))
        return replace(found, stay_bonus=bonus).where(~_never(self.people)[i, j])


def joined(*parts: Candidates) -> Candidates:
    """Pairs beside pairs, in this order."""
    return Candidates(
        *(
            np.concatenate([getattr(part, one.name) for part in parts], axis=-1)
            for one in fields(Candidates)
        )
    )


def _number(at: int) -> str:
    return f"{at:012d}"


def _steps(metres: Integers) -> Integers:
    steps: Integers = -(-np.maximum(metres, 0) // STEP_M) * STEP_M
    return steps


def _never(people: People) -> Booleans:
    row = {one.id: at for at, one in enumerate(people.mentees)}
    column = {one.id: at for at, one in enumerate(people.mentors)}
    never = np.zeros((len(row), len(column)), dtype=np.bool_)
    for young in people.mentees:
        others = [column[id_] for id_ in young.excluded | young.refused if id_ in column]
        never[row[young.id], others] = True
    for older in people.mentors:
        others = [row[id_] for id_ in older.excluded | older.refused if id_ in row]
        never[others, column[older.id]] = True
    return never


def _standing(people: People) -> Integers:
    row = {one.id: at for at, one in enumerate(people.mentees)}
    return np.array([row.get(one.standing or "", NOBODY) for one in people.mentors], np.int64)
