"""The optimiser against a second implementation that tries everything, round after round."""

from collections import Counter
from dataclasses import replace
from random import Random

from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import Answer
from tests.matching.oracle import naive, optimum
from tests.matching.oracle.people import Round
from tests.soak import budget, exact
from tests.soak.rounds import (
    any_round,
    as_the_engine_takes_it,
    chain,
    crowd_of_likes,
    with_some_pins,
    with_wild_pins,
)


def test_unlike_people_in_small_rounds_get_the_one_best_answer(tried: dict[str, int]) -> None:
    for number in budget.rounds(20, 20_000, at_most=210):
        dice = budget.dice("small", number)
        rnd = any_round(dice, dice.randint(0, 7), heavy=dice.random() < 0.5)
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.3)))
        _expect_the_best(rnd, dice, f"small {number}", tried)


def test_where_nearly_everything_ties_the_answer_is_the_one_best(tried: dict[str, int]) -> None:
    for number in budget.rounds(12, 5_000, at_most=210):
        dice = budget.dice("likes", number)
        rnd = crowd_of_likes(dice, heavy=dice.random() < 0.5)
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.2)))
        _expect_the_best(rnd, dice, f"likes {number}", tried)


def test_chains_with_weights_beyond_measure_get_the_one_best_answer(
    tried: dict[str, int],
) -> None:
    for number in budget.rounds(3, 800, at_most=210):
        dice = budget.dice("chain", number)
        rnd = chain(dice, dice.randint(2, budget.examples(25, 150)), heavy=dice.random() < 0.8)
        _expect_the_best(rnd, dice, f"chain {number}", tried)


def test_rounds_of_a_waiting_list_reach_scipys_optimum(tried: dict[str, int]) -> None:
    for number in budget.rounds(2, 600, at_most=210):
        dice = budget.dice("middle", number)
        rnd = any_round(dice, dice.randint(10, budget.examples(30, 60)))
        max_min, about = dice.random() < 0.4, f"middle {number}"
        judged = naive.judge_all(rnd)
        answer = solve(as_the_engine_takes_it(rnd, seed=number, max_min=max_min))
        pairs = _mates(answer)
        _expect_within_the_rules(rnd, judged, pairs, about)
        if max_min:
            levels, worst = optimum.best_worst_fit(judged, rnd)
            assert answer.levels.worst_fit == worst, about
        else:
            levels = optimum.best_levels(judged, rnd)
        assert exact.total(pairs, judged, rnd) == levels == _levels(answer), about
        _expect_the_same_when_shuffled(rnd, dice, answer, number, max_min=max_min, about=about)
        _count(tried, rnd, answer)


def test_pins_that_break_something_are_refused_for_just_that(tried: dict[str, int]) -> None:
    for number in budget.rounds(10, 4_000, at_most=60):
        dice = budget.dice("pins", number)
        rnd = with_wild_pins(dice, any_round(dice, dice.randint(1, 12)))
        found = {
            pin.mentee: (frozenset(pin.rules), pin.is_caseload_full, pin.is_consultant_full)
            for pin in refused_pins(as_the_engine_takes_it(rnd, seed=0, max_min=False))
        }
        assert found == _refused(rnd), f"pins {number}"
        tried["rounds"] = tried.get("rounds", 0) + 1
        tried["pins refused"] = tried.get("pins refused", 0) + len(found)


def _refused(rnd: Round) -> dict[str, tuple[frozenset[str], bool, bool]]:
    """Mentees take seats and places in the order of their ids."""
    mentors = {one.id: one for one in rnd.mentors}
    seats = {one.id: naive.seats(one) for one in rnd.mentors}
    places = naive.caps(rnd.rules)
    refused = {}
    for one in sorted(rnd.mentees, key=lambda mentee: mentee.id):
        if not one.pinned:
            continue
        metres = naive.distance(one, mentors[one.pinned], rnd.rules)
        rules = naive.stopping_rules(one, mentors[one.pinned], rnd, metres)
        if not rules and seats[one.pinned] <= 0:
            rules = frozenset({"capacity"})
        within = naive.within(one, rnd.rules)
        full = [name.split()[0] for name in within if places[name] <= 0]
        if rules or full:
            refused[one.id] = (rules, "House" in full, "consultant" in full)
        else:
            seats[one.pinned] -= 1
            for name in within:
                places[name] -= 1
    return refused


