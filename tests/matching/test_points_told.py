"""The sums beside the points of a pair: done again by hand, each gives the number of the engine."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from bs4 import Tag
from flask.testing import FlaskClient

from mentorship.accounts.queries import name_of
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from mentorship.matching import services
from mentorship.matching.assignment.engine import eligible_pairs
from mentorship.matching.assignment.model import Criterion, Mentee, Mentor, Policy, Wish
from mentorship.matching.models import RuleKind
from mentorship.matching.words.bonuses import bonus_words
from mentorship.matching.words.points import points_words, sum_words
from mentorship.matching.words.told import Teller, Told
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.referrals.mentees import models as mentees
from tests.accounts.people import Person
from tests.matching.assignment_rounds import ALKMAAR, DAY, HEERHUGOWAARD, mentee, mentor, round_of
from tests.matching.at_the_desk import main_of, proposed, words
from tests.matching.pool import ready_mentor, waiting_mentee

TAGS = [tag.id for tag in shipped_vocabulary().interests.tags]
SLOTS = ["mon-evening", "wed-evening", "fri-evening", "sat-morning"]
POLICY = replace(Policy(), floor=0, weights={c: n for n, c in enumerate(Criterion, 996)})


def people() -> Iterator[Mentee | Mentor]:
    """Of each criterion nothing said, none, some, all, and more than counts."""
    wishes = ((), (("wish_gender", "woman"),), (("wish_gender", "man"), ("wish_age_min", 40)))
    for number, (tags, wished) in enumerate(product((0, 1, 3, 6), wishes)):
        yield mentee(
            f"e{number}",
            location=HEERHUGOWAARD,
            max_travel_m=9_700 + 100 * number,
            slots=SLOTS[number % 3 :],
            interests=TAGS[:tags],
            dislikes=TAGS[:tags],
            themes=["school", "money", "home"][: tags // 2],
            languages=["nl", "tr", "pl"][: 1 + number % 3],
            **{name: Wish(value) for name, value in wished},
        )
    for number in range(5):
        yield mentor(
            f"v{number}",
            location=ALKMAAR,
            slots=SLOTS[: number + 1],
            interests=TAGS[number : 2 * number + 2],
            dislikes=TAGS[: number + 1],
            themes=["school", "home"][: number % 3],
            languages=["nl", "pl"][: 1 + number % 2],
            gender="woman",
            birth_year=1980 + 5 * number,
            seats=3,
            free_seats=1 + number % 3,
        )


def pairs() -> Iterator[Told]:
    round_ = round_of(*people(), policy=POLICY)
    teller = Teller(round_, shipped_vocabulary())
    return map(teller.told, eligible_pairs(round_))


def number(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


def worked_out(said: str) -> int:
    """As a reader with a calculator does it."""
    form = said.split("; ×")[0]
    if there := re.match(r"100 × \(1 − ([\d.,]+) / ([\d.,]+)\)", form):
        value = 100 * (1 - number(there[1]) / number(there[2]))
    elif shared := re.match(r"100 × (\d+) / (\d+)", form):
        value = Fraction(100 * int(shared[1]), int(shared[2]))
    elif steps := re.search(r"hier (\d+), dus (\d+)$", form):
        said_of = dict(re.findall(r"(\d)(?: of meer)?: (\d+)", form))
        assert said_of[str(min(int(steps[1]), 3))] == steps[2]
        return int(steps[2])
    else:
        unknown = re.fullmatch(r"onbekend: (\d+)", form)
        assert unknown, said
        return int(unknown[1])
    if found := re.search(r"= ([\d.]+(?:,\d+)?)", form):
        assert 0 <= value - number(found[1]) < Fraction(1, 100)
    rounded = re.search(r"afgerond (\d+)$", form)
    assert (value == int(value) or value > 100) is (rounded is None)
    assert ("hoogstens 100" in form) is (value > 100)
    return min(100, int(value))


def test_every_sum_gives_the_points_and_the_product_of_the_engine() -> None:
    seen: dict[Criterion, set[int]] = {criterion: set() for criterion in Criterion}
    with speaking("nl"):
        for told in pairs():
            for criterion in Criterion:
                weight = POLICY.weights[criterion]
                said = sum_words(told, criterion, weight)
                points = told.pair.points[criterion]
                assert worked_out(said) == points, said
                assert said.endswith(f"× {weight:_} = {points * weight:_}".replace("_", "."))
                seen[criterion].add(points)
    assert all(len(points) > 1 for points in seen.values()), "each of them differs somewhere"


def test_the_sum_of_the_distance_reads_as_one_writes_it() -> None:
    round_ = round_of(mentee(location=HEERHUGOWAARD), mentor(), policy=POLICY)
    (pair,) = eligible_pairs(round_)
    told = Teller(round_, shipped_vocabulary()).told(replace(pair, metres=6_310))
    with speaking("nl"):
        said = sum_words(told, Criterion.TRAVEL, 16)
        general = points_words(Criterion.TRAVEL)
    points = pair.points[Criterion.TRAVEL]
    begin = "100 × (1 − 6,31 / 15) = 57,93; naar beneden afgerond 57; × 16 = "
    assert said == f"{begin}{points * 16:_}".replace("_", ".")
    assert general == "100 × (1 − afstand / de kleinste grens van de twee)"


def test_the_points_for_waiting_add_up() -> None:

    def said(since: date) -> list[str]:
        round_ = round_of(mentee(waiting_since=since), mentor(), policy=POLICY)
        (pair,) = eligible_pairs(round_)
        pair = replace(pair, fit=8_828, stay_bonus=7)
        return list(bonus_words(Teller(round_, shipped_vocabulary()).told(pair), POLICY))

    with speaking("nl"):
        month, years = said(DAY - timedelta(days=30)), said(DAY - timedelta(days=900))
    assert month == [
        "Wacht sinds 31-01-2026. 4 volle weken × 40 = 160 punten voor het wachten; samen 8.988.",
        "Staat al als voorstel: 7 punten erbij; samen 8.995.",
    ]
    assert "26 weken (meer tellen er niet) × 40 = 1.040 punten" in years[0]


def test_a_pinned_pair_says_who_pinned_it_and_why(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        jolanda = ready_mentor(db, consultant)
        yara = waiting_mentee(db, consultant, priority=1)
        key, mentor_id = yara.id, jolanda.id
        db.commit()
    page = proposed(sqlite_database, key, consultant)
    with sqlite_database.writing() as db:
        yara = db.get_one(mentees.Mentee, key)
        services.lay_down(db, yara, mentor_id, RuleKind.PIN, "Kennen elkaar.", consultant.user.id)
        db.commit()
    assert "Kennen elkaar." not in words(main_of(desk.get(page))), "laid down after this round"
    told = main_of(desk.get(proposed(sqlite_database, key, consultant)))
    pinned = told.find("section", attrs={"aria-labelledby": "pinned"})
    assert isinstance(pinned, Tag)
    with sqlite_database.reading() as db:
        assert f"Door {name_of(db, consultant.user)} Wanneer" in words(pinned)
    assert "Reden Kennen elkaar." in words(pinned)
    assert "Prioriteit 1 (1 gaat eerst)" in words(told)
    assert told.find("a", href="/privacy/algorithm#methods_and_models")
