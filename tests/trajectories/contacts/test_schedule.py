"""The schedule of support contacts against one that counts day by day, from its sentences alone."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentorship.referrals.mentees.models import Authority
from mentorship.trajectories.contacts import rules
from mentorship.trajectories.contacts.models import ContactSide, ContactTopic
from mentorship.trajectories.contacts.rules import Course, Due, Terms
from mentorship.trajectories.pauses import Span

START = date(2026, 1, 20)
SIDE = ContactSide.MENTOR
TERMS = Terms()


def due(today: date, *days: date, course: Course | None = None) -> Due | None:
    return rules.due_of(SIDE, course or Course(START), days, today, TERMS)


def test_the_first_month_asks_two() -> None:
    assert due(START) == Due(SIDE, date(2026, 2, 4), is_late=False)
    assert due(date(2026, 2, 5)) == Due(SIDE, date(2026, 2, 4), is_late=True)
    assert due(date(2026, 2, 5), date(2026, 2, 5)) == Due(SIDE, date(2026, 2, 19), is_late=False)
    both = (START, date(2026, 2, 19))
    assert due(date(2026, 2, 19), *both) == Due(SIDE, date(2026, 3, 31), is_late=False)


def test_later_every_whole_month_asks_one() -> None:
    both = (START, date(2026, 2, 19))
    assert due(date(2026, 3, 1), *both) == Due(SIDE, date(2026, 3, 31), is_late=False)
    held = (*both, date(2026, 3, 2))
    assert due(date(2026, 3, 3), *held) == Due(SIDE, date(2026, 4, 30), is_late=False)
    missed = due(date(2026, 5, 2), *held)
    assert missed == Due(SIDE, date(2026, 4, 30), is_late=True)
    caught_up = (*held, date(2026, 5, 2))
    assert due(date(2026, 5, 2), *caught_up) == Due(SIDE, date(2026, 6, 30), is_late=False)


def test_a_pause_asks_nothing_and_leaves_its_windows_out() -> None:
    paused = Course(START, pauses=(Span(date(2026, 3, 10), date(2026, 4, 8)),))
    assert due(date(2026, 3, 10), START, START, course=paused) is None
    again = due(date(2026, 4, 8), START, START, course=paused)
    assert again == Due(SIDE, date(2026, 4, 30), is_late=False)
    firsts = [window.first for window in rules.applicable_windows(paused, date(2026, 7, 1), TERMS)]
    assert firsts == [START, date(2026, 5, 1), date(2026, 6, 1)]


def test_after_the_end_nothing_is_asked() -> None:
    ended = Course(START, ended_on=date(2026, 4, 15))
    assert due(date(2026, 4, 16), course=ended) is None
    assert len(rules.applicable_windows(ended, date(2026, 9, 1), TERMS)) == 2


def test_a_guardian_only_where_somebody_else_holds_authority() -> None:
    assert rules.sides_of(Authority.YOUNG_PERSON) == (ContactSide.MENTOR, ContactSide.MENTEE)
    assert ContactSide.GUARDIAN in rules.sides_of(Authority.ONE_PARENT)


def test_what_was_written_about_was_talked_about() -> None:
    words = {ContactTopic.SAFETY: "Voelt zich veilig."}
    assert rules.topics_of(["activities"], words) == [ContactTopic.ACTIVITIES, ContactTopic.SAFETY]
    assert not rules.is_complete(["activities", "safety"])
    assert rules.is_complete(list(ContactTopic))


# --- a second schedule, that knows only the sentences and walks over days ---

_ONE = timedelta(days=1)


def _months_after(day: date, count: int) -> list[tuple[date, date]]:
    found, month = [], date(day.year, day.month, 1)
    while len(found) < count:
        last = date(month.year, month.month, monthrange(month.year, month.month)[1])
        if month > day:
            found.append((month, last))
        month = last + _ONE
    return found


def _calendar(start: date, terms: Terms) -> list[tuple[date, date, int]]:
    end = start + timedelta(days=terms.first_days)
    months = _months_after(end, 16)
    return [
        (start, end, terms.first_contacts),
        *((a, b, terms.monthly_contacts) for a, b in months),
    ]


def _each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _in_pause(day: date, course: Course) -> bool:
    return any(p.start <= day and (p.until is None or day < p.until) for p in course.pauses)


def oracle(course: Course, days: list[date], today: date, terms: Terms) -> tuple[date, bool] | None:
    over = course.ended_on is not None and today > course.ended_on
    if today < course.started_on or over or _in_pause(today, course):
        return None
    held = [day for day in days if day <= today]
    calendar = _calendar(course.started_on, terms)
    for first, last, needed in calendar:
        whole = _each_day(first, last)
        counts = last < today and (course.ended_on is None or last <= course.ended_on)
        if counts and not any(_in_pause(day, course) for day in whole):
            inside = [day for day in held if day in whole]
            if len(inside) < needed and not [day for day in held if day > last]:
                return last, True
    at = min(n for n, (_, last, _needed) in enumerate(calendar) if last >= today)
    first, last, needed = calendar[at]
    following = calendar[at + 1][1]
    ended = [
        p.until for p in course.pauses
        if p.until is not None and p.start <= today
        and any(p.start <= day < p.until for day in _each_day(first, last))
    ]  # fmt: skip
    if ended:
        since = [day for day in held if max(ended) <= day <= last]
        day = following if since else last
    else:
        inside = [day for day in held if first <= day <= last]
        if len(inside) >= needed:
            day = following
        elif at == 0:
            day = first + timedelta(days=terms.first_days * (len(inside) + 1) // needed)
        else:
            day = last
    return day, day < today


@st.composite
def courses(draw: st.DrawFn) -> tuple[Course, list[date], date, Terms]:
    start = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
    after = st.integers(0, 300).map(lambda n: start + timedelta(days=n))
    pauses, day = [], start
    for gap, length in draw(
        st.lists(st.tuples(st.integers(1, 90), st.integers(0, 60)), max_size=3)
    ):
        begins = day + timedelta(days=gap)
        day = begins + timedelta(days=length)
        pauses.append(Span(begins, day))
    if draw(st.booleans()):
        pauses.append(Span(day + timedelta(days=draw(st.integers(1, 90)))))
    ended = draw(st.none() | after)
    terms = draw(st.sampled_from([Terms(), Terms(28, 3, 2), Terms(14, 1, 1)]))
    held = sorted(draw(st.lists(after, max_size=12)))
    return Course(start, ended, tuple(pauses)), held, draw(after), terms


@given(courses())
def test_it_equals_the_schedule_that_counts_days(
    drawn: tuple[Course, list[date], date, Terms],
) -> None:
    course, held, today, terms = drawn
    found = rules.due_of(SIDE, course, held, today, terms)
    assert (found and (found.day, found.is_late)) == oracle(course, held, today, terms)