def _expect_the_best(rnd: Round, dice: Random, about: str, tried: dict[str, int]) -> None:
    seed, max_min = dice.randint(0, 3), dice.random() < 0.4
    judged, asked = naive.judge_all(rnd), as_the_engine_takes_it(rnd, seed=seed, max_min=max_min)
    _expect_the_eligible_pairs(rnd, judged, asked, about)
    answer = solve(asked)
    pins = {one.id: one.pinned for one in rnd.mentees if one.pinned}
    chosen = {one: other for one, other in _mates(answer).items() if one not in pins}
    table = exact.table_of(rnd, seed)
    if max_min:
        value, pairs, worst = exact.best_of_worst(table)
        assert answer.levels.worst_fit == worst, about
    else:
        value, pairs = exact.best(table)
    assert chosen == dict(pairs), f"{about}: {value}"
    assert pins.items() <= _mates(answer).items(), about
    assert _levels(answer) == exact.total(_mates(answer), judged, rnd), about
    _expect_within_the_rules(rnd, judged, _mates(answer), about)
    _expect_the_same_when_shuffled(rnd, dice, answer, seed, max_min=max_min, about=about)
    _count(tried, rnd, answer)


def _expect_the_eligible_pairs(rnd: Round, judged: naive.Judged, asked: object, about: str) -> None:
    found = {(pair.mentee, pair.mentor): pair for pair in eligible_pairs(asked)}
    expected = naive.eligible(judged, rnd.rules)
    assert found.keys() == expected.keys(), about
    for ids, pair in found.items():
        told = {str(criterion): points for criterion, points in pair.points.items()}
        naively = expected[ids]
        assert (told, pair.fit, pair.metres) == (naively.points, naively.fit, naively.metres), (
            f"{about}: {ids}"
        )


def _expect_within_the_rules(
    rnd: Round, judged: naive.Judged, pairs: dict[str, str], about: str
) -> None:
    pins = {one.id: one.pinned for one in rnd.mentees if one.pinned}
    seats = {one.id: naive.seats(one) for one in rnd.mentors}
    within = {one.id: naive.within(one, rnd.rules) for one in rnd.mentees}
    for one, other in pairs.items():
        pair = judged[one, other]
        assert not pair.stopped_by, f"{about}: {one} {other}"
        assert pair.fit >= rnd.rules.floor or pins.get(one) == other, f"{about}: {one} {other}"
    assert all(n <= seats[mentor] for mentor, n in Counter(pairs.values()).items()), about
    served = Counter(name for one in pairs for name in within[one])
    assert all(served[name] <= cap for name, cap in naive.caps(rnd.rules).items()), about


def _expect_the_same_when_shuffled(
    rnd: Round, dice: Random, answer: Answer, seed: int, *, max_min: bool, about: str
) -> None:
    mentees, mentors = list(rnd.mentees), list(rnd.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    other = replace(rnd, mentees=tuple(mentees), mentors=tuple(mentors))
    again = solve(as_the_engine_takes_it(other, seed=seed, max_min=max_min))
    assert replace(again, timings_ms={}) == replace(answer, timings_ms={}), about


def _mates(answer: Answer) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in answer.proposals}


def _levels(answer: Answer) -> tuple[int, ...]:
    levels = answer.levels
    return (levels.class_1, levels.class_2, levels.class_3, levels.points)


def _count(tried: dict[str, int], rnd: Round, answer: Answer) -> None:
    for what, count in (
        ("rounds", 1),
        ("mentees", len(rnd.mentees)),
        ("eligible pairs", answer.eligible_pairs),
        ("proposals", len(answer.proposals)),
    ):
        tried[what] = tried.get(what, 0) + count
