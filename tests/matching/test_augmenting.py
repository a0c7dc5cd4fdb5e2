"""One more mentee or seat, and one place looked at again, against solving anew and by trying."""

from collections.abc import Iterator
from dataclasses import astuple, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.assignment.augmenting import Arrivals
from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import Criterion, Mentee, Pair, Round
from mentorship.matching.assignment.second_look import (
    CaseloadFull,
    Standing,
    best_for_mentee,
    best_for_seat,
    round_for_seat,
)
from mentorship.matching.assignment.tie_break import pair_hash
from mentorship.matching.assignment.what_if import Move
from tests.matching.oracle import contrived
from tests.matching.oracle.contrived import often
from tests.matching.oracle.people import Round as OracleRound
from tests.soak import budget
from tests.soak.rounds import any_round, as_the_engine_takes_it, crowd_of_likes, with_some_pins

Mates = dict[str, str]
Value = tuple[int, ...]


def solved(round_: Round) -> tuple[Mates, Value]:
    answer = solve(round_, with_prices=False)
    return {pair.mentee: pair.mentor for pair in answer.proposals}, astuple(answer.levels)[:4]


def moved(mates: Mates, moves: tuple[Move, ...]) -> Mates:
    """Each move begins where the answer before has its mentee, and really moves them."""
    after = dict(mates)
    for move in moves:
        assert mates.get(move.mentee) == move.before != move.after
        if move.after is None:
            del after[move.mentee]
        else:
            after[move.mentee] = move.after
    assert len({move.mentee for move in moves}) == len(moves)
    return after


def without_mentee(round_: Round, who: str) -> Round:
    return replace(round_, mentees=tuple(one for one in round_.mentees if one.id != who))


def without_mentor(round_: Round, who: str) -> Round:
    return replace(round_, mentors=tuple(one for one in round_.mentors if one.id != who))


def expect_arrivals_to_be_solving_anew(round_: Round) -> int:
    """Everybody in turn is the one who arrives; how many of them moved somebody else."""
    whole, value = solved(round_)
    others = 0
    for one in round_.mentees:
        if one.pinned is None:
            before = without_mentee(round_, one.id)
            mates, value_before = solved(before)
            found = Arrivals(before).mentee(one)
            assert moved(mates, found.moves) == whole
            assert won(value_before, found.gain.levels) == value
            others += len(found.moves) > 1
    for mentor in round_.mentors:
        is_pinned_to = any(mentor.id == one.pinned for one in round_.mentees)
        if mentor.free_seats == 1 and not is_pinned_to:
            before = without_mentor(round_, mentor.id)
            mates, value_before = solved(before)
            found = Arrivals(before).mentor(mentor)
            assert moved(mates, found.moves) == whole
            assert won(value_before, found.gain.levels) == value
            others += len(found.moves) > 1
    return others


def won(before: Value, gain: Value) -> Value:
    return tuple(now + more for now, more in zip(before, gain, strict=True))


def expect_a_seat_to_be_solving_anew(round_: Round) -> None:
    """With free seats worth nothing, so that one more changes no points."""
    weights = {**round_.policy.weights, Criterion.LOAD: 0}
    round_ = replace(round_, policy=replace(round_.policy, weights=weights))
    mates, _value = solved(round_)
    ways = Arrivals(round_)
    pinned = [one.pinned for one in round_.mentees if one.pinned]
    for mentor in round_.mentors:
        if mentor.free_seats > pinned.count(mentor.id):
            more = replace(mentor, seats=mentor.seats + 1, free_seats=mentor.free_seats + 1)
            mentors = tuple(more if one is mentor else one for one in round_.mentors)
            whole, _value = solved(replace(round_, mentors=mentors))
            assert moved(mates, ways.seat(mentor.id).moves) == whole


@often(8, 3_000)
@given(contrived.every_kind(), st.integers(0, 3))
def test_an_arrival_is_what_solving_anew_gives(rnd: OracleRound, seed: int) -> None:
    round_ = as_the_engine_takes_it(rnd, seed=seed, max_min=False)
    expect_arrivals_to_be_solving_anew(round_)
    expect_a_seat_to_be_solving_anew(round_)


