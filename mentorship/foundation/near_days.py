"""Reads a day as people write one that is near: 25-11, 2511, yesterday; pure."""

import re
from datetime import date, timedelta

# In either language, on whatever page: somebody who types it means it.
WORDS = {
    "vandaag": 0, "gisteren": -1, "eergisteren": -2, "morgen": 1, "overmorgen": 2,
    "today": 0, "yesterday": -1, "tomorrow": 1,
}  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?", re.ASCII)
_FIGURES = re.compile(r"(\d\d)(\d\d)(\d{4}|\d{2})?", re.ASCII)
_CENTURY = 2000


def read_near_day(typed: str, today: date, *, is_past: bool) -> date | None:
    """None for what isn't written like this; without a year the nearest such day, `is_past`
    backwards and else forwards, today included. Raises ValueError for a day that doesn't exist."""
    word = typed.strip().casefold()
    if word in WORDS:
        return today + timedelta(days=WORDS[word])
    found = _WRITTEN.fullmatch(word) or _FIGURES.fullmatch(word)
    if found is None:
        return None
    day, month, year = found.groups()
    if year is None:
        return _nearest(int(day), int(month), today, is_past=is_past)
    return date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day))


def _nearest(day: int, month: int, today: date, *, is_past: bool) -> date:
    """Of nine years at most: a 29 February is that far from the next at the turn of a century."""
    years = range(today.year, today.year + 9) if not is_past else range(
        today.year, today.year - 9, -1
    )  # fmt: skip
    for year in years:
        try:
            near = date(year, month, day)
        except ValueError:
            continue
        if near <= today if is_past else near >= today:
            return near
    raise ValueError("this day exists in no year")
