"""Answers known by hand: whom a round serves, which pins it refuses, what it tells who waits."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import (
    Answer,
    Consultant,
    Criterion,
    Location,
    Objective,
    PinRefused,
    PinsRefused,
    Policy,
    Reason,
    Round,
    RoundInvalid,
    Rule,
)
from tests.matching.assignment_rounds import ALKMAAR, DAY, HEERHUGOWAARD, mentee, mentor, round_of

AFAR = Location(50.85, 5.69)


def mates(answer: Answer) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in answer.proposals}


def test_serving_two_goes_before_serving_one_well() -> None:
    """v1 suits e1 best, but e2 can only go to v1."""
    answer = solve(
        round_of(
            mentee("e1"),
            mentee("e2", languages=["ar"]),
            mentor("v1", languages=["nl", "ar"]),
            mentor("v2", slots=["mon-evening"], location=HEERHUGOWAARD),
        )
    )
    assert mates(answer) == {"e1": "v2", "e2": "v1"}


def test_the_first_class_goes_before_two_of_the_second() -> None:
    """e1 can only be helped by the mentor whom both others need in turn."""
    people = [
        mentee("e1", priority=1, languages=["ar"]),
        mentee("e2", priority=2, languages=["ar"]),
        mentee("e3", priority=2, languages=["ar"]),
        mentor("v1", languages=["ar"]),
    ]
    answer = solve(round_of(*people))
    assert mates(answer) == {"e1": "v1"}
    assert (answer.levels.class_1, answer.levels.class_2) == (1, 0)


def test_a_caseload_makes_the_first_class_cost_more_than_one_of_the_second() -> None:
    """The case in which a flow of most mentees first is wrong: serving e1 costs e2 and e3.

    NHN takes one. e1 (class 1, NHN) needs v1; e2 (class 2, NHN) needs v2; e3 (class 2) needs v1.
    """
    people = [
        mentee("e1", priority=1, house="NHN", languages=["aa"]),
        mentee("e2", priority=2, house="NHN", languages=["bb"]),
        mentee("e3", priority=2, house="ZWK", languages=["aa"]),
        mentor("v1", languages=["aa"]),
        mentor("v2", languages=["bb"]),
    ]
    answer = solve(round_of(*people, policy=Policy(caseload={"NHN": 1})))
    assert mates(answer) == {"e1": "v1"}
    reasons = {waiting.mentee: waiting.reason for waiting in answer.unmatched}
    assert reasons == {"e2": Reason.CASELOAD, "e3": Reason.OTHERS_SERVED}


def test_the_longest_waiting_of_two_equals_is_served() -> None:
    long_ago = DAY - timedelta(weeks=4)
    answer = solve(round_of(mentee("e1"), mentee("e2", waiting_since=long_ago), mentor()))
    assert mates(answer) == {"e2": "v1"}
    assert answer.levels.points == answer.proposals[0].fit + 160


def test_max_min_spares_the_worst_pair_and_balanced_does_not() -> None:
    """Balanced: 100 + 0 interest points; max-min: 40 + 40."""
    weights = dict.fromkeys(Criterion, 0) | {Criterion.INTERESTS: 100}
    people = [
        mentee("e1", interests=list("abcde")),
        mentee("e2", interests=list("abfgh")),
        mentor("v1", interests=list("abcde")),
        mentor("v2", interests=list("cd")),
    ]
    policy = Policy(weights=weights, floor=0)
    balanced = solve(round_of(*people, policy=policy))
    spread = solve(round_of(*people, policy=policy, objective=Objective.MAX_MIN))
    assert mates(balanced) == {"e1": "v1", "e2": "v2"}
    assert mates(spread) == {"e1": "v2", "e2": "v1"}
    assert (balanced.levels.points, balanced.levels.worst_fit) == (10_000, None)
    assert (spread.levels.points, spread.levels.worst_fit) == (8_000, 4_000)


@pytest.mark.parametrize("house", ["NHN", "ZWK"])
def test_max_min_never_serves_fewer_than_a_caseload_allows(house: str) -> None:
    """e1's only mentor suits badly; without him the second place of the House stays empty."""
    weights = dict.fromkeys(Criterion, 0) | {Criterion.INTERESTS: 100}
    people = [
        mentee("e1", languages=["ar"], interests=list("abcde")),
        mentee("e2", interests=list("ab")),
        mentee("e3", interests=list("ab"), house=house, priority=3),
        mentor("v1", languages=["ar"], interests=["a"]),
        mentor("v2", interests=["a", "b"]),
        mentor("v3", interests=["a", "b"]),
    ]
    policy = Policy(weights=weights, floor=0, caseload={"NHN": 2})
    answer = solve(round_of(*people, policy=policy, objective=Objective.MAX_MIN))
    assert answer.levels.class_2 == 2
    assert answer.levels.class_3 == (house == "ZWK")
    assert answer.levels.worst_fit == 2_000


