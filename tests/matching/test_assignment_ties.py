"""What decides between answers that are nearly, or just as good: the last point, and the seed."""

from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.model import Criterion, Mentee, Mentor, Policy, Round
from tests.matching.assignment_rounds import DAY, mentee, mentor
from tests.matching.test_assignment_optimum import mates


def test_a_single_point_decides_between_weights_beyond_the_limit() -> None:
    """The smallest weight still breaks the tie that the largest one leaves."""
    weights = dict.fromkeys(Criterion, 0)
    weights |= {Criterion.SLOTS: 10**15, Criterion.INTERESTS: 1}
    likes = {"e1": "abcde", "e2": "abcdf"}
    mentees = tuple(mentee(id_, interests=list(tags)) for id_, tags in likes.items())
    mentors = (mentor("v1", interests=list("abcdf")), mentor("v2", interests=list("abcde")))
    for seed in range(6):
        round_ = Round(
            mentees=mentees, mentors=mentors, date=DAY, policy=Policy(weights=weights), seed=seed
        )
        assert mates(solve(round_).proposals) == {"e1": "v2", "e2": "v1"}


def test_a_new_seed_lets_somebody_else_go_first() -> None:
    people: tuple[tuple[Mentee, ...], tuple[Mentor, ...]]
    people = (tuple(mentee(f"e{n}") for n in range(4)), (mentor(),))
    served = {
        solve(Round(mentees=people[0], mentors=people[1], date=DAY, seed=seed)).proposals[0].mentee
        for seed in range(40)
    }
    assert served == {"e0", "e1", "e2", "e3"}
