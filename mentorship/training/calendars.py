"""Meetings as a calendar file (RFC 5545): the times of Amsterdam, and no names of people."""

from collections.abc import Iterable
from typing import cast

from icalendar import Calendar, Event, Timezone, vCalAddress

from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import gettext as _
from mentorship.training.labels import heading_of
from mentorship.training.models import TrainingMeeting, TrainingModule

CONTENT_TYPE = "text/calendar; charset=utf-8"

# As the rule of the European Union stands since 1996, so that it doesn't end in some year.
_AMSTERDAM = """\
BEGIN:VTIMEZONE\r
TZID:Europe/Amsterdam\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:19960331T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


def calendar_file(
    meetings: Iterable[TrainingMeeting],
    modules: Iterable[TrainingModule],
    *,
    organiser: str,
    is_single: bool = False,
) -> bytes:
    """Opened again, a calendar finds its events by their UID and takes over a higher SEQUENCE.

    The file of a single meeting that was cancelled says so as a whole (METHOD:CANCEL); among
    others the event itself says it. `organiser` is the programme's e-mail address.
    """
    wanted = list(meetings)
    is_cancelled = is_single and all(meeting.is_cancelled for meeting in wanted)
    return calendar_of(meeting_events(wanted, modules, organiser), is_cancelled=is_cancelled)


def calendar_of(events: Iterable[Event], *, is_cancelled: bool = False) -> bytes:
    """The file around events of any room."""
    calendar = Calendar()
    calendar.add("prodid", "-//ONE-on-ONE//mentorship//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(Timezone.from_ical(_AMSTERDAM))
    for event in events:
        calendar.add_component(event)
    return cast(bytes, calendar.to_ical())


def meeting_events(
    meetings: Iterable[TrainingMeeting], modules: Iterable[TrainingModule], organiser: str
) -> list[Event]:
    of_code = {module.code: module for module in modules}
    return [_event(meeting, of_code, organiser) for meeting in meetings]


def _event(meeting: TrainingMeeting, modules: dict[str, TrainingModule], organiser: str) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.starts_at.astimezone(TIME_ZONE))
    event.add("dtend", meeting.ends_at.astimezone(TIME_ZONE))
    heading = heading_of(meeting, modules.get(meeting.module_code or ""))
    if meeting.is_cancelled:
        heading = _("Cancelled: %(meeting)s", meeting=heading)
    event.add("summary", heading)
    event.add("location", meeting.location)
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
