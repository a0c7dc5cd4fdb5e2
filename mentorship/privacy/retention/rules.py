"""When the time of a record is over; on plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Retention
from mentorship.foundation.working_days import months_later
from mentorship.privacy.retention.models import RetentionKind

# So many months longer at most, while a half-year that somebody is counted in isn't closed.
LONGEST_FOR_COUNTING = 12


class RetentionRefused(Exception):
    """Why a verb can't be done now; nothing was changed."""


class ApprovedBefore(RetentionRefused):
    """A run is approved once."""


class CarriedOut(RetentionRefused):
    """The run is done, so there is nobody left to keep."""


class UntilImpossible(RetentionRefused):
    """A hold ends on a day to come, ten years from now at the latest."""


class LiftedBefore(RetentionRefused):
    """The hold is lifted already."""


@dataclass(frozen=True, slots=True)
class Case:
    """One person of whom nothing goes on any more, and when it began and ended."""

    kind: RetentionKind
    subject_id: UUID
    began: date
    ended: date


def months_of(settings: Settings, kind: RetentionKind) -> int:
    return {
        RetentionKind.TRAJECTORY: settings.retention_trajectory_months,
        RetentionKind.REFERRAL: settings.retention_referral_months,
        RetentionKind.MENTOR: settings.retention_mentor_months,
        RetentionKind.COMPLAINT: settings.retention_complaint_months,
    }[kind]


_KINDS = {
    Retention.TRAJECTORY: RetentionKind.TRAJECTORY,
    Retention.REFERRAL: RetentionKind.REFERRAL,
    Retention.MENTOR: RetentionKind.MENTOR,
    Retention.COMPLAINT: RetentionKind.COMPLAINT,
}


def months_kept(settings: Settings, retention: Retention) -> int | None:
    """The term that the archivist set; None for what has none, or is swept by itself."""
    if retention is Retention.ACCOUNT:
        return settings.retention_account_months
    if retention is Retention.AUDIT:
        return settings.retention_audit_months
    kind = _KINDS.get(retention)
    return months_of(settings, kind) if kind else None


def is_over(ended: date, months: int, day: date) -> bool:
    """From the day after the term: two years after 29 February end on the 28th."""
    return day > months_later(ended, months)


def last_hold_day(day: date) -> date:
    return months_later(day, 120)


def check_until(until: date, day: date) -> None:
    if not day < until <= last_hold_day(day):
        raise UntilImpossible
