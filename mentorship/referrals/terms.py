"""How long a House may take, whom the programme is for, and how pressing a referral is today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import add_working_days, working_days_between

GUARDIAN_AGREES_BELOW = 16


@dataclass(frozen=True)
class Terms:
    """Working days, and ages in years with both ends included."""

    receipt_days: int = 2
    triage_days: int = 5
    youngest: int = 12
    oldest: int = 27


@dataclass(frozen=True)
class Deadlines:
    receipt: date
    triage: date


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True)
class Clock:
    """The next step's last day, and how many working days that still is (negative: too late)."""

    due: date
    days_left: int
    urgency: Urgency


class AgeOutsideProgramme(ValueError):
    """Nobody of this birth year can be of a fitting age today."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(f"the programme is for ages {terms.youngest} to {terms.oldest}")
        self.terms = terms


def terms_of(settings: Settings) -> Terms:
    return Terms(
        receipt_days=settings.receipt_working_days,
        triage_days=settings.triage_working_days,
        youngest=settings.youngest_age,
        oldest=settings.oldest_age,
    )


def deadlines(received: date, terms: Terms) -> Deadlines:
    return Deadlines(
        receipt=add_working_days(received, terms.receipt_days),
        triage=add_working_days(received, terms.triage_days),
    )


def clock(due: date, today: date) -> Clock:
    return Clock(due, working_days_between(today, due), _urgency(due, today))


def _urgency(due: date, today: date) -> Urgency:
    if today > due:
        return Urgency.OVERDUE
    return Urgency.TODAY if today == due else Urgency.LATER


def due_after_answer(triage_due: date, asked: date, answered: date) -> date:
    """What was left of the term when the question was asked is left again; at least one day."""
    left = max(1, working_days_between(asked, triage_due))
    return add_working_days(answered, left)


def check_age(birth_year: int, today: date, terms: Terms) -> None:
    """Only the year is known, so somebody may still be a year younger than the years differ."""
    years = today.year - birth_year
    if years < terms.youngest or years - 1 > terms.oldest:
        raise AgeOutsideProgramme(terms)


def is_surely_under_sixteen(birth_year: int, today: date) -> bool:
    return today.year - birth_year < GUARDIAN_AGREES_BELOW


def may_be_under_sixteen(birth_year: int, today: date) -> bool:
    """True as well for whoever turns sixteen this year, and may have done so already."""
    return today.year - birth_year <= GUARDIAN_AGREES_BELOW
