"""What may be done with a bundle, decided on plain values."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from mentorship.evaluation.models import BundleStatus


class NotARecipient(ValueError):
    """No open account of an evaluator or a municipal expert, or the one who asks."""


class NothingAskedFor(ValueError):
    """No table or no half-year that there is."""


class DestroyByPassed(ValueError):
    """The last day to destroy the copies isn't after today."""


class DestroyByOutOfReach(ValueError):
    """The last day to destroy the copies is too soon or too far away."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first, self.last = first, last


class RecordsForEvaluatorsOnly(ValueError):
    """Rows about single people for somebody who isn't an evaluator, or is more than that."""


class NothingToTell(ValueError):
    """Of nothing that was asked for anything may be told now."""


class NobodyReleasesTheirOwn(Exception):
    """Who asked for a bundle, or gets it, doesn't release it."""


class BundleDecided(Exception):
    """It was released, withdrawn or ended before."""


class FiguresChanged(Exception):
    """The tables aren't those that the person was looking at."""


class SentWithOtherWords(Exception):
    """The same page was sent before and says something else now; what was kept stays."""


class NobodyReadsIt(Exception):
    """Who asked can't read an answer any more, or would answer themself."""


class NoSuchWords(Exception):
    """Neither this question nor an answer to it."""


def check_asked(
    measures: Collection[str], cohorts: Collection[str], known_cohorts: Collection[str]
) -> None:
    if not measures or not cohorts or not set(cohorts) <= set(known_cohorts):
        raise NothingAskedFor


def check_destroy_by(destroy_by: date, day: date) -> None:
    if destroy_by <= day:
        raise DestroyByPassed


def check_keeping(destroy_by: date, day: date, least: int, most: int) -> None:
    """In days from today: time to work with it, and no copy for ever."""
    check_destroy_by(destroy_by, day)
    first, last = keeping(day, least, most)
    if not first <= destroy_by <= last:
        raise DestroyByOutOfReach(first, last)


def keeping(day: date, least: int, most: int) -> tuple[date, date]:
    return day + timedelta(days=least), day + timedelta(days=most)


def check_second_person(by: UUID, specified_by: UUID, recipient_id: UUID) -> None:
    if by in (specified_by, recipient_id):
        raise NobodyReleasesTheirOwn


def check_waits(status: BundleStatus) -> None:
    if status is not BundleStatus.SPECIFIED:
        raise BundleDecided


def last_day_to_download(day: date, days: int, destroy_by: date) -> date:
    """Never after the day by which all copies have to be gone."""
    return min(day + timedelta(days=days), destroy_by)
