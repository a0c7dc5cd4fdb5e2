"""What the logs of a pair ask for: a call after two missed, a review after three, a log itself."""

from datetime import date, timedelta

from tests.trajectories.oracle.course import Course, Log

DAY = timedelta(days=1)
MISSES, SPOKEN = {"no_contact", "cancelled_by_mentee"}, {"met", "called"}
TRIAL_DAYS, LATER_DAYS = 10, 21


def meetings_ask(course: Course, today: date) -> dict[str, date]:
    """Nothing of who doesn't meet any more."""
    if not course.is_running or not course.is_live or course.started_on is None:
        return {}
    found, missed = {}, _missed(course)
    if len(missed) > 1 and not _is_paused(course, today):
        last = missed[0].held_on
        talked = [*course.contacts.get("mentee", []), *course.review_days]
        if not any(day >= last for day in talked):
            found["missed_two" if len(missed) == 2 else "missed_three"] = last
    due = _log_due(course, course.started_on)
    if due is not None and due < today:
        found["log"] = due
    return found


def _missed(course: Course) -> list[Log]:
    """Since the two last spoke, the last one first; what the mentor cancelled is no miss of the
    young person. Of one day and one moment the order says nothing."""
    logs = sorted(course.current_logs(), key=lambda one: one.key)
    logs.sort(key=lambda one: (one.held_on, one.noted_on), reverse=True)
    found = []
    for one in logs:
        if one.kind in SPOKEN:
            break
        found += [one] if one.kind in MISSES else []
    return found


def _is_paused(course: Course, day: date) -> bool:
    return any(p.first <= day and (p.until is None or day < p.until) for p in course.pauses)


def _log_due(course: Course, start: date) -> date | None:
    """So many days without a pause after the last one, none while a pause goes on."""
    day = max([start, *(one.held_on for one in course.current_logs())])
    left = TRIAL_DAYS if course.phase == "getting_acquainted" else LATER_DAYS
    ends = [p.until for p in course.pauses if p.until is not None]
    latest = max([day, *ends]) + (left + 1) * DAY
    while left or _is_paused(course, day):
        if day > latest:
            return None
        left -= not _is_paused(course, day)
        day += DAY
    return day
