"""What would free somebody who waits: each change is made, and the pairs counted that it frees."""

from dataclasses import replace
from random import Random

import pytest

from mentorship.foundation.i18n import speaking
from mentorship.matching.assignment.engine import eligible_pairs, solve
from mentorship.matching.assignment.model import (
    Change,
    Location,
    Mentee,
    Mentor,
    Policy,
    Round,
    Rule,
    Wish,
)
from mentorship.matching.assignment.one_pair import broken_rules
from mentorship.matching.words.changes import change_words
from tests.matching.assignment_rounds import ALKMAAR, DAY, HEERHUGOWAARD, mentee, mentor, round_of
from tests.soak import budget

TEXEL = Location(53.054, 4.797, "Texel")
SLOTS = ("mon-evening", "tue-evening", "wed-evening", "sat-morning")
LANGUAGES = ("nl", "ar", "tr", "en")


def chance_round(dice: Random) -> Round:
    def some(values: tuple[str, ...], most: int) -> frozenset[str]:
        return frozenset(dice.sample(values, dice.randint(1, most)))

    def place() -> Location:
        return dice.choice((ALKMAAR, HEERHUGOWAARD, HEERHUGOWAARD, TEXEL))

    mentors = [
        mentor(
            f"v{n}", location=place(), max_travel_m=dice.choice((3_000, 8_000, 40_000)),
            slots=some(SLOTS, 3), languages=some(LANGUAGES, 2), seats=dice.choice((0, 1, 1, 2)),
            gender=dice.choice(("woman", "man", None)), birth_year=dice.choice((1960, 1990, None)),
            refused_themes=frozenset(dice.sample(["debts"], dice.randint(0, 1))),
        )
        for n in range(9)
    ]  # fmt: skip
    mentees = [
        mentee(
            f"e{n}", location=place(), max_travel_m=dice.choice((3_000, 8_000, 40_000)),
            slots=some(SLOTS, 2), languages=some(LANGUAGES, 2),
            wish_gender=dice.choice((None, Wish("woman", True), Wish("man", False))),
            wish_age_min=dice.choice((None, None, Wish(40, True))),
            wish_age_max=dice.choice((None, None, Wish(50, True), Wish(30, False))),
            themes=frozenset(dice.sample(["debts", "school"], dice.randint(0, 1))),
        )
        for n in range(7)
    ]  # fmt: skip
    return round_of(*mentees, *mentors, policy=Policy(floor=dice.choice((0, 3000, 5000))))


def changed(change: Change, who: Mentee, older: Mentor) -> tuple[Mentee, Mentor]:
    """As the sentence says it; travel on both sides, the rest on the mentee's."""
    if change.rule is Rule.TRAVEL:
        return (
            replace(who, max_travel_m=who.max_travel_m + change.mentee_extra_m),
            replace(older, max_travel_m=older.max_travel_m + change.mentor_extra_m),
        )
    if change.rule is Rule.SLOTS:
        return replace(who, slots=who.slots | {change.value}), older
    if change.rule is Rule.LANGUAGE:
        return replace(who, languages=who.languages | {change.value}), older
    if change.rule is Rule.WISH_GENDER:
        assert who.wish_gender
        return replace(who, wish_gender=replace(who.wish_gender, is_condition=False)), older
    return replace(
        who,
        wish_age_min=_a_wish(who.wish_age_min, older, 1),
        wish_age_max=_a_wish(who.wish_age_max, older, -1),
    ), older


def _a_wish(wish: Wish[int] | None, older: Mentor, sign: int) -> Wish[int] | None:
    """Only what this mentor doesn't meet is let go."""
    age = None if older.birth_year is None else DAY.year - older.birth_year
    if wish is None or (age is not None and sign * age >= sign * wish.value):
        return wish
    return replace(wish, is_condition=False)


def frees(round_: Round, change: Change, who: Mentee, older: Mentor) -> bool:
    """Whether rules stop the pair now, and it could be proposed after the change."""
    alone = replace(round_, mentees=(who,), mentors=(older,))
    young, old = changed(change, who, older)
    after = replace(round_, mentees=(young,), mentors=(old,))
    return bool(broken_rules(alone)) and any(eligible_pairs(after))


