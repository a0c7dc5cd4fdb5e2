"""Half-years: the cohorts over which everything is counted."""

import re
from dataclasses import dataclass
from datetime import date

_CODE = re.compile(r"(\d{4})-([12])", re.ASCII)
_MID_YEAR = 7  # the month with which the second half begins


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Written as 2026-1; `half` is 1 or 2."""

    year: int
    half: int

    @property
    def code(self) -> str:
        return f"{self.year:04}-{self.half}"

    @property
    def first_day(self) -> date:
        return date(self.year, 1 if self.half == 1 else _MID_YEAR, 1)

    @property
    def next(self) -> "HalfYear":
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def has_ended(self, day: date) -> bool:
        return day >= self.next.first_day


def half_year_of(day: date) -> HalfYear:
    return HalfYear(day.year, 1 if day.month < _MID_YEAR else 2)


def read_half_year(code: str) -> HalfYear:
    """Raises ValueError for anything else."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError("a half-year is written as 2026-1")
    return HalfYear(int(found[1]), int(found[2]))
