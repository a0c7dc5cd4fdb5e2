"""Missed meetings in a row, and since when a log is overdue; on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.trajectories.models import Phase
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.sessions import rules
from mentorship.trajectories.sessions.models import SessionKind

K = SessionKind
TERMS = rules.LogTerms(trial=10, later=21, late=28)
START = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("newest_first", "count", "asks"),
    [
        ([], 0, rules.Missed.NOTHING),
        ([K.NO_CONTACT, K.MET, K.NO_CONTACT], 1, rules.Missed.NOTHING),
        ([K.NO_CONTACT, K.CANCELLED_BY_MENTEE, K.CALLED], 2, rules.Missed.CALL),
        # The mentor was away in between: that neither counts nor ends the row.
        ([K.NO_CONTACT, K.CANCELLED_BY_MENTOR, K.NO_CONTACT, K.NO_CONTACT], 3, rules.Missed.REVIEW),
        ([K.CANCELLED_BY_MENTOR, K.CANCELLED_BY_MENTOR], 0, rules.Missed.NOTHING),
    ],
)
def test_missed_in_a_row(newest_first: list[K], count: int, asks: rules.Missed) -> None:
    assert rules.missed_in_a_row(newest_first) == count
    assert rules.missed(count) is asks


def _overdue(day: date, *logged: date, phase: Phase = Phase.GETTING_ACQUAINTED) -> date | None:
    return rules.overdue_since(logged, [], phase, START, day, TERMS)


def test_a_log_is_expected_sooner_in_the_trial_than_after_it() -> None:
    due = START + timedelta(days=10)
    assert _overdue(due) is None
    assert _overdue(due + timedelta(days=1)) == due
    assert _overdue(due + timedelta(days=1), START + timedelta(days=3)) is None
    assert _overdue(due + timedelta(days=1), phase=Phase.DEEPENING) is None
    assert _overdue(START + timedelta(days=22), phase=Phase.DEEPENING) == date(2026, 3, 23)
    assert _overdue(START + timedelta(days=99), phase=Phase.AFTERCARE) is None


@given(gap=st.integers(0, 30), length=st.integers(0, 40), day=st.integers(0, 120))
def test_no_day_of_a_pause_counts(gap: int, length: int, day: int) -> None:
    """Counted day by day: as many days outside the pause as the term has."""
    pause = Span(START + timedelta(days=gap), START + timedelta(days=gap + length))
    told = rules.overdue_since(
        [], [pause], Phase.DEEPENING, START, START + timedelta(days=day), TERMS
    )
    counted = [
        n for n in range(1, 200) if not pause.holds(START + timedelta(days=n - 1))
    ]  # fmt: skip
    if gap <= TERMS.later:
        due = START + timedelta(days=counted[TERMS.later - 1])
    else:
        due = START + timedelta(days=TERMS.later)
    if gap == TERMS.later and length:  # begins on the last day itself: that day moves too
        due = START + timedelta(days=TERMS.later + length)
    assert told == (due if day > (due - START).days else None)


def test_an_open_pause_waits_for_no_log() -> None:
    pauses = [Span(START + timedelta(days=2))]
    day = START + timedelta(days=400)
    assert rules.overdue_since([], pauses, Phase.DEEPENING, START, day, TERMS) is None
