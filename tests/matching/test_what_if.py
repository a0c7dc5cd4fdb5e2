"""A changed round beside the real one: best as ever, and of the best the one that changes least."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from mentorship.matching.assignment.engine import eligible_pairs, solve
from mentorship.matching.assignment.model import Answer, Mentee, Mentor, Pair, Price, Round
from mentorship.matching.assignment.what_if import Move, what_if
from tests.matching.assignment_rounds import mentee, mentor, round_of
from tests.soak import budget

SLOTS = ("mon-evening", "tue-evening", "wed-evening")


def chance_round(dice: Random) -> Round:
    """Nearly all fits are equal, so there are many best answers."""

    def slots() -> frozenset[str]:
        return frozenset(dice.sample(SLOTS, dice.randint(1, 3)))

    young = [mentee(f"e{n}", slots=slots(), priority=dice.randint(1, 3)) for n in range(5)]
    older = [mentor(f"v{n}", slots=slots(), seats=dice.choice((1, 1, 2))) for n in range(4)]
    return round_of(*young, *older, seed=dice.randrange(1_000))


def every_answer(round_: Round) -> Iterator[dict[str, Pair]]:
    """Each way to give mentees an eligible mentor with a seat, or nobody; written out."""
    by_mentee: dict[str, list[Pair]] = {one.id: [] for one in round_.mentees}
    for pair in eligible_pairs(round_):
        by_mentee[pair.mentee].append(pair)
    seats = {one.id: one.free_seats for one in round_.mentors}

    def from_here(left: list[str], taken: Counter[str]) -> Iterator[dict[str, Pair]]:
        if not left:
            yield {}
            return
        yield from from_here(left[1:], taken)
        for pair in by_mentee[left[0]]:
            if taken[pair.mentor] < seats[pair.mentor]:
                for rest in from_here(left[1:], taken + Counter([pair.mentor])):
                    yield {left[0]: pair, **rest}

    return from_here([one.id for one in round_.mentees], Counter())


def value(round_: Round, answer: dict[str, Pair]) -> tuple[int, ...]:
    priority = {one.id: one.priority for one in round_.mentees}
    served = Counter(priority[key] for key in answer)
    points = sum(p.fit + p.waiting_bonus + p.stay_bonus for p in answer.values())
    return (served[1], served[2], served[3], points)


def mates(answer: Answer) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.mentor) for pair in answer.proposals}


def test_the_best_of_the_changed_round_that_keeps_most_of_the_real_one() -> None:
    kept_something = 0
    for number in range(budget.examples(12, 2_000)):
        dice = budget.dice("what if", number)
        real = chance_round(dice)
        before = mates(solve(real))
        whom = dice.randrange(len(real.mentees))
        changed = replace(
            real,
            mentees=tuple(
                replace(one, slots=frozenset(SLOTS)) if at == whom else one
                for at, one in enumerate(real.mentees)
            ),
            seed=real.seed + 1,  # chance alone would choose another answer
        )
        found = what_if(solve(real), changed)
        answers = list(every_answer(changed))
        best = max(value(changed, one) for one in answers)
        most = max(
            len({(key, pair.mentor) for key, pair in one.items()} & before)
            for one in answers
            if value(changed, one) == best
        )
        levels = found.answer.levels
        assert (levels.class_1, levels.class_2, levels.class_3, levels.points) == best, number
        assert len(mates(found.answer) & before) == most, number
        assert {(one.mentee, one.before) for one in found.moves if one.before} == (
            before - mates(found.answer)
        )
        kept_something += most > len(mates(solve(changed)) & before)
    assert kept_something  # without it chance would have changed more


def test_another_seat_is_told_by_who_gets_it_and_what_is_won() -> None:
    people: list[Mentee | Mentor] = [mentee("e1"), mentee("e2", priority=1), mentor("v1")]
    real = round_of(*people)
    before = solve(real)
    found = what_if(before, round_of(*people[:2], mentor("v1", seats=2)))
    assert found.moves == (Move(mentee="e1", before=None, after="v1"),)
    assert found.loss == Price(
        class_1=0, class_2=-1, class_3=0, points=before.levels.points - found.answer.levels.points
    )


def test_the_same_round_changes_nothing() -> None:
    real = chance_round(budget.dice("the same"))
    found = what_if(solve(real), replace(real, seed=real.seed + 1))
    assert found.moves == ()
    assert str(found.loss) == "0/0/0;0"
