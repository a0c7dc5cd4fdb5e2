"""Rounds that are hard to get right: ties, full Houses, pins, chains, weights beyond measure."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from mentorship.matching.assignment import model
from tests.matching.oracle import naive
from tests.matching.oracle.generator import DAY, INTERESTS, THEMES, invent, pin
from tests.matching.oracle.people import Mentee, Mentor, Person, Round, Rules, Wish

Anybody = TypeVar("Anybody", bound=Person)
HOUSES = ("NHN", "ZW", "KEN")
HEAVY = (0, 1, 7, 10**6, 10**9, 10**13, 10**16, 10**18 + 1, 10**30)
STEP = 0.045  # degrees of latitude: five kilometres


def any_rules(dice: Random, *, heavy: bool) -> Rules:
    """Settings of every kind; the defaults are as likely as anything else."""
    plain = Rules(interests=INTERESTS, themes=THEMES)
    weights = dict(plain.weights)
    if heavy:
        weights = {name: dice.choice(HEAVY) for name in weights}
    elif dice.random() < 0.4:
        weights = {name: dice.randint(0, 40) for name in weights}
    caseload = {code: dice.randint(0, 4) for code in HOUSES if dice.random() < 0.6}
    return replace(
        plain,
        weights=weights,
        floor=dice.choice((0, 0, 3000, 3000, 5200, 10**15) if heavy else (0, 3000, 5200)),
        stay_bonus=dice.choice((0, 0, 100, 10**7)),
        points_per_week=dice.choice((0, 40, 40, 999_983)),
        lending=dice.random() < 0.7,
        lending_penalty=dice.choice((0, 500, 500, 10**6)),
        caseload=caseload if dice.random() < 0.5 else {},
        detours=dice.choice(({"Texel": 15_000}, {}, {"Texel": 1, "Alkmaar": 7_000})),
    )


def any_round(dice: Random, size: int, *, heavy: bool = False) -> Round:
    """Unlike people, as files bring them: at most `size` mentees and as many mentors."""
    rnd = invent(
        dice.randrange(10**9),
        max(size, 2),
        ample=dice.random() < 0.6,
        rules=any_rules(dice, heavy=heavy),
        bare=dice.random() < 0.2,
        towns=dice.choice((0.0, 0.3, 1.0)),
        id_starts=dice.choice((("",), ("", "=", "é", "0"))),
    )
    mentors = rnd.mentors[: size if dice.random() < 0.7 else dice.randint(0, size)]
    rnd = replace(rnd, mentors=mentors, mentees=rnd.mentees[:size])
    rnd = with_consultants(dice, rnd) if dice.random() < 0.4 else rnd
    return _willing_to_travel(rnd) if dice.random() < 0.6 else rnd


def with_consultants(dice: Random, rnd: Round, most: int = 3) -> Round:
    """Most young people have a consultant, of three in each House; most of those have a cap."""
    mentees = tuple(
        replace(one, consultant=f"{naive.house(one)} {dice.choice('aabc')}")
        if dice.random() < 0.8
        else one
        for one in rnd.mentees
    )
    names = sorted({one.consultant for one in mentees if one.consultant})
    capped = {who: dice.randint(0, most) for who in names if dice.random() < 0.7}
    return replace(rnd, mentees=mentees, rules=replace(rnd.rules, consultants=capped))


def _willing_to_travel(rnd: Round) -> Round:
    """Small rounds in which more than a pair or two fit."""
    slots = ("mon-evening", "sat-morning")

    def near(one: Anybody) -> Anybody:
        return replace(one, max_travel_km="90", slots=tuple(sorted({*one.slots, *slots})))

    mentors = tuple(replace(near(one), ready=True) for one in rnd.mentors)
    return replace(rnd, mentors=mentors, mentees=tuple(near(one) for one in rnd.mentees))


def crowd_of_likes(dice: Random, *, heavy: bool = False) -> Round:
    """Many mentees of a few kinds for a few mentors with seats: nearly everything ties."""
    rnd = any_round(dice, 12, heavy=heavy)
    rnd = replace(rnd, rules=replace(rnd.rules, consultants={}))
    spot = {"latitude": 52.5, "longitude": 4.8, "place": "", "max_travel_km": ""}
    slots = ("mon-evening", "wed-evening", "sat-morning")
    kinds = [replace(one, slots=slots, excluded=(), **spot) for one in rnd.mentees[:3]]
    mentors = [
        replace(one, slots=slots, ready=True, excluded=(), capacity=dice.randint(0, 4), **spot)
        for one in rnd.mentors[: dice.randint(1, 4)]
    ]
    mentees = [
        replace(
            dice.choice(kinds),
            id=f"j{number:03d}",
            priority=dice.choice((1, 2, 3, 3)),
            house=dice.choice((*HOUSES, "")),
        )
        for number in range(dice.randint(5, 30))
    ]
    rnd = replace(rnd, mentors=tuple(mentors), mentees=tuple(mentees))
    return with_consultants(dice, rnd) if dice.random() < 0.4 else rnd


def chain(dice: Random, length: int, *, heavy: bool) -> Round:
    """Mentor and mentee in turn along a line: one more place moves everybody up by one."""
    rules = any_rules(dice, heavy=heavy)
    rules = replace(rules, caseload={}, consultants={}, floor=0, lending_penalty=0)
    slots = ("mon-evening", "wed-evening", "sat-morning", "sun-late")
    starts = dice.uniform(0.0, STEP)

    def where(number: int) -> dict[str, float]:
        return {"latitude": round(40 + starts + STEP * number, 6), "longitude": 4.8}

    mentees = tuple(
        Mentee(
            id=f"j{number:04d}",
            name="Wybrand Kanariepiet",
            slots=tuple(dice.sample(slots, dice.randint(2, 4))),
            interests=tuple(dice.sample(INTERESTS, 4)),
            themes=tuple(dice.sample(THEMES, 3)),
            waiting_since=DAY - timedelta(days=dice.randint(0, 260)),
            priority=dice.choice((1, 2, 3)) if dice.random() < 0.5 else 2,
            max_travel_km="11",
            **where(number),
        )
        for number in range(length)
    )
    mentors = tuple(
        Mentor(
            id=f"V{number:04d}",
            name="Quirijn Vogelsangh",
            slots=tuple(dice.sample(slots, dice.randint(2, 4))),
            interests=tuple(dice.sample(INTERESTS, 6)),
            themes=tuple(dice.sample(THEMES, 4)),
            capacity=1 if dice.random() < 0.95 else dice.choice((0, 2)),
            max_travel_km=dice.choice(("6", "11")),
            standing=f"j{dice.randrange(length):04d}" if dice.random() < 0.2 else "",
            **where(number),
        )
        for number in range(length)
    )
    return Round(mentors, mentees, rules, DAY)


def with_some_pins(dice: Random, rnd: Round, share: float) -> Round:
    """Pins that can be kept; who has none may be pinned as long as there are seats and places."""
    judged = naive.judge_all(rnd)
    seats = {one.id: naive.seats(one) for one in rnd.mentors}
    places = naive.caps(rnd.rules)
    pins: list[tuple[str, str]] = []
    for one in rnd.mentees:
        open_to = [
            mentor.id
            for mentor in rnd.mentors
            if seats[mentor.id] and not judged[one.id, mentor.id].stopped_by
        ]
        within = naive.within(one, rnd.rules)
        if dice.random() < share and open_to and all(places[name] > 0 for name in within):
            mentor = dice.choice(open_to)
            seats[mentor] -= 1
            for name in within:
                places[name] -= 1
            pins.append((one.id, mentor))
    return pin(rnd, pins)


def with_wild_pins(dice: Random, rnd: Round) -> Round:
    """Pins without looking at rules, seats or places."""
    ids = [one.id for one in rnd.mentors]
    pinned = [one.id for one in rnd.mentees if ids and dice.random() < 0.5]
    return pin(rnd, [(one, dice.choice(ids)) for one in pinned])


def as_the_engine_takes_it(rnd: Round, *, seed: int, max_min: bool) -> model.Round:
    """The same round in the optimiser's words."""
    rules = rnd.rules
    policy = model.Policy(
        weights={model.Criterion(name): weight for name, weight in rules.weights.items()},
        floor=rules.floor,
        stay_bonus=rules.stay_bonus,
        points_per_week=rules.points_per_week,
        weeks_at_most=rules.weeks_at_most,
        is_lending_allowed=rules.lending,
        lending_penalty=rules.lending_penalty,
        caseload=rules.caseload,
        detour_metres=rules.detours,
    )
    return model.Round(
        mentors=tuple(_mentor(one) for one in rnd.mentors),
        mentees=tuple(_mentee(one) for one in rnd.mentees),
        date=rnd.day,
        policy=policy,
        objective=model.Objective.MAX_MIN if max_min else model.Objective.BALANCED,
        seed=seed,
        consultants=_consultants(rnd),
    )


