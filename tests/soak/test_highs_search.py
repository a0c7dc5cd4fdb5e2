"""Rounds of hundreds and thousands against HiGHS, and chains of thousands against everything.

Written from the specification: no level of the engine is looked at, only its answer.
"""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np

from mentorship.matching.assignment.engine import eligible_pairs, solve
from mentorship.matching.assignment.model import Answer, Pair
from tests.matching.oracle import by_highs, naive
from tests.matching.oracle.by_highs import CLASSES, Levels, Programme, programme
from tests.matching.oracle.generator import INTERESTS, THEMES, invent, pin
from tests.matching.oracle.people import Round, Rules
from tests.soak import budget, exact
from tests.soak.long_chains import long_chain, table_of_neighbours
from tests.soak.rounds import as_the_engine_takes_it, with_consultants

Ids = tuple[str, str]
LOOKED_AT = 150  # pairs of each round that are judged once more, one by one


def test_hundreds_of_people_reach_the_bound_of_linear_programming(tried: dict[str, int]) -> None:
    for number in budget.rounds(2, 60, at_most=150):
        dice = budget.dice("bound", number)
        size = dice.choice((200, 500, 1_000)) if budget.IS_LONG and number else 200
        if budget.IS_LONG and number in (0, 4):
            size = 2_000
        _expect_the_optimum(
            dice, size, f"bound {number}", tried, whole=False, max_min=number % 2 == 1
        )


def test_a_waiting_list_reaches_the_optimum_of_integer_programming(tried: dict[str, int]) -> None:
    for number in budget.rounds(2, 150, at_most=40):
        dice = budget.dice("whole", number)
        _expect_the_optimum(dice, 60, f"whole {number}", tried, whole=True, max_min=number % 3 == 1)


def test_long_chains_at_the_limit_of_costs_are_never_wrong_nor_refused(
    tried: dict[str, int],
) -> None:
    for number in budget.rounds(3, 60, at_most=80):
        dice = budget.dice("long chain", number)
        length = dice.choice((60, 150, 250))
        if budget.IS_LONG:
            length = 3_000 if number in (0, 1, 4) else dice.choice((150, 400, 1_000))
        max_min, seed = length < 400 and dice.random() < 0.3, dice.randint(0, 3)
        about, rnd = long_chain(dice, length)
        table = table_of_neighbours(rnd, seed)
        answer = solve(as_the_engine_takes_it(rnd, seed=seed, max_min=max_min), with_prices=False)
        if max_min:
            value, pairs, worst = exact.best_of_worst(table)
            assert answer.levels.worst_fit == worst, about
        else:
            value, pairs = exact.best(table)
        assert _levels(answer.levels) == value[: CLASSES + 1], about
        assert {one.mentee: one.mentor for one in answer.proposals} == dict(pairs), about
        _count(tried, {"chains": 1, f"chains of {2 * length:,}": 1, "pairs": answer.eligible_pairs})


def _expect_the_optimum(
    dice: Random, size: int, about: str, tried: dict[str, int], *, whole: bool, max_min: bool
) -> None:
    """Every level on the pairs that the engine tells, some of which are judged once more."""
    rnd = _round(dice, size)
    found = list(eligible_pairs(as_the_engine_takes_it(rnd, seed=0, max_min=False)))
    _expect_pairs_as_judged(dice, rnd, found, about)
    rnd = _with_pins(dice, rnd, found if size > 500 else _under_the_floor_too(rnd))
    answer = solve(as_the_engine_takes_it(rnd, seed=0, max_min=max_min), with_prices=False)
    pinned = {one.id: one.pinned for one in rnd.mentees if one.pinned}
    _expect_allowed(rnd, answer, {(one.mentee, one.mentor) for one in found} | {*pinned.items()})
    _expect_pins_as_judged(rnd, answer, about)
    asked = _programme(rnd, [one for one in found if one.mentee not in pinned], pinned)
    free = [one for one in answer.proposals if one.mentee not in pinned]
    reached = _total(rnd, free)
    assert _levels(answer.levels) == _total(rnd, answer.proposals), about
    if max_min:
        worst = min((one.fit for one in free), default=None)
        assert answer.levels.worst_fit == worst, about
        classes = by_highs.best(asked, whole=whole, of=CLASSES)
        assert reached[:CLASSES] == classes, about
        if worst is not None:
            assert not by_highs.serves_as_many(asked, worst + 1, classes, whole=whole), about
            asked = asked.where(asked.fit >= worst)
    assert reached == by_highs.best(asked, whole=whole), about
    _count(tried, {f"rounds of {size:,}": 1, "pins": len(pinned), "pairs": len(found)})