def test_a_mentor_takes_as_many_as_there_are_free_seats() -> None:
    people = [mentee(f"e{n}") for n in range(5)]
    answer = solve(round_of(*people, mentor(seats=3), mentor("v2", seats=3, free_seats=1)))
    assert sorted(mates(answer).values()) == ["v1", "v1", "v1", "v2"]


# --- pins


def test_a_pin_is_kept_under_the_floor_and_takes_its_seat() -> None:
    floor = 9_000
    people = [mentee("e1", pinned="v1"), mentee("e2"), mentor()]
    round_ = round_of(*people, policy=Policy(floor=floor))
    answer = solve(round_)
    assert mates(answer) == {"e1": "v1"}
    assert answer.proposals[0].is_pinned
    assert answer.proposals[0].fit < floor
    assert answer.levels.matched == 1
    assert answer.levels.points == answer.proposals[0].fit
    assert not list(eligible_pairs(round_))


def test_the_worst_fit_of_max_min_is_that_of_the_pairs_the_round_chose() -> None:
    people = [
        mentee("e1", pinned="v1"),
        mentee("e2"),
        mentor("v1", slots=["mon-evening"]),
        mentor("v2"),
    ]
    answer = solve(round_of(*people, objective=Objective.MAX_MIN))
    pinned, chosen = answer.proposals
    assert pinned.fit < chosen.fit == answer.levels.worst_fit


def test_a_pinned_mentee_gets_no_second_mentor() -> None:
    round_ = round_of(mentee(pinned="v1"), mentor(), mentor("v2"))
    assert mates(solve(round_)) == {"e1": "v1"}
    assert len(solve(round_).proposals) == 1
    assert len(list(eligible_pairs(round_))) == 2


def test_a_pin_takes_a_place_of_its_house() -> None:
    people = [mentee("e1", pinned="v1"), mentee("e2"), mentee("e3"), mentor(seats=3)]
    answer = solve(round_of(*people, policy=Policy(caseload={"NHN": 2})))
    assert answer.levels.matched == 2
    assert [waiting.reason for waiting in answer.unmatched] == [Reason.CASELOAD]


def test_a_pin_goes_before_a_higher_class() -> None:
    people = [mentee("e1", priority=1), mentee("e2", priority=3, pinned="v1"), mentor()]
    assert mates(solve(round_of(*people))) == {"e2": "v1"}


@pytest.mark.parametrize(
    ("of_mentor", "rules"),
    [
        ({"is_ready": False, "languages": ["en"]}, (Rule.READY, Rule.LANGUAGE)),
        ({"seats": 0}, (Rule.CAPACITY,)),
        ({"location": AFAR}, (Rule.TRAVEL,)),
        ({"excluded": ["e1"]}, (Rule.EXCLUDED,)),
    ],
)
def test_a_pin_that_breaks_rules_is_refused_with_them(
    of_mentor: dict[str, Any], rules: tuple[Rule, ...]
) -> None:
    round_ = round_of(mentee(pinned="v1"), mentor(**of_mentor))
    assert refused_pins(round_) == (PinRefused(mentee="e1", mentor="v1", rules=rules),)
    with pytest.raises(PinsRefused) as stopped:
        solve(round_)
    assert stopped.value.refused[0].rules == rules


def test_a_second_pin_finds_no_seat_left() -> None:
    round_ = round_of(mentee("e2", pinned="v1"), mentee("e1", pinned="v1"), mentor())
    assert refused_pins(round_) == (PinRefused(mentee="e2", mentor="v1", rules=(Rule.CAPACITY,)),)


def test_a_pin_finds_no_place_left_in_a_full_caseload() -> None:
    round_ = round_of(
        mentee("e1", pinned="v1"),
        mentee("e2", pinned="v1"),
        mentor(seats=2),
        policy=Policy(caseload={"NHN": 1}),
    )
    assert refused_pins(round_) == (
        PinRefused(mentee="e2", mentor="v1", rules=(), is_caseload_full=True),
    )


def test_a_pin_that_breaks_a_rule_takes_no_seat_from_the_next() -> None:
    round_ = round_of(
        mentee("e1", pinned="v1", languages=["ar"]), mentee("e2", pinned="v1"), mentor()
    )
    assert [pin.mentee for pin in refused_pins(round_)] == ["e1"]


# --- who waits


def test_without_mentors_everybody_waits_for_one() -> None:
    answer = solve(round_of(mentee("e2"), mentee("e1")))
    assert [(w.mentee, w.reason, w.nearest_mentor) for w in answer.unmatched] == [
        ("e1", Reason.NO_MENTORS, None),
        ("e2", Reason.NO_MENTORS, None),
    ]
    assert answer.levels.matched == 0
    assert answer.status == "optimal"


@pytest.mark.parametrize("objective", Objective)
def test_a_round_without_anybody_has_an_empty_answer(objective: Objective) -> None:
    for people in ((), (mentor(),)):
        answer = solve(round_of(*people, objective=objective))
        assert (answer.proposals, answer.unmatched, answer.eligible_pairs) == ((), (), 0)
        assert (answer.levels.matched, answer.levels.points) == (0, 0)


