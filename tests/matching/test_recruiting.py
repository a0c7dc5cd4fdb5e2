"""Whom to recruit next, against solving the round again with those mentors really there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.assignment.demands import LOOKS_AT, joined, parts_of
from mentorship.matching.assignment.engine import eligible_pairs, solve
from mentorship.matching.assignment.model import (
    Consultant,
    Criterion,
    Mentee,
    Objective,
    Policy,
    Round,
    Rule,
    Wish,
)
from mentorship.matching.assignment.profiles import FullConsultant, Profile
from mentorship.matching.assignment.recruiting import recruit_next
from tests.matching.assignment_rounds import ALKMAAR, HEERHUGOWAARD, mentee, mentor, round_of
from tests.matching.oracle import contrived
from tests.matching.oracle.contrived import often
from tests.matching.oracle.people import Round as OracleRound
from tests.soak import budget
from tests.soak.rounds import any_round, as_the_engine_takes_it, with_some_pins

Value = tuple[int, ...]
NOTHING = (0, 0, 0, 0)


def value(round_: Round) -> Value:
    levels = solve(round_).levels
    return (levels.class_1, levels.class_2, levels.class_3, levels.points)


def with_mentors(round_: Round, profile: Profile, number: int) -> Round:
    recruits = (profile.recruit(f"~{n} {len(round_.mentors)}", round_.date) for n in range(number))
    return replace(round_, mentors=(*round_.mentors, *recruits))


def won(round_: Round, profile: Profile, number: int) -> Value:
    after, before = value(with_mentors(round_, profile, number)), value(round_)
    return tuple(then - now for then, now in zip(after, before, strict=True))


def expect_the_gains_of_adding_them(round_: Round) -> int:
    """Also that those before it in the list were there, and that each more wins no more."""
    found = recruit_next(round_)
    waited = {one.mentee for one in solve(round_).unmatched}
    here = round_
    for one in found.recommendations:
        gains = [gain.levels for gain in one.gains]
        assert gains == [won(here, one.profile, number) for number in range(1, 6)]
        steps = [
            tuple(b - a for a, b in zip(before, after, strict=True))
            for before, after in zip([NOTHING, *gains], gains, strict=False)
        ]
        assert steps == sorted(steps, reverse=True)
        assert len(one.served) >= sum(gains[-1][:3])
        assert set(one.served) <= {one.id for one in round_.mentees}
        here = with_mentors(here, one.profile, 1)
    for house in found.full_houses:
        caseload = {**round_.policy.caseload}
        caseload[house.house] += 1
        freed = replace(round_, policy=replace(round_.policy, caseload=caseload))
        before = value(round_)
        assert house.gain.levels == tuple(
            then - now for then, now in zip(value(freed), before, strict=True)
        )
    for one in found.full_consultants:
        before, freed = value(round_), with_a_place_more(round_, one)
        assert one.gain.levels == tuple(b - a for a, b in zip(before, value(freed), strict=True))
        if one.with_house:  # neither alone would do
            alone = with_a_place_more(round_, replace(one, with_house=False))
            assert value(alone)[:3] == before[:3]
    assert waited or not found.recommendations
    return len(found.recommendations)


def with_a_place_more(round_: Round, one: FullConsultant) -> Round:
    caseload = {**round_.policy.caseload}
    if one.with_house:
        caseload[one.house] += 1
    consultants = tuple(
        replace(c, places=c.places + (c.id == one.consultant and c.house == one.house))
        for c in round_.consultants
    )
    policy = replace(round_.policy, caseload=caseload)
    return replace(round_, policy=policy, consultants=consultants)


@often(12, 3_000)
@given(contrived.every_kind(), st.integers(0, 3))
def test_contrived_rounds_win_what_is_told(rnd: OracleRound, seed: int) -> None:
    expect_the_gains_of_adding_them(as_the_engine_takes_it(rnd, seed=seed, max_min=False))


def test_unlike_people_win_what_is_told() -> None:
    told = 0
    for number in budget.rounds(8, 3_000, at_most=210):
        dice = budget.dice("recruiting of unlike people", number)
        rnd = any_round(dice, dice.randint(1, 8))
        rnd = with_some_pins(dice, rnd, dice.choice((0.0, 0.0, 0.3)))
        told += expect_the_gains_of_adding_them(
            as_the_engine_takes_it(rnd, seed=number, max_min=False)
        )
    assert told


def chance_round(dice: Random) -> Round:
    """Few slots, languages and themes, so that every profile can be tried."""

    def wish(*values: object) -> Wish | None:  # type: ignore[type-arg]
        return dice.choice((None, Wish(dice.choice(values), dice.random() < 0.5)))

    def facts() -> dict[str, object]:
        return {
            **dice.choice(
                ({"location": ALKMAAR, "house": "NHN"}, {"location": HEERHUGOWAARD, "house": "KEN"})
            ),
            "max_travel_m": dice.choice((4_000, 15_000)),
            "slots": dice.sample(("mon-evening", "wed-late", "sat-morning"), dice.randint(1, 2)),
            "languages": dice.choice((["nl"], ["nl", "tr"], ["tr"])),
            "themes": dice.sample(("school", "work"), dice.randint(0, 1)),
        }

    young = [
        mentee(
            f"e{n}",
            priority=dice.randint(1, 3),
            wish_gender=wish("woman"),
            wish_age_min=wish(30, 40),
            wish_age_max=dice.choice((None, wish(45))),
            **facts(),
        )
        for n in range(4)
    ]
    older = [mentor(f"v{n}", gender="man", birth_year=1990, **facts()) for n in range(2)]
    caseload = dice.choice(({}, {}, {"NHN": 1}))
    return round_of(*young, *older, policy=Policy(caseload=caseload))


def every_profile(round_: Round, waiting: list[Mentee]) -> Iterator[Profile]:
    for options in product(*(part.options for part in parts_of(round_, waiting))):
        yield joined(options)


def test_nothing_that_can_be_asked_wins_more_than_the_first() -> None:
    told = 0
    for number in budget.rounds(1, 300, at_most=300):
        dice = budget.dice("every profile", number)
        round_ = chance_round(dice)
        ids = {one.mentee for one in solve(round_).unmatched}
        found = recruit_next(round_).recommendations
        waiting = [one for one in round_.mentees if one.id in ids]
        five = {one: won(round_, one, 5) for one in every_profile(round_, waiting)}
        most = max(five.values(), default=NOTHING)
        best = max(
            (
                (most, won(round_, one, 1), -one.demands)
                for one, gain in five.items()
                if gain == most and any(gain[:3])
            ),
            default=None,
        )
        first = found[0] if found else None
        assert best == (
            first and (first.gains[-1].levels, first.gains[0].levels, -first.profile.demands)
        ), number
        told += len(found)
    assert told


def test_the_order_of_people_says_nothing() -> None:
    for number in range(budget.examples(3, 500)):
        dice = budget.dice("recruiting and order", number)
        round_ = chance_round(dice)
        shuffled = replace(
            round_,
            mentees=tuple(dice.sample(round_.mentees, len(round_.mentees))),
            mentors=tuple(dice.sample(round_.mentors, len(round_.mentors))),
            seed=round_.seed + 1,
        )
        assert recruit_next(shuffled) == recruit_next(round_)


def test_who_waits_alone_asks_for_no_more_than_is_needed() -> None:
    found = recruit_next(
        round_of(mentee(slots=["wed-evening"], languages=["tr"], wish_gender=Wish("woman", True)))
    )
    (only,) = found.recommendations
    assert only.profile == Profile(
        location=ALKMAAR, house="NHN", slots=("wed-evening",), language="tr", gender="woman"
    )
    assert [str(gain)[:5] for gain in only.gains] == ["0/1/0"] * 5
    assert only.served == ("e1",)


def test_a_full_house_lacks_a_place_and_not_a_mentor() -> None:
    people = [mentee("e1"), mentee("e2"), mentor("v1"), mentor("v2")]
    found = recruit_next(round_of(*people, policy=Policy(caseload={"NHN": 1})))
    assert found.recommendations == ()
    assert [(one.house, one.gain.class_2) for one in found.full_houses] == [("NHN", 1)]


def test_a_full_consultant_lacks_a_place_and_not_a_mentor() -> None:
    people = [
        mentee("e1", consultant="A"),
        mentee("e2", consultant="A"),
        mentor("v1"),
        mentor("v2"),
    ]
    one = Consultant(id="A", house="NHN", places=1)
    found = recruit_next(round_of(*people, consultants=(one,)))
    assert found.recommendations == found.full_houses == ()
    assert [(c.consultant, c.with_house, c.gain.class_2) for c in found.full_consultants] == [
        ("A", False, 1)
    ]
    both = recruit_next(round_of(*people, policy=Policy(caseload={"NHN": 1}), consultants=(one,)))
    assert [(c.consultant, c.with_house, c.gain.class_2) for c in both.full_consultants] == [
        ("A", True, 1)
    ]


def test_what_is_not_stated_counts_as_unknown() -> None:
    young = mentee(
        interests=["chess"],
        dislikes=["football"],
        themes=["school"],
        wish_gender=Wish("woman"),
        wish_age_min=Wish(30),
        wish_age_max=Wish(40),
    )
    nothing = Profile(location=ALKMAAR, house="NHN", slots=("mon-evening",))
    half = dict.fromkeys(
        (Criterion.INTERESTS, Criterion.DISLIKES, Criterion.THEMES, Criterion.WISHES), 50
    )
    assert points_of(young, nothing).items() >= half.items()
    woman = replace(nothing, gender="woman", themes=("school",))
    # One of three wishes is met, two are about an age that nobody stated.
    assert points_of(young, woman).items() >= {"themes": 100, "wishes": 66}.items()
    # A mentor who is there was asked: an empty cell shares nothing.
    (pair,) = eligible_pairs(round_of(young, mentor()))
    asked = dict.fromkeys(half, 0)
    assert pair.points.items() >= asked.items()


def points_of(young: Mentee, profile: Profile) -> dict[Criterion, int]:
    round_ = round_of(young)
    (pair,) = eligible_pairs(with_mentors(round_, profile, 1))
    return dict(pair.points)


def test_a_condition_is_not_met_by_what_is_not_stated() -> None:
    young = mentee(wish_age_max=Wish(40, True))
    nothing = Profile(location=ALKMAAR, house="NHN", slots=("mon-evening",))
    assert not list(eligible_pairs(with_mentors(round_of(young), nothing, 1)))


def test_nobody_is_recruited_where_nobody_waits_or_the_worst_fit_counts() -> None:
    round_ = round_of(mentee(), mentor())
    assert recruit_next(round_).recommendations == ()
    worst = replace(round_of(mentee()), objective=Objective.MAX_MIN)
    assert recruit_next(worst).recommendations == ()


def test_every_rule_and_criterion_looks_at_one_part() -> None:
    criteria = [one for criteria, _ in LOOKS_AT for one in criteria]
    rules = [one for _, rules in LOOKS_AT for one in rules]
    assert sorted(criteria) == sorted(Criterion)
    assert sorted(rules) == sorted(Rule)
