"""Collects what trajectories hang on, for one or for thousands in the same few statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.trajectories import queries
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    ContactStatement,
    ExitTalk,
    TalkSide,
)
from mentorship.trajectories.due import CourseFacts
from mentorship.trajectories.models import CommitmentAgreement, FirstMeeting, Trajectory


def facts_of(db: Db, trajectories: Sequence[Trajectory]) -> dict[UUID, CourseFacts]:
    """By trajectory."""
    ids = [one.id for one in trajectories]
    standing = queries.standings(db, trajectories)
    pauses = queries.pauses_of(db, ids)
    matches = _matches(db, [one.match_id for one in trajectories])
    meetings = _planned_meetings(db, ids)
    agreed = _having(db, CommitmentAgreement, ids)
    stated = _having(db, ContactStatement, ids)
    talked, checked = _talked(db, ids), _checked(db, ids)
    found = {}
    for one in trajectories:
        match, here = matches[one.match_id], standing[one.id]
        meeting_at = meetings.get(one.id)
        found[one.id] = CourseFacts(
            phase=here.phase,
            matched_on=day_of(match.started_at or match.decided_at),
            closed_on=_closed_on(match),
            meeting_on=day_of(meeting_at) if meeting_at else None,
            started_on=one.started_on,
            planned_end=one.planned_end,
            ended_on=one.ended_on,
            expected_on=here.pause.expected_on if here.pause else None,
            pauses=tuple(pauses[one.id]),
            has_agreement=one.id in agreed,
            has_talked_with_mentee=(one.id, TalkSide.MENTEE) in talked,
            has_talked_with_mentor=(one.id, TalkSide.MENTOR) in talked,
            has_statement=one.id in stated,
            checked_months=frozenset(checked[one.id]),
        )
    return found


def _matches(db: Db, match_ids: Collection[UUID]) -> dict[UUID, Match]:
    return {row.id: row for row in db.exec(select(Match).where(col(Match.id).in_(match_ids)))}


def _planned_meetings(db: Db, ids: Collection[UUID]) -> dict[UUID, datetime]:
    found = select(col(FirstMeeting.trajectory_id), col(FirstMeeting.starts_at)).where(
        col(FirstMeeting.trajectory_id).in_(ids), col(FirstMeeting.outcome).is_(None)
    )
    return dict(db.exec(found).all())


def _talked(db: Db, ids: Collection[UUID]) -> set[tuple[UUID, TalkSide]]:
    found = select(col(ExitTalk.trajectory_id), col(ExitTalk.side))
    return set(db.exec(found.where(col(ExitTalk.trajectory_id).in_(ids))).all())


def _checked(db: Db, ids: Collection[UUID]) -> defaultdict[UUID, set[int]]:
    """The moments of aftercare that were noted, in months after the end."""
    found = select(col(AftercareCheck.trajectory_id), col(AftercareCheck.months))
    months: defaultdict[UUID, set[int]] = defaultdict(set)
    for key, month in db.exec(found.where(col(AftercareCheck.trajectory_id).in_(ids))):
        months[key].add(month)
    return months


def _closed_on(match: Match) -> date | None:
    if match.status is MatchStatus.ACTIVE or match.closed_at is None:
        return None
    return day_of(match.closed_at)


def _having(db: Db, table: Any, ids: Collection[UUID]) -> set[UUID]:
    found = select(col(table.trajectory_id)).where(col(table.trajectory_id).in_(ids))
    return set(db.exec(found))