def _consultants(rnd: Round) -> tuple[model.Consultant, ...]:
    house = {one.consultant: naive.house(one) for one in rnd.mentees}
    return tuple(
        model.Consultant(id=who, house=house.get(who), places=places)
        for who, places in rnd.rules.consultants.items()
    )


def _both(one: Person) -> dict[str, object]:
    return {
        "id": one.id,
        "location": model.Location(*naive.coordinates(one), naive.municipality(one)),
        "house": naive.house(one),
        "max_travel_m": int(naive.limit_metres(one)),
        "slots": frozenset(one.slots),
        "languages": frozenset(naive.languages(one)),
        "interests": frozenset(one.interests),
        "dislikes": frozenset(one.dislikes),
        "themes": frozenset(one.themes),
        "excluded": frozenset(one.excluded),
    }


def _mentor(one: Mentor) -> model.Mentor:
    seats = naive.seats(one)
    return model.Mentor(
        **_both(one),
        seats=seats,
        free_seats=seats,
        is_ready=one.ready is not False,
        gender=one.gender or None,
        birth_year=one.birth_year,
        refused_themes=frozenset(one.refused_themes),
        standing=one.standing or None,
    )


def _mentee(one: Mentee) -> model.Mentee:
    return model.Mentee(
        **_both(one),
        waiting_since=one.waiting_since,
        priority=naive.priority(one),
        wish_gender=_wish(one.wish_gender),
        wish_age_min=_wish(one.wish_age_min),
        wish_age_max=_wish(one.wish_age_max),
        pinned=one.pinned or None,
        consultant=one.consultant or None,
    )


def _wish(wish: Wish | None) -> model.Wish | None:
    return None if wish is None else model.Wish(wish.value, wish.condition)
