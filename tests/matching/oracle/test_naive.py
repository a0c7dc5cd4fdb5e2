"""The naive oracle against numbers worked out by hand, and SciPy's two ways against each other."""

from dataclasses import replace
from datetime import date

import pytest

from . import naive, optimum
from .generator import DAY, THEMES, invent
from .people import Mentee, Mentor, Round, Rules, Wish

MENTEE = Mentee(
    id="a",
    name="",
    latitude=52.5,
    longitude=4.8,
    slots=("mon-evening", "wed-evening"),
    waiting_since=date(2026, 1, 1),
)
MENTOR = Mentor(id="v", name="", latitude=52.5, longitude=4.8, slots=("mon-evening",))
RULES = Rules()


def judged(mentee: Mentee = MENTEE, mentor: Mentor = MENTOR, rules: Rules = RULES):
    return naive.judge(mentee, mentor, Round((mentor,), (mentee,), rules, DAY))


def test_two_strangers_in_one_town_with_one_shared_evening():
    pair = judged()
    assert pair.points == {
        "travel": 100, "slots": 50, "interests": 50, "themes": 50,
        "languages": 100, "dislikes": 50, "wishes": 50, "load": 100,
    }  # fmt: skip
    assert pair.fit == 2000 + 1000 + 1000 + 750 + 1000 + 250 + 250 + 500


def test_one_degree_of_latitude_is_a_sixtieth_of_a_quarter_circle():
    assert naive.great_circle((52.0, 5.0), (53.0, 5.0)) == pytest.approx(111_195.08, abs=0.01)


def test_the_ferry_counts_once_and_only_between_island_and_shore():
    den_burg = replace(MENTEE, latitude=None, longitude=None, place="Den Burg")
    de_koog = replace(MENTOR, latitude=None, longitude=None, place="De Koog")
    den_helder = replace(MENTOR, latitude=None, longitude=None, place="Den Helder")
    across = naive.great_circle(naive.coordinates(den_burg), naive.coordinates(den_helder))
    assert naive.distance(den_burg, de_koog, RULES) < 6_000
    assert naive.distance(den_burg, den_helder, RULES) == round(across + 15_000)
    assert naive.distance(den_burg, MENTOR, RULES) > 75_000


@pytest.mark.parametrize(
    ("mentee", "mentor", "rule"),
    [
        ({}, {"ready": False}, "ready"),
        ({}, {"capacity": 0}, "capacity"),
        ({"max_travel_km": "10"}, {"latitude": 52.6}, "travel"),
        ({}, {"slots": ("tue-evening",)}, "slots"),
        ({"languages": ("ar",)}, {}, "language"),
        ({"wish_gender": Wish("woman", condition=True)}, {}, "wish_gender"),
        ({"wish_age_min": Wish(30, condition=True)}, {"birth_year": 1997}, "wish_age"),
        ({"wish_age_max": Wish(28, condition=True)}, {"birth_year": 1997}, "wish_age"),
        ({"wish_age_max": Wish(60, condition=True)}, {}, "wish_age"),
        ({"themes": ("work",)}, {"refused_themes": ("work", "money")}, "themes_refused"),
        ({"excluded": ("v",)}, {}, "excluded"),
        ({}, {"excluded": ("a",)}, "excluded"),
        ({"house": "NHN"}, {"house": "ZW"}, "house"),
    ],
)
def test_each_rule_stops_what_it_says(mentee, mentor, rule):
    pair = judged(replace(MENTEE, **mentee), replace(MENTOR, **mentor), Rules(lending=False))
    assert pair.stopped_by == {rule}


def test_a_condition_that_is_met_stops_nothing_and_earns_nothing():
    mentee = replace(
        MENTEE,
        wish_gender=Wish("woman", condition=True),
        wish_age_min=Wish(29, condition=True),
        wish_age_max=Wish(29),
    )
    pair = judged(mentee, replace(MENTOR, gender="woman", birth_year=1997))
    assert not pair.stopped_by
    assert pair.points["wishes"] == 100
    assert judged(replace(mentee, wish_age_max=None), replace(MENTOR, gender="woman", birth_year=1997)).points["wishes"] == 50  # fmt: skip  # noqa: E501


