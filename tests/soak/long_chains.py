"""Chains of thousands at the largest costs that a flow of machine integers takes, and beyond.

Mentee and mentor in turn along a line, each in reach of the next only. Nearly all gain most from
the mentor before them; where one is missing everybody moves up, so that what a place is worth at
one end adds up over the whole chain.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.matching.oracle import naive
from tests.matching.oracle.generator import DAY
from tests.matching.oracle.people import Mentee, Mentor, Round, Rules
from tests.soak.exact import Choice, Table, tie_break

SLOTS = ("mon-evening", "wed-evening", "sat-morning")
STEP = 0.001  # degrees of latitude: 111 metres
LIMIT = 2**62  # of the largest cost times the square of the nodes
SHARES = {
    "all to the left": ((10,), (0,)),
    "all to the right": ((0,), (10,)),
    "one way or the other": ((0, 10), (0, 10)),
    "nearly the same": ((9, 10), (9, 10)),
    "anything": (range(11), range(11)),
}
_TEN = tuple(range(10))


def weight_near_the_limit(dice: Random, length: int) -> int:
    """Of a criterion that gives 100 points, for so many mentees and as many mentors."""
    times = dice.choice((1 / 16, 1 / 2, 1, 1, 2, 16, 10**4, 10**9))
    return max(1, int(times * LIMIT / (100 * (2 * length) ** 2)))


def long_chain(dice: Random, length: int) -> tuple[str, Round]:
    """What it is like, and the round."""
    kind = dice.choice(list(SHARES))
    left, right = SHARES[kind]
    weights = {**dict.fromkeys(Rules().weights, 0), "slots": dice.choice((0, 1, 7))}
    weights["themes"] = weight_near_the_limit(dice, length)
    members = dice.choice((0, 0, 5))
    rules = Rules(
        weights=weights, floor=0, lending_penalty=0, caseload={"NHN": 2} if members else {}
    )
    houses = set(dice.sample(range(length), min(members, length)))
    classes = dice.choice(((2,), (2,), (1, 2, 3), (3, 3, 3, 3, 3, 1)))
    offers = [(dice.choice(right), dice.choice(left)) for _ in range(length)]
    mentees = tuple(
        Mentee(
            id=f"j{number:04d}",
            name="Wybrand Kanariepiet",
            latitude=round(40 + STEP * 2 * number, 6),
            longitude=4.8,
            house="NHN" if number in houses else "ZW",
            slots=tuple(dice.sample(SLOTS, dice.randint(2, 3))),
            themes=_themes(number, 10),
            waiting_since=DAY - timedelta(days=dice.choice((0, 0, 100))),
            priority=dice.choice(classes),
            max_travel_km="0.15",
        )
        for number in range(length)
    )
    mentors = tuple(
        Mentor(
            id=f"V{number:04d}",
            name="Quirijn Vogelsangh",
            latitude=round(40 + STEP * (2 * number + 1), 6),
            longitude=4.8,
            slots=tuple(dice.sample(SLOTS, dice.randint(2, 3))),
            themes=(*_themes(number, right_of), *_themes(number + 1, left_of)),
            max_travel_km="0.15",
        )
        for number, (right_of, left_of) in enumerate(offers)
    )
    rnd = Round(_some_without_seats(dice, mentors), mentees, rules, DAY)
    return f"{kind}, {length} mentees, weight {weights['themes']}", rnd


def _themes(number: int, share: int) -> tuple[str, ...]:
    """Of ten that the mentee of this number wants, but none of the two beside."""
    return tuple(f"{'ab'[number % 2]}{one}" for one in _TEN[:share])


def _some_without_seats(dice: Random, mentors: tuple[Mentor, ...]) -> tuple[Mentor, ...]:
    """One at an end, or one in fifty, or nobody; as many have a second seat."""
    case = dice.choice(("last", "first", "some", "nobody"))
    share = 0.02 if case == "some" else 0.0
    seats = [dice.choice((0, 2)) if dice.random() < share else 1 for _ in mentors]
    if case in ("first", "last"):
        seats[0 if case == "first" else -1] = 0
    return tuple(replace(one, capacity=n) for one, n in zip(mentors, seats, strict=True))


def table_of_neighbours(rnd: Round, seed: int) -> Table:
    """What `exact.table_of` says, without looking at pairs that are too far apart to meet."""
    choices = {}
    for at, one in enumerate(rnd.mentees):
        levels = [int(naive.priority(one) == k) for k in (1, 2, 3)]
        bonus = naive.waiting_bonus(one, rnd)
        near = [(m, naive.judge(one, m, rnd)) for m in rnd.mentors[max(0, at - 2) : at + 2]]
        choices[one.id] = [
            Choice(m.id, pair.fit, (*levels, pair.fit + bonus, *tie_break(seed, one.id, m.id)))
            for m, pair in near
            if not pair.stopped_by and pair.fit >= rnd.rules.floor
        ]
    return Table(
        mentees=list(choices),
        choices=choices,
        seats={one.id: naive.seats(one) for one in rnd.mentors},
        within={one.id: naive.within(one, rnd.rules) for one in rnd.mentees},
        caseload=naive.caps(rnd.rules),
    )
