"""What a trajectory asks for and until when, out of plain facts; a pause holds most of it up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentorship.foundation.working_days import end_of_term, months_later
from mentorship.trajectories.models import Phase
from mentorship.trajectories.pauses import Span, later_by
from mentorship.trajectories.rules import Terms

_TALKS_WITHIN = timedelta(days=14)


class DueKind(StrEnum):
    """What is asked, in the order of a course; what meetings, contacts and reviews ask is told by
    their own rooms."""

    PLAN_MEETING = "plan_meeting"
    HOLD_MEETING = "hold_meeting"
    SIGN_AGREEMENT = "sign_agreement"
    DECIDE_TRIAL = "decide_trial"
    BEGIN_LETTING_GO = "begin_letting_go"
    END = "end"
    CALL = "call"
    MISSED_THREE = "missed_three"
    MISSED_TWO = "missed_two"
    CONTACT_MENTEE = "contact_mentee"
    CONTACT_MENTOR = "contact_mentor"
    CONTACT_GUARDIAN = "contact_guardian"
    LOG = "log"
    REVIEW = "review"
    RESUME = "resume"
    CLOSE = "close"
    TALK_MENTEE = "talk_mentee"
    TALK_MENTOR = "talk_mentor"
    AGREE_CONTACT = "agree_contact"
    AFTERCARE_3 = "aftercare_3"
    AFTERCARE_6 = "aftercare_6"


@dataclass(frozen=True)
class Due:
    """`on` is the last day on which it is in time."""

    kind: DueKind
    on: date


@dataclass(frozen=True)
class CourseFacts:
    """All that the course itself hangs on. `matched_on` is the day of the second yes, `closed_on`
    the day on which the match ended (None while it runs), `meeting_on` that of a planned first
    meeting; `expected_on` when an open pause would be over."""

    phase: Phase
    matched_on: date
    closed_on: date | None = None
    meeting_on: date | None = None
    started_on: date | None = None
    planned_end: date | None = None
    ended_on: date | None = None
    expected_on: date | None = None
    pauses: tuple[Span, ...] = ()
    has_agreement: bool = False
    has_talked_with_mentee: bool = False
    has_talked_with_mentor: bool = False
    has_statement: bool = False
    checked_months: frozenset[int] = frozenset()


def due_of(facts: CourseFacts, terms: Terms) -> list[Due]:
    """The soonest first."""
    return sorted(_all(facts, terms), key=lambda due: (due.on, due.kind))


def plan_meeting_by(matched_on: date, terms: Terms) -> date:
    return end_of_term(matched_on, weeks=terms.first_meeting.days // 7)


def _all(facts: CourseFacts, terms: Terms) -> Iterator[Due]:
    if facts.phase.is_open and facts.closed_on is not None:
        yield Due(DueKind.CLOSE, facts.closed_on)
    elif facts.phase is Phase.PLANNED:
        yield _meeting(facts, terms)
    elif facts.phase.is_running:
        yield from _running(facts, terms)
    elif facts.started_on is not None and facts.ended_on is not None:
        yield from _after(facts, facts.ended_on)


def _meeting(facts: CourseFacts, terms: Terms) -> Due:
    if facts.meeting_on is not None:
        return Due(DueKind.HOLD_MEETING, facts.meeting_on)
    return Due(DueKind.PLAN_MEETING, plan_meeting_by(facts.matched_on, terms))


def _running(facts: CourseFacts, terms: Terms) -> Iterator[Due]:
    start, end = facts.started_on, facts.planned_end
    assert start is not None  # noqa: S101 — it runs
    assert end is not None  # noqa: S101
    if not facts.has_agreement:
        yield Due(DueKind.SIGN_AGREEMENT, start)
    if facts.phase is Phase.GETTING_ACQUAINTED:
        over = later_by(facts.pauses, start, start + terms.trial)
        if over is not None:
            yield Due(DueKind.DECIDE_TRIAL, over)
    is_paused = any(span.until is None for span in facts.pauses)
    if facts.phase in (Phase.BUILDING_TRUST, Phase.DEEPENING) and not is_paused:
        yield Due(DueKind.BEGIN_LETTING_GO, end - terms.letting_go)
    if facts.expected_on is not None:
        yield Due(DueKind.RESUME, facts.expected_on)
    yield Due(DueKind.END, end)


def _after(facts: CourseFacts, ended_on: date) -> Iterator[Due]:
    if not facts.has_talked_with_mentee:
        yield Due(DueKind.TALK_MENTEE, ended_on + _TALKS_WITHIN)
    if not facts.has_talked_with_mentor:
        yield Due(DueKind.TALK_MENTOR, ended_on + _TALKS_WITHIN)
    if not facts.has_statement:
        yield Due(DueKind.AGREE_CONTACT, ended_on)
    if facts.phase is Phase.AFTERCARE:
        for months, kind in ((3, DueKind.AFTERCARE_3), (6, DueKind.AFTERCARE_6)):
            if months not in facts.checked_months:
                yield Due(kind, months_later(ended_on, months))
                return
