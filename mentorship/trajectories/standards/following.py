"""Measures of standard 5: support contacts on schedule, reviews, meetings written down."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial

from mentorship.foundation.working_days import months_later
from mentorship.trajectories.contacts import rules as contacts
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.contacts.rules import Course, Terms, Window
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.rules import waves_of
from mentorship.trajectories.standards.plain import Facts, PairFacts, Period

Answers = Iterator[bool | None]
BOTH = (ContactSide.MENTOR, ContactSide.MENTEE)
MEASURED = (Wave.MONTH_3, Wave.MONTH_6, Wave.MONTH_12)
DAY = timedelta(days=1)


def measures(terms: Terms) -> Mapping[str, Callable[[Facts, Period, int], Answers]]:
    return {
        "support_contacts": partial(support_contacts, terms=terms),
        "guardian_contacts": partial(guardian_contacts, terms=terms),
        "contact_quarterly": contact_quarterly,
        "in_person_yearly": in_person_yearly,
        "mentor_form": partial(form_complete, side=ContactSide.MENTOR),
        "mentee_form": partial(form_complete, side=ContactSide.MENTEE),
        "guardian_form": partial(form_complete, side=ContactSide.GUARDIAN),
        "reviews": reviews,
        "relationship_measured": relationship_measured,
        "sessions_logged": sessions_logged,
    }


def support_contacts(facts: Facts, period: Period, least: int, *, terms: Terms) -> Answers:
    """One unit for each window and side; a window belongs to the period in which it ends.

    The windows and when they apply are those of the schedule itself.
    """
    for one, course in _begun(facts):
        for window in contacts.windows(course, period.last, terms):
            for side in BOTH:
                yield from _answer(one, course, side, window, period)


def guardian_contacts(facts: Facts, period: Period, least: int, *, terms: Terms) -> Answers:
    """The same schedule; doesn't apply where the young person decides."""
    for one, course in _begun(facts):
        for window in contacts.windows(course, period.last, terms):
            found = list(_answer(one, course, ContactSide.GUARDIAN, window, period))
            yield from found if one.needs_guardian else [None] * len(found)


def contact_quarterly(facts: Facts, period: Period, least: int) -> Answers:
    """Each whole quarter of the calendar after the first meeting, each side apart."""
    for one, course in _begun(facts):
        first = _quarter_after(course.started_on)
        while (window := _window(first, 3, least)).last <= period.last:
            for side in BOTH:
                yield from _answer(one, course, side, window, period)
            first = window.last + DAY


def in_person_yearly(facts: Facts, period: Period, least: int) -> Answers:
    """Each whole year from the first meeting on, each side apart, face to face."""
    for one, course in _begun(facts):
        first = course.started_on
        while (window := _window(first, 12, least)).last <= period.last:
            for side in BOTH:
                yield from _answer(one, course, side, window, period, in_person=True)
            first = window.last + DAY


def form_complete(facts: Facts, period: Period, least: int, *, side: ContactSide) -> Answers:
    """Of contacts of the period in which this side was reached."""
    for one in facts.pairs:
        for contact in one.contacts:
            if contact.side is side and period.holds(contact.on):
                yield contact.is_complete


def reviews(facts: Facts, period: Period, least: int) -> Answers:
    """Months 3, 6, 9 and 12 as they are due, moved by pauses; noted by the day of counting."""
    for one, course in _begun(facts):
        for wave in waves_of(course):
            if wave.wave.has_review:
                yield from _due(wave.due, wave.wave in one.reviewed, period)


def relationship_measured(facts: Facts, period: Period, least: int) -> Answers:
    for one, course in _begun(facts):
        for wave in waves_of(course):
            if wave.wave in MEASURED:
                known = None if one.measured is None else wave.wave in one.measured
                yield from _due(wave.due, known, period)


def sessions_logged(facts: Facts, period: Period, least: int) -> Answers:
    """Of meetings of the period that were written down: how long, what about, and in so many days.

    A planned meeting that nobody wrote down isn't known to have been.
    """
    for one in facts.pairs:
        for was in one.sessions:
            if period.holds(was.on):
                yield was.is_whole and (was.logged_on - was.on).days <= least


def _begun(facts: Facts) -> Iterator[tuple[PairFacts, Course]]:
    return ((one, one.course) for one in facts.pairs if one.course is not None)


def _answer(
    one: PairFacts, course: Course, side: ContactSide, window: Window, period: Period,
    *, in_person: bool = False,
) -> Answers:  # fmt: skip
    """Nothing for a window of another period, or that begins after the end or after today."""
    is_after_the_end = course.ended_on is not None and window.first > course.ended_on
    is_elsewhere = not period.first <= window.last <= period.last
    if is_elsewhere or is_after_the_end or window.first > period.day:
        return
    if not contacts.is_applicable(window, course, period.day):
        yield None
        return
    days = [
        contact.on for contact in one.contacts
        if contact.side is side and (contact.is_in_person or not in_person)
    ]  # fmt: skip
    yield window.is_met(days)


def _due(due: date | None, is_done: bool | None, period: Period) -> Answers:
    """One unit in the period in which it is due; while the day is to come it doesn't apply."""
    if due is not None and period.first <= due <= period.last:
        yield is_done if due < period.day else None


def _window(first: date, months: int, needed: int) -> Window:
    return Window(first, months_later(first, months) - DAY, needed)


def _quarter_after(day: date) -> date:
    """The first day of the first whole quarter that begins on or after this day."""
    month = (day.month - 1) // 3 * 3 + 1
    first = date(day.year, month, 1)
    return first if first >= day else months_later(first, 3)