def freed(round_: Round, change: Change, who: Mentee) -> list[str]:
    return sorted(one.id for one in round_.mentors if frees(round_, change, who, one))


def test_each_change_frees_as_many_as_it_says_and_none_frees_more() -> None:
    seen: set[Rule] = set()
    for number in range(budget.examples(5, 1_000)):
        round_ = chance_round(budget.dice("freeing", number))
        people = {one.id: one for one in round_.mentees}
        for waiting in solve(round_).unmatched:
            who = people[waiting.mentee]
            for change in waiting.freed_by:
                seen.add(change.rule)
                there = freed(round_, change, who)
                assert change.mentor in there, number
                if change.rule is not Rule.TRAVEL:
                    assert (change.mentors, change.mentor) == (len(there), there[0]), number
            _expect_none_better(round_, who, waiting.freed_by)
    assert seen == {
        Rule.TRAVEL, Rule.SLOTS, Rule.LANGUAGE, Rule.WISH_GENDER, Rule.WISH_AGE,
    }  # fmt: skip


def _expect_none_better(round_: Round, who: Mentee, told: tuple[Change, ...]) -> None:
    for rule, values in ((Rule.SLOTS, SLOTS), (Rule.LANGUAGE, LANGUAGES)):
        numbers = [
            len(freed(round_, Change(rule=rule, mentors=0, mentor="", value=value), who))
            for value in values
        ]
        said = [change.mentors for change in told if change.rule is rule]
        assert said == sorted((n for n in numbers if n), reverse=True)[:3]
    least = min((sum(one) for one in _extra_travel(round_, who)), default=None)
    said_extra = [
        one.mentee_extra_m + one.mentor_extra_m for one in told if one.rule is Rule.TRAVEL
    ]
    assert said_extra == ([] if least is None else [least])


def _extra_travel(round_: Round, who: Mentee) -> list[tuple[int, int]]:
    """Of mentors who would fit with limits that hardly are any, the extra metres of each side."""
    found = []
    for older in round_.mentors:
        alone = replace(round_, mentees=(who,), mentors=(older,))
        if broken_rules(alone) != (Rule.TRAVEL,):
            continue
        far = replace(
            round_,
            mentees=(replace(who, max_travel_m=500_000),),
            mentors=(replace(older, max_travel_m=500_000),),
            policy=replace(round_.policy, floor=-1_000_000),
        )
        metres = next(eligible_pairs(far)).metres
        extra = (max(0, metres - who.max_travel_m), max(0, metres - older.max_travel_m))
        change = Change(
            rule=Rule.TRAVEL, mentors=1, mentor=older.id, mentee_extra_m=extra[0],
            mentor_extra_m=extra[1],
        )  # fmt: skip
        if frees(round_, change, who, older):
            found.append(extra)
    return found


@pytest.mark.parametrize(
    ("change", "dutch"),
    [
        (Change(rule=Rule.SLOTS, mentors=1, mentor="v1", value="wed-evening"),
         "Als Bo ook op woensdagavond kan, past 1 mentor."),
        (Change(rule=Rule.LANGUAGE, mentors=2, mentor="v1", value="ar"),
         "Als Bo ook Arabisch wil praten, passen 2 mentoren."),
        (Change(rule=Rule.WISH_AGE, mentors=2, mentor="v1"),
         "Als de mentor voor Bo ook een andere leeftijd mag hebben, passen 2 mentoren."),
        (Change(rule=Rule.TRAVEL, mentors=1, mentor="v1", mentee_extra_m=3_401),
         "Als Bo 3,5 km verder kan reizen, past Jolanda."),
        (Change(rule=Rule.TRAVEL, mentors=1, mentor="v1", mentee_extra_m=9, mentor_extra_m=4_000),
         "Als Bo 0,1 km en Jolanda 4 km verder kunnen reizen, passen ze bij elkaar."),
    ],
)  # fmt: skip
def test_a_change_is_said_in_a_sentence(change: Change, dutch: str) -> None:
    with speaking("nl"):
        assert change_words(change, "Bo", "Jolanda") == dutch
