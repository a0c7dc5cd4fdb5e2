"""What may be done with a recommendation, decided on plain values."""

from datetime import date

from mentorship.evaluation.recommendations.models import RecommendationStatus


class RecommendationRefused(ValueError):
    """This can't be kept like this; the page says why."""


class NotAnOwner(RecommendationRefused):
    """No open account of a coordinator, consultant or privacy officer."""


class NotReleased(RecommendationRefused):
    """No bundle that was ever released."""


class StudyUntold(RecommendationRefused):
    """Neither a bundle nor the title of a study."""


class StudyDateUntold(RecommendationRefused):
    """The study has no date."""


class StudyToCome(RecommendationRefused):
    """The study has a date that is still to come."""


class ActByPassed(RecommendationRefused):
    """The day to act by is over already."""


class ReasonMissing(RecommendationRefused):
    """It is put aside, and nobody says why."""


class NothingNew(RecommendationRefused):
    """The same status once more, and nothing said about it."""


class RecommendationClosed(RecommendationRefused):
    """It was done or put aside, so it has no owner and date to change."""


class NoSuchWords(Exception):
    """No step of this recommendation."""


def check_study(study: str, studied_on: date | None, day: date) -> None:
    if not study:
        raise StudyUntold
    if studied_on is None:
        raise StudyDateUntold
    if studied_on > day:
        raise StudyToCome


def check_act_by(act_by: date, day: date, before: date | None = None) -> None:
    """The day that it was may stay, also when it is over."""
    if act_by < day and act_by != before:
        raise ActByPassed


def check_step(now: RecommendationStatus, status: RecommendationStatus, said: str) -> None:
    if status is RecommendationStatus.PUT_ASIDE and not said:
        raise ReasonMissing
    if status is now and not said:
        raise NothingNew
