"""Survival and incidences are those of lifelines, on invented cohorts with ties and censoring."""

from collections.abc import Sequence
from random import Random

import pandas as pd
import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import survival_table_from_events

from mentorship.evaluation.scores.survival import (
    MONTHS,
    Course,
    End,
    estimates,
    intervals,
    told_by,
)
from tests.soak.budget import examples

COHORTS = examples(100, 520)
# lifelines shakes tied moments apart before it counts competing ends. Shaken by much less than
# this, and with who is censored this much later, all stay on their own side of each other.
_A_MOMENT = 1e-6
CODES = {End.RUNNING: 0, End.EARLY: 1, End.PLANNED: 2}


def cohort(number: int) -> list[Course]:
    """From a few matches to some hundreds, in whole months, halves or days; all ends tie."""
    dice = Random(f"cohort {number}")
    step = dice.choice((1, 0.5, 1 / 30))
    often = [dice.random() + 0.05 for _ in End]
    return [
        Course(
            step * max(1, round(dice.expovariate(1 / dice.choice((4, 9, 20))) / step)),
            dice.choices(list(End), often)[0],
        )
        for _ in range(dice.choice((2, 5, 12, 40, 200)))
    ]


COURSES = [cohort(number) for number in range(COHORTS)]


def _months(courses: Sequence[Course]) -> list[float]:
    return [one.months for one in courses]


def test_the_cohorts_have_ties_censoring_and_all_ends_at_once() -> None:
    tied = all_three = 0
    for courses in COURSES:
        ends: dict[float, set[End]] = {}
        for one in courses:
            ends.setdefault(one.months, set()).add(one.end)
        tied += len(ends) < len(courses)
        all_three += any(len(some) == len(End) for some in ends.values())
    assert tied >= COHORTS * 0.54
    assert all_three >= COHORTS * 0.24


def test_survival_is_that_of_kaplan_and_meier_in_lifelines() -> None:
    for number, courses in enumerate(COURSES):
        ended = [one.end is End.EARLY for one in courses]
        fitted = KaplanMeierFitter().fit(_months(courses), ended)
        theirs = fitted.survival_function_at_times(MONTHS).to_list()
        ours = [one.survival for one in estimates(courses)]
        assert ours == pytest.approx(theirs, abs=1e-9), number


@pytest.mark.filterwarnings("ignore:Tied event times")
@pytest.mark.parametrize("end", [End.EARLY, End.PLANNED])
def test_incidence_is_that_of_aalen_and_johansen_in_lifelines(end: End) -> None:
    compared = 0
    for number, courses in enumerate(COURSES):
        told = [one.early if end is End.EARLY else one.planned for one in estimates(courses)]
        if end not in {one.end for one in courses}:
            assert not any(told)  # lifelines refuses an end that nobody had
            continue
        later = [one.months + _A_MOMENT * (one.end is End.RUNNING) for one in courses]
        fitter = AalenJohansenFitter(jitter_level=_A_MOMENT / 100, seed=1, calculate_variance=False)
        codes = [CODES[one.end] for one in courses]
        fitter.fit(pd.Series(later), pd.Series(codes), event_of_interest=CODES[end])
        theirs = fitter.cumulative_density_.iloc[:, 0]
        known = [theirs[theirs.index <= month + _A_MOMENT / 2].iloc[-1] for month in MONTHS]
        assert told == pytest.approx(known, abs=1e-9), number
        compared += 1
    assert compared >= COHORTS * 0.77


def test_the_cells_of_each_month_are_those_of_lifelines() -> None:
    """Who is at risk when it begins, and who ended or was lost sight of in it."""
    for number, courses in enumerate(COURSES):
        ended = [one.end is not End.RUNNING for one in courses]
        theirs = survival_table_from_events(
            _months(courses), ended, collapse=True, intervals=[0, *MONTHS]
        )
        for place, one in enumerate(intervals(courses)):
            if not one.early + one.planned + one.censored:
                continue  # lifelines tells nobody at risk of a month in which nobody left
            row = theirs.iloc[place]
            assert theirs.index[place].right == one.month, number
            assert row["at_risk"] == one.at_risk, number
            assert row["observed"] == one.early + one.planned, number
            assert row["censored"] == one.censored, number


def test_what_is_told_by_cells_alone_is_lifelines_with_ends_at_the_last_day_of_their_span() -> None:
    """Survival, the interval of 95 % around it and, where nobody is lost sight of, incidences."""
    compared = 0
    for number, courses in enumerate(COURSES):
        later = [(_last_day(one), one.end) for one in courses]
        fitted = KaplanMeierFitter(alpha=0.05).fit(
            [month for month, _ in later], [end is End.EARLY for _, end in later]
        )
        around = fitted.confidence_interval_survival_function_
        for told in told_by(intervals(courses)):
            month = told.interval.month
            assert told.survival == pytest.approx(fitted.predict(month), abs=1e-9), number
            if told.low is None or told.high is None:
                continue
            low, high = around[around.index <= month].iloc[-1]
            assert (told.low, told.high) == pytest.approx((low, high), abs=1e-9), number
            compared += 1
        if not any(one.end is End.RUNNING for one in courses):
            exact = [(one.early, one.planned) for one in estimates(courses)]
            cells = [(one.early, one.planned) for one in told_by(intervals(courses))]
            assert cells == [pytest.approx(one) for one in exact], number
    assert compared >= COHORTS * 1.93


def _last_day(course: Course) -> float:
    return next((month for month in MONTHS if course.months <= month), MONTHS[-1] + 1)
