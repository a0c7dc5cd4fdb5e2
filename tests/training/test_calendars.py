"""A calendar file as two other programs read it: the times of Amsterdam, and the same events."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import speaking
from mentorship.training import own, programme, queries, services
from mentorship.training.calendars import calendar_file
from mentorship.training.models import MeetingKind, TrainingMeeting, TrainingModule
from tests.accounts.people import make_person
from tests.training.cohorts import make_course, slot_on

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ORGANISER = "programma@voorbeeld.example"
MODULES = [TrainingModule(**facts) for facts in programme.module_facts()]
CHANGED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def meeting_at(start: datetime, **facts: object) -> TrainingMeeting:
    known = {
        "id": uuid4(), "trainer_id": uuid4(), "kind": MeetingKind.PRE_MATCH, "module_code": "grip",
        "starts_at": start.astimezone(UTC), "ends_at": start.astimezone(UTC) + timedelta(hours=3),
        "location": "De Kern; zaal 2, Haarlem\\achter", "changed_at": CHANGED, "sequence": 0,
        "cancelled_at": None,
    }  # fmt: skip
    return TrainingMeeting(**{**known, **facts})


def file_of(*meetings: TrainingMeeting, **more: bool) -> bytes:
    return calendar_file(meetings, MODULES, organiser=ORGANISER, **more)


def as_vobject(body: bytes) -> list[dict[str, object]]:
    """Read by a program that trusts only the time zone in the file itself."""
    calendar = vobject.readOne(body.decode())
    return [
        {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "start": event.dtstart.value.astimezone(UTC),
            "end": event.dtend.value.astimezone(UTC),
            "wall": event.dtstart.value.replace(tzinfo=None),
            "zone": event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0],
            "status": event.status.value,
            "location": event.location.value,
            "summary": event.summary.value,
        }
        for event in calendar.vevent_list
    ]


def as_icalendar(body: bytes) -> list[dict[str, object]]:
    calendar = icalendar.Calendar.from_ical(body)
    return [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "start": event["DTSTART"].dt.astimezone(UTC),
            "end": event["DTEND"].dt.astimezone(UTC),
            "wall": event["DTSTART"].dt.replace(tzinfo=None),
            "zone": event["DTSTART"].params["TZID"],
            "status": str(event["STATUS"]),
            "location": str(event["LOCATION"]),
            "summary": str(event["SUMMARY"]),
        }
        for event in calendar.walk("VEVENT")
    ]


def as_plain_text(body: bytes) -> list[dict[str, object]]:
    """Read from the grammar of RFC 5545 alone, with this computer's own time zone data."""
    assert body.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    events: list[dict[str, object]] = []
    for block in "\n".join(lines).split("BEGIN:VEVENT\n")[1:]:
        fields = {}
        for line in block.split("\nEND:VEVENT")[0].split("\n"):
            name, _, value = line.partition(":")
            fields[name.split(";")[0]] = (name, value)
        zone = fields["DTSTART"][0].partition("TZID=")[2]
        start, end = (
            datetime.strptime(fields[name][1], "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone))
            for name in ("DTSTART", "DTEND")
        )
        events.append({
            "uid": fields["UID"][1],
            "sequence": int(fields["SEQUENCE"][1]),
            "start": start.astimezone(UTC),
            "end": end.astimezone(UTC),
            "wall": start.replace(tzinfo=None),
            "zone": zone,
            "status": fields["STATUS"][1],
            "location": _unescaped(fields["LOCATION"][1]),
            "summary": _unescaped(fields["SUMMARY"][1]),
        })  # fmt: skip
    return events


def _unescaped(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")


def read(body: bytes) -> list[dict[str, object]]:
    """What all readers agree on."""
    told = as_plain_text(body)
    assert as_vobject(body) == told
    assert as_icalendar(body) == told
    return told


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [
        (date(2026, 3, 24), 18),  # the week before the clock goes forward
        (date(2026, 3, 31), 17),
        (date(2026, 10, 20), 17),  # the week before it goes back
        (date(2026, 10, 27), 18),
        (date(2041, 7, 2), 17),  # beyond the end of 32-bit time
        (date(2041, 12, 3), 18),
    ],
)
def test_every_reader_sees_seven_o_clock_in_amsterdam(day: date, hour_in_utc: int) -> None:
    meeting = meeting_at(datetime.combine(day, time(19), AMSTERDAM))
    (event,) = read(file_of(meeting))
    assert event["wall"] == datetime.combine(day, time(19))
    assert event["start"] == datetime.combine(day, time(hour_in_utc), UTC) == meeting.starts_at
    assert event["end"] == meeting.ends_at
    assert event["zone"] == "Europe/Amsterdam"
    assert event["location"] == meeting.location


@settings(deadline=None)
@given(st.dates(date(2024, 1, 1), date(2036, 12, 31)), st.integers(7 * 60, 20 * 60))
def test_any_moment_of_the_day_is_the_same_to_every_reader(day: date, minute: int) -> None:
    meeting = meeting_at(datetime.combine(day, time(*divmod(minute, 60)), AMSTERDAM))
    (event,) = read(file_of(meeting))
    assert (event["start"], event["end"]) == (meeting.starts_at, meeting.ends_at)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120)
)
def test_whatever_a_place_is_called_every_reader_sees_it(place: str) -> None:
    start = datetime(2026, 3, 10, 19, tzinfo=AMSTERDAM)
    (event,) = read(file_of(meeting_at(start, location=place)))
    assert event["location"] == place


