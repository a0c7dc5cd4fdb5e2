"""Counts what asks for attention among mentors; nothing is unsealed for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.mentors.models import (
    Interview,
    Mentor,
    MentorReference,
    MentorSeat,
    MentorStatus,
    Pause,
    TalkOutcome,
)


@dataclass(frozen=True)
class ReferenceCounts:
    """Answers to judge, and referees whose last day for an answer has passed."""

    to_judge: int
    late: int


def open_among(visible: SelectOfScalar[Mentor]) -> SelectOfScalar[Mentor]:
    return visible.where(col(Mentor.status) == MentorStatus.OPEN)


def count_without_talk(db: Db, mentors: SelectOfScalar[Mentor]) -> int:
    """Who applied, and with whom nobody talked yet."""
    talked = select(Interview.id).where(col(Interview.mentor_id) == col(Mentor.id))
    return _count(db, mentors.where(~talked.correlate(Mentor).exists()))


def count_by_last_talk(db: Db, mentors: SelectOfScalar[Mentor]) -> dict[TalkOutcome, int]:
    """How many mentors have which outcome as their newest: that one counts."""
    later = aliased(Interview)
    newer = (col(later.recorded_at) > col(Interview.recorded_at)) | (
        (col(later.recorded_at) == col(Interview.recorded_at)) & (col(later.id) > col(Interview.id))
    )
    is_overtaken = select(later.id).where(col(later.mentor_id) == col(Interview.mentor_id), newer)
    found = (
        select(col(Interview.outcome), func.count())
        .where(
            col(Interview.mentor_id).in_(_ids(mentors)),
            ~is_overtaken.correlate(Interview).exists(),
        )
        .group_by(col(Interview.outcome))
    )
    counted = {TalkOutcome(outcome): number for outcome, number in db.exec(found)}
    return {outcome: counted.get(outcome, 0) for outcome in TalkOutcome}


def count_references(db: Db, mentors: SelectOfScalar[Mentor], day: date) -> ReferenceCounts:
    answered = col(MentorReference.answered_at).is_not(None)
    found = select(
        _how_many(answered & col(MentorReference.outcome).is_(None)),
        _how_many(~answered & (col(MentorReference.due_on) < day)),
    ).where(
        col(MentorReference.mentor_id).in_(_ids(mentors)),
        col(MentorReference.closed_at).is_(None),
    )
    to_judge, late = db.exec(found).one()
    return ReferenceCounts(to_judge, late)


def count_pauses_ending(db: Db, mentors: SelectOfScalar[Mentor], first: date, last: date) -> int:
    """Whose pause has its last day between these two, both included."""
    paused = select(Pause.mentor_id).where(
        col(Pause.ended_on).is_(None), col(Pause.last_day).between(first, last)
    )
    return _count(db, mentors.where(col(Mentor.id).in_(paused)))


def seats_of_open(db: Db) -> dict[UUID, tuple[str, int]]:
    """House and open seats of every open mentor who has any."""
    found = (
        select(col(Mentor.id), col(Mentor.house_code), func.count())
        .join(MentorSeat, col(MentorSeat.mentor_id) == col(Mentor.id))
        .where(col(Mentor.status) == MentorStatus.OPEN, col(MentorSeat.is_open))
        .group_by(col(Mentor.id), col(Mentor.house_code))
    )
    return {key: (house, number) for key, house, number in db.exec(found)}


def _ids(mentors: SelectOfScalar[Mentor]) -> SelectOfScalar[UUID]:
    return mentors.with_only_columns(col(Mentor.id))  # type: ignore[return-value]


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _count(db: Db, mentors: SelectOfScalar[Mentor]) -> int:
    return db.exec(select(func.count()).select_from(_ids(mentors).subquery())).one()