def _round(dice: Random, size: int) -> Round:
    """Scarce or ample, with Houses that have places for some of their own, or no caseload."""
    caseload = {"NHN": size // 12, "ZW": size // 20, "KEN": size // 10}
    rules = Rules(
        interests=INTERESTS,
        themes=THEMES,
        floor=dice.choice((0, 3000, 5200)),
        stay_bonus=dice.choice((0, 100)),
        lending=dice.random() < 0.8,
        caseload={code: dice.randint(0, cap) for code, cap in caseload.items()}
        if dice.random() < 0.7
        else {},
    )
    rnd = invent(dice.randrange(10**9), size, ample=dice.random() < 0.5, rules=rules)
    rnd = with_consultants(dice, rnd, most=1 + size // 20) if dice.random() < 0.6 else rnd
    if size <= 500:
        return rnd
    # Of thousands not everybody with everybody: that would be a test of memory.
    near = tuple(replace(one, max_travel_km=dice.choice(("6", "9"))) for one in rnd.mentees)
    return replace(rnd, mentees=near)


def _expect_pairs_as_judged(dice: Random, rnd: Round, found: list[Pair], about: str) -> None:
    """Some of those that are eligible, and some of all."""
    by_ids = {(one.mentee, one.mentor): one for one in found}
    mentees = {one.id: one for one in rnd.mentees}
    mentors = {one.id: one for one in rnd.mentors}
    looked_at = dice.sample(sorted(by_ids), min(LOOKED_AT, len(by_ids)))
    looked_at += [(dice.choice([*mentees]), dice.choice([*mentors])) for _ in range(LOOKED_AT)]
    for one, other in looked_at:
        judged = naive.judge(mentees[one], mentors[other], rnd)
        pair = by_ids.get((one, other))
        if judged.stopped_by or judged.fit < rnd.rules.floor:
            assert pair is None, f"{about}: {one} {other}"
            continue
        assert pair is not None, f"{about}: {one} {other}"
        bonuses = (
            naive.waiting_bonus(mentees[one], rnd),
            naive.stay_bonus(mentees[one], mentors[other], rnd),
        )
        assert (pair.fit, pair.waiting_bonus, pair.stay_bonus) == (judged.fit, *bonuses), about


def _with_pins(dice: Random, rnd: Round, found: list[Pair]) -> Round:
    """Up to one in twenty, as long as there are seats and places."""
    seats, places = _room(rnd, {})
    within = {one.id: naive.within(one, rnd.rules) for one in rnd.mentees}
    pins: dict[str, str] = {}
    wanted = dice.choice((0, len(rnd.mentees) // 20))
    for pair in dice.sample(found, min(wanted, len(found))):
        one, other = pair.mentee, pair.mentor
        if one not in pins and seats[other] and all(places[name] for name in within[one]):
            pins[one] = other
            seats[other] -= 1
            for name in within[one]:
                places[name] -= 1
    return pin(rnd, list(pins.items()))


def _under_the_floor_too(rnd: Round) -> list[Pair]:
    rules = replace(rnd.rules, floor=0)
    return list(
        eligible_pairs(as_the_engine_takes_it(replace(rnd, rules=rules), seed=0, max_min=False))
    )


def _expect_pins_as_judged(rnd: Round, answer: Answer, about: str) -> None:
    mentors = {one.id: one for one in rnd.mentors}
    told = {one.mentee: one for one in answer.proposals}
    for one in rnd.mentees:
        if one.pinned:
            judged = naive.judge(one, mentors[one.pinned], rnd)
            pair = told[one.id]
            assert (pair.mentor, pair.fit) == (one.pinned, judged.fit), f"{about}: {one.id}"
            assert not judged.stopped_by, f"{about}: {one.id}"


def _room(rnd: Round, pinned: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Seats per mentor and places per caseload, less those of pins."""
    placed = (one for one in rnd.mentees if one.id in pinned)
    used = Counter(name for one in placed for name in naive.within(one, rnd.rules))
    taken = Counter(pinned.values())
    seats = {one.id: naive.seats(one) - taken[one.id] for one in rnd.mentors}
    return seats, {name: cap - used[name] for name, cap in naive.caps(rnd.rules).items()}


def _programme(rnd: Round, pairs: list[Pair], pinned: dict[str, str]) -> Programme:
    seats, places = _room(rnd, pinned)
    priority = {one.id: naive.priority(one) for one in rnd.mentees}
    levels = [[*(int(priority[one.mentee] == k) for k in (1, 2, 3)), _worth(one)] for one in pairs]
    return programme(
        [(one.mentee, one.mentor) for one in pairs],
        np.array(levels, dtype=np.int64).reshape(-1, CLASSES + 1),
        np.array([one.fit for one in pairs], dtype=np.int64),
        seats,
        {one.id: naive.within(one, rnd.rules) for one in rnd.mentees},
        places,
    )


def _worth(pair: Pair) -> int:
    return pair.fit + pair.waiting_bonus + pair.stay_bonus


def _total(rnd: Round, pairs: list[Pair] | tuple[Pair, ...]) -> Levels:
    priority = {one.id: naive.priority(one) for one in rnd.mentees}
    counts = Counter(priority[one.mentee] for one in pairs)
    return (*(counts[k] for k in (1, 2, 3)), sum(_worth(one) for one in pairs))


def _expect_allowed(rnd: Round, answer: Answer, allowed: set[Ids]) -> None:
    """Each mentee once, within the seats and places, and only pairs that may be."""
    chosen = [(one.mentee, one.mentor) for one in answer.proposals]
    assert len({one for one, _ in chosen}) == len(chosen)
    assert {*chosen} <= allowed
    seats, places = _room(rnd, dict(chosen))
    assert min(seats.values()) >= 0
    assert all(left >= 0 for left in places.values())


def _levels(levels: object) -> Levels:
    return tuple(getattr(levels, name) for name in ("class_1", "class_2", "class_3", "points"))


def _count(tried: dict[str, int], counts: dict[str, int]) -> None:
    for what, count in counts.items():
        tried[what] = tried.get(what, 0) + count
