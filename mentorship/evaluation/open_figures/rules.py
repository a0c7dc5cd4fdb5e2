"""What may be done with a year of open figures, decided on plain values."""

import re
from collections.abc import Collection
from uuid import UUID

from mentorship.evaluation.cohorts import HalfYear, read_half_year
from mentorship.evaluation.open_figures.models import FiguresStatus

_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(19|20)\d\d")


class YearNotClosed(ValueError):
    """One of its half-years isn't closed and counted."""


class YearTaken(ValueError):
    """Somebody else proposed this year, or it is published."""


class NobodyPublishesTheirOwn(Exception):
    """Who proposed a year doesn't publish it."""


class FiguresDecided(Exception):
    """They were published or withdrawn before."""


class NumberInANote(ValueError):
    """A number in words beside the figures would be held against nothing."""


def half_years_of(year: int) -> list[str]:
    return [HalfYear(year, half).code for half in (1, 2)]


def closed_years(counted: Collection[str]) -> list[int]:
    """Of which both half-years are closed and counted, the newest first."""
    years = {read_half_year(code).year for code in counted}
    return sorted((one for one in years if set(half_years_of(one)) <= set(counted)), reverse=True)


def check_closed(year: int, counted: Collection[str]) -> None:
    if year not in closed_years(counted):
        raise YearNotClosed


def check_waits(status: FiguresStatus) -> None:
    if status is not FiguresStatus.PROPOSED:
        raise FiguresDecided


def check_second_person(by: UUID, proposed_by: UUID) -> None:
    if by == proposed_by:
        raise NobodyPublishesTheirOwn


def check_note(note: str) -> None:
    """A year may be named; any other number would be a figure that nobody looked at."""
    if not all(_YEAR.fullmatch(number) for number in _NUMBER.findall(note)):
        raise NumberInANote
