"""The one sum of the costs; pure, in whole cents, every number of it is shown to who reads it.

    hours     minutes that were noted / 60
    hours'    hours × euros an hour
    training  meetings held × euros a meeting
    expenses  what mentors noted in their logs
    travel    kilometres × cents a kilometre
    total     hours' + training + expenses + travel

Nothing is assumed for work of which nobody noted the minutes: it is counted apart, as what is
missing. A month is a twelfth of 365¼ days. What is rounded is rounded once, half up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from math import floor

from mentorship.evaluation.measures.dose import DAYS_A_MONTH
from mentorship.foundation.settings import Settings

_CENTS = 100


@dataclass(frozen=True, slots=True)
class Rates:
    """Euros an hour of a consultant and a training meeting, cents a kilometre of a mentor."""

    hour_euros: int
    meeting_euros: int
    kilometre_cents: int

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        return cls(
            settings.consultant_hour_euros, settings.training_meeting_euros,
            settings.kilometre_cents,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted for some Houses and days; `works` are things that a consultant noted,
    `timed` those with minutes; `days` are those of all trajectories together."""

    works: int = 0
    timed: int = 0
    minutes: int = 0
    meetings: int = 0
    expense_cents: int = 0
    kilometres: int = 0
    trajectories: int = 0
    days: int = 0


def together(parts: Iterable[Sums]) -> Sums:
    found = list(parts)
    names = [field.name for field in fields(Sums)]
    return Sums(**{name: sum(getattr(one, name) for one in found) for name in names})


@dataclass(frozen=True, slots=True)
class Cost:
    """The sums in money."""

    sums: Sums
    rates: Rates

    @property
    def hours(self) -> Fraction:
        return Fraction(self.sums.minutes, 60)

    @property
    def hours_cents(self) -> int:
        return rounded(self.hours * self.rates.hour_euros * _CENTS)

    @property
    def training_cents(self) -> int:
        return self.sums.meetings * self.rates.meeting_euros * _CENTS

    @property
    def travel_cents(self) -> int:
        return self.sums.kilometres * self.rates.kilometre_cents

    @property
    def total_cents(self) -> int:
        noted = self.sums.expense_cents + self.travel_cents
        return self.hours_cents + self.training_cents + noted

    @property
    def months(self) -> Fraction:
        return self.sums.days / DAYS_A_MONTH

    @property
    def cents_per_trajectory(self) -> int | None:
        return rounded(Fraction(self.total_cents, n)) if (n := self.sums.trajectories) else None

    @property
    def cents_per_month(self) -> int | None:
        """Of a month of one trajectory."""
        return rounded(self.total_cents / self.months) if self.sums.days else None

    @property
    def untimed(self) -> int:
        return self.sums.works - self.sums.timed


def rounded(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
