"""The arithmetic of outcomes gives the numbers that were published with it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.evaluation.scores.goal_attainment import Goal, attainment
from mentorship.evaluation.scores.reliable_change import (
    Change,
    Norm,
    change_of,
    reliable_change_index,
)
from mentorship.evaluation.scores.survival import Course, End, estimates, intervals

# Weeks (read here as months) in remission of the 21 children who were given 6-mercaptopurine; + is
# censored. E. J. Freireich and others, Blood 21 (1963); survival as printed in E. A. Gehan,
# Biometrika 52 (1965), and in most textbooks since.
GEHAN = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PRINTED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def gehan() -> list[Course]:
    return [
        Course(float(text.rstrip("+")), End.RUNNING if text.endswith("+") else End.EARLY)
        for text in GEHAN.split()
    ]


def test_survival_is_the_printed_one() -> None:
    told = {one.month: one.survival for one in estimates(gehan(), tuple(PRINTED))}
    assert told == pytest.approx(PRINTED, abs=0.0006)


def test_cells_add_up_to_everybody() -> None:
    told = intervals(gehan(), (6, 12, 24))
    assert [(one.at_risk, one.early, one.censored) for one in told] == [
        (21, 3, 1),
        (17, 2, 3),
        (12, 4, 3),
    ]


def test_a_planned_closure_competes_with_an_early_end() -> None:
    """Worked out by hand: ten matches; at month 2 two end early, at 5 four are closed as planned,
    at 8 one of the four that are left ends early."""
    courses = [
        *[Course(2, End.EARLY)] * 2,
        *[Course(5, End.PLANNED)] * 4,
        Course(8, End.EARLY),
        *[Course(12, End.RUNNING)] * 3,
    ]
    told = {one.month: one for one in estimates(courses)}
    assert told[3].early == pytest.approx(0.2)
    assert (told[6].early, told[6].planned) == (pytest.approx(0.2), pytest.approx(0.4))
    assert (told[12].early, told[12].planned) == (pytest.approx(0.3), pytest.approx(0.4))
    # Calling a planned closure "not known any more" would have said 40 % early: 1 − 0.8 × 3/4.
    assert told[12].survival == pytest.approx(0.6)


ENDS = st.tuples(st.integers(0, 20), st.sampled_from(End)).map(lambda it: Course(*it))


@given(st.lists(ENDS, min_size=1, max_size=30))
def test_shares_stay_shares_and_without_the_unknown_they_are_counts(courses: list[Course]) -> None:
    known = [one for one in courses if one.end is not End.RUNNING]
    for one in estimates(courses):
        assert 0 <= one.survival <= 1
        assert one.early + one.planned <= 1 + 1e-9
    for one in estimates(known) if known else ():
        ended = [c for c in known if c.months <= one.month]
        assert one.early * len(known) == pytest.approx(sum(c.end is End.EARLY for c in ended))
        assert one.planned * len(known) == pytest.approx(sum(c.end is End.PLANNED for c in ended))


@given(st.lists(ENDS, max_size=30))
def test_who_is_at_risk_next_is_who_is_left(courses: list[Course]) -> None:
    told = intervals(courses)
    for now, later in pairwise(told):
        assert later.at_risk == now.at_risk - now.early - now.planned - now.censored


def test_a_course_has_a_length() -> None:
    with pytest.raises(ValueError, match="first meeting"):
        Course(-1, End.EARLY)


# Worked out by hand from the formula as it was published: with n goals of equal weight it is
# 50 + 10·Σx / √(0.7·n + 0.3·n²), rounded as such keys are printed.
CONVERSION = [
    ([1], 60), ([2], 70), ([-2], 30),
    ([1, 1], 62), ([2, 2], 75), ([-1, 0], 44),
    ([1, 1, 1], 64), ([2, 2, 2], 77), ([-1, -1, -1], 36), ([0, 0, 0], 50),
    ([1, 1, 1, 1], 65), ([-2, -1, 0, 1], 43),
]  # fmt: skip


@pytest.mark.parametrize(("scores", "by_hand"), CONVERSION)
def test_goal_attainment_equals_the_published_formula(scores: list[int], by_hand: int) -> None:
    told = attainment(Goal(score) for score in scores)
    assert told.t_score is not None
    assert round(told.t_score) == by_hand


def test_weights_count() -> None:
    """50 + 10·(3·2 + 1·(−1)) / √(0.7·(9 + 1) + 0.3·16) = 50 + 50 / √11.8."""
    told = attainment([Goal(2, weight=3), Goal(-1, weight=1)])
    assert told.t_score == pytest.approx(50 + 50 / 11.8**0.5)


def test_a_dropped_goal_is_counted_and_not_scored() -> None:
    told = attainment([Goal(1), Goal(None), Goal(None, weight=5)])
    assert (told.t_score, told.scored, told.dropped) == (60.0, 1, 2)
    nothing = attainment([Goal(None)])
    assert (nothing.t_score, nothing.scored, nothing.dropped) == (None, 0, 1)


@pytest.mark.parametrize(("score", "weight"), [(3, 1), (-3, 1), (0, 0)])
def test_a_goal_outside_the_scale_is_refused(score: int, weight: float) -> None:
    with pytest.raises(ValueError, match="goal"):
        Goal(score, weight)


def test_reliable_change_is_the_one_that_the_authors_work_out() -> None:
    """Their couple: 32.5 before, 47.5 after, SD 10, reliability .80 gives 2.37 (page 14)."""
    norm = Norm(standard_deviation=10, reliability=0.80)
    assert reliable_change_index(32.5, 47.5, norm) == pytest.approx(2.37, abs=0.005)
    assert change_of(32.5, 47.5, norm) is Change.HIGHER
    assert change_of(47.5, 32.5, norm) is Change.LOWER
    assert change_of(32.5, 44.8, norm) is Change.NOT_RELIABLE


@pytest.mark.parametrize(("deviation", "reliability"), [(0, 0.8), (10, 1), (10, -0.1)])
def test_an_instrument_without_a_norm_gets_no_verdict(deviation: float, reliability: float) -> None:
    with pytest.raises(ValueError, match=r"standard deviation|reliability"):
        Norm(deviation, reliability)
