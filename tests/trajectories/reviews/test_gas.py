"""GAS against arithmetic that stands in print, and what follows from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.trajectories.reviews.gas import LEVELS, Attained, t_score


def equal(*levels: int) -> float:
    score = t_score(Attained(1, level) for level in levels)
    assert score is not None
    return score


# Turner-Stokes & Williams (2010, Clinical Rehabilitation 24, PMID 20026573) print medians and
# quartiles of baselines of equally weighted goals: those of 5, 4 and 3 goals that are all alike.
@pytest.mark.parametrize(
    ("level", "goals", "printed"),
    [(-2, 5, 19.8), (-2, 4, 21.0), (-2, 3, 22.6), (-1, 5, 34.9), (-1, 4, 35.5)],
)
def test_scores_that_stand_in_print(level: int, goals: int, printed: float) -> None:
    assert round(equal(*[level] * goals), 1) == printed


def test_one_goal_moves_ten_points_a_level() -> None:
    assert [equal(level) for level in LEVELS] == [30, 40, 50, 60, 70]


def test_the_example_of_the_package_gasr_for_r() -> None:
    # Σwx = 7; √(0.7·91 + 0.3·21²) = √196 = 14; 50 + 70/14
    levels, weights = (-2, 0, -1, 2, 0, 1), (3, 5, 1, 4, 2, 6)
    assert t_score(map(Attained, weights, levels)) == pytest.approx(55)


def test_weights_by_hand() -> None:
    # 3·1 + 1·(−1) = 2; √(0.7·(9+1) + 0.3·16) = √11.8
    score = t_score([Attained(3, 1), Attained(1, -1)])
    assert score == pytest.approx(50 + 20 / 11.8**0.5)


def test_without_goals_there_is_no_figure_and_nonsense_is_refused() -> None:
    assert t_score([]) is None
    for wrong in (Attained(0, 1), Attained(1, 3)):
        with pytest.raises(ValueError, match="weight"):
            t_score([wrong])


@given(
    st.lists(st.builds(Attained, st.integers(1, 5), st.integers(-2, 2)), min_size=1, max_size=6),
    st.integers(2, 9),
)
def test_only_proportions_of_weights_count_and_the_middle_is_fifty(
    goals: list[Attained], factor: int
) -> None:
    score = t_score(goals)
    heavier = t_score(Attained(goal.weight * factor, goal.level) for goal in goals)
    mirrored = t_score(Attained(goal.weight, -goal.level) for goal in goals)
    assert score is not None
    assert heavier == pytest.approx(score)
    assert mirrored == pytest.approx(100 - score)