def some_rounds(number: int) -> Iterator[Round]:
    dice = budget.dice("arrivals")
    for turn in range(number):
        heavy = turn % 3 == 0
        rnd = crowd_of_likes(dice, heavy=heavy) if turn % 2 else any_round(dice, 14, heavy=heavy)
        rnd = with_some_pins(dice, rnd, 0.2)
        yield as_the_engine_takes_it(rnd, seed=dice.randrange(100), max_min=False)


def test_arrivals_in_crowds_of_likes_and_with_heavy_weights() -> None:
    moved_others = sum(
        expect_arrivals_to_be_solving_anew(round_)
        for round_ in some_rounds(budget.examples(4, 300))
    )
    assert moved_others


def standing_of(round_: Round, dice: Random) -> Standing:
    """Some of the proposals stand; of those who wait some were left to wait."""
    answer = solve(round_, with_prices=False)
    pairs = tuple((p.mentee, p.mentor) for p in answer.proposals if dice.random() < 0.6)
    left = {one.mentee for one in answer.unmatched if dice.random() < 0.2}
    held = {(one.house or "", one.id): dice.choice((0, 0, 1)) for one in round_.consultants}
    return Standing(pairs, {"NHN": dice.choice((0, 0, 1))}, left, held)


def by_trying(round_: Round, standing: Standing, mentee: Mentee, mentor: str) -> Pair | None:
    """The pair of these two if it changes no other, out of the pairs of the round itself."""
    held = [one for _mentee, one in standing.pairs]
    (offers,) = (one for one in round_.mentors if one.id == mentor)
    free = max(0, offers.free_seats - held.count(mentor))
    kept = {one for one, _mentor in standing.pairs}
    taken = standing.places.get(str(mentee.house), 0) + sum(
        one.house == mentee.house and one.id in kept for one in round_.mentees
    )
    is_full = taken >= round_.policy.caseload.get(str(mentee.house), len(round_.mentees) + 9)
    whose = (mentee.house, mentee.consultant)
    theirs = standing.held.get((mentee.house or "", mentee.consultant or ""), 0) + sum(
        (one.house, one.consultant) == whose and one.id in kept for one in round_.mentees
    )
    is_full |= any((c.house, c.id) == whose and theirs >= c.places for c in round_.consultants)
    alone = replace(
        round_,
        mentees=(replace(mentee, pinned=None),),
        mentors=(replace(offers, free_seats=free),),
    )
    return None if is_full else next(eligible_pairs(alone), None)


@often(10, 3_000)
@given(contrived.every_kind(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_one_place_goes_to_the_best_that_changes_no_other(
    rnd: OracleRound, seed: int, dice: Random
) -> None:
    round_ = as_the_engine_takes_it(rnd, seed=seed, max_min=False)
    round_ = replace(round_, mentees=tuple(replace(one, pinned=None) for one in round_.mentees))
    standing = standing_of(round_, dice)
    priority = {one.id: one.priority for one in round_.mentees}
    taken = {one for one, _mentor in standing.pairs}

    def order(pair: Pair) -> tuple[object, ...]:
        worth = pair.fit + pair.waiting_bonus + pair.stay_bonus
        return (priority[pair.mentee], -worth, pair_hash(seed, pair.mentee, pair.mentor))

    for one in round_.mentees:
        if one.id not in taken:
            tried = (by_trying(round_, standing, one, other.id) for other in round_.mentors)
            best = min((pair for pair in tried if pair), key=order, default=None)
            try:
                found = best_for_mentee(round_, standing, one.id)
            except CaseloadFull:
                found = None
            assert found == best
    for mentor in round_.mentors:
        wanting = [one for one in round_.mentees if one.id not in {*taken, *standing.left}]
        tried = (by_trying(round_, standing, one, mentor.id) for one in wanting)
        best = min((pair for pair in tried if pair), key=order, default=None)
        assert best_for_seat(round_, standing, mentor.id) == best
        small = round_for_seat(round_, standing, mentor.id)
        assert len(solve(small, with_prices=False).proposals) <= 1
        assert not refused_pins(small)
