"""A supposed change touches nothing but what it says; the answer is that of solving anew."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from random import Random

import pytest

from mentorship.matching.assignment import changing
from mentorship.matching.assignment.changing import NobodyChanged, Side
from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.model import Criterion, Mentee, Mentor, PinsRefused, Round, Wish
from mentorship.matching.assignment.what_if import what_if
from tests.matching.assignment_rounds import mentee, mentor, round_of
from tests.matching.test_freeing import chance_round
from tests.soak import budget

Touched = set[tuple[str, str]]
Change = tuple[Callable[[Round], Round], Touched]


def changes(dice: Random) -> list[Change]:
    """Each kind of change of `e3`, `v4` or a weight, and which fields of whom it may touch."""
    mentee_or_mentor = dice.choice(((Side.MENTEE, "e3"), (Side.MENTOR, "v4")))
    who = mentee_or_mentor[1]
    return [
        (lambda r: changing.with_pin(r, "e3", "v4"), {("e3", "pinned")}),
        (lambda r: changing.with_ban(r, "e3", "v4"), {("e3", "excluded"), ("e3", "pinned")}),
        (
            lambda r: changing.with_further_travel(r, *mentee_or_mentor, 7_000),
            {(who, "max_travel_m")},
        ),
        (lambda r: changing.with_slot(r, *mentee_or_mentor, "sun-late"), {(who, "slots")}),
        (lambda r: changing.with_language(r, *mentee_or_mentor, "so"), {(who, "languages")}),
        (lambda r: changing.with_gender_as_wish(r, "e3"), {("e3", "wish_gender")}),
        (
            lambda r: changing.with_age_as_wish(r, "e3"),
            {("e3", "wish_age_min"), ("e3", "wish_age_max")},
        ),
        (lambda r: changing.with_seat(r, "v4"), {("v4", "seats"), ("v4", "free_seats")}),
        (lambda r: changing.with_weight(r, Criterion.TRAVEL, 35), {("policy", "weights")}),
    ]


def touched(before: Round, after: Round) -> Touched:
    pairs: list[tuple[str, Mentee | Mentor, Mentee | Mentor]] = [
        (one.id, one, other)
        for people, others in ((before.mentees, after.mentees), (before.mentors, after.mentors))
        for one, other in zip(people, others, strict=True)
    ]
    found = {
        (who, field.name)
        for who, one, other in pairs
        for field in fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    }
    of_the_round = {
        field.name
        for field in fields(before)
        if field.name not in ("mentees", "mentors", "policy")
        and getattr(before, field.name) != getattr(after, field.name)
    }
    assert not of_the_round
    return found | {
        ("policy", field.name)
        for field in fields(before.policy)
        if getattr(before.policy, field.name) != getattr(after.policy, field.name)
    }


def test_each_touches_nothing_else_and_is_answered_as_by_solving_anew() -> None:
    told = Counter[str]()
    for number in range(budget.examples(6, 400)):
        dice = budget.dice("changing", number)
        real = chance_round(dice)
        answer = solve(real, with_prices=False)
        for at, (change, allowed) in enumerate(changes(dice)):
            changed = change(real)
            assert touched(real, changed) <= allowed, (number, at)
            try:
                found = what_if(answer, changed)
            except PinsRefused:
                told["refused"] += 1
                continue
            assert found.answer.levels == solve(changed).levels, (number, at)
            told["moved"] += bool(found.moves)
    assert min(told["refused"], told["moved"]) > 0  # both were tried


def test_what_each_says_is_so() -> None:
    asks = mentee("e1", wish_gender=Wish("woman", True), wish_age_max=Wish(30, True), pinned="v1")
    real = round_of(asks, mentor("v1"), mentor("v2"))
    weights = changing.with_weight(real, Criterion.LOAD, 0).policy.weights
    assert (weights[Criterion.LOAD], weights[Criterion.TRAVEL]) == (0, 20)
    assert changing.with_pin(real, "e1", "v2").mentees[0].pinned == "v2"
    banned = changing.with_ban(real, "e1", "v1").mentees[0]
    assert (banned.pinned, banned.excluded) == (None, {"v1"})
    assert changing.with_ban(real, "e1", "v2").mentees[0].pinned == "v1"
    assert changing.with_gender_as_wish(real, "e1").mentees[0].wish_gender == Wish("woman", False)
    assert changing.with_age_as_wish(real, "e1").mentees[0].wish_age_max == Wish(30, False)
    more = changing.with_seat(real, "v2").mentors[1]
    assert (more.seats, more.free_seats) == (2, 2)
    further = changing.with_further_travel(real, Side.MENTOR, "v2", 500).mentors[1]
    assert further.max_travel_m == 15_500


def test_who_takes_no_part_is_not_changed_in_silence() -> None:
    real = round_of(mentee("e1"), mentor("v1"))
    with pytest.raises(NobodyChanged):
        changing.with_seat(real, "e1")
    with pytest.raises(NobodyChanged):
        changing.with_slot(real, Side.MENTEE, "v1", "sun-late")


def test_prices_come_only_when_asked_for() -> None:
    real = round_of(mentee("e1"), mentor("v1"))
    without = solve(real, with_prices=False)
    assert without.prices is None
    assert replace(without, timings_ms={}) == replace(solve(real), prices=None, timings_ms={})
