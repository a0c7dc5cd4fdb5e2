"""What a course asks for and until when, counted from the sentences of the domain."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from tests.simulation.workdays import add_months, next_working_day
from tests.trajectories.oracle.course import Course, Pause

DAY = timedelta(days=1)
PLAN, TRIAL, LETTING_GO = timedelta(weeks=2), timedelta(weeks=6), timedelta(weeks=7)
TALK, REVIEW_OPENS = timedelta(days=14), timedelta(days=14)
FIRST_DAYS, FIRST_CONTACTS = 30, 2
WAVES = {3: "month_3", 6: "month_6", 9: "month_9", 12: "month_12"}


def course_asks(course: Course) -> dict[str, date]:
    """The last day of each thing by its kind."""
    if course.phase in ("aftercare", "done"):
        return dict(_after(course))
    if course.over_on is not None:
        return {"close": course.over_on}
    if course.started_on is None:
        if course.meeting_on is not None:
            return {"hold_meeting": course.meeting_on}
        return {"plan_meeting": next_working_day(course.matched_on + PLAN)}
    return dict(_on_the_way(course, course.started_on))


def _on_the_way(course: Course, start: date) -> Iterator[tuple[str, date]]:
    assert course.planned_end is not None
    yield "end", course.planned_end
    if not course.is_signed:
        yield "sign_agreement", start
    if course.phase == "getting_acquainted":
        trial = moved(start + TRIAL, course.pauses)
        if trial is not None:
            yield "decide_trial", trial
    pause = course.pause
    if pause is None and course.phase in ("building_trust", "deepening"):
        yield "begin_letting_go", course.planned_end - LETTING_GO
    if pause is not None and pause.expected is not None:
        yield "resume", pause.expected


def _after(course: Course) -> Iterator[tuple[str, date]]:
    if course.started_on is None or course.ended_on is None:
        return
    for side in ("mentee", "mentor"):
        if side not in course.talked:
            yield f"talk_{side}", course.ended_on + TALK
    if not course.has_statement:
        yield "agree_contact", course.ended_on
    if course.phase == "aftercare":
        months = 6 if 3 in course.checked else 3
        yield f"aftercare_{months}", add_months(course.ended_on, months)


def moved(day: date, pauses: list[Pause]) -> date | None:
    """Later by every pause that begins by then; unknown while one of them is open."""
    for pause in sorted(pauses, key=lambda one: one.first):
        if pause.first > day:
            break
        if pause.until is None:
            return None
        day += pause.until - pause.first
    return day


def _in_pause(day: date, course: Course) -> bool:
    return any(p.first <= day and (p.until is None or day < p.until) for p in course.pauses)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def months_from(day: date) -> Iterator[tuple[date, date]]:
    """Whole months, the first of which begins on this day or after it."""
    first = day if day.day == 1 else add_months(day.replace(day=1), 1)
    while True:
        yield first, first.replace(day=monthrange(first.year, first.month)[1])
        first = add_months(first, 1)


def contact_asked(course: Course, side: str, today: date) -> date | None:
    """The last day for the next contact with this side."""
    start, end = course.started_on, course.stopped_on
    if start is None or today < start or (end is not None and today > end):
        return None
    if course.ended_on is not None or course.over_on is not None:
        return None  # after an end only what belongs to an end is asked, also on its own day
    if _in_pause(today, course):
        return None
    held = [day for day in course.contacts.get(side, []) if day <= today]
    window = (start, start + DAY * FIRST_DAYS, FIRST_CONTACTS)
    months = months_from(window[1] + DAY)
    while window[1] < today:
        first, last, needed = window
        is_whole = not any(_in_pause(day, course) for day in _days(first, last))
        found = [day for day in held if first <= day <= last]
        since = [day for day in held if day > last]
        if is_whole and len(found) < needed and not since:
            return last
        window = (*next(months), 1)
    return _in_time(course, window, next(months)[1], held, today)


def _in_time(
    course: Course, window: tuple[date, date, int], after: date, held: list[date], today: date
) -> date:
    first, last, needed = window
    begun = [p for p in course.pauses if p.first <= today]
    back = [
        p.until for p in begun
        if p.until is not None and p.until <= today
        and any(p.first <= day < p.until for day in _days(first, last))
    ]  # fmt: skip
    if back:
        return after if any(max(back) <= day <= last for day in held) else last
    found = [day for day in held if first <= day <= last]
    if len(found) >= needed:
        return after
    if needed == 1:
        return last
    return first + DAY * (FIRST_DAYS * (len(found) + 1) // FIRST_CONTACTS)


def review_asked(course: Course, today: date) -> tuple[str, date] | None:
    """The earliest review that opened and isn't there; until it is closed only closing is asked."""
    if course.started_on is None or (course.over_on is not None and course.ended_on is None):
        return None
    for months, wave in WAVES.items():
        day = moved(add_months(course.started_on, months), course.pauses)
        end = course.stopped_on
        if end is not None and (day is None or day >= end):
            if months != 12:
                continue
            day = end
        if day is not None and wave not in course.reviewed and day - REVIEW_OPENS <= today:
            return wave, day
    return None
