"""Knows the pins: pairs a person has fixed, which must keep every rule but the floor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.model import PinRefused, Policy, Rule
from mentorship.matching.assignment.people import Integers, People
from mentorship.matching.assignment.rules import broken, rules_in


@dataclass(frozen=True, slots=True)
class Pins:
    """The pinned pairs as rows and columns, in the order of the mentees."""

    i: Integers
    j: Integers


def pins_of(people: People) -> Pins:
    """Every pin of the round, whether or not it can be kept."""
    column = {mentor.id: j for j, mentor in enumerate(people.mentors)}
    pins = [(i, column[m.pinned]) for i, m in enumerate(people.mentees) if m.pinned is not None]
    i, j = np.array(pins, dtype=np.int64).reshape(-1, 2).T
    return Pins(i, j)


def pins_that_break_rules(people: People, policy: Policy, pins: Pins) -> tuple[PinRefused, ...]:
    """The pins that can't be kept; mentees take seats and places in the order of their ids."""
    refused: list[PinRefused] = []
    seats = people.free_seats.copy()
    places = Counter(policy.caseload)
    masks = broken(people, pins.i, pins.j).tolist()
    for i, j, mask in zip(pins.i.tolist(), pins.j.tolist(), masks, strict=True):
        mentee, mentor = people.mentees[i], people.mentors[j]
        rules = rules_in(mask)
        if not rules and seats[j] <= 0:
            rules = (Rule.CAPACITY,)
        is_full = mentee.house in policy.caseload and places[mentee.house] <= 0
        if rules or is_full:
            refused.append(
                PinRefused(
                    mentee=mentee.id, mentor=mentor.id, rules=rules, is_caseload_full=is_full
                )
            )
        else:
            seats[j] -= 1
            places[mentee.house] -= 1
    return tuple(refused)
