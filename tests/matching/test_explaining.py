"""Why somebody waits, told from tables: against every pair one by one, and the long way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from mentorship.matching.assignment import least_travel, model, obstacles
from mentorship.matching.assignment.candidates import all_pairs
from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.freeing import freeing_changes
from mentorship.matching.assignment.model import Policy, Rule
from mentorship.matching.assignment.people import people_of
from mentorship.matching.assignment.rules import broken
from tests.matching import assignment_rounds as small
from tests.matching.oracle import naive
from tests.matching.oracle.people import Round
from tests.soak import budget
from tests.soak.rounds import any_round, as_the_engine_takes_it, with_some_pins

Judged = dict[str, tuple[frozenset[str], naive.NaivePair]]


@pytest.mark.parametrize(
    ("pairs_at_once", "at_first", "narrow"),
    [(1, 1, 2**30), (50, 2, 10), (2**21, 8, 2**30)],
)
def test_every_number_is_that_of_the_pairs_one_by_one(
    pairs_at_once: int, at_first: int, narrow: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(obstacles, "PAIRS_AT_ONCE", pairs_at_once)
    monkeypatch.setattr(obstacles, "NARROW", narrow)
    monkeypatch.setattr(least_travel, "AT_FIRST", at_first)
    seen: Counter[str] = Counter()
    for number in budget.rounds(12, 300, at_most=120):
        dice = budget.dice("explaining", pairs_at_once, number)
        rnd = any_round(dice, 40, heavy=dice.random() < 0.2)
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.3)))
        round_ = with_rest_and_refusals(dice, as_the_engine_takes_it(rnd, seed=0, max_min=False))
        waiting = solve(round_, with_prices=False).unmatched
        assert [one.mentee for one in waiting] == sorted(one.mentee for one in waiting)
        for one in waiting if rnd.mentors else ():
            seen.update(rule for rule in one.blocked_by)
            expect_it_is_so(one, judged(rnd, round_, one.mentee), rnd.rules.floor)
        expect_the_same_changes(round_, waiting)
        seen.update(f"freed by {change.rule}" for one in waiting for change in one.freed_by)
    assert seen.keys() >= {*Rule, "freed by travel", "freed by slots", "freed by language"}


def test_who_fits_nobody_however_far_they_travel_is_answered_too() -> None:
    """Every mentor is stopped by travel alone, and under the floor all the same."""
    far = [
        small.mentor(f"v{number}", location=small.HEERHUGOWAARD, max_travel_m=1)
        for number in range(20)
    ]
    round_ = small.round_of(small.mentee(), *far, policy=Policy(floor=9_900))
    (waits,) = solve(round_, with_prices=False).unmatched
    assert waits.blocked_by == {Rule.TRAVEL: 20}
    assert waits.freed_by == ()


def with_rest_and_refusals(dice: Random, round_: model.Round) -> model.Round:
    """What no file tells; who is pinned keeps the mentor."""
    pinned = {(one.id, one.pinned) for one in round_.mentees}
    taken = {one.pinned for one in round_.mentees}

    def refused(mentor: model.Mentor) -> frozenset[str]:
        ids = [one.id for one in round_.mentees if (one.id, mentor.id) not in pinned]
        return frozenset(one for one in ids if dice.random() < 0.1)

    return replace(
        round_,
        mentors=tuple(
            replace(
                mentor,
                is_resting=mentor.id not in taken and dice.random() < 0.2,
                refused=refused(mentor),
            )
            for mentor in round_.mentors
        ),
    )


def judged(rnd: Round, round_: model.Round, id_: str) -> Judged:
    """By mentor the rules in the way, and what the oracle knows of the pair."""
    (mentee,) = (one for one in rnd.mentees if one.id == id_)
    facts = {one.id: one for one in round_.mentors}
    found: Judged = {}
    for mentor in rnd.mentors:
        pair, fact = naive.judge(mentee, mentor, rnd), facts[mentor.id]
        rest = {"rest_period"} if fact.is_resting else set[str]()
        refused = {"earlier_refusal"} if id_ in fact.refused else set[str]()
        found[mentor.id] = pair.stopped_by | rest | refused, pair
    return found


def expect_it_is_so(one: model.Unmatched, pairs: Judged, floor: int) -> None:
    stopped = Counter(rule for rules, _ in pairs.values() for rule in rules)
    assert dict(one.blocked_by) == dict(stopped)
    assert list(one.blocked_by) == [rule for rule in Rule if rule in stopped]
    nearest = min(pairs, key=lambda id_: (len(pairs[id_][0]), pairs[id_][1].metres, id_))
    assert one.nearest_mentor == nearest
    assert set(one.nearest_blocked_by) == pairs[nearest][0]
    assert one.below_floor == sum(not rules and pair.fit < floor for rules, pair in pairs.values())


def expect_the_same_changes(round_: model.Round, waiting: tuple[model.Unmatched, ...]) -> None:
    """Asked of every pair at once, whether or not anything could free it."""
    people = people_of(round_)
    rows = {one.id: row for row, one in enumerate(people.mentees)}
    asked = np.array([rows[one.mentee] for one in waiting], dtype=np.int64)
    for i, j in all_pairs(people, asked) if people.mentors else ():
        changes = freeing_changes(people, round_.policy, i, j, broken(people, i, j))
        for one in waiting:
            assert one.freed_by == changes.get(rows[one.mentee], ())
