"""When a complaint waits too long, and why a verb can't be done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.complaints.models import Complaint, ComplaintStatus
from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import add_working_days, end_of_term


class ComplaintRefused(Exception):
    """Why a verb can't be done now; nothing was changed."""


class TakenOn(ComplaintRefused):
    """Another confidant was first."""


class AlreadyClosed(ComplaintRefused):
    """It is closed, so nothing is added any more."""


class NotTakenOn(ComplaintRefused):
    """Nobody has it yet."""


class NotHolder(ComplaintRefused):
    """Another confidant has it."""


class PersonUnknown(ComplaintRefused):
    """Nobody who can be linked."""


class MentorMissing(ComplaintRefused):
    """No mentor is linked to it, or they are none any more."""


class ContactStopped(ComplaintRefused):
    """It keeps the linked mentor out of matching, and would lose them."""


class NobodyReads(Exception):
    """No confidant is there who may read it, so nothing was stored."""


@dataclass(frozen=True)
class Terms:
    """Working days until somebody has it, and weeks until the letter is there."""

    days: int
    weeks: int

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        return cls(settings.complaint_days, settings.complaint_weeks)


def due(told_on: date, status: ComplaintStatus, terms: Terms) -> date | None:
    """The last day in time for what comes next; none once it is closed."""
    if status is ComplaintStatus.TOLD:
        return add_working_days(told_on, terms.days)
    if status is ComplaintStatus.TAKEN_ON:
        return end_of_term(told_on, weeks=terms.weeks)
    return None


def check_open(complaint: Complaint) -> None:
    """Raises AlreadyClosed."""
    if not complaint.is_open:
        raise AlreadyClosed


def check_holder(complaint: Complaint, by: UUID) -> None:
    """Raises AlreadyClosed, NotTakenOn or NotHolder."""
    check_open(complaint)
    if complaint.holder_id is None:
        raise NotTakenOn
    if complaint.holder_id != by:
        raise NotHolder
