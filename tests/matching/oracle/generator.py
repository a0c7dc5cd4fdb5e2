"""Invents rounds from a seed: scarce or ample, with conditions, exclusions and empty cells."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from .people import PLACES, SLOTS, Mentee, Mentor, Round, Rules, Wish

INTERESTS = (
    "football",
    "cooking",
    "gaming",
    "music",
    "drawing",
    "hiking",
    "boxing",
    "films",
    "reading",
    "cycling",
    "coding",
    "gardening",
    "fishing",
    "dance",
    "photography",
    "chess",
)
THEMES = ("school", "family", "work", "money", "friends", "identity", "housing", "health")
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "fa")
DAY = date(2026, 3, 2)


def invent(
    seed: int,
    size: int,
    *,
    ample: bool,
    rules: Rules | None = None,
    bare: bool = False,
    towns: float = 0.3,
    id_starts: tuple[str, ...] = ("",),
) -> Round:
    """`bare` leaves every optional cell empty; `towns` is the share that lives in a named place."""
    dice = random.Random(seed)
    rules = rules or Rules(interests=INTERESTS, themes=THEMES)
    mentee_ids = [f"{id_starts[number % len(id_starts)]}j{number:04d}" for number in range(size)]
    mentor_ids = [f"{id_starts[number % len(id_starts)]}V{number:04d}" for number in range(size)]
    dice.shuffle(mentee_ids)
    dice.shuffle(mentor_ids)
    mentors = tuple(_mentor(dice, one, mentee_ids, ample, bare, towns) for one in mentor_ids)
    mentees = tuple(_mentee(dice, one, mentor_ids, ample, bare, towns) for one in mentee_ids)
    return Round(mentors, mentees, rules, DAY)


def pin(rnd: Round, pairs: list[tuple[str, str]]) -> Round:
    """The same round with these mentees pinned to these mentors."""
    wanted = dict(pairs)
    mentees = tuple(replace(one, pinned=wanted.get(one.id, "")) for one in rnd.mentees)
    return replace(rnd, mentees=mentees)


def _some(
    dice: random.Random, choices: tuple[str, ...], most: int, least: int = 0
) -> tuple[str, ...]:
    return tuple(dice.sample(choices, dice.randint(least, min(most, len(choices)))))


def _whereabouts(dice: random.Random, bare: bool, towns: float) -> dict[str, Any]:
    if dice.random() < towns:
        where: dict[str, Any] = {"place": dice.choice(list(PLACES))}
    else:
        where = {
            "latitude": round(dice.uniform(52.36, 52.70), 5),
            "longitude": round(dice.uniform(4.62, 5.00), 5),
        }
    if not bare and dice.random() < 0.4:
        where["house"] = dice.choice(("NHN", "ZW", "KEN"))
    return where


def _common(dice: random.Random, ample: bool, bare: bool, towns: float) -> dict[str, Any]:
    cells = _whereabouts(dice, bare, towns)
    # A week of busy people: scarce rounds share few moments.
    cells["slots"] = _some(dice, SLOTS, 12, 5) if ample else _some(dice, SLOTS, 9, 2)
    if bare:
        return cells
    if dice.random() < 0.8:
        low, high = (12, 45) if ample else (9, 28)
        cells["max_travel_km"] = dice.choice(
            (str(dice.randint(low, high)), f"{dice.uniform(low, high):.1f}", f"{low}.25")
        )
    if dice.random() < 0.8:
        cells["gender"] = dice.choice(("woman", "man", "woman", "man", "other"))
    if dice.random() < 0.6:
        others = _some(dice, LANGUAGES[1:], 2)
        cells["languages"] = others if others and dice.random() < 0.2 else ("nl", *others)
    cells["interests"] = _some(dice, INTERESTS, 7)
    cells["dislikes"] = _some(dice, INTERESTS, 4) if dice.random() < 0.6 else ()
    cells["themes"] = _some(dice, THEMES, 3) if dice.random() < 0.7 else ()
    return cells


def _name(dice: random.Random) -> str:
    first = dice.choice(("Zwaantje", "Quirijn", "Xanthippe", "Wybrand"))
    return f"{first} {dice.choice(('Canarius', 'Kanariepiet', 'Vogelsangh'))}"


def _mentor(
    dice: random.Random, one: str, mentees: list[str], ample: bool, bare: bool, towns: float
) -> Mentor:
    cells = _common(dice, ample, bare, towns)
    if bare:
        return Mentor(id=one, name=_name(dice), **cells)
    return Mentor(
        id=one,
        name=_name(dice),
        capacity=dice.choice((None, 0, 1, 1, 2, 3) if ample else (None, 0, 0, 1, 1, 2, 3)),
        birth_year=dice.randint(1945, 2007) if dice.random() < 0.8 else None,
        refused_themes=_some(dice, THEMES, 2) if dice.random() < 0.2 else (),
        ready=dice.choice((None, True, True, True, False)),
        standing=dice.choice(mentees) if dice.random() < 0.2 else "",
        excluded=tuple(dice.sample(mentees, 2)) if dice.random() < 0.1 else (),
        **cells,
    )


def _wish(dice: random.Random, value: str | int) -> Wish | None:
    if dice.random() < 0.65:
        return None
    return Wish(value, condition=dice.random() < 0.4)


def _mentee(
    dice: random.Random, one: str, mentors: list[str], ample: bool, bare: bool, towns: float
) -> Mentee:
    cells = _common(dice, ample, bare, towns)
    since = DAY - timedelta(days=dice.randint(0, 260))
    if bare:
        return Mentee(id=one, name=_name(dice), waiting_since=since, **cells)
    return Mentee(
        id=one,
        name=_name(dice),
        birth_year=dice.randint(1998, 2012) if dice.random() < 0.8 else None,
        waiting_since=since,
        priority=dice.choice((None, 1, 2, 2, 3, 3)),
        wish_gender=_wish(dice, dice.choice(("woman", "man"))),
        wish_age_min=_wish(dice, dice.choice((20, 25, 30))),
        wish_age_max=_wish(dice, dice.choice((40, 55, 70))),
        excluded=tuple(dice.sample(mentors, 2)) if dice.random() < 0.1 else (),
        **cells,
    )
