"""Counts what asks for attention among mentors, in one statement; nothing is unsealed for it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.foundation.working_days import months_later
from mentorship.mentors.models import (
    Interview,
    Mentor,
    MentorReference,
    MentorSeat,
    MentorStatus,
    Pause,
    TalkOutcome,
    VogSighting,
)
from mentorship.mentors.standing import terms_of

SOON_STALE = timedelta(days=60)  # so long a new VOG may take
_DAY = timedelta(days=1)


class Asks(StrEnum):
    """What of a mentor asks for somebody's attention."""

    NEW = "new"
    ANOTHER_TALK = "another-talk"
    TALK_SAID_NO = "talk-said-no"
    REFERENCE_TO_JUDGE = "reference-to-judge"
    REFERENCE_LATE = "reference-late"
    VOG_ENDS = "vog-ends"
    PAUSE_ENDS = "pause-ends"


def counts_of(db: Db, mentors: SelectOfScalar[Mentor], day: date) -> dict[Asks, int]:
    """Of the open ones among these."""
    asked = _conditions(db, day)
    counted = mentors.where(_is_open()).with_only_columns(
        *(func.count().filter(condition) for condition in asked.values())
    )
    return dict(zip(asked, db.execute(counted).one(), strict=True))


def those(db: Db, mentors: SelectOfScalar[Mentor], asks: Asks, day: date) -> SelectOfScalar[Mentor]:
    """Who was counted, the longest here first."""
    found = mentors.where(_is_open(), _conditions(db, day)[asks])
    return found.order_by(col(Mentor.applied_at), col(Mentor.id))


def _conditions(db: Db, day: date) -> Mapping[Asks, ColumnElement[bool]]:
    months = terms_of(db).vog_months
    sunday = day + (6 - day.weekday()) * _DAY
    answered = col(MentorReference.answered_at).is_not(None)
    return {
        Asks.NEW: ~_has_talk(),
        Asks.ANOTHER_TALK: _last_talk_is(TalkOutcome.ANOTHER_TALK),
        Asks.TALK_SAID_NO: _last_talk_is(TalkOutcome.NO),
        Asks.REFERENCE_TO_JUDGE: _has_reference(answered & col(MentorReference.outcome).is_(None)),
        Asks.REFERENCE_LATE: _has_reference(~answered & (col(MentorReference.due_on) < day)),
        Asks.VOG_ENDS: _newest_vog().between(
            _last_issued(day - _DAY, months) + _DAY, _last_issued(day + SOON_STALE, months)
        ),
        Asks.PAUSE_ENDS: _has_pause_ending(day, sunday),
    }


def _is_open() -> ColumnElement[bool]:
    return col(Mentor.status) == MentorStatus.OPEN


def _has_talk() -> ColumnElement[bool]:
    talked = select(Interview.id).where(col(Interview.mentor_id) == col(Mentor.id))
    return talked.correlate(Mentor).exists()


@cache
def _last_talk_is(outcome: TalkOutcome) -> ColumnElement[bool]:
    """The newest counts."""
    later = aliased(Interview)
    newer = (col(later.recorded_at) > col(Interview.recorded_at)) | (
        (col(later.recorded_at) == col(Interview.recorded_at)) & (col(later.id) > col(Interview.id))
    )
    overtaken = select(later.id).where(col(later.mentor_id) == col(Interview.mentor_id), newer)
    found = select(Interview.id).where(
        col(Interview.mentor_id) == col(Mentor.id),
        col(Interview.outcome) == outcome,
        ~overtaken.correlate(Interview).exists(),
    )
    return found.correlate(Mentor).exists()


def _has_reference(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found = select(MentorReference.id).where(
        col(MentorReference.mentor_id) == col(Mentor.id),
        col(MentorReference.closed_at).is_(None),
        condition,
    )
    return found.correlate(Mentor).exists()


def _newest_vog() -> ColumnElement[date]:
    issued = select(func.max(VogSighting.issued_on)).where(
        col(VogSighting.mentor_id) == col(Mentor.id)
    )
    return issued.correlate(Mentor).scalar_subquery()


def _last_issued(day: date, months: int) -> date:
    """The last day of issue of a VOG that counts until this day at the latest."""
    issued = months_later(day, -months)
    while months_later(issued + _DAY, months) <= day:  # a longer month ends on the same day
        issued += _DAY
    return issued


def _has_pause_ending(first: date, last: date) -> ColumnElement[bool]:
    found = select(Pause.id).where(
        col(Pause.mentor_id) == col(Mentor.id),
        col(Pause.ended_on).is_(None),
        col(Pause.last_day).between(first, last),
    )
    return found.correlate(Mentor).exists()


def late_references(db: Db, day: date) -> Sequence[tuple[Mentor, MentorReference]]:
    """Of open mentors; the same ones that are counted as late."""
    found = (
        select(Mentor, MentorReference)
        .join(MentorReference, col(MentorReference.mentor_id) == col(Mentor.id))
        .where(
            _is_open(),
            col(MentorReference.closed_at).is_(None),
            col(MentorReference.answered_at).is_(None),
            col(MentorReference.due_on) < day,
        )
    )
    return db.exec(found).all()


def seats_of_open(db: Db) -> dict[UUID, tuple[str, int]]:
    """House and open seats of every open mentor who has any."""
    found = (
        select(col(Mentor.id), col(Mentor.house_code), func.count())
        .join(MentorSeat, col(MentorSeat.mentor_id) == col(Mentor.id))
        .where(_is_open(), col(MentorSeat.is_open))
        .group_by(col(Mentor.id), col(Mentor.house_code))
    )
    return {key: (house, number) for key, house, number in db.exec(found)}
