"""What every other choice gives up: by hand, and for chance rounds by solving them once more."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from mentorship.matching.assignment import cycles
from mentorship.matching.assignment.engine import eligible_pairs, pair_prices, refused_pins, solve
from mentorship.matching.assignment.model import (
    Answer,
    Mentee,
    Objective,
    PinsRefused,
    Policy,
    Price,
    Prices,
    Round,
    RunnerUp,
)
from tests.matching.assignment_rounds import DAY, mentee, mentor, round_of
from tests.matching.oracle.contrived import often
from tests.matching.oracle.generator import INTERESTS, THEMES, invent
from tests.matching.oracle.people import Round as InventedRound
from tests.matching.oracle.people import Rules
from tests.matching.test_assignment_optimum import rounds
from tests.soak.rounds import as_the_engine_takes_it

WEEK = 40  # points


def waits(weeks: int, id_: str, **facts: Any) -> Mentee:
    return mentee(id_, waiting_since=DAY - timedelta(weeks=weeks), **facts)


def prices(round_: Round) -> Prices:
    found = solve(round_).prices
    assert found is not None
    return found


def told(runners_up: Any) -> dict[str, tuple[str, str, str]]:
    return {id_: (one.mentee, one.mentor, str(one.price)) for id_, one in runners_up.items()}


def words(found: Any) -> dict[str, str]:
    return {id_: str(price) for id_, price in found.items()}


def test_one_seat_each_and_two_who_could_change_places() -> None:
    """Nobody waits: another mentor costs points only, and saying no costs a mentee."""
    round_ = round_of(
        mentee("e1", interests=["a"]),
        mentee("e2", interests=["b"]),
        mentor("v1", interests=["a"]),
        mentor("v2", interests=["b"]),
    )
    fit = {(pair.mentee, pair.mentor): pair.fit for pair in eligible_pairs(round_)}
    crossed = 2 * (fit["e1", "v1"] - fit["e1", "v2"])
    assert crossed == 2 * 20 * 100
    found = prices(round_)
    assert told(found.other_mentor) == {
        "e1": ("e1", "v2", f"0/0/0;{crossed}"),
        "e2": ("e2", "v1", f"0/0/0;{crossed}"),
    }
    assert told(found.other_mentee) == {
        "e1": ("e2", "v1", f"0/0/0;{crossed}"),
        "e2": ("e1", "v2", f"0/0/0;{crossed}"),
    }
    assert words(found.refusal) == {"e1": f"0/0/0;{crossed}", "e2": f"0/0/0;{crossed}"}
    assert found.serve == {}


def test_serving_the_third_class_gives_up_the_first() -> None:
    """The class that is won stands as less than nothing given up."""
    found = prices(round_of(waits(10, "e1", priority=1), mentee("e2", priority=3), mentor("v1")))
    assert told(found.serve) == {"e2": ("e2", "v1", f"1/0/-1;{10 * WEEK}")}
    assert told(found.other_mentee) == {"e1": ("e2", "v1", f"1/0/-1;{10 * WEEK}")}
    assert words(found.refusal) == {"e1": f"1/0/-1;{10 * WEEK}"}
    assert found.other_mentor == {}


def test_of_two_mates_the_one_who_waited_shorter_makes_room() -> None:
    found = prices(round_of(waits(9, "e1"), waits(5, "e2"), waits(2, "e3"), mentor("v1", seats=2)))
    assert words(found.refusal) == {"e1": f"0/0/0;{7 * WEEK}", "e2": f"0/0/0;{3 * WEEK}"}
    assert told(found.serve) == {"e3": ("e3", "v1", f"0/0/0;{3 * WEEK}")}
    assert told(found.other_mentee) == dict.fromkeys(
        ("e1", "e2"), ("e3", "v1", f"0/0/0;{3 * WEEK}")
    )


def test_where_a_house_is_full_one_of_its_own_makes_room() -> None:
    """v2 is free, and still serving e2 gives up e1; e3 of another House isn't touched."""
    policy = Policy(caseload={"NHN": 1}, lending_penalty=0)
    round_ = round_of(
        waits(8, "e1"), waits(3, "e2"), waits(1, "e3", house="ZWK"),
        mentor("v1"), mentor("v2"), mentor("v3"), policy=policy,
    )  # fmt: skip
    found = prices(round_)
    assert {id_: str(one.price) for id_, one in found.serve.items()} == {"e2": f"0/0/0;{5 * WEEK}"}
    assert words(found.refusal)["e3"] == "0/0/0;0"  # a mentor as good is free


def test_a_pin_takes_pairs_off_the_board() -> None:
    """The last place of the House is pinned: nobody of it can be served at any price."""
    round_ = round_of(
        mentee("e1", pinned="v1"), mentee("e2"), mentee("e3", house="ZWK"),
        mentor("v1"), mentor("v2"), policy=Policy(caseload={"NHN": 1}),
    )  # fmt: skip
    found = prices(round_)
    assert list(pair_prices(round_)) == []
    assert list(found.refusal) == ["e3"]
    assert (found.serve, found.other_mentor, found.other_mentee) == ({}, {}, {})


