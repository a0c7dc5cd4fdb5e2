"""What may be done with a bundle, decided on plain values."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from mentorship.evaluation.models import BundleStatus


class NotAnEvaluator(ValueError):
    """The recipient isn't an evaluator of a research organisation with an open account."""


class NothingAskedFor(ValueError):
    """No table or no half-year that there is."""


class DestroyByPassed(ValueError):
    """The last day to destroy the copies isn't after today."""


class NobodyReleasesTheirOwn(Exception):
    """Who asked for a bundle, or gets it, doesn't release it."""


class BundleDecided(Exception):
    """It was released, withdrawn or ended before."""


class FiguresChanged(Exception):
    """The tables aren't those that the person was looking at."""


def check_asked(
    measures: Collection[str], cohorts: Collection[str], known_cohorts: Collection[str]
) -> None:
    if not measures or not cohorts or not set(cohorts) <= set(known_cohorts):
        raise NothingAskedFor


def check_destroy_by(destroy_by: date, day: date) -> None:
    if destroy_by <= day:
        raise DestroyByPassed


def check_second_person(by: UUID, specified_by: UUID, recipient_id: UUID) -> None:
    if by in (specified_by, recipient_id):
        raise NobodyReleasesTheirOwn


def check_waits(status: BundleStatus) -> None:
    if status is not BundleStatus.SPECIFIED:
        raise BundleDecided


def last_day_to_download(day: date, days: int, destroy_by: date) -> date:
    """Never after the day by which all copies have to be gone."""
    return min(day + timedelta(days=days), destroy_by)
