"""What makes large rounds quick changes no answer: each shortcut against doing it the long way."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from random import Random
from typing import TypeVar

import numpy as np
import pytest

from mentorship.matching.assignment import blocks, flow, model, optimum, reach, thinning
from mentorship.matching.assignment.candidates import pairs_passing_all_rules
from mentorship.matching.assignment.engine import basis_of, solve
from mentorship.matching.assignment.model import Answer, Criterion, Objective
from mentorship.matching.assignment.people import people_of
from tests.matching.oracle import naive
from tests.matching.oracle.people import Mentee, Round
from tests.soak import budget
from tests.soak.rounds import any_round, as_the_engine_takes_it

Person = TypeVar("Person", model.Mentee, model.Mentor)
Told = dict[tuple[str, str], tuple[int, list[int], int]]


@pytest.mark.parametrize("pairs_at_once", [1, 40, 2**16])
def test_nobody_in_reach_is_overlooked(pairs_at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbourhoods of every size against every pair one by one, limits met to the metre."""
    monkeypatch.setattr(reach, "PAIRS_AT_ONCE", pairs_at_once)
    found = 0
    for number in budget.rounds(6, 300, at_most=120):
        dice = budget.dice("reach", pairs_at_once, number)
        rnd = any_round(dice, 40, heavy=dice.random() < 0.2)
        rnd = with_limits_to_the_metre(dice, rnd)
        told = pairs_of(rnd)
        assert told == one_by_one(rnd)
        found += len(told)
    assert found


def with_limits_to_the_metre(dice: Random, rnd: Round) -> Round:
    """Half of the mentees go exactly as far as to somebody, or a metre less."""

    def limited(one: Mentee) -> Mentee:
        if not rnd.mentors or dice.random() < 0.5:
            return one
        metres = naive.distance(one, dice.choice(rnd.mentors), rnd.rules)
        return replace(one, max_travel_km=f"{max(1, metres - dice.randint(0, 1)) / 1000:.3f}")

    return replace(rnd, mentees=tuple(limited(one) for one in rnd.mentees))


def pairs_of(rnd: Round) -> Told:
    round_ = as_the_engine_takes_it(rnd, seed=0, max_min=False)
    people = people_of(round_)
    found = pairs_passing_all_rules(people, round_.policy)
    ids = [
        (people.mentees[i].id, people.mentors[j].id)
        for i, j in zip(found.i.tolist(), found.j.tolist(), strict=True)
    ]
    assert ids == sorted(ids)
    assert found.metres.dtype == found.points.dtype == np.int64
    numbers = (found.metres.tolist(), found.points.T.tolist(), found.fit.tolist())
    return dict(zip(ids, zip(*numbers, strict=True), strict=True))


def one_by_one(rnd: Round) -> Told:
    return {
        ids: (pair.metres, [pair.points[criterion] for criterion in Criterion], pair.fit)
        for ids, pair in naive.judge_all(rnd).items()
        if not pair.stopped_by
    }


@pytest.mark.parametrize("rounds_to_join", [0, 30])
def test_the_answer_is_the_same_for_any_number_of_arcs_to_start_with(
    rounds_to_join: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shuffled, too; without rounds to join, every arc that was wrongly left aside costs a flow."""
    monkeypatch.setattr(flow, "FEW", rounds_to_join)
    for number in budget.rounds(6, 100, at_most=120):
        dice = budget.dice("arcs", rounds_to_join, number)
        round_ = crowded(dice, max_min=dice.random() < 0.3)
        expected = answer_of(round_)
        with monkeypatch.context() as few:
            few.setattr(thinning, "LEAST_ARCS", 0)
            few.setattr(thinning, "ARCS_OF_A_NODE", dice.choice((1, 1, 2, 5, 32)))
            assert answer_of(shuffled(dice, round_)) == expected


def test_the_answer_is_the_same_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a worst fit that all have to reach, Houses that join blocks, and arcs left aside."""
    apart_at_all = []
    for number in budget.rounds(6, 100, at_most=120):
        dice = budget.dice("blocks", number)
        round_ = region(dice, max_min=number % 2 == 1)
        expected = answer_of(round_)
        with monkeypatch.context() as apart:
            apart.setattr(blocks, "LEAST_PAIRS", dice.choice((1, 20)))
            apart.setattr(thinning, "LEAST_ARCS", dice.choice((0, 20_000)))
            apart.setattr(thinning, "ARCS_OF_A_NODE", dice.choice((1, 2, 32)))
            assert answer_of(shuffled(dice, round_)) == expected
            if len(list(blocks.blocks_of(basis_of(round_).board))) > 1:
                apart_at_all.append(round_.objective)
    assert set(apart_at_all) == set(Objective)


def test_blocks_in_processes_of_their_own_give_the_same_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = region(budget.dice("processes"), max_min=True)
    expected = answer_of(round_)
    monkeypatch.setattr(blocks, "LEAST_PAIRS", 1)
    monkeypatch.setattr(optimum, "WORTH_A_PROCESS", 2)
    monkeypatch.setattr(optimum, "processors", lambda: 2)
    started = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: started.append(a) or run(*a, **k))
    assert answer_of(round_) == expected
    assert len(started) > 1


def crowded(dice: Random, *, max_min: bool = False) -> model.Round:
    """Enough pairs that some are left aside, seldom enough seats for everybody."""
    rnd = any_round(dice, dice.choice((10, 30, 60)), heavy=dice.random() < 0.2)
    if dice.random() < 0.6:
        rnd = replace(rnd, mentors=rnd.mentors[: 1 + len(rnd.mentors) // 2])
    return as_the_engine_takes_it(rnd, seed=dice.randrange(9), max_min=max_min)


def region(dice: Random, *, max_min: bool) -> model.Round:
    """Three rounds in one, too far from each other for any pair; a House may be in all of them."""
    corners = [crowded(dice, max_min=max_min) for _ in range(3)]
    return replace(
        corners[0],
        mentees=tuple(moved(m, at) for at, corner in enumerate(corners) for m in corner.mentees),
        mentors=tuple(moved(m, at) for at, corner in enumerate(corners) for m in corner.mentors),
    )


def moved(person: Person, at: int) -> Person:
    location = replace(person.location, longitude=person.location.longitude + 3 * at)
    excluded = frozenset(f"{at} {id_}" for id_ in person.excluded)
    return replace(person, id=f"{at} {person.id}", location=location, excluded=excluded)


def shuffled(dice: Random, round_: model.Round) -> model.Round:
    mentees, mentors = list(round_.mentees), list(round_.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    return replace(round_, mentees=tuple(mentees), mentors=tuple(mentors))


def answer_of(round_: model.Round) -> Answer:
    return replace(solve(round_, with_prices=False), timings_ms={})
