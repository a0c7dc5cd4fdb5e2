"""A calendar that a phone follows: when a mentor meets whom is nobody's business, so only when."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Event
from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.queries import effective_grants
from mentorship.accounts.roles import Role
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.keys.store import KeyStore
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.training import own as training
from mentorship.training import queries as meetings
from mentorship.training.calendars import calendar_of, meeting_events
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.sessions import appointments
from mentorship.trajectories.sessions.models import CalendarFeed

LENGTH = timedelta(hours=1)


def make_address(db: Db, user_id: UUID, subject_id: UUID, made: UUID) -> None:
    """A new address, for this sending of the page; the one before stops working. Sent again it
    changes nothing."""
    token_hash = _hash(token_of(db, user_id, made))
    if (before := feed_of(db, user_id)) is not None and before.token_hash == token_hash:
        return
    end_address(db, user_id)
    feed = CalendarFeed(
        subject_id=subject_id, user_id=user_id, token_hash=token_hash, made_at=now(db)
    )
    db.add(feed)
    db.flush()
    audit.record(db, "calendar.address_made", subject_id=subject_id, object_id=feed.id)


def token_of(db: Db, user_id: UUID, made: UUID) -> str:
    """The secret part of the address that this sending made: only our key makes it again, so the
    database holds no more than its hash."""
    keys: KeyStore = db.info["database"].keys
    secret = keys.keyed_hash("calendar-address", user_id.bytes + made.bytes)
    return urlsafe_b64encode(secret).decode().rstrip("=")


def is_made(db: Db, user_id: UUID, made: UUID) -> bool:
    """Whether the address of this sending is the one that works."""
    feed = feed_of(db, user_id)
    return feed is not None and feed.token_hash == _hash(token_of(db, user_id, made))


def end_address(db: Db, user_id: UUID) -> None:
    if (feed := feed_of(db, user_id)) is not None:
        db.delete(feed)
        db.flush()
        audit.record(db, "calendar.address_ended", subject_id=feed.subject_id, object_id=feed.id)


def feed_of(db: Db, user_id: UUID) -> CalendarFeed | None:
    found = select(CalendarFeed).where(col(CalendarFeed.user_id) == user_id)
    return db.exec(found).one_or_none()


def reader_of(db: Db, token: str) -> User | None:
    """Whose calendar this address opens, while that person is a mentor here."""
    found = select(CalendarFeed).where(col(CalendarFeed.token_hash) == _hash(token))
    feed = db.exec(found).one_or_none()
    user = db.get(User, feed.user_id) if feed else None
    if user is None or not user.is_open:
        return None
    is_mentor = any(grant.role is Role.MENTOR for grant in effective_grants(db, user.id))
    return user if is_mentor else None


def calendar_for(db: Db, user: User, organiser: str) -> bytes:
    """The own training meetings and the appointments with a young person, still to come."""
    mentor = mentor_of_user(db, user.id)
    if mentor is None:
        return calendar_of([])
    trainings = meeting_events(
        training.all_meetings_of(db, mentor.id), meetings.modules(db), organiser
    )
    return calendar_of([*trainings, *_appointments(db, mentor)])


def _appointments(db: Db, mentor: Mentor) -> Iterator[Event]:
    moment = now(db)
    running = list(db.exec(policy.running_of(mentor)))
    coming = appointments.coming(db, [one.id for one in running])
    for one in running:
        planned = trajectories.open_meeting(db, one)
        if planned is not None and planned.starts_at > moment:
            yield _event(planned.id, planned.starts_at, planned.planned_at)
        if (found := coming.get(one.id)) is not None:
            yield _event(found.row_id, found.at, found.said_at)


def _event(uid: UUID, starts_at: datetime, noted_at: datetime) -> Event:
    """No name and no place: a calendar is shown on a locked screen and shared with a family."""
    event = Event()
    event.add("uid", f"{uid}@one-on-one")
    event.add("dtstamp", noted_at)
    event.add("dtstart", starts_at.astimezone(TIME_ZONE))
    event.add("dtend", (starts_at + LENGTH).astimezone(TIME_ZONE))
    event.add("summary", _("ONE-on-ONE appointment"))
    event.add("status", "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
