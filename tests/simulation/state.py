"""The terms that are settings, and the state of a day as plain values that can be compared."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tests.simulation.events import IntakeOutcome


@dataclass(frozen=True)
class Terms:
    receipt_working_days: int = 2
    triage_working_days: int = 5
    intake_days: int = 14
    notice_months: int = 1
    matching_weeks: int = 6
    vog_months: int = 36
    training_months: int = 36
    references: int = 2
    guardian_until_year_difference: int = 16
    seats_unset: int = 0


DEFAULTS = Terms()


@dataclass(frozen=True)
class Mentor:
    """`blocks`: paused → last day of the pause; no_seats → None; the others → first day out."""

    is_ready: bool
    missing: frozenset[str]
    blocks: dict[str, date | None]
    seats: int
    free_seats: int


@dataclass(frozen=True)
class Referral:
    """An undecided referral; the clock of a `question` stands still."""

    step: Literal["receipt", "triage", "question"]
    due: date | None


@dataclass(frozen=True)
class Mentee:
    house: str
    intake: IntakeOutcome | None
    intake_due: date
    notice_due: date
    waiting_since: date | None
    matching_due: date | None
    has_stopped: bool


@dataclass(frozen=True)
class State:
    """`waiting` is the waiting list, longest waiting first, then by name."""

    mentors: dict[str, Mentor]
    referrals: dict[str, Referral]
    mentees: dict[str, Mentee]
    waiting: tuple[str, ...]
    live_matches: dict[str, Literal["chosen", "active"]]

    @property
    def free_seats(self) -> dict[str, int]:
        return {name: mentor.free_seats for name, mentor in self.mentors.items()}
