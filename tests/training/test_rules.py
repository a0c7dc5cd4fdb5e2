"""Seats, weeks, progress and codes, on plain values."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.working_days import is_working_day
from mentorship.training import programme, rules
from mentorship.training.models import AssessmentOutcome, CohortStatus, MeetingKind, Presence
from mentorship.training.models import TrainingModule as Module

MINUTES = {"start": 180, "grip": 120, "goodbye": 60}
PRESENT, EXCUSED, ABSENT = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT
PASSED, NOT_YET = AssessmentOutcome.PASSED, AssessmentOutcome.NOT_YET
DAYS = st.dates(date(2020, 1, 1), date(2036, 12, 31))


@given(st.integers(1, 40), st.sets(st.integers(1, 40)))
def test_a_free_seat_is_the_lowest_that_nobody_has(capacity: int, taken: set[int]) -> None:
    seat = rules.free_seat(capacity, taken)
    free = set(range(1, capacity + 1)) - taken
    assert seat == (min(free) if free else None)


@settings(deadline=None)  # the holidays of a year are worked out at the first question
@given(DAYS, st.times(), st.lists(st.integers(1, 720), max_size=12))
def test_meetings_are_weekly_at_one_time_and_never_on_a_day_off(
    first: date, clock: time, lengths: list[int]
) -> None:
    clock = clock.replace(second=0, microsecond=0)
    times = list(rules.weekly(first, clock, lengths, is_working_day))
    days = [start.date() for start, _ in times]
    assert len(times) == len(lengths)
    assert days[:1] == ([first] if lengths else [])
    assert {day.weekday() for day in days} <= {first.weekday()}
    if first.weekday() < 5:
        assert all(map(is_working_day, days[1:]))
        left_out = {day for day in every_week(days) if day not in days}
        assert not any(map(is_working_day, left_out))
    else:
        assert days == list(every_week(days))
    assert days == sorted(set(days))
    assert all(start.timetz().replace(tzinfo=None) == clock for start, _ in times)
    lasting = [int((end - start).total_seconds()) // 60 for start, end in times]
    assert lasting == lengths


def every_week(days: list[date]) -> list[date]:
    """All weeks from the first of these days up to the last."""
    weeks = (days[-1] - days[0]).days // 7 + 1 if days else 0
    return [days[0] + timedelta(weeks=number) for number in range(weeks)]


def test_the_wall_clock_stays_when_the_time_changes() -> None:
    times = list(rules.weekly(date(2026, 3, 24), time(19), [180, 180], is_working_day))
    assert [start.astimezone(UTC).hour for start, _ in times] == [18, 17]


MARKS = st.lists(
    st.tuples(st.sampled_from([*MINUTES, "other", None]), st.sampled_from(list(Presence)))
)


@given(MARKS, st.sampled_from([None, PASSED, NOT_YET]))
def test_progress_counts_each_module_once_and_only_who_was_there(
    marks: list[tuple[str | None, Presence]], outcome: AssessmentOutcome | None
) -> None:
    reached = rules.progress(MINUTES, marks, outcome)
    seen = {code for code, presence in marks if presence is PRESENT} & set(MINUTES)
    assert set(reached.attended) == seen
    assert set(reached.missing) == set(MINUTES) - seen
    assert reached.minutes == sum(MINUTES[code] for code in seen)
    assert reached.is_complete == (seen == set(MINUTES) and outcome is PASSED)
    assert reached.total == 3


@given(st.data())
def test_a_code_is_read_however_it_is_typed(data: st.DataObject) -> None:
    code = rules.new_code()
    spoiled = "".join(
        data.draw(st.sampled_from(["", " ", "-"])) + data.draw(st.sampled_from([c, c.lower()]))
        for c in code.replace("-", "")
    )
    assert rules.tidy_code(spoiled) == code


@given(st.text(max_size=200))
def test_anything_else_is_no_code(typed: str) -> None:
    code = rules.tidy_code(typed)
    assert code is None or len(code) == 19


def test_codes_differ_and_hold_no_vowel() -> None:
    codes = {rules.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("AEIOUY01")


def test_attendance_is_recorded_from_the_day_in_amsterdam_on() -> None:
    starts = datetime(2026, 3, 10, 19, tzinfo=TIME_ZONE)
    midnight = datetime(2026, 3, 10, tzinfo=TIME_ZONE)
    rules.check_held(starts, midnight.astimezone(UTC))
    with pytest.raises(rules.MeetingInTheFuture):
        rules.check_held(starts, midnight.astimezone(UTC) - timedelta(seconds=1))


@pytest.mark.parametrize("hours", [0, -1, 12.1])
def test_a_meeting_lasts_longer_than_nothing_and_shorter_than_a_day(hours: float) -> None:
    starts = datetime(2026, 3, 10, 19, tzinfo=TIME_ZONE)
    with pytest.raises(rules.TimesWrong):
        rules.check_times(starts, starts + timedelta(hours=hours))
    rules.check_times(starts, starts + timedelta(hours=12))


def test_a_completed_cohort_meets_again_but_not_for_the_course() -> None:
    rules.check_can_meet(CohortStatus.COMPLETED, MeetingKind.PEER_SUPERVISION)
    for status, kind in (
        (CohortStatus.COMPLETED, MeetingKind.PRE_MATCH),
        (CohortStatus.CANCELLED, MeetingKind.POST_MATCH),
    ):
        with pytest.raises(rules.CohortClosed):
            rules.check_can_meet(status, kind)


def test_the_programme_is_nine_times_three_hours_and_treats_every_topic() -> None:
    modules = [Module(**facts) for facts in programme.module_facts()]
    before = programme.pre_match(modules)
    assert [module.minutes for module in before] == [180] * 9
    found = [(one.benchmark, one.treated, one.total) for one in programme.coverage(modules)]
    assert found == [("B.3.2", 10, 10), ("B.3.3", 20, 20)]
    assert [module.place for module in modules] == list(range(1, 13))


def test_a_topic_that_no_module_treats_is_named() -> None:
    modules = [Module(**facts) for facts in programme.module_facts()]
    fewer = [module for module in modules if module.code != "goodbye"]
    missing = {topic.code for one in programme.coverage(fewer) for topic in one.missing}
    assert missing == {"closure", "grievances", "other_risks"}
