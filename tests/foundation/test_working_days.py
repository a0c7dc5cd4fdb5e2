from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.foundation.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

# Read from a calendar on paper.
KNOWN = [
    (date(2026, 11, 23), 2, date(2026, 11, 25)),  # Monday to Wednesday
    (date(2026, 11, 27), 2, date(2026, 12, 1)),  # Friday over a weekend
    (date(2026, 11, 28), 1, date(2026, 11, 30)),  # received on a Saturday
    (date(2026, 12, 24), 2, date(2026, 12, 29)),  # Christmas on Friday and Saturday
    (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year's Day on Friday
    (date(2026, 4, 2), 2, date(2026, 4, 8)),  # Good Friday and Easter Monday
    (date(2026, 5, 4), 1, date(2026, 5, 6)),  # 5 May, which is no lustrum
    (date(2027, 5, 14), 1, date(2027, 5, 18)),  # Whit Monday
    (date(2027, 4, 26), 1, date(2027, 4, 28)),  # King's Day
]


@pytest.mark.parametrize(("start", "count", "end"), KNOWN)
def test_a_term_skips_weekends_and_dutch_holidays(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end
    assert working_days_between(start, end) == count


def test_a_term_of_nothing_ends_the_same_day() -> None:
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 11, 23), -1)


@settings(deadline=None)  # the first question about a year makes its calendar
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_counts_back(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    assert working_days_between(start, end) == count
    assert working_days_between(end, start) == -count
