"""Knows the pins: pairs a person has fixed, which must keep every rule but the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.caseloads import Caseloads
from mentorship.matching.assignment.model import PinRefused, Rule
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


def pins_that_break_rules(
    people: People, caseloads: Caseloads, pins: Pins
) -> tuple[PinRefused, ...]:
    """The pins that can't be kept; mentees take seats and places in the order of their ids."""
    refused: list[PinRefused] = []
    seats, places = people.free_seats.copy(), list(caseloads.places)
    masks = broken(people, pins.i, pins.j).tolist()
    for i, j, mask in zip(pins.i.tolist(), pins.j.tolist(), masks, strict=True):
        mentee, mentor = people.mentees[i], people.mentors[j]
        rules = rules_in(mask)
        if not rules and seats[j] <= 0:
            rules = (Rule.CAPACITY,)
        around = tuple(caseloads.all_around(mentee))
        full = [caseloads.is_of_a_consultant(group) for group in around if places[group] <= 0]
        if rules or full:
            refused.append(
                PinRefused(
                    mentee=mentee.id,
                    mentor=mentor.id,
                    rules=rules,
                    is_caseload_full=False in full,
                    is_consultant_full=True in full,
                )
            )
        else:
            seats[j] -= 1
            for group in around:
                places[group] -= 1
    return tuple(refused)
