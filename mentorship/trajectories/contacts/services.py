"""The verbs of support contacts: note one, and put another in the place of one's own."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.mentors.models import Mentor
from mentorship.trajectories.contacts import queries, rules
from mentorship.trajectories.contacts.models import (
    ContactHow,
    ContactSide,
    ContactTopic,
    MentorImpact,
    SupportContact,
)
from mentorship.trajectories.course import done_before, free_key, record
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.rules import DayImpossible, check_day


@dataclass(frozen=True)
class NewContact:
    """A contact as the form tells it; of one that failed the words are kept and no topics."""

    side: ContactSide
    held_on: date
    how: ContactHow
    is_reached: bool
    topics: frozenset[str] = frozenset()
    words: dict[ContactTopic, str] = field(default_factory=dict)
    minutes: int | None = None


def note_contact(
    db: Db, trajectory: Trajectory, told: NewContact, *, by: UUID, key: UUID | None = None
) -> SupportContact:
    """The trajectory is locked. Raises DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, SupportContact, key, trajectory)) is not None:
        return before
    return _add(db, trajectory, told, by, key)


def correct_contact(
    db: Db,
    trajectory: Trajectory,
    contact: SupportContact,
    told: NewContact,
    *,
    by: UUID,
    key: UUID | None = None,
) -> SupportContact:
    """A new row in the place of one's own. Raises NotTheWriter, ContactCorrected, DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, SupportContact, key, trajectory)) is not None:
        return before
    if contact.noted_by != by:
        raise rules.NotTheWriter
    if queries.correction_of(db, contact) is not None:
        raise rules.ContactCorrected
    return _add(db, trajectory, told, by, key, corrects=contact)


def _add(
    db: Db,
    trajectory: Trajectory,
    told: NewContact,
    by: UUID,
    key: UUID,
    corrects: SupportContact | None = None,
) -> SupportContact:
    _check_day(db, trajectory, told.held_on)
    words = {topic: text for topic, text in told.words.items() if text}
    topics = rules.topics_of(told.topics, words) if told.is_reached else []
    contact = SupportContact(
        id=free_key(db, SupportContact, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, side=told.side, held_on=told.held_on, how=told.how,
        is_reached=told.is_reached, topics=[topic.value for topic in topics],
        topics_covered=len(topics), corrects_id=corrects.id if corrects else None,
        minutes=told.minutes, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    own = words.pop(ContactTopic.IMPACT, None) if told.side is ContactSide.MENTOR else None
    vault.write(db, contact, **{topic.value: text for topic, text in words.items()})
    db.add(contact)
    db.flush()
    if own:
        _keep_impact(db, trajectory, contact, own)
    action = "support_contact.corrected" if corrects else "support_contact.noted"
    record(db, action, trajectory, side=told.side)
    return contact


def _keep_impact(db: Db, trajectory: Trajectory, contact: SupportContact, words: str) -> None:
    """What is about the mentor is sealed under the mentor's own key."""
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    row = MentorImpact(id=uuid4(), subject_id=mentor.subject_id, contact_id=contact.id)
    vault.write(db, row, words=words)
    db.add(row)
    db.flush()


def _check_day(db: Db, trajectory: Trajectory, day: date) -> None:
    """Not still to come, and not before the pair was there at all."""
    opened = day_of(trajectory.opened_at)
    check_day(day, after=min(opened, trajectory.started_on or opened), today=today(db))


__all__ = ["DayImpossible", "NewContact", "correct_contact", "note_contact"]
