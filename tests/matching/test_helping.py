"""What would help who waits: each change that is told, and each that isn't, is solved anew."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.matching.assignment import changing
from mentorship.matching.assignment.changing import Side
from mentorship.matching.assignment.engine import eligible_pairs, solve
from mentorship.matching.assignment.helping import helping
from mentorship.matching.assignment.helps import Help, Helps, Verdict
from mentorship.matching.assignment.model import (
    SLOTS,
    Answer,
    Consultant,
    Mentee,
    Policy,
    Round,
    Rule,
    Wish,
)
from mentorship.matching.assignment.one_pair import metres_apart
from mentorship.matching.assignment.what_if import what_if
from tests.matching.assignment_rounds import ALKMAAR, HEERHUGOWAARD, mentee, mentor, round_of
from tests.matching.test_freeing import LANGUAGES, TEXEL
from tests.matching.test_freeing import SLOTS as SOME_SLOTS
from tests.soak import budget

LIKES = list("abcdef")


def busy_round(dice: Random) -> Round:
    """Few free places and many rules in the way, sometimes pins, classes and caseloads."""

    def some(values: tuple[str, ...], most: int) -> frozenset[str]:
        return frozenset(dice.sample(values, dice.randint(1, most)))

    older = [
        mentor(
            f"v{n}", location=dice.choice((ALKMAAR, ALKMAAR, HEERHUGOWAARD, TEXEL)),
            max_travel_m=dice.choice((3_000, 5_000, 15_000, 40_000)), slots=some(SOME_SLOTS, 2),
            languages=some(LANGUAGES, 3), seats=(seats := dice.choice((0, 1, 1, 1, 2))),
            free_seats=dice.randint(0, seats), gender=dice.choice(("woman", "man", None)),
            birth_year=dice.choice((1960, 1990)), interests=frozenset(dice.sample(LIKES, 3)),
            excluded=frozenset(dice.sample(["e0", "e1"], dice.choice((0, 0, 1)))),
            standing=dice.choice((None, None, "e2")), house=dice.choice(("NHN", "KEN")),
        )
        for n in range(dice.randint(1, 6))
    ]  # fmt: skip
    young = [
        mentee(
            f"e{n}", location=dice.choice((ALKMAAR, HEERHUGOWAARD)),
            max_travel_m=dice.choice((3_000, 5_000, 15_000)), slots=some(SOME_SLOTS, 2),
            languages=some(LANGUAGES, 2), priority=dice.choice((1, 2, 2, 3)),
            wish_gender=dice.choice((None, None, Wish("woman", True))),
            wish_age_min=dice.choice((None, None, Wish(40, True), Wish(40, False))),
            interests=frozenset(dice.sample(LIKES, dice.randint(0, 4))),
            refused=frozenset(dice.sample(["v0", "v1"], dice.choice((0, 0, 1)))),
            house=dice.choice(("NHN", "KEN")),
        )
        for n in range(dice.randint(1, 6))
    ]  # fmt: skip
    caseload = {"NHN": dice.randint(0, 2)} if dice.random() < 0.25 else {}
    policy = Policy(
        floor=dice.choice((0, 3000, 5500)), stay_bonus=dice.choice((0, 300)), caseload=caseload
    )
    consultants = ()
    if dice.random() < 0.25:
        young = [replace(one, consultant=dice.choice(("A", "B"))) for one in young]
        consultants = tuple(
            Consultant(id=who, house=house, places=dice.randint(0, 2))
            for who in ("A", "B")
            for house in ("NHN", "KEN")
        )
    made = round_of(*young, *older, policy=policy, consultants=consultants)
    if dice.random() < 0.3 and not caseload and not consultants:
        made = with_a_pin(made)
    return made


def with_a_pin(made: Round) -> Round:
    pair = next(eligible_pairs(made), None)
    return changing.with_pin(made, pair.mentee, pair.mentor) if pair else made


def changed(round_: Round, who: str, one: Help) -> Iterator[Round]:
    """As the page that supposes it changes the round; one for each value."""
    side, person = (Side.MENTOR, one.by) if one.by else (Side.MENTEE, who)
    if one.rule is Rule.SLOTS:
        yield from (changing.with_slot(round_, side, person, value) for value in one.values)
    elif one.rule is Rule.LANGUAGE:
        yield from (changing.with_language(round_, side, person, value) for value in one.values)
    elif one.rule is Rule.CAPACITY:
        yield changing.with_seat(round_, one.by)
    elif one.rule is Rule.WISH_GENDER:
        yield changing.with_gender_as_wish(round_, who)
    elif one.rule is Rule.WISH_AGE:
        yield changing.with_age_as_wish(round_, who)
    else:
        if one.mentee_extra_m:
            round_ = changing.with_further_travel(round_, Side.MENTEE, who, one.mentee_extra_m)
        if one.mentor_extra_m:
            round_ = changing.with_further_travel(round_, Side.MENTOR, one.by, one.mentor_extra_m)
        yield round_


def mates_in(answer: Answer) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in answer.proposals}


def verdict_of(real: Answer, after: Round, who: str) -> tuple[Verdict, str | None, set[str]]:
    """What becomes of `who`, their mentor, and who waits instead."""
    before, then = mates_in(real), mates_in(what_if(real, after).answer)
    losers = before.keys() - then.keys()
    if who not in then:
        return Verdict.FITS, None, losers
    return (Verdict.COSTS if losers else Verdict.HELPS), then[who], losers


def expect_what_is_told(round_: Round, real: Answer, who: str, told: Helps) -> None:
    for one in told.told:
        for after in changed(round_, who, one):
            verdict, mentor_then, losers = verdict_of(real, after, who)
            assert verdict is one.verdict, (who, one)
            if verdict is Verdict.FITS:
                fits = {(p.mentee, p.mentor) for p in eligible_pairs(after)}
                assert all((who, other) in fits for other in one.mentors)
                continue
            assert mentor_then in one.mentors or one.more_mentors, (who, one)
            assert len(losers) == len(one.losers)
            assert verdict is not Verdict.COSTS or len(losers) == 1


def could(round_: Round, real: Answer, who: Mentee) -> Iterator[Help]:
    """Every change within the bounds that decision 46 names, whatever comes of it."""
    mine = {"verdict": Verdict.HELPS}
    yield from (Help(rule=Rule.SLOTS, values=(s,), **mine) for s in SLOTS if s not in who.slots)
    yield from (
        Help(rule=Rule.LANGUAGE, values=(s,), **mine) for s in LANGUAGES if s not in who.languages
    )
    if who.wish_gender:
        yield Help(rule=Rule.WISH_GENDER, **mine)
    if who.wish_age_min:
        yield Help(rule=Rule.WISH_AGE, **mine)
    for older in round_.mentors:
        metres = metres_apart(who, older, round_.policy, round_.date)
        mentee_m, mentor_m = further(metres, who.max_travel_m), further(metres, older.max_travel_m)
        if mentee_m is None or mentor_m is None:
            continue
        by = older.id if mentor_m else ""
        if mentee_m or mentor_m:
            yield Help(
                rule=Rule.TRAVEL, by=by, mentee_extra_m=mentee_m, mentor_extra_m=mentor_m, **mine
            )
    for older in round_.mentors:
        more = sorted(who.slots - older.slots)
        yield from (Help(rule=Rule.SLOTS, by=older.id, values=(s,), **mine) for s in more)
        taken = sum(other == older.id for other in mates_in(real).values())
        if taken >= older.free_seats:
            yield Help(rule=Rule.CAPACITY, by=older.id, **mine)


def further(metres: int, limit: int) -> int | None:
    """In steps of 100 metres; at most as far again as now, or 5 km."""
    more = -(-max(0, metres - limit) // 100) * 100
    return more if more <= max(limit, 5_000) else None


def is_within_bounds(round_: Round, who: str, one: Help, after: Round) -> bool:
    """A change must give this mentee a pair; of a mentor's, with that mentor. Seats needn't."""
    before = {(p.mentee, p.mentor) for p in eligible_pairs(round_)}
    new = {
        p.mentor for p in eligible_pairs(after) if p.mentee == who and (who, p.mentor) not in before
    }
    return one.rule is Rule.CAPACITY or (bool(new) and (not one.by or one.by in new))


def is_told(one: Help, told: Helps) -> bool:
    lines = [line for line in told.told if line.verdict is Verdict.HELPS and line.rule is one.rule]
    if one.rule is not Rule.TRAVEL:
        return any(line.by == one.by and set(one.values) <= set(line.values) for line in lines)
    if one.by and one.mentee_extra_m:  # of both together the least, where neither alone helps
        return any(line.by in ("", one.by) or line.mentee_extra_m for line in lines)
    return any(
        (line.by, bool(line.mentee_extra_m)) == (one.by, bool(one.mentee_extra_m))
        and line.mentee_extra_m + line.mentor_extra_m <= one.mentee_extra_m + one.mentor_extra_m
        for line in lines
    )


def expect_nothing_left_out(round_: Round, real: Answer, who: Mentee, told: Helps) -> None:
    for one in could(round_, real, who):
        for after in changed(round_, who.id, one):
            verdict, _mentor, _losers = verdict_of(real, after, who.id)
            if verdict is Verdict.HELPS and is_within_bounds(round_, who.id, one, after):
                assert is_told(one, told), (who.id, one, told)


def expect_true_and_whole(round_: Round) -> set[tuple[Verdict, Rule, bool]]:
    real = solve(round_)
    found = helping(round_)
    assert found is not None
    assert found.keys() == {one.mentee for one in real.unmatched}
    people = {one.id: one for one in round_.mentees}
    seen = set()
    for who, told in found.items():
        assert told.is_complete
        expect_what_is_told(round_, real, who, told)
        if not told.more:
            expect_nothing_left_out(round_, real, people[who], told)
        seen |= {(one.verdict, one.rule, bool(one.by)) for one in told.told}
    return seen


@settings(max_examples=budget.examples(4, 500), deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_is_told_helps_and_nothing_that_helps_is_left_out(dice: Random) -> None:
    expect_true_and_whole(busy_round(dice))
