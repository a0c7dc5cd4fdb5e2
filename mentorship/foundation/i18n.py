"""Knows which language is spoken now, its words, and how it writes dates and numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.support import NullTranslations, Translations

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
SOURCE_LANGUAGE = "en"
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
CATALOGUES = Path(__file__).parent.parent / "translations"
TIME_ZONE = ZoneInfo("Europe/Amsterdam")

# English too writes dd-mm-yyyy here: one way of writing a date in the whole programme.
_DATE_FORMATS = {"short": "dd-MM-yyyy", "long": "d MMMM yyyy", "full": "EEEE d MMMM yyyy"}

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# Outside of these a term or a time zone has no room left on the calendar: the years 1 and 9999.
YEARS = range(1900, 2200)

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


class LazyText:
    """A message that is translated when it is shown, not when it is written down."""

    def __init__(self, speak: Callable[..., str]) -> None:
        self._speak = speak

    def __str__(self) -> str:
        return self._speak()

    def __repr__(self) -> str:
        return f"LazyText({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, LazyText | str) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __mod__(self, variables: Mapping[str, object]) -> str:
        """Fills in what was not known yet when the message was written down."""
        return self._speak(**variables)


def current_language() -> str:
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in this language."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **variables: object) -> str:
    """The message in the current language; it is always a format string, so write %% for a %."""
    return _catalogue(current_language()).gettext(message) % variables


def ngettext(singular: str, plural: str, number: int, **variables: object) -> str:
    """Like gettext, for a counted thing; `num` is filled in unless it is given."""
    spoken: str = _catalogue(current_language()).ngettext(singular, plural, number)
    return spoken % {"num": number, **variables}


def lazy_gettext(message: str, **variables: object) -> LazyText:
    return LazyText(lambda **later: gettext(message, **variables, **later))


def plain_gettext(message: str) -> str:
    """The translation without filling it in: what the template language asks for."""
    return _catalogue(current_language()).gettext(message)


def plain_ngettext(singular: str, plural: str, number: int) -> str:
    spoken: str = _catalogue(current_language()).ngettext(singular, plural, number)
    return spoken


def format_date(day: date, style: str = "short") -> str:
    """`short` 03-11-2026, `long` 3 november 2026, `full` dinsdag 3 november 2026."""
    local = _local(day) if isinstance(day, datetime) else day
    return dates.format_date(local, _DATE_FORMATS[style], locale=_locale())


def format_month(day: date) -> str:
    """november 2026."""
    return dates.format_date(day, "MMMM yyyy", locale=_locale())


def read_day(typed: str) -> date:
    """3-11-2026, 03/11/2026 and 2026-11-03 are the same day; raises ValueError with plain words."""
    if match := _DAY_MONTH_YEAR.fullmatch(typed):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(typed):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(gettext("Write the date as day-month-year, like 03-11-2026."))
    try:
        read = date(year, month, day)
    except ValueError:
        raise ValueError(gettext("This date doesn't exist. Check the day and the month.")) from None
    return check_year(read)


def check_year(day: date) -> date:
    """The day itself; raises ValueError with plain words for a year that nobody here can mean."""
    if day.year not in YEARS:
        raise ValueError(gettext("This year can't be right. Check the year."))
    return day


def format_datetime(moment: datetime, style: str = "short") -> str:
    """The moment on an Amsterdam clock."""
    pattern = f"{_DATE_FORMATS[style]} HH:mm"
    return dates.format_datetime(_local(moment), pattern, locale=_locale())


def format_time(moment: datetime) -> str:
    return dates.format_time(_local(moment), "HH:mm", locale=_locale())


def format_number(number: int | float | Decimal, decimals: int | None = None) -> str:
    """Grouped as the language does; with `decimals` exactly that many."""
    return _written(number, decimals, current_language())


# A report of hundreds of proposals writes the same few thousand numbers over and over.
@lru_cache(maxsize=8192, typed=True)
def _written(number: int | float | Decimal, decimals: int | None, language: str) -> str:
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    # `or 0` writes a negative nothing, which equals the positive one here, as nothing.
    return numbers.format_decimal(number or 0, format=pattern, locale=_locale_of(language))


def format_percentage(share: float, decimals: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return numbers.format_percent(share, format=pattern, locale=_locale())


def format_list(words: Iterable[str]) -> str:
    """“a, b and c”, without the comma that British English leaves out too."""
    return _listed(tuple(words), current_language(), "standard")


def format_either(words: Iterable[str]) -> str:
    """“a, b or c”."""
    return _listed(tuple(words), current_language(), "or")


@lru_cache(maxsize=8192)
def _listed(words: tuple[str, ...], language: str, style: Literal["standard", "or"]) -> str:
    return lists.format_list(words, style, locale="nl" if language == "nl" else "en_GB")


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone can't be shown")
    return moment.astimezone(TIME_ZONE)


def _locale() -> Locale:
    return _locale_of(current_language())


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse("nl_NL" if language == "nl" else "en_GB")


def forget_catalogues() -> None:
    """After compiling anew: what is said next comes from the fresh catalogues."""
    _catalogue.cache_clear()


@cache
def _catalogue(language: str) -> NullTranslations:
    """All rooms' words together; the source language needs none."""
    merged: Translations | NullTranslations = NullTranslations()
    if language == SOURCE_LANGUAGE:
        return merged
    for compiled in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.mo")):
        with compiled.open("rb") as stream:
            room = Translations(stream, domain=Translations.DEFAULT_DOMAIN)
        merged = merged.merge(room) if isinstance(merged, Translations) else room
    return merged
