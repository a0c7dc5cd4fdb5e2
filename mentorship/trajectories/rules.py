"""Which step may be taken when, and the terms of a trajectory; on plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import months_later
from mentorship.trajectories import processes
from mentorship.trajectories.models import Phase


class TrajectoryRefused(Exception):
    """Why a verb can't be done now; nothing was changed."""


class MatchNotRunning(TrajectoryRefused):
    """The match has ended or was never answered, so there is nobody to meet."""


class StepUnknown(TrajectoryRefused):
    """The way of working of this trajectory doesn't know this step."""


class PausedNow(TrajectoryRefused):
    """During a pause nothing goes on; end the pause first."""


class NotPaused(TrajectoryRefused):
    """There is no pause to end."""


class MentorHeld(TrajectoryRefused):
    """The mentor isn't available, so a pause lasts until that is over."""


class NotRunning(TrajectoryRefused):
    """They haven't met yet, or it has ended."""


class PlannedBefore(TrajectoryRefused):
    """A first meeting is planned already, or was held."""


class NotPlanned(TrajectoryRefused):
    """No first meeting is planned of which something could be noted."""


class SignedBefore(TrajectoryRefused):
    """The agreement was signed already."""


class DayImpossible(TrajectoryRefused):
    """This day is before what it follows on, or still to come."""


class EndImpossible(TrajectoryRefused):
    """The new end must differ, be after today and within the longest duration."""

    def __init__(self, latest: date) -> None:
        super().__init__(f"at most {latest.isoformat()}")
        self.latest = latest


@dataclass(frozen=True)
class Terms:
    """What the programme agreed; `trial`, `letting_go` as spans, the others in months."""

    first_meeting: timedelta
    trial: timedelta
    letting_go: timedelta
    months: int
    longest_months: int

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        return cls(
            first_meeting=timedelta(weeks=settings.first_meeting_weeks),
            trial=timedelta(weeks=settings.trial_weeks),
            letting_go=timedelta(weeks=settings.letting_go_weeks),
            months=settings.trajectory_months,
            longest_months=settings.longest_trajectory_months,
        )


def check_step(process_number: int, phase: Phase, to: Phase) -> None:
    if to not in processes.steps_from(process_number, phase):
        raise StepUnknown


def check_running(phase: Phase) -> None:
    if not phase.is_running:
        raise NotRunning


def check_day(day: date, *, after: date | None, today: date) -> None:
    """Nothing is noted before what it follows on, nor before it happened."""
    if day > today or (after is not None and day < after):
        raise DayImpossible


def check_length(started_on: date, months: int, t: Terms) -> None:
    if months > t.longest_months:
        raise EndImpossible(months_later(started_on, t.longest_months))


def check_new_end(started_on: date, old_end: date, new_end: date, today: date, t: Terms) -> None:
    latest = months_later(started_on, t.longest_months)
    if new_end == old_end or new_end <= today or new_end > latest:
        raise EndImpossible(latest)
