"""The periods of the board: a year such as 2026, or a half of one such as 2026-1; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mentorship.foundation.i18n import gettext as _

EARLIEST_YEAR = 2015
_HALVES = {1: ((1, 1), (6, 30)), 2: ((7, 1), (12, 31))}


@dataclass(frozen=True)
class Span:
    """`half` 1 or 2; None for a whole year."""

    year: int
    half: int | None = None

    @property
    def code(self) -> str:
        return f"{self.year}" if self.half is None else f"{self.year}-{self.half}"

    @property
    def first(self) -> date:
        return date(self.year, *_HALVES[self.half or 1][0])

    @property
    def last(self) -> date:
        return date(self.year, *_HALVES[self.half or 2][1])

    @property
    def halves(self) -> tuple["Span", ...]:
        """Of a whole year."""
        return (Span(self.year, 1), Span(self.year, 2)) if self.half is None else ()

    @property
    def title(self) -> str:
        if self.half is None:
            return str(self.year)
        half = _("first half") if self.half == 1 else _("second half")
        return f"{half} {self.year}"


def read(code: str, latest_year: int) -> Span | None:
    """None for anything else than a year or a half of one, up to and with `latest_year`."""
    year, dash, half = code.partition("-")
    is_year = len(year) == 4 and year.isdecimal() and year.isascii()
    if not is_year or not EARLIEST_YEAR <= int(year) <= latest_year:
        return None
    if not dash:
        return Span(int(year))
    return Span(int(year), int(half)) if half in ("1", "2") else None


def of(day: date) -> Span:
    """The half-year of this day."""
    return Span(day.year, 1 if day.month <= 6 else 2)


def up_to(day: date, years: int) -> Iterator[Span]:
    """The newest first: each half and each whole of so many years."""
    for year in range(day.year, day.year - years, -1):
        halves = [Span(year, 2), Span(year, 1), Span(year)]
        yield from (span for span in halves if span.first <= day)