def test_a_change_and_a_cancellation_meet_the_same_event_with_a_higher_sequence(db: Db) -> None:
    course = make_course(db, 1)
    meeting = course.meetings[0]

    def told(*, is_single: bool = True) -> tuple[bytes, dict[str, object]]:
        body = file_of(meeting, is_single=is_single)
        return body, read(body)[0]

    first_file, first = told()
    slot = slot_on(date(2026, 3, 31), course.trainer)  # across the change of the clock
    services.move_meeting(db, meeting.id, slot, meeting.version)
    _, moved = told()
    services.cancel_meeting(db, meeting.id)
    last_file, cancelled = told()
    assert len({event["uid"] for event in (first, moved, cancelled)}) == 1
    assert [event["sequence"] for event in (first, moved, cancelled)] == [0, 1, 2]
    assert [event["status"] for event in (first, moved, cancelled)] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip
    assert (moved["start"], moved["wall"]) == (
        datetime(2026, 3, 31, 17, 30, tzinfo=UTC),
        datetime.combine(date(2026, 3, 31), time(19, 30)),
    )
    assert b"METHOD:PUBLISH" in first_file
    assert b"METHOD:CANCEL" in last_file
    assert b"METHOD:PUBLISH" in told(is_single=False)[0]


def test_the_own_calendar_holds_every_meeting_and_nobody_s_name(db: Db) -> None:
    course = make_course(db, 2)
    person = make_person(db, Role.TRAINER)
    services.cancel_meeting(db, course.meetings[3].id)
    services.move_meeting(
        db, course.meetings[0].id, slot_on(date(2026, 3, 11), person), course.meetings[0].version
    )
    meetings = own.all_meetings_of(db, course.mentors[0].id)
    body = calendar_file(meetings, queries.modules(db), organiser=ORGANISER)
    events = read(body)
    assert [event["status"] for event in events].count("CANCELLED") == 1
    assert len({event["uid"] for event in events}) == len(events) == 9
    for name in ("Abel", "Duin", "Bo", "Fenna", "ATTENDEE"):
        assert name.encode() not in body


def test_the_words_follow_the_language() -> None:
    start = datetime(2026, 3, 10, 19, tzinfo=AMSTERDAM)
    for language, summary in (("nl", "Grip op het leven"), ("en", "Grip on life")):
        with speaking(language):
            (event,) = read(file_of(meeting_at(start)))
        assert event["summary"] == summary
