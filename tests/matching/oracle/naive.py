"""The rules, the points and the fit of one pair, said as plainly as the specification says them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import asin, cos, floor, radians, sin, sqrt

from .people import PLACES, Mentee, Mentor, Person, Round, Rules

EARTH_RADIUS_METRES = 6_371_008.8
CRITERIA = (
    "travel",
    "slots",
    "interests",
    "themes",
    "languages",
    "dislikes",
    "wishes",
    "load",
)


@dataclass(frozen=True)
class NaivePair:
    """What is known of one mentee and one mentor; points and fit only where no rule stops them."""

    stopped_by: frozenset[str]
    metres: int
    points: dict[str, int]
    fit: int


def coordinates(person: Person) -> tuple[float, float]:
    if person.latitude is not None and person.longitude is not None:
        return person.latitude, person.longitude
    place = PLACES[person.place]
    return place.latitude, place.longitude


def house(person: Person) -> str | None:
    if person.house:
        return person.house
    return PLACES[person.place].house if person.place else None


def within(mentee: Mentee, rules: Rules) -> tuple[str, ...]:
    """The caseloads with a cap that this mentee counts for, as `caps` names them."""
    code, who = house(mentee), mentee.consultant
    return (
        *([f"House {code}"] if code in rules.caseload else []),
        *([f"consultant {who}"] if who in rules.consultants else []),
    )


def caps(rules: Rules) -> dict[str, int]:
    houses = {f"House {code}": cap for code, cap in rules.caseload.items()}
    return houses | {f"consultant {who}": cap for who, cap in rules.consultants.items()}


def municipality(person: Person) -> str | None:
    return PLACES[person.place].municipality if person.place else None


def limit_metres(person: Person) -> Fraction:
    return _metres(person.max_travel_km or "15")


@cache
def _metres(kilometres: str) -> Fraction:
    """Read once for each way of writing it: a round asks it for every pair."""
    return Fraction(kilometres.replace(",", ".")) * 1000


def languages(person: Person) -> set[str]:
    return set(person.languages or ("nl",))


def seats(mentor: Mentor) -> int:
    return 1 if mentor.capacity is None else mentor.capacity


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = one, other
    dlat, dlon = radians(lat2 - lat1), radians(lon2 - lon1)
    half = sin(dlat / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(sqrt(half))


def distance(mentee: Mentee, mentor: Mentor, rules: Rules) -> int:
    metres = great_circle(coordinates(mentee), coordinates(mentor))
    towns = municipality(mentee), municipality(mentor)
    if towns[0] != towns[1]:
        metres += sum(rules.detours.get(town, 0) for town in towns if town is not None)
    return round(metres)


def stopping_rules(mentee: Mentee, mentor: Mentor, rnd: Round, metres: int) -> frozenset[str]:
    """The ids of every rule that stops this pair, not only the first."""
    age = None if mentor.birth_year is None else rnd.day.year - mentor.birth_year
    houses = house(mentee), house(mentor)
    stopped = {
        "ready": mentor.ready is False,
        "capacity": seats(mentor) == 0,
        "travel": metres > limit_metres(mentee) or metres > limit_metres(mentor),
        "slots": not set(mentee.slots) & set(mentor.slots),
        "language": not languages(mentee) & languages(mentor),
        "wish_gender": mentee.wish_gender is not None
        and mentee.wish_gender.condition
        and mentor.gender != mentee.wish_gender.value,
        "wish_age": any(
            wish is not None and wish.condition and not met
            for wish, met in (
                (mentee.wish_age_min, _old_enough(mentee, age)),
                (mentee.wish_age_max, _young_enough(mentee, age)),
            )
        ),
        "themes_refused": bool(set(mentee.themes) & set(mentor.refused_themes)),
        "excluded": mentor.id in mentee.excluded or mentee.id in mentor.excluded,
        "house": not rnd.rules.lending and None not in houses and houses[0] != houses[1],
    }
    return frozenset(rule for rule, stops in stopped.items() if stops)


def _old_enough(mentee: Mentee, age: int | None) -> bool:
    wish = mentee.wish_age_min
    return wish is None or (age is not None and age >= int(wish.value))


def _young_enough(mentee: Mentee, age: int | None) -> bool:
    wish = mentee.wish_age_max
    return wish is None or (age is not None and age <= int(wish.value))


@cache
def _share(shared: int, whole: int) -> int:
    return min(100, floor(Fraction(100 * shared, whole))) if whole else 50


def _wishes(mentee: Mentee, mentor: Mentor, rnd: Round) -> int:
    """Conditions do not count; who has no other wish is unknown: 50."""
    age = None if mentor.birth_year is None else rnd.day.year - mentor.birth_year
    answers = []
    if mentee.wish_gender and not mentee.wish_gender.condition:
        answers.append(mentor.gender == mentee.wish_gender.value)
    if mentee.wish_age_min and not mentee.wish_age_min.condition:
        answers.append(_old_enough(mentee, age))
    if mentee.wish_age_max and not mentee.wish_age_max.condition:
        answers.append(_young_enough(mentee, age))
    return _share(sum(answers), len(answers))


def points(mentee: Mentee, mentor: Mentor, rnd: Round, metres: int) -> dict[str, int]:
    limit = min(limit_metres(mentee), limit_metres(mentor))
    shared_slots = len(set(mentee.slots) & set(mentor.slots))
    wanted, interests, dislikes = set(mentee.themes), set(mentee.interests), set(mentee.dislikes)
    talks = languages(mentee)
    return {
        "travel": floor(100 * (1 - metres / limit)),
        "slots": {1: 50, 2: 80}.get(shared_slots, 100),
        "interests": _share(len(interests & set(mentor.interests)), min(len(interests), 5)),
        "themes": _share(len(wanted & set(mentor.themes)), len(wanted)),
        "languages": _share(len(talks & languages(mentor)), len(talks)),
        "dislikes": _share(len(dislikes & set(mentor.dislikes)), min(len(dislikes), 3)),
        "wishes": _wishes(mentee, mentor, rnd),
        "load": 100,  # a file tells free seats only: all of them are free before the round
    }


def judge(mentee: Mentee, mentor: Mentor, rnd: Round) -> NaivePair:
    metres = distance(mentee, mentor, rnd.rules)
    stopped = stopping_rules(mentee, mentor, rnd, metres)
    if stopped:
        return NaivePair(stopped, metres, {}, 0)
    earned = points(mentee, mentor, rnd, metres)
    fit = sum(rnd.rules.weights[name] * earned[name] for name in CRITERIA)
    houses = house(mentee), house(mentor)
    if None not in houses and houses[0] != houses[1]:
        fit -= rnd.rules.lending_penalty
    return NaivePair(stopped, metres, earned, fit)


def waiting_bonus(mentee: Mentee, rnd: Round) -> int:
    weeks = (rnd.day - mentee.waiting_since).days // 7
    return min(rnd.rules.weeks_at_most, weeks) * rnd.rules.points_per_week


def stay_bonus(mentee: Mentee, mentor: Mentor, rnd: Round) -> int:
    return rnd.rules.stay_bonus if mentor.standing == mentee.id else 0


def priority(mentee: Mentee) -> int:
    return 2 if mentee.priority is None else mentee.priority


Judged = dict[tuple[str, str], NaivePair]


def judge_all(rnd: Round) -> Judged:
    """Every mentee with every mentor, one by one."""
    return {
        (mentee.id, mentor.id): judge(mentee, mentor, rnd)
        for mentee in rnd.mentees
        for mentor in rnd.mentors
    }


def eligible(judged: Judged, rules: Rules) -> Judged:
    return {
        ids: pair for ids, pair in judged.items() if not pair.stopped_by and pair.fit >= rules.floor
    }
