"""Each hard rule and each criterion on the smallest round that shows it, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import acos, cos, degrees, radians, sin
from typing import Any

import pytest

from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import (
    Criterion,
    Location,
    Pair,
    Policy,
    Rule,
    Wish,
)
from tests.matching.assignment_rounds import (
    ALKMAAR,
    DAY,
    HEERHUGOWAARD,
    mentee,
    mentor,
    round_of,
)

ONE_DEGREE_M = radians(1) * 6_371_008.8


def rules_broken(one: Any, other: Any, **policy: Any) -> tuple[Rule, ...]:
    """The rules that a pair breaks, as the answer tells them."""
    round_ = round_of(one, other, policy=Policy(floor=0, **policy))
    answer = solve(round_)
    assert bool(answer.proposals) == bool(list(eligible_pairs(round_)))
    return answer.unmatched[0].nearest_blocked_by if answer.unmatched else ()


def pair_of(one: Any, other: Any, **policy: Any) -> Pair:
    (pair,) = eligible_pairs(round_of(one, other, policy=Policy(floor=0, **policy)))
    return pair


def points(one: Any, other: Any, criterion: Criterion) -> int:
    return pair_of(one, other).points[criterion]


def test_two_who_fit_break_no_rule() -> None:
    assert rules_broken(mentee(), mentor()) == ()


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "rule"),
    [
        ({}, {"is_ready": False}, Rule.READY),
        ({}, {"seats": 0}, Rule.CAPACITY),
        ({}, {"seats": 2, "free_seats": 0}, Rule.CAPACITY),
        ({"max_travel_m": 7_000}, {"location": HEERHUGOWAARD}, Rule.TRAVEL),
        ({}, {"max_travel_m": 7_000, "location": HEERHUGOWAARD}, Rule.TRAVEL),
        ({}, {"slots": ["mon-late", "tue-evening"]}, Rule.SLOTS),
        ({"slots": []}, {}, Rule.SLOTS),
        ({"languages": ["ar"]}, {}, Rule.LANGUAGE),
        ({"languages": []}, {}, Rule.LANGUAGE),
        ({"wish_gender": Wish("woman", True)}, {"gender": "man"}, Rule.WISH_GENDER),
        ({"wish_gender": Wish("woman", True)}, {"gender": None}, Rule.WISH_GENDER),
        ({"wish_age_min": Wish(30, True)}, {"birth_year": 1997}, Rule.WISH_AGE),
        ({"wish_age_min": Wish(30, True)}, {"birth_year": None}, Rule.WISH_AGE),
        ({"wish_age_max": Wish(30, True)}, {"birth_year": 1995}, Rule.WISH_AGE),
        ({"wish_age_max": Wish(30, True)}, {"birth_year": None}, Rule.WISH_AGE),
        ({"themes": ["debt", "family"]}, {"refused_themes": ["debt"]}, Rule.THEMES_REFUSED),
        ({"excluded": ["v1"]}, {}, Rule.EXCLUDED),
        ({}, {"excluded": ["e1"]}, Rule.EXCLUDED),
        ({"refused": ["v1"]}, {}, Rule.EARLIER_REFUSAL),
        ({}, {"refused": ["e1"]}, Rule.EARLIER_REFUSAL),
        ({}, {"is_resting": True}, Rule.REST_PERIOD),
    ],
)
def test_a_pair_that_breaks_one_rule_is_told_that_rule(
    of_mentee: dict[str, Any], of_mentor: dict[str, Any], rule: Rule
) -> None:
    assert rules_broken(mentee(**of_mentee), mentor(**of_mentor)) == (rule,)


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor"),
    [
        ({"wish_gender": Wish("woman", True)}, {"gender": "woman"}),
        ({"wish_gender": Wish("woman")}, {"gender": "man"}),
        ({"wish_gender": Wish("woman")}, {"gender": None}),
        ({"wish_age_min": Wish(30, True)}, {"birth_year": 1996}),
        ({"wish_age_max": Wish(30, True)}, {"birth_year": 1996}),
        ({"wish_age_min": Wish(90)}, {"birth_year": 1996}),
        ({"wish_age_max": Wish(0, True)}, {"birth_year": DAY.year}),
        ({"themes": ["debt"]}, {"refused_themes": ["family"]}),
        ({"excluded": ["v2"], "refused": ["v3"]}, {"excluded": ["e2"], "refused": ["e9"]}),
        ({"languages": ["ar", "nl"]}, {"languages": ["nl", "en"]}),
    ],
)
def test_what_is_no_condition_stops_nobody(
    of_mentee: dict[str, Any], of_mentor: dict[str, Any]
) -> None:
    assert rules_broken(mentee(**of_mentee), mentor(**of_mentor)) == ()


def test_another_house_only_lends_when_that_is_on() -> None:
    one, other = mentee(house="NHN"), mentor(house="ZWK")
    assert rules_broken(one, other, is_lending_allowed=False) == (Rule.HOUSE,)
    assert pair_of(one, other).lending_penalty == 500
    without = pair_of(one, mentor(house="NHN"))
    assert without.fit - pair_of(one, other).fit == 500


@pytest.mark.parametrize("houses", [(None, "NHN"), ("NHN", None), (None, None)])
def test_somebody_without_a_house_is_not_lent(houses: tuple[str | None, str | None]) -> None:
    one, other = mentee(house=houses[0]), mentor(house=houses[1])
    assert rules_broken(one, other, is_lending_allowed=False) == ()
    assert pair_of(one, other).lending_penalty == 0


def test_several_rules_are_told_in_their_order() -> None:
    far = mentor(is_ready=False, location=Location(51.0, 4.0), languages=["en"], excluded=["e1"])
    assert rules_broken(mentee(), far) == (
        Rule.READY,
        Rule.TRAVEL,
        Rule.LANGUAGE,
        Rule.EXCLUDED,
    )


def test_distance_is_the_great_circle_in_whole_metres() -> None:
    one = mentee(location=Location(52.0, 5.0), max_travel_m=200_000)
    other = mentor(location=Location(53.0, 5.0), max_travel_m=200_000)
    assert pair_of(one, other).metres == round(ONE_DEGREE_M) == 111_195


def test_distance_equals_the_cosine_rule_between_towns() -> None:
    a, b = ALKMAAR, HEERHUGOWAARD
    angle = acos(
        sin(radians(a.latitude)) * sin(radians(b.latitude))
        + cos(radians(a.latitude))
        * cos(radians(b.latitude))
        * cos(radians(a.longitude - b.longitude))
    )
    expected = round(degrees(angle) * ONE_DEGREE_M)
    assert pair_of(mentee(), mentor(location=b)).metres == expected
    assert 7_000 < expected < 8_000


@pytest.mark.parametrize(
    ("mine", "theirs", "metres"),
    [
        ("Texel", "Texel", 0),
        ("Texel", "Alkmaar", 15_000),
        ("Alkmaar", "Texel", 15_000),
        ("Texel", None, 15_000),
        ("Texel", "Vlieland", 35_000),
        ("Vlieland", "Vlieland", 0),
        (None, None, 0),
    ],
)
def test_an_island_is_a_detour_for_whoever_does_not_live_there(
    mine: str | None, theirs: str | None, metres: int
) -> None:
    here = replace(ALKMAAR, municipality=mine)
    there = replace(ALKMAAR, municipality=theirs)
    pair = pair_of(
        mentee(location=here, max_travel_m=50_000),
        mentor(location=there, max_travel_m=50_000),
        detour_metres={"Texel": 15_000, "Vlieland": 20_000},
    )
    assert pair.metres == metres


def test_travel_is_allowed_up_to_the_very_metre() -> None:
    metres = pair_of(mentee(), mentor(location=HEERHUGOWAARD)).metres
    at_limit = mentor(location=HEERHUGOWAARD, max_travel_m=metres)
    assert points(mentee(), at_limit, Criterion.TRAVEL) == 0
    too_far = mentor(location=HEERHUGOWAARD, max_travel_m=metres - 1)
    assert rules_broken(mentee(), too_far) == (Rule.TRAVEL,)


def test_travel_points_use_the_smaller_limit_and_round_down() -> None:
    metres = pair_of(mentee(), mentor(location=HEERHUGOWAARD)).metres
    other = mentor(location=HEERHUGOWAARD, max_travel_m=10_000)
    assert points(mentee(), other, Criterion.TRAVEL) == 100 * (10_000 - metres) // 10_000
    assert points(mentee(), mentor(), Criterion.TRAVEL) == 100


SLOTS = ["mon-evening", "wed-evening", "fri-late", "sun-morning"]


@pytest.mark.parametrize(("shared", "expected"), [(1, 50), (2, 80), (3, 100), (4, 100)])
def test_more_shared_slots_earn_more(shared: int, expected: int) -> None:
    one, other = mentee(slots=SLOTS), mentor(slots=SLOTS[:shared])
    assert points(one, other, Criterion.SLOTS) == expected
    assert pair_of(one, other).shared_slots == tuple(SLOTS[:shared])


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [
        ("", "", 50),
        ("", "abc", 50),
        ("abc", "", 0),
        ("abc", "a", 33),
        ("abc", "ab", 66),
        ("abcdefg", "abc", 60),
        ("abcdefg", "abcdefg", 100),
    ],
)
def test_interests_count_up_to_five(asked: str, offered: str, expected: int) -> None:
    one, other = mentee(interests=list(asked)), mentor(interests=list(offered))
    assert points(one, other, Criterion.INTERESTS) == expected


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [("", "a", 50), ("ab", "", 0), ("ab", "a", 50), ("abcd", "a", 33), ("abcd", "abcd", 100)],
)
def test_dislikes_count_up_to_three(asked: str, offered: str, expected: int) -> None:
    one, other = mentee(dislikes=list(asked)), mentor(dislikes=list(offered))
    assert points(one, other, Criterion.DISLIKES) == expected


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [("", "a", 50), ("ab", "", 0), ("abc", "ab", 66), ("abcdefg", "abc", 42), ("a", "ab", 100)],
)
def test_every_wanted_theme_counts(asked: str, offered: str, expected: int) -> None:
    one, other = mentee(themes=list(asked)), mentor(themes=list(offered))
    assert points(one, other, Criterion.THEMES) == expected


def test_languages_are_a_part_of_those_the_mentee_wants_to_talk_in() -> None:
    one = mentee(languages=["nl", "ar", "en"])
    assert points(one, mentor(languages=["nl", "fr"]), Criterion.LANGUAGES) == 33
    assert points(one, mentor(languages=["nl", "ar", "en", "fr"]), Criterion.LANGUAGES) == 100


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({}, 50),
        ({"wish_gender": Wish("woman")}, 100),
        ({"wish_gender": Wish("man")}, 0),
        ({"wish_gender": Wish("woman", True)}, 50),
        ({"wish_gender": Wish("woman", True), "wish_age_min": Wish(60)}, 0),
        ({"wish_gender": Wish("woman"), "wish_age_min": Wish(60), "wish_age_max": Wish(80)}, 66),
        ({"wish_age_min": Wish(46), "wish_age_max": Wish(46)}, 100),
    ],
)
def test_every_filled_wish_that_is_no_condition_counts_as_one(
    wishes: dict[str, Any], expected: int
) -> None:
    other = mentor(gender="woman", birth_year=1980)
    assert points(mentee(**wishes), other, Criterion.WISHES) == expected


def test_an_unknown_age_or_gender_meets_no_wish() -> None:
    asks = mentee(wish_gender=Wish("man"), wish_age_min=Wish(0), wish_age_max=Wish(200))
    assert points(asks, mentor(), Criterion.WISHES) == 0


@pytest.mark.parametrize(("free", "seats", "expected"), [(1, 1, 100), (1, 3, 33), (2, 3, 66)])
def test_a_mentor_with_more_room_earns_more(free: int, seats: int, expected: int) -> None:
    other = mentor(seats=seats, free_seats=free)
    assert points(mentee(), other, Criterion.LOAD) == expected


def test_free_seats_are_counted_before_pins() -> None:
    round_ = round_of(mentee(pinned="v1"), mentee("e2"), mentor(seats=2))
    assert [p.points[Criterion.LOAD] for p in solve(round_).proposals] == [100, 100]


def test_fit_is_the_weighted_sum_of_the_points() -> None:
    one = mentee(interests=["a", "b", "c"], themes=["x"], languages=["nl", "en"])
    other = mentor(interests=["a"], themes=["x"], seats=3, free_seats=2, house="ZWK")
    pair = pair_of(one, other)
    by_hand = 20 * 100 + 20 * 80 + 20 * 33 + 15 * 100 + 10 * 50 + 5 * 50 + 5 * 50 + 5 * 66
    assert pair.fit == by_hand - 500
    assert list(pair.points.values()) == [100, 80, 33, 100, 50, 50, 50, 66]


@pytest.mark.parametrize(
    ("days", "bonus"), [(0, 0), (6, 0), (7, 40), (20, 80), (182, 1040), (9_999, 1040), (-30, 0)]
)
def test_every_whole_week_of_waiting_counts_up_to_half_a_year(days: int, bonus: int) -> None:
    since = DAY - timedelta(days=days)
    assert pair_of(mentee(waiting_since=since), mentor()).waiting_bonus == bonus


def test_a_standing_proposal_gets_the_stay_bonus_and_no_other() -> None:
    round_ = round_of(mentee(), mentee("e2"), mentor(standing="e2"), policy=Policy(stay_bonus=120))
    assert [pair.stay_bonus for pair in eligible_pairs(round_)] == [0, 120]
    assert solve(round_).proposals[0].mentee == "e2"


def test_more_tags_than_a_machine_word_holds_are_still_counted() -> None:
    tags = [f"tag {number}" for number in range(200)]
    one = mentee(themes=tags)
    assert points(one, mentor(themes=tags[1::2]), Criterion.THEMES) == 50
    assert points(one, mentor(themes=tags[:199]), Criterion.THEMES) == 99


def test_the_floor_is_reached_at_the_very_point() -> None:
    fit = pair_of(mentee(), mentor()).fit
    assert list(eligible_pairs(round_of(mentee(), mentor(), policy=Policy(floor=fit))))
    above = round_of(mentee(), mentor(), policy=Policy(floor=fit + 1))
    assert not list(eligible_pairs(above))
    assert solve(above).unmatched[0].below_floor == 1


def test_eligible_pairs_come_sorted_and_without_who_has_no_seat() -> None:
    people = [mentee("b"), mentee("a"), mentor("y"), mentor("z", seats=0), mentor("x")]
    pairs = [(pair.mentee, pair.mentor) for pair in eligible_pairs(round_of(*people))]
    assert pairs == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]


def test_age_is_the_year_of_the_round_less_the_birth_year() -> None:
    asks = mentee(wish_age_min=Wish(30, True), pinned="v1")
    december = replace(round_of(asks, mentor(birth_year=1996)), date=date(2026, 1, 1))
    assert refused_pins(december) == ()
    assert refused_pins(replace(december, date=date(2025, 12, 31)))[0].rules == (Rule.WISH_AGE,)
