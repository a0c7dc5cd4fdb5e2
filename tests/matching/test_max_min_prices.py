"""The prices of a max-min round against solving it again for each of them."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.assignment import engine
from mentorship.matching.assignment.engine import pair_prices, solve, solve_and_price
from mentorship.matching.assignment.model import Answer, Price, Round, RunnerUp
from mentorship.matching.assignment.what_if import what_if
from tests.matching.oracle import contrived, max_min, prices, solved_again
from tests.matching.oracle.contrived import often, round_of
from tests.matching.oracle.people import Round as Invented
from tests.matching.oracle.prices import Priced, Told, Value
from tests.matching.test_price_oracle import chosen_in, expect_one_story, waiting_list
from tests.soak import budget, exact
from tests.soak.rounds import (
    any_round,
    as_the_engine_takes_it,
    chain,
    crowd_of_likes,
    with_consultants,
    with_some_pins,
)


def asked_of(rnd: Invented, seed: int = 0) -> Round:
    return as_the_engine_takes_it(rnd, seed=seed, max_min=True)


def told_by(answer: Answer, pairs: Iterable[RunnerUp]) -> Told:
    """The engine's answer in the oracle's words."""
    assert answer.prices is not None
    return Told(
        refusal={one: in_levels(price) for one, price in answer.prices.refusal.items()},
        other_mentor={one: priced(pair) for one, pair in answer.prices.other_mentor.items()},
        other_mentee={one: priced(pair) for one, pair in answer.prices.other_mentee.items()},
        serve={one: priced(pair) for one, pair in answer.prices.serve.items()},
        pairs=[priced(pair) for pair in pairs],
    )


def in_levels(price: Price) -> Value:
    assert price.worst_fit is not None
    assert {type(level) for level in price.levels} == {int}
    assert str(price) == "{}/{}/{};{};{}".format(*price.levels)
    return price.levels


def priced(pair: RunnerUp) -> Priced:
    return (pair.mentee, pair.mentor, in_levels(pair.price))


def expect_the_prices_of_trying_everything(rnd: Invented, seed: int = 0) -> None:
    round_ = asked_of(rnd, seed)
    answer, pairs = solve(round_), list(pair_prices(round_))
    table = exact.table_of(rnd, seed)
    if not chosen_in(answer):
        assert not pairs
        return
    expected = prices.told(table, chosen_in(answer), max_min.optima(table), max_min.total)
    assert told_by(answer, pairs) == expected
    expect_the_cheapest_of_each(round_, expected.pairs)


def expect_the_cheapest_of_each(round_: Round, every: list[Priced]) -> None:
    """What a page tells of a round is priced without pricing every pair."""
    some = [priced(pair) for pair in solve_and_price(round_)[1]]
    assert set(some) <= set(every)
    for mentee in {one for one, _, _ in every}:
        theirs = sorted(price for one, _, price in every if one == mentee)
        told = sorted(price for one, _, price in some if one == mentee)
        assert told[:3] == theirs[:3]


@often(40, 8_000)
@given(contrived.every_kind(), st.integers(0, 3))
def test_contrived_rounds_tell_every_price(rnd: Invented, seed: int) -> None:
    expect_the_prices_of_trying_everything(rnd, seed)


def test_small_rounds_of_unlike_people_tell_every_price() -> None:
    for number in budget.rounds(15, 6_000, at_most=210):
        dice = budget.dice("max-min prices", number)
        rnd = any_round(dice, dice.randint(0, 6), heavy=number % 5 == 4)
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.3, 1.0)))
        expect_the_prices_of_trying_everything(rnd, number)


def test_ties_and_long_chains_tell_every_price() -> None:
    for number in budget.rounds(3, 1_000, at_most=210):
        dice = budget.dice("max-min prices of likes and chains", number)
        if number % 2:
            rnd = crowd_of_likes(dice)
            rnd = replace(rnd, mentees=rnd.mentees[: budget.examples(10, 20)])
        else:
            rnd = chain(dice, dice.randint(2, budget.examples(16, 50)), heavy=number % 4 == 0)
        expect_the_prices_of_trying_everything(rnd, number)


def test_a_waiting_list_is_priced_as_solving_it_again_prices_it() -> None:
    for number in budget.rounds(1, 200, at_most=210):
        dice = budget.dice("max-min prices of a waiting list", number)
        rnd = waiting_list(dice, dice.choice((30, 40)))
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.1)))
        rnd = replace(rnd, rules=replace(rnd.rules, caseload={}))
        expect_the_prices_of_solving_again(rnd, dice, budget.examples(12, 200), programme=False)


def test_within_caseloads_it_is_priced_as_integer_programming_prices_it() -> None:
    for number in budget.rounds(1, 100, at_most=210):
        dice = budget.dice("max-min prices within caseloads", number)
        rnd = waiting_list(dice, 20)
        caseload = {"NHN": dice.randint(1, 4), "ZW": dice.randint(2, 6), "KEN": dice.randint(0, 9)}
        rnd = with_consultants(dice, replace(rnd, rules=replace(rnd.rules, caseload=caseload)))
        expect_the_prices_of_solving_again(rnd, dice, 2, programme=True)


def expect_the_prices_of_solving_again(
    rnd: Invented, dice: Random, at_most: int, *, programme: bool
) -> None:
    """So many of the pairs and of the proposals."""
    round_ = asked_of(rnd)
    answer, pairs = solve(round_), list(pair_prices(round_))
    table, chosen, found = exact.table_of(rnd, 0), chosen_in(answer), told_by(answer, pairs)
    expect_one_story(table, chosen, found, max_min.total)
    best = solved_again.best_of_worst(table, programme=programme)
    assert best == max_min.total(table, chosen)
    again = {"programme": programme, "max_min": True}
    for one, other, price in dice.sample(found.pairs, min(at_most, len(found.pairs))):
        value = solved_again.with_pair(table, (one, other), **again)
        assert value is not None
        assert prices.minus(best, value) == price, (one, other)
    for edge in dice.sample(sorted(chosen.items()), min(at_most, len(chosen))):
        value = solved_again.without_pair(table, edge, **again)
        assert prices.minus(best, value) == found.refusal[edge[0]], edge
    expect_the_cheapest_of_each(round_, found.pairs)


def test_all_that_is_told_is_as_if_every_pair_were_priced() -> None:
    for number in budget.rounds(2, 300, at_most=210):
        dice = budget.dice("max-min stories", number)
        rnd = waiting_list(dice, dice.choice((30, 60)))
        if number % 2:
            rnd = replace(rnd, rules=replace(rnd.rules, caseload={"NHN": 4, "ZW": 6, "KEN": 8}))
        round_ = asked_of(rnd, number)
        answer, pairs = solve(round_), list(pair_prices(round_))
        found = told_by(answer, pairs)
        expect_one_story(exact.table_of(rnd, number), chosen_in(answer), found, max_min.total)


def test_a_mentor_s_only_other_mentee_is_told_however_many_fit_that_one_better() -> None:
    many = [f"w{number}" for number in range(6)]
    fits = {("a", mentor): 9 for mentor in many} | {("a", "v"): 1, ("b", "v"): 9}
    fits |= {("c", "x"): 9, ("c", "w0"): 0}
    seats = dict.fromkeys([*many, "v", "x"], 1)
    rnd = round_of(fits, seats=seats, mentees={"a": {}, "b": {}, "c": {}})
    expect_the_prices_of_trying_everything(rnd)
    found = solve(asked_of(rnd)).prices
    assert found is not None
    assert found.other_mentee["b"].mentee == "a"


def test_a_ban_loses_what_a_refusal_costs() -> None:
    dice = budget.dice("max-min what if", 0)
    real = asked_of(waiting_list(dice, 30))
    answer = solve(real)
    assert answer.prices is not None
    mates = chosen_in(answer)
    for one in dice.sample(sorted(mates), 5):
        mentees = (
            replace(mentee, excluded=mentee.excluded | {mates[one]}) if mentee.id == one else mentee
            for mentee in real.mentees
        )
        found = what_if(answer, replace(real, mentees=tuple(mentees)))
        assert found.loss == answer.prices.refusal[one]


def test_of_too_many_pairs_no_price_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rnd = round_of({("a", "v"): 6}, seats={"v": 1}, mentees={"a": {}})
    monkeypatch.setattr(engine, "MOST_PAIRS", 0)
    assert solve(asked_of(rnd)).prices is None
    balanced = as_the_engine_takes_it(rnd, seed=0, max_min=False)
    assert solve(balanced).prices is not None
    assert not list(solve_and_price(asked_of(rnd))[1])


def test_a_price_names_the_worst_fit_between_classes_and_points() -> None:
    """With a-w only that pair is left: a match less, but the worst fit is 40 points higher."""
    rnd = round_of(
        {("a", "v"): 6, ("a", "w"): 9, ("b", "w"): 5},
        seats={"v": 1, "w": 1},
        mentees={"a": {}, "b": {}},
    )
    answer = solve(asked_of(rnd))
    assert answer.prices is not None
    assert str(answer.prices.refusal["a"]) == "0/1/0;-40;20"


def test_nobody_served_counts_as_a_worst_fit_of_nothing() -> None:
    rnd = round_of({("a", "v"): 6}, seats={"v": 1}, mentees={"a": {}})
    answer = solve(asked_of(rnd))
    assert answer.prices is not None
    assert str(answer.prices.refusal["a"]) == "0/1/0;60;60"
