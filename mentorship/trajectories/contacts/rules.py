"""When a support contact is due and which windows count for the frequency; pure.

The schedule, of each side apart (EEPM 4, B.5.1; a guardian B.5.5). Only contacts count in which
somebody was reached, on the day that they were held; of a corrected one only the correction.
D is the day of the first meeting, N the days of the first window (30), A and M how many contacts
are asked in it (2) and in a month (1).

Windows
    The first window runs from D to D + N, both included, and asks A contacts. After it, every
    whole calendar month whose first day comes after D + N asks M contacts. Days between D + N and
    the first of those months are in no window.
    A window is applicable on a day T when its last day is before T, when no day of it lies in a
    pause, and when its last day isn't after the end of the trajectory. Others are left out.

What is due on a day T, for the worklist
    Nothing before D, from the day after the end on, or on a day of a pause.
    1. Late: some applicable window asked more than it has, and there was no contact since its last
       day. Due was the last day of the earliest of those windows.
    2. Otherwise the window that T lies in, or the next one when T lies in none. Of a window with a
       pause that ended by T one contact is asked, from the day on which the pause ended, due on
       its last day. Of another first window contact number k is due on D + N * k // A; of a month
       all are due on its last day. A due day before T is late.
    3. When the window has what it asks, the same of the next window, that is its last day (D + N
       is followed by the first whole month).
    Contacts after T don't count, and pauses that begin after T are not known yet.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import months_later
from mentorship.referrals.mentees.models import Authority
from mentorship.trajectories.contacts.models import ContactSide, ContactTopic
from mentorship.trajectories.pauses import Span, any_touches, is_paused
from mentorship.trajectories.rules import TrajectoryRefused

DAY = timedelta(days=1)


class ContactCorrected(TrajectoryRefused):
    """This contact was corrected already; the newest words are in the correction."""


class NotTheWriter(TrajectoryRefused):
    """Only who wrote a contact down corrects it."""


@dataclass(frozen=True)
class Terms:
    """How many contacts are asked; the first window in days after the first meeting."""

    first_days: int = 30
    first_contacts: int = 2
    monthly_contacts: int = 1

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        return cls(settings.first_contact_days, settings.first_contacts, settings.monthly_contacts)


@dataclass(frozen=True)
class Course:
    """The days of a trajectory that the schedule hangs on."""

    started_on: date
    ended_on: date | None = None
    pauses: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Window:
    """From the first to the last day, both included, in which so many contacts are asked."""

    first: date
    last: date
    needed: int

    def held(self, days: Collection[date]) -> int:
        return sum(self.first <= day <= self.last for day in days)

    def is_met(self, days: Collection[date]) -> bool:
        return self.held(days) >= self.needed


@dataclass(frozen=True)
class Due:
    """The last day on which the next contact with this side should be."""

    side: ContactSide
    day: date
    is_late: bool


def sides_of(authority: Authority | None) -> tuple[ContactSide, ...]:
    """A guardian only where somebody else than the young person holds authority."""
    both = (ContactSide.MENTOR, ContactSide.MENTEE)
    if authority in (None, Authority.YOUNG_PERSON):
        return both
    return (*both, ContactSide.GUARDIAN)


def windows(course: Course, until: date, terms: Terms) -> Iterator[Window]:
    """All that begin on or before `until`, applicable or not, in their order."""
    window = Window(
        course.started_on, course.started_on + timedelta(days=terms.first_days),
        terms.first_contacts,
    )  # fmt: skip
    while window.first <= until:
        yield window
        window = _next(window, terms)


def _next(window: Window, terms: Terms) -> Window:
    """The first whole month after it."""
    day = window.last + DAY
    first = day if day.day == 1 else months_later(day.replace(day=1), 1)
    return Window(first, months_later(first, 1) - DAY, terms.monthly_contacts)


def is_applicable(window: Window, course: Course, today: date) -> bool:
    return (
        window.last < today
        and (course.ended_on is None or window.last <= course.ended_on)
        and not any_touches(course.pauses, window.first, window.last)
    )


def applicable_windows(course: Course, today: date, terms: Terms) -> list[Window]:
    """Those of which can be said whether they have what they ask; the definition of B.5.1."""
    return [w for w in windows(course, today, terms) if is_applicable(w, course, today)]


def due_of(
    side: ContactSide, course: Course, days: Sequence[date], today: date, terms: Terms
) -> Due | None:
    """`days` are those of the contacts with this side in which they were reached."""
    known = tuple(span for span in course.pauses if span.start <= today)
    if (
        today < course.started_on
        or (course.ended_on is not None and today > course.ended_on)
        or is_paused(known, today)
    ):
        return None
    held = [day for day in days if day <= today]
    for window in applicable_windows(course, today, terms):
        if not window.is_met(held) and not any(day > window.last for day in held):
            return Due(side, window.last, is_late=True)
    day = _next_day(course.started_on, known, held, today, terms)
    return Due(side, day, is_late=day < today)


def _next_day(
    started_on: date, pauses: Sequence[Span], held: Sequence[date], today: date, terms: Terms
) -> date:
    first = window = next(windows(Course(started_on), started_on, terms))
    while window.last < today:
        window = _next(window, terms)
    ends = [p.until for p in pauses if p.until and p.touches(window.first, window.last)]
    if ends:
        is_asked = not any(max(ends) <= day <= window.last for day in held)
        return window.last if is_asked else _next(window, terms).last
    count = window.held(held)
    if count >= window.needed:
        return _next(window, terms).last
    if window == first:
        return started_on + timedelta(days=terms.first_days * (count + 1) // window.needed)
    return window.last


def topics_of(ticked: Collection[str], words: dict[ContactTopic, str]) -> list[ContactTopic]:
    """What was talked about: what was ticked, and what something was written about."""
    return [topic for topic in ContactTopic if topic in ticked or words.get(topic)]


def is_complete(topics: Collection[str]) -> bool:
    """Whether the form covers all five subjects (B.5.2)."""
    return set(ContactTopic) <= set(topics)
