"""Steps, terms, ages and the words for the referrer, on plain values."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.foundation.working_days import is_working_day, working_days_between
from mentorship.referrals import rules, terms, wording
from mentorship.referrals.models import ReferralStatus, TriageOutcome
from mentorship.referrals.rules import StatusForReferrer
from mentorship.referrals.terms import Terms, Urgency
from mentorship.referrals.wording import Hint
from mentorship.region.models import OrganisationType

TERMS = Terms()
R, S, O = ReferralStatus, StatusForReferrer, OrganisationType  # noqa: E741

# By hand from the role table: what each kind of source reads when the young person agreed.
CARE = {
    R.RECEIVED: S.RECEIVED,
    R.QUESTION_ASKED: S.RECEIVED,
    R.ACCEPTED: S.IN_CONVERSATION,
    R.ADVISED_ELSEWHERE: S.ENDED,
    R.DECLINED: S.ENDED,
}
JUSTICE = {
    R.RECEIVED: S.RECEIVED,
    R.QUESTION_ASKED: S.RECEIVED,
    R.ACCEPTED: S.CLOSED_FOR_YOU,
    R.ADVISED_ELSEWHERE: S.CLOSED_FOR_YOU,
    R.DECLINED: S.CLOSED_FOR_YOU,
}
READS = {
    O.SCHOOL: CARE,
    O.CARE: CARE,
    O.YOUTH_WORK: CARE,
    O.MUNICIPALITY: CARE,
    O.POLICE: JUSTICE,
    O.PROBATION: JUSTICE,
    O.I2O: JUSTICE,
    O.ICO: JUSTICE,
}


@pytest.mark.parametrize(("source", "status"), list(product(READS, R)))
def test_every_cell_of_the_table(source: OrganisationType, status: ReferralStatus) -> None:
    shared = rules.status_for_referrer(status, source, is_status_shared=True)
    assert shared is READS[source][status]
    alone = rules.status_for_referrer(status, source, is_status_shared=False)
    assert alone is S.RECEIVED


def test_every_source_that_refers_is_in_the_table() -> None:
    assert set(READS) == {kind for kind in O if kind.refers}


def test_only_what_waits_for_the_house_is_triaged() -> None:
    rules.check_can_triage(R.RECEIVED)
    for status in set(R) - {R.RECEIVED}:
        with pytest.raises(rules.AlreadyTriaged):
            rules.check_can_triage(status)


def test_a_question_is_kept_only_when_somebody_reads_it() -> None:
    ask = TriageOutcome.ASK
    assert rules.question_for(O.SCHOOL, ask, "Wil hij zelf?") == "Wil hij zelf?"
    assert rules.question_for(O.POLICE, ask, "Wil hij zelf?") == ""
    assert rules.question_for(O.SCHOOL, TriageOutcome.ACCEPT, "Wil hij zelf?") is None
    with pytest.raises(rules.QuestionMissing):
        rules.question_for(O.SCHOOL, ask, " ")


def test_terms_skip_days_on_which_nobody_works() -> None:
    # Thursday 2 April 2026; neither Good Friday nor Easter Monday is a working day.
    due = terms.deadlines(date(2026, 4, 2), TERMS)
    assert due.receipt == date(2026, 4, 8)
    assert due.triage == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("today", "urgency", "left"),
    [
        (date(2026, 3, 3), Urgency.LATER, 1),
        (date(2026, 3, 4), Urgency.TODAY, 0),
        (date(2026, 3, 5), Urgency.OVERDUE, -1),
        (date(2026, 3, 9), Urgency.OVERDUE, -3),
    ],
)
def test_the_clock_counts_working_days(today: date, urgency: Urgency, left: int) -> None:
    clock = terms.clock(date(2026, 3, 4), today)
    assert (clock.urgency, clock.days_left) == (urgency, left)


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(start=DAYS, asked_after=st.integers(0, 30), answered_after=st.integers(0, 60))
def test_an_answer_leaves_what_was_left(start: date, asked_after: int, answered_after: int) -> None:
    due = terms.deadlines(start, TERMS).triage
    asked = start + timedelta(days=asked_after)
    answered = asked + timedelta(days=answered_after)
    again = terms.due_after_answer(due, asked, answered)
    assert is_working_day(again)
    assert again > answered
    left = working_days_between(asked, due)
    assert working_days_between(answered, again) == max(1, left)


@given(born=st.integers(1990, 2026), today=DAYS)
def test_ages_are_judged_with_the_benefit_of_the_doubt(born: int, today: date) -> None:
    """Whoever may be 12 to 27 today, on some birthday, is let in; nobody else is."""
    possible = {today.year - born, today.year - born - 1}
    fits = bool(possible & set(range(TERMS.youngest, TERMS.oldest + 1)))
    try:
        terms.check_age(born, today, TERMS)
        is_let_in = True
    except terms.AgeOutsideProgramme:
        is_let_in = False
    assert is_let_in is fits


def test_sixteen_is_sure_only_after_the_birthday() -> None:
    today = date(2026, 3, 2)
    assert terms.is_surely_under_sixteen(2011, today)
    assert not terms.is_surely_under_sixteen(2010, today)
    assert terms.may_be_under_sixteen(2010, today)
    assert not terms.may_be_under_sixteen(2009, today)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Hij zoekt houvast en vrienden.", []),
        ("Hij heeft een DIAGNOSE gekregen.", [Hint.SPECIAL]),
        ("Zijn moeder weet ervan.", [Hint.THIRD_PERSON]),
        ("Her brother is a Christian.", [Hint.SPECIAL, Hint.THIRD_PERSON]),
        ("Een homogene groep, geloof ik. Zussen?", [Hint.THIRD_PERSON]),
        ("Grootvaderlijk bedoeld; hij is een doom-denker.", []),
        ("", []),
    ],
)
def test_hints_look_at_the_beginnings_of_words(text: str, hints: list[Hint]) -> None:
    assert wording.hints_in(text) == hints
