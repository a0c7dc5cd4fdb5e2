"""The measures on plain facts: what counts, what doesn't apply; the schedule counted anew."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.trajectories.closure.models import TalkSide
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.contacts.rules import Course, Terms
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.standards import benchmarks
from mentorship.trajectories.standards.measures import Count, counted, measures
from mentorship.trajectories.standards.plain import (
    AgreementFacts,
    ClosureFacts,
    ContactFacts,
    Facts,
    MentorFacts,
    PairFacts,
    Period,
    SessionFacts,
    Trained,
)

MEASURES = measures(Terms())
START = date(2026, 1, 10)
HALF = Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15))


def pair(**facts: object) -> PairFacts:
    told = {"matched_on": START, "meet_by": START + timedelta(days=14), **facts}
    return PairFacts(**told)  # type: ignore[arg-type]


def contact(on: date, side: ContactSide = ContactSide.MENTOR, **facts: bool) -> ContactFacts:
    told = {"is_in_person": False, "is_complete": True, **facts}
    return ContactFacts(side, on, **told)


def count(metric: str, *pairs: PairFacts, period: Period = HALF, least: int = 0) -> Count:
    return counted(MEASURES[metric](Facts(pairs=pairs), period, least))


def mentors(metric: str, *found: MentorFacts, least: int = 0) -> Count:
    return counted(MEASURES[metric](Facts(mentors=found), HALF, least))


def test_every_benchmark_is_counted_or_answered_and_every_measure_used() -> None:
    named = {one.metric for one in benchmarks.shipped()}
    assert named - {benchmarks.CHECKLIST} == set(MEASURES)
    assert benchmarks.shipped()[0].key == "4 B.5.1"
    assert len({one.key for one in benchmarks.shipped()}) == 66


def test_every_count_says_in_both_languages_how_it_is_counted() -> None:
    assert benchmarks.counts().keys() == MEASURES.keys()
    for told in benchmarks.counts().values():
        assert told["how_en"]
        assert told["how_nl"]
    for one in benchmarks.shipped():
        assert bool(one.how) == one.is_counted


def test_support_contacts_each_side_and_window_apart() -> None:
    """The first 31 days, then March to June; the days until 1 March are in no window."""
    held = (
        contact(START), contact(date(2026, 2, 9)), contact(date(2026, 3, 31)),
        contact(date(2026, 4, 1)), contact(date(2026, 2, 20), ContactSide.MENTEE),
    )  # fmt: skip
    found = count("support_contacts", pair(course=Course(START), contacts=held))
    assert found == Count(3, 10, 0)


def test_pauses_and_windows_that_are_not_over_do_not_apply() -> None:
    paused = Course(START, None, (Span(date(2026, 4, 10), date(2026, 5, 1)),))
    assert count("support_contacts", pair(course=paused)) == Count(0, 8, 2)
    today = Period(HALF.first, HALF.last, date(2026, 6, 30))
    assert count("support_contacts", pair(course=paused), period=today) == Count(0, 6, 4)
    ended = Course(START, date(2026, 5, 15))
    assert count("support_contacts", pair(course=ended)) == Count(0, 6, 2)
    assert count("support_contacts", pair()) == Count(0, 0, 0)


def _by_days(course: Course, held: list[date], period: Period) -> Count:
    """The schedule in other words: walk over the months, day by day, of one side."""
    windows = [(course.started_on, course.started_on + timedelta(days=30), 2)]
    day = windows[0][1] + timedelta(days=1)
    while day <= period.last:
        if day.day == 1:
            last = day
            while (last + timedelta(days=1)).month == day.month:
                last += timedelta(days=1)
            windows.append((day, last, 1))
        day += timedelta(days=1)
    met = applicable = out = 0
    for first, last, needed in windows:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if not period.first <= last <= period.last or first > period.day:
            continue
        if course.ended_on and first > course.ended_on:
            continue
        is_cut = last >= period.day or (course.ended_on is not None and last > course.ended_on)
        if is_cut or any(span.holds(d) for span in course.pauses for d in days):
            out += 1
            continue
        applicable += 1
        met += sum(one in days for one in held) >= needed
    return Count(met, applicable, out)


_DAY = st.integers(-200, 300).map(lambda n: START + timedelta(days=n))
_PAUSES = st.lists(
    st.tuples(_DAY, st.one_of(st.none(), st.integers(1, 60))).map(
        lambda told: Span(told[0], told[1] and told[0] + timedelta(days=told[1]))
    ),
    max_size=2,
)


@settings(max_examples=150, deadline=None)
@given(
    start=_DAY, length=st.one_of(st.none(), st.integers(0, 300)), pauses=_PAUSES,
    held=st.lists(_DAY, max_size=25), day=_DAY,
)  # fmt: skip
def test_the_schedule_counted_anew(
    start: date, length: int | None, pauses: list[Span], held: list[date], day: date
) -> None:
    ended = None if length is None else start + timedelta(days=length)
    course = Course(start, ended, tuple(pauses))
    period = Period(HALF.first, HALF.last, day)
    both = tuple(
        contact(on, side) for on in held for side in (ContactSide.MENTOR, ContactSide.MENTEE)
    )
    once = _by_days(course, held, period)
    assert (
        count("support_contacts", pair(course=course, contacts=both), period=period) == once + once
    )


def test_quarters_and_years_are_whole() -> None:
    one = pair(course=Course(START), contacts=(contact(date(2026, 5, 3), is_in_person=True),))
    assert count("contact_quarterly", one, least=1) == Count(1, 2, 0)
    later = Period(date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 1))
    assert count("in_person_yearly", one, period=later, least=1) == Count(1, 2, 0)


def test_reviews_move_with_pauses_and_what_cannot_be_measured_does_not_apply() -> None:
    paused = Course(START, None, (Span(date(2026, 2, 1), date(2026, 3, 1)),))
    one = pair(course=paused, reviewed=frozenset({Wave.MONTH_3}))
    assert count("reviews", one) == Count(1, 1, 0)  # month 6 comes in August now
    assert count("relationship_measured", one) == Count(0, 0, 1)


@pytest.mark.parametrize(
    ("signed", "sessions", "expected"),
    [
        (START, (), Count(1, 1, 0)),
        (START + timedelta(days=9), (START + timedelta(days=8),), Count(0, 1, 0)),
        (None, (), Count(0, 0, 1)),
        (None, (START + timedelta(days=8),), Count(0, 1, 0)),
        (None, (START,), Count(0, 0, 1)),  # the first meeting itself is no regular one
    ],
)
def test_signed_before_the_first_session(
    signed: date | None, sessions: tuple[date, ...], expected: Count
) -> None:
    agreement = AgreementFacts(signed, 4, 4, 12) if signed else None
    held = tuple(SessionFacts(on, on, True) for on in sessions)
    one = pair(course=Course(START), agreement=agreement, sessions=held)
    assert count("agreement_in_time", one) == expected


def test_a_guardian_signs_only_where_that_is_asked() -> None:
    agreement = AgreementFacts(START, 4, 4, 12)
    mine = pair(course=Course(START), agreement=agreement)
    theirs = pair(course=Course(START), agreement=agreement, needs_guardian=True)
    assert count("length_agreed", mine, theirs, least=12) == Count(1, 2, 0)
    assert count("guardian_permission", mine, theirs) == Count(0, 1, 1)


def test_the_steps_of_an_end_have_some_weeks() -> None:
    talks = {TalkSide.MENTOR: 8, TalkSide.MENTEE: 0}
    whole = ClosureFacts(date(2026, 3, 1), False, talks, frozenset({TalkSide.MENTOR}), True)
    bare, fresh = ClosureFacts(date(2026, 3, 1)), ClosureFacts(date(2026, 6, 20))
    pairs = [pair(course=Course(START, end.ended_on), closure=end) for end in (whole, bare, fresh)]
    for metric in ("exit_talks", "closure_steps", "mentee_closure_talk", "contact_statement"):
        assert count(metric, *pairs) == Count(1, 2, 1), metric
    assert count("mentor_closure_talk", *pairs, least=8) == Count(1, 2, 1)


def test_what_a_mentor_had_before_the_first_match() -> None:
    before, after = START - timedelta(days=5), START + timedelta(days=1)
    topics = frozenset({"B.3.2:rules", "B.3.3:touch"})
    ready = MentorFacts(
        before, START, True, True, (before,), (before, before), ((before, before),),
        ((before, 12),), (Trained(before, True, False, 180, topics),),
    )  # fmt: skip
    late = MentorFacts(
        before, START, True, True, (after,), (before, after), ((before, after),), ((after, 12),),
        (Trained(after, True, False, 180, topics),),
    )  # fmt: skip
    asked = {
        "interviews": 1, "references": 2, "vog": 36, "mentor_commitment": 12,
        "pre_match_hours": 2, "pre_match_topics": 1, "risk_topics": 1,
    }  # fmt: skip
    for metric, least in asked.items():
        assert mentors(metric, ready, late, least=least) == Count(1, 2, 0), metric
    old = MentorFacts(before, START, vogs=((date(2022, 12, 31), before),))
    assert mentors("vog", old, least=36) == Count(0, 1, 0)


def test_yearly_training_asks_a_whole_year_of_guiding() -> None:
    came = (Trained(date(2025, 9, 1), False, False, 120),)
    year_long = MentorFacts(START, trained=came, guided=(Span(date(2025, 6, 1)),))
    shorter = MentorFacts(START, trained=came, guided=(Span(date(2025, 12, 1)),))
    assert mentors("yearly_training", year_long, shorter, least=1) == Count(1, 1, 1)
