"""The prices of a round against solving it again for each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.assignment.engine import pair_prices, solve
from mentorship.matching.assignment.model import Answer, Price, RunnerUp
from tests.matching.oracle import contrived, prices, solved_again
from tests.matching.oracle.contrived import often, only_themes, round_of
from tests.matching.oracle.people import Round
from tests.matching.oracle.prices import Edge, Optima, Priced, Told, Value
from tests.soak import budget, exact
from tests.soak.exact import Table
from tests.soak.rounds import (
    any_round,
    as_the_engine_takes_it,
    chain,
    crowd_of_likes,
    with_consultants,
    with_some_pins,
)


def answer_of(rnd: Round, seed: int = 0) -> tuple[Answer, list[RunnerUp]]:
    asked = as_the_engine_takes_it(rnd, seed=seed, max_min=False)
    return solve(asked), list(pair_prices(asked))


def chosen_in(answer: Answer) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in answer.proposals if not pair.is_pinned}


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
    levels = (price.class_1, price.class_2, price.class_3, price.points)
    assert {type(level) for level in levels} == {int}
    assert str(price) == "{}/{}/{};{}".format(*levels)
    return levels


def priced(pair: RunnerUp) -> Priced:
    return (pair.mentee, pair.mentor, in_levels(pair.price))


def expect_the_prices_of_trying_everything(rnd: Round, seed: int = 0) -> None:
    answer, pairs = answer_of(rnd, seed)
    table = exact.table_of(rnd, seed)
    assert told_by(answer, pairs) == prices.told(table, chosen_in(answer), prices.optima(table))


@often(40, 8_000)
@given(contrived.every_kind(), st.integers(0, 3))
def test_contrived_rounds_tell_every_price(rnd: Round, seed: int) -> None:
    expect_the_prices_of_trying_everything(rnd, seed)


def test_small_rounds_of_unlike_people_tell_every_price() -> None:
    for number in budget.rounds(12, 6_000, at_most=210):
        dice = budget.dice("prices of unlike people", number)
        rnd = any_round(dice, dice.randint(0, 7))
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.3, 1.0)))
        expect_the_prices_of_trying_everything(rnd, number)


def test_where_nearly_everything_ties_every_price_is_told() -> None:
    for number in budget.rounds(5, 1_500, at_most=210):
        dice = budget.dice("prices of likes", number)
        rnd = crowd_of_likes(dice)
        rnd = replace(rnd, mentees=rnd.mentees[: budget.examples(12, 25)])
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.2)))
        expect_the_prices_of_trying_everything(rnd, number)


def test_long_chains_tell_every_price() -> None:
    """What one refusal costs is felt at the other end."""
    for number in budget.rounds(2, 400, at_most=210):
        dice = budget.dice("prices of a chain", number)
        rnd = chain(dice, dice.randint(2, budget.examples(25, 100)), heavy=False)
        expect_the_prices_of_trying_everything(rnd, number)


def test_numbers_beyond_a_machines_have_exact_prices() -> None:
    for number in budget.rounds(6, 2_000, at_most=210):
        dice = budget.dice("heavy prices", number)
        small = any_round(dice, dice.randint(1, 6), heavy=True)
        rnd = small if number % 2 else chain(dice, dice.randint(2, 25), heavy=True)
        expect_the_prices_of_trying_everything(rnd, number)


def test_a_waiting_list_on_another_scale_has_the_same_prices_on_that_scale() -> None:
    for number in budget.rounds(2, 400, at_most=210):
        dice = budget.dice("scales", number)
        rnd = waiting_list(dice, dice.choice((30, 60, 120)))
        factor = dice.choice((10**7, 10**9, 10**12, 10**15, 10**40))
        plain, heavy = (
            told_by(*answer_of(rnd, number)),
            told_by(*answer_of(times(rnd, factor), number)),
        )
        assert heavy == scaled(plain, factor), number


def test_a_waiting_list_without_caseloads_is_priced_as_scipys_assignment_prices_it() -> None:
    for number in budget.rounds(2, 200, at_most=210):
        dice = budget.dice("prices of a waiting list", number)
        rnd = waiting_list(dice)
        rnd = replace(rnd, rules=replace(rnd.rules, caseload={}))
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.1)))
        expect_the_prices_of_solving_again(rnd, dice, budget.examples(60, 400), programme=False)


def test_a_waiting_list_with_caseloads_is_priced_as_integer_programming_prices_it() -> None:
    for number in budget.rounds(2, 300, at_most=210):
        dice = budget.dice("prices within caseloads", number)
        rnd = waiting_list(dice, dice.choice((30, 30, 60) if budget.IS_LONG else (30,)))
        caseload = {"NHN": dice.randint(1, 4), "ZW": dice.randint(2, 6), "KEN": dice.randint(0, 9)}
        rnd = replace(rnd, rules=replace(rnd.rules, caseload=caseload))
        rnd = with_consultants(dice, rnd) if number % 2 else rnd
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.1)))
        expect_the_prices_of_solving_again(rnd, dice, 6, programme=True)


def expect_the_prices_of_solving_again(
    rnd: Round, dice: Random, at_most: int, *, programme: bool
) -> None:
    """So many of the pairs and of the proposals."""
    seed = dice.randint(0, 3)
    answer, pairs = answer_of(rnd, seed)
    table, chosen = exact.table_of(rnd, seed), chosen_in(answer)
    found = told_by(answer, pairs)
    expect_one_story(table, chosen, found)
    best = solved_again.best(table, programme=programme)
    assert best == prices.total(table, chosen)
    for one, other, price in dice.sample(found.pairs, min(at_most, len(found.pairs))):
        again = solved_again.with_pair(table, (one, other), programme=programme)
        assert again is not None
        assert prices.minus(best, again) == price, (one, other)
    for edge in dice.sample(sorted(chosen.items()), min(at_most, len(chosen))):
        again = solved_again.without_pair(table, edge, programme=programme)
        assert prices.minus(best, again) == found.refusal[edge[0]], edge


def waiting_list(dice: Random, size: int = 30) -> Round:
    """So many mentees, and at most five for every six of them who fit with some."""
    rnd = any_round(dice, size)
    return replace(rnd, mentors=rnd.mentors[: size * 5 // 6])


def times(rnd: Round, factor: int) -> Round:
    rules = rnd.rules
    larger = replace(
        rules,
        weights={name: weight * factor for name, weight in rules.weights.items()},
        floor=rules.floor * factor,
        stay_bonus=rules.stay_bonus * factor,
        points_per_week=rules.points_per_week * factor,
        lending_penalty=rules.lending_penalty * factor,
    )
    return replace(rnd, rules=larger)


def scaled(found: Told, factor: int) -> Told:
    def larger(price: Value) -> Value:
        *classes, points = price
        return (*classes, points * factor)

    def each(given: dict[str, Priced]) -> dict[str, Priced]:
        return {one: (*pair[:2], larger(pair[2])) for one, pair in given.items()}

    return Told(
        refusal={one: larger(price) for one, price in found.refusal.items()},
        other_mentor=each(found.other_mentor),
        other_mentee=each(found.other_mentee),
        serve=each(found.serve),
        pairs=[(*pair[:2], larger(pair[2])) for pair in found.pairs],
    )


def edges_of(table: Table) -> list[Edge]:
    return [(one, choice.mentor) for one in table.mentees for choice in table.choices[one]]


def expect_one_story(
    table: Table,
    chosen: dict[str, str],
    found: Told,
    worth: Callable[[Table, Mapping[str, str]], Value] = prices.total,
) -> None:
    """Every pair that can be chosen is priced, and what is told of people follows from those."""
    can_be = {
        (one, other)
        for one, other in edges_of(table)
        if table.seats[other] > 0 and all(table.caseload[name] > 0 for name in table.within[one])
    }
    assert {(one, other) for one, other, _ in found.pairs} == can_be - set(chosen.items())
    best = worth(table, chosen)
    with_pair = {(one, other): prices.minus(best, price) for one, other, price in found.pairs}
    without_pair = {(one, chosen[one]): prices.minus(best, p) for one, p in found.refusal.items()}
    optima = Optima(best, with_pair | dict.fromkeys(chosen.items(), best), without_pair)
    assert found == prices.told(table, chosen, optima, worth)


@often(12, 1_500)
@given(contrived.every_kind(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_no_price(rnd: Round, dice: Random) -> None:
    mentees, mentors = list(rnd.mentees), list(rnd.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    shuffled = replace(rnd, mentees=tuple(mentees), mentors=tuple(mentors))
    assert told_by(*answer_of(shuffled)) == told_by(*answer_of(rnd))


def test_a_price_is_written_as_people_read_it() -> None:
    """The House has one place: serving a costs two of class 3, who would have been served."""
    rnd = round_of(
        {("a", "v"): 1, ("b", "v"): 10, ("c", "w"): 10},
        seats={"v": 1, "w": 1},
        mentees={
            "a": {"priority": 1, "house": "NHN"},
            "b": {"priority": 3},
            "c": {"priority": 3, "house": "NHN"},
        },
        rules=only_themes(caseload={"NHN": 1}),
    )
    answer, pairs = answer_of(rnd)
    assert answer.prices is not None
    assert str(answer.prices.refusal["a"]) == "1/0/-2;-190"
    assert [(pair.mentee, pair.mentor, str(pair.price)) for pair in pairs] == [
        ("b", "v", "1/0/-2;-190"),
        ("c", "w", "1/0/-2;-190"),
    ]
