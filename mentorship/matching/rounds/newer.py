"""Finds whether a whole round looked at somebody since; second looks at one place don't count."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.matching.rounds.models import MatchRound, RoundMentee, RoundMentor, RoundStatus


def newest_after(
    db: Db, visible: SelectOfScalar[MatchRound], row: MatchRound, mentee_id: UUID
) -> MatchRound | None:
    """The newest of these that looked at this young person after this one did."""
    found = visible.join(RoundMentee, col(RoundMentee.round_id) == col(MatchRound.id)).where(
        col(RoundMentee.mentee_id) == mentee_id, *_whole_since(row.created_at)
    )
    return db.exec(found.order_by(col(MatchRound.created_at).desc()).limit(1)).one_or_none()


def has_newer(db: Db, moment: datetime, mentee_id: UUID) -> bool:
    """Whether a whole round looked at this mentee since."""
    found = select(RoundMentee.id).join(MatchRound, col(MatchRound.id) == RoundMentee.round_id)
    found = found.where(col(RoundMentee.mentee_id) == mentee_id, *_whole_since(moment))
    return db.exec(found).first() is not None


def has_newer_of_mentor(db: Db, moment: datetime, mentor_id: UUID) -> bool:
    found = select(RoundMentor.id).join(MatchRound, col(MatchRound.id) == RoundMentor.round_id)
    found = found.where(col(RoundMentor.mentor_id) == mentor_id, *_whole_since(moment))
    return db.exec(found).first() is not None


def _whole_since(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(MatchRound.status) == RoundStatus.DONE,
        col(MatchRound.follows_id).is_(None),
        col(MatchRound.created_at) > moment,
    )