@pytest.mark.parametrize("objective", Objective)
def test_when_no_seat_is_free_everybody_is_told_so(objective: Objective) -> None:
    answer = solve(round_of(mentee(), mentor(seats=0), mentor("v2", seats=0), objective=objective))
    (waiting,) = answer.unmatched
    assert waiting.reason is Reason.BLOCKED
    assert waiting.blocked_by == {Rule.CAPACITY: 2}
    assert waiting.nearest_blocked_by == (Rule.CAPACITY,)
    assert answer.levels.worst_fit is None


def test_every_rule_counts_the_mentors_it_stops() -> None:
    answer = solve(
        round_of(
            mentee(),
            mentor("v1", is_ready=False, languages=["en"]),
            mentor("v2", is_ready=False, location=HEERHUGOWAARD),
            mentor("v3", location=AFAR),
        )
    )
    (waiting,) = answer.unmatched
    assert waiting.reason is Reason.BLOCKED
    assert waiting.blocked_by == {Rule.READY: 2, Rule.TRAVEL: 1, Rule.LANGUAGE: 1}
    assert list(waiting.blocked_by) == [Rule.READY, Rule.TRAVEL, Rule.LANGUAGE]
    # v1 lives next door, but two rules keep v1 away.
    assert waiting.nearest_mentor == "v2"
    assert waiting.nearest_blocked_by == (Rule.READY,)


def test_of_two_equally_near_mentors_the_first_id_is_named() -> None:
    people = [mentor("v2", is_ready=False), mentor("v10", languages=["en"])]
    (waiting,) = solve(round_of(mentee(), *people)).unmatched
    assert (waiting.nearest_mentor, waiting.nearest_blocked_by) == ("v10", (Rule.LANGUAGE,))


def test_a_bad_match_is_worse_than_waiting() -> None:
    answer = solve(round_of(mentee(), mentor(), policy=Policy(floor=10_001)))
    (waiting,) = answer.unmatched
    assert (waiting.reason, waiting.below_floor) == (Reason.BELOW_FLOOR, 1)
    assert waiting.blocked_by == {}
    assert waiting.nearest_blocked_by == ()


def test_who_loses_a_seat_to_another_is_told_so() -> None:
    answer = solve(round_of(mentee("e1", priority=3), mentee("e2", priority=1), mentor()))
    (waiting,) = answer.unmatched
    assert (waiting.mentee, waiting.reason) == ("e1", Reason.OTHERS_SERVED)
    assert (waiting.nearest_mentor, waiting.nearest_blocked_by) == ("v1", ())


def test_a_house_without_any_place_tells_its_mentees() -> None:
    policy = Policy(caseload={"NHN": 0})
    answer = solve(round_of(mentee(), mentor(), policy=policy))
    assert answer.unmatched[0].reason is Reason.CASELOAD


# --- rounds that contradict themselves


@pytest.mark.parametrize(
    ("round_", "words"),
    [
        (round_of(mentor(), mentor()), "mentor v1 occurs twice"),
        (round_of(mentee(), mentee()), "mentee e1 occurs twice"),
        (round_of(mentee(pinned="v9"), mentor()), "pinned to v9"),
        (round_of(mentor(seats=1, free_seats=2)), "2 of 1 seats"),
        (round_of(mentor(seats=-1)), "-1 of -1 seats"),
        (round_of(mentee(priority=4)), "priority 4"),
        (round_of(mentee(max_travel_m=0)), "travels 0 m"),
        (round_of(mentee(slots=["some-time"])), "unknown slots some-time"),
        (round_of(mentee(location=Location(float("nan"), 4.7))), "nan"),
        (round_of(policy=Policy(weights={})), "weight of travel"),
        (round_of(policy=Policy(caseload={"NHN": -1})), "caseload of NHN"),
        (round_of(consultants=(Consultant(id="A", house="NHN", places=-1),)), "consultant A"),
        (round_of(consultants=(Consultant(id="A", house="NHN", places=1),) * 2), "A occurs twice"),
    ],
)
def test_a_round_that_contradicts_itself_is_refused(round_: Round, words: str) -> None:
    for ask in (solve, refused_pins, lambda each: list(eligible_pairs(each))):
        with pytest.raises(RoundInvalid, match=words):
            ask(round_)


def test_a_round_and_its_answer_travel_between_processes() -> None:
    round_ = round_of(mentee(), mentee("e2", location=AFAR), mentor())
    assert pickle.loads(pickle.dumps(round_)) == round_
    answer = solve(round_)
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_ids_are_opaque() -> None:
    odd = ["", "1", "01", "é", "e'; --", "naam met spatie", "😀"]
    people = [mentee(id_, location=replace(ALKMAAR)) for id_ in odd]
    answer = solve(round_of(*people, *(mentor(id_) for id_ in odd)))
    assert [pair.mentee for pair in answer.proposals] == sorted(odd)
