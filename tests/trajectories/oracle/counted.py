"""Three practice benchmarks of the pairs of one young person, from the standard's sentences."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.trajectories.oracle.asked import DAY, FIRST_CONTACTS, FIRST_DAYS, months_from
from tests.trajectories.oracle.course import Course, Log

WEEK = timedelta(days=7)
Count = tuple[int, int, int]


def support_contacts(courses: list[Course], today: date) -> Count:
    """B.5.1: each window that began, with mentor and young person apart."""
    return _tally(
        answer
        for one in courses
        for side in ("mentor", "mentee")
        for answer in _windows(one, side, today)
    )


def guardian_contacts(courses: list[Course], today: date, *, is_asked: bool) -> Count:
    """B.5.5: the same windows; where the young person decides they don't apply."""
    found = [answer for one in courses for answer in _windows(one, "guardian", today)]
    return _tally(answer if is_asked else None for answer in found)


def sessions_logged(courses: list[Course]) -> Count:
    """B.5.8: of meetings, in a week; a correction makes nothing late."""
    return _tally(
        _first(one, log).noted_on - log.held_on <= WEEK
        for one in courses
        for log in one.current_logs()
        if log.kind == "met"
    )


def _windows(course: Course, side: str, today: date) -> Iterator[bool | None]:
    start, end = course.started_on, course.stopped_on
    if start is None:
        return
    months = months_from(start + DAY * (FIRST_DAYS + 1))
    first, last, needed = start, start + DAY * FIRST_DAYS, FIRST_CONTACTS
    while first <= today and (end is None or first <= end):
        days = {first + DAY * n for n in range((last - first).days + 1)}
        is_whole = last < today and (end is None or last <= end) and not _paused(course, days)
        held = [day for day in course.contacts.get(side, []) if day in days]
        yield len(held) >= needed if is_whole else None
        (first, last), needed = next(months), 1


def _paused(course: Course, days: set[date]) -> bool:
    return any(
        p.first <= day and (p.until is None or day < p.until) for p in course.pauses for day in days
    )


def _first(course: Course, log: Log) -> Log:
    while log.place_of is not None:
        before = course.log_of(log.place_of)
        assert before is not None
        log = before
    return log


def _tally(answers: Iterator[bool | None]) -> Count:
    found = list(answers)
    applicable = [answer for answer in found if answer is not None]
    return sum(applicable), len(applicable), len(found) - len(applicable)
