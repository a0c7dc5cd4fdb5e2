"""Finds support contacts, what is due, and the days on which each side was reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Authority, Mentee
from mentorship.trajectories import queries
from mentorship.trajectories.contacts import rules
from mentorship.trajectories.contacts.models import (
    ContactSide,
    ContactTopic,
    MentorImpact,
    SupportContact,
)
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory

ReachedDays = dict[tuple[UUID, ContactSide], list[date]]
_TOPICS = [topic.value for topic in ContactTopic]


@dataclass(frozen=True)
class ContactTold:
    """A contact with its words, by topic; `is_corrected` when a newer row takes its place."""

    contact: SupportContact
    words: dict[ContactTopic, str]
    is_corrected: bool = False


def find(db: Db, trajectory: Trajectory, contact_id: UUID) -> SupportContact | None:
    found = select(SupportContact).where(
        col(SupportContact.id) == contact_id, col(SupportContact.trajectory_id) == trajectory.id
    )
    return db.exec(found).one_or_none()


def correction_of(db: Db, contact: SupportContact) -> SupportContact | None:
    found = select(SupportContact).where(col(SupportContact.corrects_id) == contact.id)
    return db.exec(found).one_or_none()


def contacts_of(db: Db, trajectory_ids: Collection[UUID]) -> list[SupportContact]:
    """Those that count, the newest first; without their words."""
    found = select(SupportContact).where(
        col(SupportContact.trajectory_id).in_(trajectory_ids), counts(SupportContact)
    )
    order = (col(SupportContact.held_on).desc(), col(SupportContact.noted_at).desc())
    return list(db.exec(found.order_by(*order)))


def told_of(db: Db, trajectory: Trajectory) -> list[ContactTold]:
    """Every row of a trajectory with its words, the newest first, corrected ones as well."""
    found = select(SupportContact).where(col(SupportContact.trajectory_id) == trajectory.id)
    order = (col(SupportContact.held_on).desc(), col(SupportContact.noted_at).desc())
    rows = list(db.exec(found.order_by(*order)))
    texts = vault.scan_fields(db, rows, _TOPICS, purpose=Purpose.GUIDANCE)
    impacts = _impacts(db, [row.id for row in rows])
    gone = {row.corrects_id for row in rows}
    return [
        ContactTold(row, _words(texts.get(row.id, {}), impacts.get(row.id)), row.id in gone)
        for row in rows
    ]


def _words(texts: dict[str, str], impact: str | None) -> dict[ContactTopic, str]:
    told = {ContactTopic(name): text for name, text in texts.items()}
    return told | ({ContactTopic.IMPACT: impact} if impact else {})


def words_of(db: Db, contact: SupportContact) -> dict[ContactTopic, str]:
    texts = vault.scan_fields(db, [contact], _TOPICS, purpose=Purpose.GUIDANCE)
    return _words(texts.get(contact.id, {}), _impacts(db, [contact.id]).get(contact.id))


def _impacts(db: Db, contact_ids: Collection[UUID]) -> dict[UUID, str]:
    found = select(MentorImpact).where(col(MentorImpact.contact_id).in_(contact_ids))
    rows = list(db.exec(found))
    texts = vault.scan(db, rows, "words", purpose=Purpose.GUIDANCE)
    return {row.contact_id: texts[row.id] for row in rows if row.id in texts}


def reached_days(db: Db, trajectory_ids: Collection[UUID]) -> ReachedDays:
    """The days of the contacts that count for the schedule, by trajectory and side."""
    columns = (
        col(SupportContact.trajectory_id), col(SupportContact.side), col(SupportContact.held_on),
    )  # fmt: skip
    found = select(*columns).where(
        col(SupportContact.trajectory_id).in_(trajectory_ids),
        col(SupportContact.is_reached),
        counts(SupportContact),
    )
    days: ReachedDays = {}
    for trajectory_id, side, held_on in db.exec(found.order_by(col(SupportContact.held_on))):
        days.setdefault((trajectory_id, side), []).append(held_on)
    return days


def courses_of(db: Db, trajectories: Sequence[Trajectory]) -> dict[UUID, rules.Course]:
    """Of those that began; one statement."""
    begun = [one for one in trajectories if one.started_on is not None]
    pauses = queries.pauses_of(db, [one.id for one in begun])
    return {
        one.id: rules.Course(one.started_on, one.ended_on, tuple(pauses[one.id]))
        for one in begun
        if one.started_on is not None
    }


def sides_of(db: Db, trajectories: Sequence[Trajectory]) -> dict[UUID, tuple[ContactSide, ...]]:
    """With whom contact is asked, as authority is now; one statement."""
    wanted = {one.mentee_id for one in trajectories}
    found = select(col(Mentee.id), col(Mentee.authority)).where(col(Mentee.id).in_(wanted))
    held: dict[UUID, Authority | None] = dict(db.exec(found).all())
    return {one.id: rules.sides_of(held.get(one.mentee_id)) for one in trajectories}


def due_of_many(
    db: Db, trajectories: Sequence[Trajectory], today: date
) -> dict[UUID, list[rules.Due]]:
    """What is due with each side, and nothing of a closed one, also on its last day; four
    statements for one trajectory as for a thousand."""
    still_open = [one for one in trajectories if one.ended_on is None]
    courses = courses_of(db, queries.not_waiting_to_be_closed(db, still_open))
    days = reached_days(db, list(courses))
    sides = sides_of(db, trajectories)
    terms = rules.Terms.of(settings_of(db))
    return {
        one.id: [
            due
            for side in sides[one.id]
            if one.id in courses
            and (due := rules.due_of(
                side, courses[one.id], days.get((one.id, side), []), today, terms
            ))
        ]
        for one in trajectories
    }  # fmt: skip
