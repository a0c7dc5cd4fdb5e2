"""How people write a day close by; on plain values and in a form."""

from datetime import date

import pytest

from mentorship.foundation.near_days import read_near_day

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "past", "future"),
    [
        ("25112026", date(2026, 11, 25), date(2026, 11, 25)),
        ("251126", date(2026, 11, 25), date(2026, 11, 25)),
        ("25/11/26", date(2026, 11, 25), date(2026, 11, 25)),
        ("25-11", date(2026, 11, 25), date(2027, 11, 25)),
        ("2511", date(2026, 11, 25), date(2027, 11, 25)),
        ("26-11", TODAY, TODAY),
        ("3-12", date(2025, 12, 3), date(2026, 12, 3)),
        ("29-2", date(2024, 2, 29), date(2028, 2, 29)),
        ("Gisteren", date(2026, 11, 25), date(2026, 11, 25)),
        ("overmorgen", date(2026, 11, 28), date(2026, 11, 28)),
        ("volgende week", None, None),
        ("25", None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(
    typed: str, past: date | None, future: date | None
) -> None:
    assert read_near_day(typed, TODAY, is_past=True) == past
    assert read_near_day(typed, TODAY, is_past=False) == future


@pytest.mark.parametrize("typed", ["31-11", "31112026", "0013", "30-02-26"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_near_day(typed, TODAY, is_past=True)
