"""What would free who waits doesn't change when every number of the policy is multiplied."""

import pytest

from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.model import Change, Policy
from tests.matching.assignment_rounds import mentee, mentor, round_of

INTERESTS = list("abcde")


def freed_by(factor: int) -> tuple[Change, ...]:
    """One slot away from v1, who reaches the floor, and from v2, who doesn't."""
    policy = Policy(
        weights={name: weight * factor for name, weight in Policy().weights.items()},
        floor=6_500 * factor,
        points_per_week=0,
    )
    answer = solve(
        round_of(
            mentee("e1", slots=["tue-evening"], interests=INTERESTS),
            mentor("v1", interests=INTERESTS),
            mentor("v2"),
            policy=policy,
        )
    )
    (waiting,) = answer.unmatched
    return waiting.freed_by


@pytest.mark.parametrize("digits", [12, 15, 16, 17, 18, 40])
def test_what_frees_somebody_is_the_same_on_any_scale(digits: int) -> None:
    plain = freed_by(1)
    assert {(change.mentor, change.mentors) for change in plain} == {("v1", 1)}
    assert freed_by(10**digits) == plain