def test_points_are_rounded_down_and_capped():
    mentee = replace(
        MENTEE,
        interests=("a", "b", "c", "d", "e", "f", "g"),
        dislikes=("h", "i", "k", "l"),
        themes=("school", "work", "money"),
        languages=("nl", "ar", "tr"),
        wish_gender=Wish("man"),
        wish_age_min=Wish(20),
        wish_age_max=Wish(40),
        max_travel_km="12.5",
    )
    mentor = replace(
        MENTOR,
        latitude=52.51,
        interests=("a", "b", "z"),
        dislikes=("h", "i", "k", "l"),
        themes=("work", "money"),
        languages=("nl", "tr"),
        birth_year=1996,
        slots=("mon-evening", "wed-evening", "thu-late"),
    )
    # 1 112 m of 12 500 m leaves 91.104 %; 2 of 3 is 66.67 %.
    assert judged(mentee, mentor).points == {
        "travel": 91, "slots": 80, "interests": 40, "themes": 66,
        "languages": 66, "dislikes": 100, "wishes": 66, "load": 100,
    }  # fmt: skip


def test_an_empty_cell_of_the_mentor_shares_nothing_and_of_the_mentee_is_unknown():
    wants = judged(replace(MENTEE, interests=("a",), themes=("work",), dislikes=("b",)))
    assert (wants.points["interests"], wants.points["themes"], wants.points["dislikes"]) == (
        0,
        0,
        0,
    )


def test_lending_costs_its_penalty_only_between_two_known_houses():
    lent = judged(replace(MENTEE, house="NHN"), replace(MENTOR, house="ZW"))
    assert lent.fit == judged().fit - 500
    assert judged(replace(MENTEE, house="NHN")).fit == judged().fit


def test_weeks_are_whole_and_end_at_twenty_six():
    rnd = Round((MENTOR,), (MENTEE,), RULES, date(2026, 1, 14))
    assert naive.waiting_bonus(MENTEE, rnd) == 40
    assert naive.waiting_bonus(MENTEE, replace(rnd, day=date(2026, 7, 1))) == 25 * 40
    assert naive.waiting_bonus(MENTEE, replace(rnd, day=date(2027, 7, 1))) == 26 * 40


@pytest.mark.parametrize("ample", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_seats_as_columns_and_integer_programming_agree(seed, ample):
    rnd = invent(seed, 14, ample=ample)
    answers = naive.judge_all(rnd)
    best = optimum.best_levels(answers, rnd)
    assert best == optimum.best_levels(answers, rnd, programme=True)
    assert best[3] > 0 or not naive.eligible(answers, rnd.rules)


def test_a_class_goes_before_any_sum_of_points():
    """One seat: a poor pair of class 1 beats a perfect one of class 2."""
    urgent = replace(MENTEE, id="u", priority=1, themes=THEMES[:3], waiting_since=DAY)
    rnd = Round((MENTOR,), (MENTEE, urgent), RULES, DAY)
    answers = naive.judge_all(rnd)
    assert optimum.best_levels(answers, rnd) == (1, 0, 0, answers["u", "v"].fit)


def test_a_caseload_cap_leaves_a_seat_empty():
    rules = Rules(caseload={"NHN": 1})
    mentees = tuple(replace(MENTEE, id=one, house="NHN") for one in "abc")
    mentors = tuple(replace(MENTOR, id=one) for one in "vwx")
    rnd = Round(mentors, mentees, rules, DAY)
    assert optimum.best_levels(naive.judge_all(rnd), rnd)[:3] == (0, 1, 0)


def test_the_worst_fit_is_raised_at_the_price_of_the_sum():
    """a-v 6 750 with b-w poor, or both in the middle: max-min takes the middle."""
    one = replace(MENTEE, id="a", interests=("x", "y"), waiting_since=DAY)
    two = replace(MENTEE, id="b", interests=("x",), waiting_since=DAY)
    best = replace(MENTOR, id="v", interests=("x", "y"), slots=MENTEE.slots)
    plain = replace(MENTOR, id="w", interests=("y",))
    rnd = Round((best, plain), (one, two), RULES, DAY)
    levels, worst = optimum.best_worst_fit(naive.judge_all(rnd), rnd)
    fits = {ids: pair.fit for ids, pair in naive.judge_all(rnd).items()}
    together = (fits["a", "w"], fits["b", "v"])
    assert worst == min(together) > fits["b", "w"]
    assert levels == (0, 2, 0, sum(together))
