"""What a trajectory asks for and until when, on plain facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentorship.trajectories.due import CourseFacts, Due, DueKind, due_of
from mentorship.trajectories.models import Phase
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.rules import Terms

TERMS = Terms(timedelta(weeks=2), timedelta(weeks=6), timedelta(weeks=7), 12, 18)
MATCHED = date(2026, 1, 5)
RUNNING = CourseFacts(
    phase=Phase.GETTING_ACQUAINTED,
    matched_on=MATCHED,
    started_on=date(2026, 1, 12),
    planned_end=date(2027, 1, 12),
    has_agreement=True,
)
ENDED = replace(RUNNING, phase=Phase.AFTERCARE, ended_on=date(2026, 11, 30))
K = DueKind


def kinds(facts: CourseFacts) -> dict[DueKind, date]:
    return {due.kind: due.on for due in due_of(facts, TERMS)}


def test_a_first_meeting_is_planned_within_two_weeks_and_then_held() -> None:
    new = CourseFacts(phase=Phase.PLANNED, matched_on=MATCHED)
    assert due_of(new, TERMS) == [Due(K.PLAN_MEETING, date(2026, 1, 19))]
    planned = replace(new, meeting_on=date(2026, 1, 14))
    assert due_of(planned, TERMS) == [Due(K.HOLD_MEETING, date(2026, 1, 14))]


def test_a_pause_moves_the_end_of_the_trial_by_its_length() -> None:
    assert kinds(RUNNING)[K.DECIDE_TRIAL] == date(2026, 2, 23)
    paused = replace(RUNNING, pauses=(Span(date(2026, 1, 20), date(2026, 1, 30)),))
    assert kinds(paused)[K.DECIDE_TRIAL] == date(2026, 3, 5)


@pytest.mark.parametrize("phase", [Phase.GETTING_ACQUAINTED, Phase.DEEPENING])
def test_an_open_pause_asks_for_nothing_but_its_own_end(phase: Phase) -> None:
    paused = replace(
        RUNNING,
        phase=phase,
        pauses=(Span(date(2026, 1, 20)),),
        expected_on=date(2026, 2, 10),
    )
    assert kinds(paused) == {K.RESUME: date(2026, 2, 10), K.END: date(2027, 1, 12)}


def test_letting_go_begins_seven_weeks_before_the_planned_end() -> None:
    found = kinds(replace(RUNNING, phase=Phase.DEEPENING))
    assert found == {K.BEGIN_LETTING_GO: date(2026, 11, 24), K.END: date(2027, 1, 12)}


def test_when_the_match_has_ended_only_closing_is_asked() -> None:
    over = replace(RUNNING, closed_on=date(2026, 6, 1), has_agreement=False)
    assert due_of(over, TERMS) == [Due(K.CLOSE, date(2026, 6, 1))]


def test_after_the_end_talks_contact_and_the_next_aftercare() -> None:
    assert kinds(ENDED) == {
        K.AGREE_CONTACT: date(2026, 11, 30),
        K.TALK_MENTEE: date(2026, 12, 14),
        K.TALK_MENTOR: date(2026, 12, 14),
        K.AFTERCARE_3: date(2027, 2, 28),
    }
    talked = replace(
        ENDED,
        has_talked_with_mentee=True,
        has_talked_with_mentor=True,
        has_statement=True,
        checked_months=frozenset({3}),
    )
    assert kinds(talked) == {K.AFTERCARE_6: date(2027, 5, 30)}
    assert not due_of(replace(talked, phase=Phase.DONE), TERMS)
