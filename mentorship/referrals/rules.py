"""Which steps a referral may take, and the words that a referrer may read about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mentorship.referrals.models import ReferralStatus, TriageOutcome
from mentorship.region.models import OrganisationType
from mentorship.region.places import UnknownPlace, find_place


class AlreadyTriaged(Exception):
    """A colleague decided first, or the referral waits for an answer."""


class NothingToAnswer(Exception):
    """No question is open: it was answered already, or none was asked."""


class QuestionMissing(ValueError):
    """A question that the referrer is to read has no words."""


class SentOtherwise(Exception):
    """Another window sent this draft first, without these texts."""

    def __init__(self, referral_id: UUID, texts: Mapping[str, str]) -> None:
        super().__init__("this draft was sent with other texts")
        self.referral_id, self.texts = referral_id, texts


@dataclass(frozen=True)
class CourseDays:
    """When the young person of an accepted referral began and ended; None for not yet."""

    started_on: date | None = None
    closed_on: date | None = None


NOT_BEGUN = CourseDays()


class StatusForReferrer(StrEnum):
    """All that a referrer can ever read about a referral."""

    RECEIVED = "received"
    IN_CONVERSATION = "in_conversation"
    STARTED = "started"
    ENDED = "ended"
    CLOSED_FOR_YOU = "closed_for_you"


NEXT_STATUS = {
    TriageOutcome.ACCEPT: ReferralStatus.ACCEPTED,
    TriageOutcome.ADVISE_ELSEWHERE: ReferralStatus.ADVISED_ELSEWHERE,
    TriageOutcome.ASK: ReferralStatus.QUESTION_ASKED,
    TriageOutcome.DECLINE: ReferralStatus.DECLINED,
}

_STATUS_FOR_CARE = {
    ReferralStatus.RECEIVED: StatusForReferrer.RECEIVED,
    ReferralStatus.QUESTION_ASKED: StatusForReferrer.RECEIVED,
    ReferralStatus.ACCEPTED: StatusForReferrer.IN_CONVERSATION,
    ReferralStatus.ADVISED_ELSEWHERE: StatusForReferrer.ENDED,
    ReferralStatus.DECLINED: StatusForReferrer.ENDED,
}


def other_texts(sent: Mapping[str, str], written: Mapping[str, str]) -> dict[str, str]:
    """What was written and isn't in what was sent; an empty field loses nothing."""
    return {
        name: text
        for name, text in written.items()
        if text and text != sent.get(name) and not _is_same_place(name, text, sent)
    }


def _is_same_place(name: str, text: str, sent: Mapping[str, str]) -> bool:
    """A referral keeps the place by its own name, however it was typed."""
    try:
        return name == "place" and find_place(text).name == sent.get(name)
    except UnknownPlace:
        return False


def check_can_triage(status: ReferralStatus) -> None:
    if not status.awaits_triage:
        raise AlreadyTriaged


def check_can_answer(status: ReferralStatus) -> None:
    if status is not ReferralStatus.QUESTION_ASKED:
        raise NothingToAnswer


def can_be_asked(source: OrganisationType) -> bool:
    """The justice side reads no question here either: a consultant telephones."""
    return not source.has_neutral_status


def question_for(source: OrganisationType, outcome: TriageOutcome, question: str) -> str | None:
    """The words that go to the referrer, none when they are called; raises QuestionMissing."""
    if outcome is not TriageOutcome.ASK:
        return None
    if not can_be_asked(source):
        return ""
    if not question.strip():
        raise QuestionMissing
    return question


def status_for_referrer(
    status: ReferralStatus,
    source: OrganisationType,
    *,
    is_status_shared: bool,
    triaged_on: date | None = None,
    course: CourseDays = NOT_BEGUN,
) -> StatusForReferrer:
    """The words of the programme's role table.

    Without the young person's agreement it stays "received": also the end would say something.
    The justice side learns the end only, in the same words whatever the reason; an acceptance
    closes it for them as well, so that "closed" never means "refused". What had begun before
    this referral was accepted isn't told: somebody new would read "in conversation" as well.
    """
    if not is_status_shared:
        return StatusForReferrer.RECEIVED
    if not source.has_neutral_status:
        if status is not ReferralStatus.ACCEPTED or triaged_on is None:
            return _STATUS_FOR_CARE[status]
        return _course_for_care(triaged_on, course)
    if status in (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED):
        return StatusForReferrer.RECEIVED
    return StatusForReferrer.CLOSED_FOR_YOU


def _course_for_care(triaged_on: date, course: CourseDays) -> StatusForReferrer:
    if course.closed_on is not None and course.closed_on >= triaged_on:
        return StatusForReferrer.ENDED
    if course.started_on is not None and course.started_on >= triaged_on:
        return StatusForReferrer.STARTED
    return StatusForReferrer.IN_CONVERSATION