def test_pairs_of_one_price_are_told_by_fit_and_then_by_id() -> None:
    """e2 has waited as much longer as e3 and e4 fit better."""
    many = ["a", "b", "c", "d", "e"]
    round_ = round_of(
        waits(20, "e1", interests=["a"]),
        waits(10, "e2", interests=["b"]),
        waits(0, "e3", interests=many),
        waits(0, "e4", interests=many),
        mentor("v1", interests=["a"]),
    )
    fit = {pair.mentee: pair.fit for pair in eligible_pairs(round_)}
    assert fit["e2"] + 10 * WEEK == fit["e3"] == fit["e4"]
    found = prices(round_)
    assert len({one.price for one in found.serve.values()}) == 1
    assert found.other_mentee["e1"].mentee == "e3"


def test_weights_beyond_a_machines_numbers_have_exact_prices() -> None:
    weights = {criterion: 10**30 * weight for criterion, weight in Policy().weights.items()}
    found = prices(
        round_of(waits(9, "e1"), waits(5, "e2"), mentor("v1"), policy=Policy(weights=weights))
    )
    assert words(found.refusal) == {"e1": f"0/0/0;{4 * WEEK}"}


def test_prices_travel_between_processes() -> None:
    answer = solve(round_of(mentee("e1"), mentee("e2", priority=3), mentor("v1")))
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert answer.prices
    assert answer.prices.refusal["e1"] == Price(class_1=0, class_2=1, class_3=-1, points=0)


def given_up(best: Answer, other: Answer) -> Price:
    here, there = best.levels, other.levels
    return Price(
        class_1=here.class_1 - there.class_1,
        class_2=here.class_2 - there.class_2,
        class_3=here.class_3 - there.class_3,
        points=here.points - there.points,
    )


def with_mentee(round_: Round, id_: str, **facts: Any) -> Round:
    changed = (replace(m, **facts) if m.id == id_ else m for m in round_.mentees)
    return replace(round_, mentees=tuple(changed))


def if_pinned(round_: Round, answer: Answer, mentee_: str, mentor_: str) -> Price | None:
    try:
        return given_up(answer, solve(with_mentee(round_, mentee_, pinned=mentor_)))
    except PinsRefused:
        return None


@pytest.mark.parametrize(
    "rnd",
    [invent(seed, size, ample=True, rules=Rules(interests=INTERESTS, themes=THEMES))
     for seed, size in ((1, 60), (2, 90))],
)  # fmt: skip
def test_a_table_of_all_mentors_has_the_prices_that_each_search_finds(
    rnd: InventedRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no seat is free and nobody waits, for which there is the table."""
    ample = as_the_engine_takes_it(rnd, seed=0, max_min=False)
    for round_ in (ample, _without_a_free_seat(ample)):
        found = []
        for most in (0, 2_000):
            monkeypatch.setattr(cycles, "MENTORS_IN_A_TABLE", most)
            monkeypatch.setattr(cycles, "STEPS_OF_A_TABLE", 1e9)  # the table comes at once
            found.append(list(pair_prices(round_)))
        assert found[0] == found[1]
        assert len(found[0]) > 100


def _without_a_free_seat(round_: Round) -> Round:
    """Of those who have a proposal, with just the seats that these take."""
    pairs = solve(round_).proposals
    seats, served = Counter(pair.mentor for pair in pairs), {pair.mentee for pair in pairs}
    mentors = (replace(m, free_seats=seats[m.id]) for m in round_.mentors if m.id in seats)
    mentees = (m for m in round_.mentees if m.id in served)
    return replace(round_, mentors=tuple(mentors), mentees=tuple(mentees))


@often(20, 400)
@given(rounds())
def test_each_price_is_what_solving_again_gives_up(round_: Round) -> None:
    """A pair that must be is a pin; one that may not be is an exclusion."""
    refused = {pin.mentee for pin in refused_pins(round_)}
    kept = (replace(m, pinned=None) if m.id in refused else m for m in round_.mentees)
    round_ = replace(round_, objective=Objective.BALANCED, mentees=tuple(kept))
    answer = solve(round_)
    assert answer.prices
    free = {m.id for m in round_.mentees if m.pinned is None}
    chosen = {pair.mentee: pair.mentor for pair in answer.proposals}
    expected: dict[tuple[str, str], RunnerUp] = {}
    for pair in eligible_pairs(round_):
        one, other = pair.mentee, pair.mentor
        if one in free and chosen.get(one) != other:
            price = if_pinned(round_, answer, one, other)
            if price is not None:
                expected[one, other] = RunnerUp(mentee=one, mentor=other, price=price)
    assert list(pair_prices(round_)) == list(expected.values())
    for one in free & chosen.keys():
        without = with_mentee(round_, one, excluded=frozenset({chosen[one]}))
        assert answer.prices.refusal[one] == given_up(answer, solve(without))
    assert answer.prices.refusal.keys() == free & chosen.keys()
    told_of = answer.prices.serve.keys() | answer.prices.other_mentor.keys()
    assert told_of == {mentee_ for mentee_, _ in expected}
