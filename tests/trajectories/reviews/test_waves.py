"""When each wave is due, with pauses and an end, and which review the worklist asks."""

from datetime import date, timedelta

from mentorship.trajectories.contacts.rules import Course
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.reviews import rules
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.rules import ReviewDue

START = date(2026, 1, 31)
LEAD = timedelta(days=14)


def days(course: Course) -> dict[Wave, date | None]:
    return {one.wave: one.due for one in rules.waves_of(course)}


def test_months_after_the_first_meeting() -> None:
    assert days(Course(START)) == {
        Wave.START: START,
        Wave.MONTH_3: date(2026, 4, 30),
        Wave.MONTH_6: date(2026, 7, 31),
        Wave.MONTH_9: date(2026, 10, 31),
        Wave.MONTH_12: date(2027, 1, 31),
        Wave.AFTER_6: None,
    }


def test_a_pause_moves_what_comes_after_it_and_an_open_one_holds_it_back() -> None:
    moved = days(Course(START, pauses=(Span(date(2026, 5, 1), date(2026, 5, 11)),)))
    assert moved[Wave.MONTH_3] == date(2026, 4, 30)
    assert moved[Wave.MONTH_6] == date(2026, 8, 10)
    held = days(Course(START, pauses=(Span(date(2026, 5, 1)),)))
    assert (held[Wave.MONTH_3], held[Wave.MONTH_6]) == (date(2026, 4, 30), None)


def test_an_early_end_brings_the_closure_forward() -> None:
    ended = days(Course(START, ended_on=date(2026, 6, 15)))
    assert ended == {
        Wave.START: START,
        Wave.MONTH_3: date(2026, 4, 30),
        Wave.MONTH_12: date(2026, 6, 15),
        Wave.AFTER_6: date(2026, 12, 15),
    }


def test_who_is_asked_now_is_asked_about_the_last_wave_that_opened() -> None:
    course = Course(START)
    assert rules.current_wave(course, START - timedelta(days=20), LEAD) is None
    assert rules.current_wave(course, date(2026, 4, 15), LEAD) is Wave.START
    assert rules.current_wave(course, date(2026, 4, 16), LEAD) is Wave.MONTH_3


def test_the_earliest_review_that_is_not_there_is_due() -> None:
    course, day = Course(START), date(2026, 4, 30)
    assert rules.review_due(course, set(), date(2026, 4, 15), LEAD) is None
    assert rules.review_due(course, set(), day, LEAD) == ReviewDue(Wave.MONTH_3, day, is_late=False)
    late = rules.review_due(course, set(), date(2026, 8, 20), LEAD)
    assert late == ReviewDue(Wave.MONTH_3, day, is_late=True)
    after = rules.review_due(course, {Wave.MONTH_3}, date(2026, 8, 20), LEAD)
    assert after == ReviewDue(Wave.MONTH_6, date(2026, 7, 31), is_late=True)
