"""Dutch by default, English complete, dates and numbers as people here write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mentorship.foundation import i18n
from mentorship.foundation.i18n import gettext, lazy_gettext, ngettext, speaking


def test_speaks_dutch_unless_told_otherwise() -> None:
    assert gettext("Accessibility") == "Toegankelijkheid"
    with speaking("en"):
        assert gettext("Accessibility") == "Accessibility"
    assert gettext("Accessibility") == "Toegankelijkheid"


def test_lazy_text_is_translated_when_it_is_shown() -> None:
    label = lazy_gettext("Accessibility")
    assert str(label) == "Toegankelijkheid"
    with speaking("en"):
        assert f"{label}" == "Accessibility"
        assert label == "Accessibility"


def test_fills_in_and_counts() -> None:
    assert gettext("Page %(page)s of %(pages)s", page=2, pages=5) == "Pagina 2 van 5"
    one, many = "There is one thing to put right", "There are %(num)s things to put right"
    assert ngettext(one, many, 1) == "Eén ding klopt nog niet"
    assert ngettext(one, many, 3) == "3 dingen kloppen nog niet"


def test_a_language_nobody_speaks_is_refused() -> None:
    with pytest.raises(ValueError, match="'fy'"), speaking("fy"):
        pass


def test_dates_are_dd_mm_yyyy_on_an_amsterdam_clock() -> None:
    day = date(2026, 11, 3)
    assert i18n.format_date(day) == "03-11-2026"
    assert i18n.format_date(day, "full") == "dinsdag 3 november 2026"
    summer_night = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert i18n.format_datetime(summer_night) == "02-07-2026 00:30"
    assert i18n.format_date(summer_night) == "02-07-2026"
    assert i18n.format_time(summer_night) == "00:30"
    with speaking("en"):
        assert i18n.format_date(day) == "03-11-2026"
        assert i18n.format_date(day, "long") == "3 November 2026"


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        i18n.format_datetime(datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert i18n.format_number(12345) == "12.345"
    assert i18n.format_number(Decimal("2.5"), decimals=2) == "2,50"
    assert i18n.format_percentage(0.375, decimals=1) == "37,5%"
    with speaking("en"):
        assert i18n.format_number(12345.5) == "12,345.5"
