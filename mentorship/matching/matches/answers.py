"""The verbs after a choice: both sides answer, and a match runs, is turned down or taken back."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import add_working_days
from mentorship.matching.matches import asking, queries
from mentorship.matching.matches.rules import (
    MatchClosed,
    NoLongerPossible,
    Reply,
    check_may_answer,
)
from mentorship.matching.models import AnsweredBy, Match, MatchAnswer, MatchStatus, Side
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import verbs as courses


def answer(
    db: Db, match: Match, reply: Reply, answered_by: AnsweredBy, *, noted_by: UUID | None = None
) -> MatchAnswer:
    """One side's word; mentee and match are locked. Raises a kind of MatchRefused."""
    before = queries.said(queries.answers_of(db, [match.id])[match.id])
    check_may_answer(match.status, before, reply, match.answer_due, today(db))
    if reply.is_yes and not _is_still_possible(db, match):
        raise NoLongerPossible
    row = MatchAnswer(
        subject_id=match.subject_id,
        match_id=match.id,
        side=reply.side,
        is_yes=reply.is_yes,
        refusal=reply.refusal,
        answered_by=answered_by,
        noted_by=noted_by,
        answered_at=now(db),
    )
    db.add(row)
    _record(db, "match.answered", match, side=reply.side)
    if not reply.is_yes:
        _close(db, match, MatchStatus.REFUSED)
        if reply.side is Side.MENTEE:
            asking.tell_mentor_it_ended(db, match)
    elif reply.side is Side.MENTOR:
        _ask_mentee(db, match)
    else:
        _begin(db, match)
    db.flush()
    if noted_by is None:
        asking.tell_consultant(db, match)
    return row


def _is_still_possible(db: Db, match: Match) -> bool:
    is_waiting = mentees.is_waiting(db, match.mentee_id)
    return is_waiting and queries.mentor_of(db, match).is_open


def _ask_mentee(db: Db, match: Match) -> None:
    """Their own term begins; the consultant tells them, nothing goes out by itself."""
    settings: Settings = db.info["database"].settings
    match.answer_due = add_working_days(today(db), settings.answer_working_days)
    asking.end_links(db, match)


def _begin(db: Db, match: Match) -> None:
    match.status, match.started_at = MatchStatus.ACTIVE, now(db)
    asking.end_links(db, match)
    courses.note_started(db, queries.mentee_of(db, match))
    _record(db, "match.started", match)


def withdraw(db: Db, match: Match, reason: str) -> None:
    """A consultant takes the question back: nobody refused, so it may be proposed again."""
    if match.status is not MatchStatus.ASKED:
        raise MatchClosed
    vault.write(db, match, closing_reason=reason)
    _close(db, match, MatchStatus.WITHDRAWN)
    asking.tell_mentor_it_ended(db, match)


def end(db: Db, match: Match, reason: str, *, looks_again: bool) -> None:
    """A running match is over: the seat is free, and the mentee waits again or is done.

    Whose course was stopped meanwhile neither waits again nor ends once more.
    """
    if match.status is not MatchStatus.ACTIVE:
        raise MatchClosed
    vault.write(db, match, closing_reason=reason)
    _close(db, match, MatchStatus.ENDED)
    mentee = queries.mentee_of(db, match)
    if not mentee.stage.is_open:
        return
    if looks_again:
        courses.note_waits_again(db, mentee)
    else:
        courses.note_ended(db, mentee)


def due_for_closing(db: Db) -> Sequence[UUID]:
    """Asked matches that nobody can answer any more, and running ones of who stopped."""
    found = (*queries.asked_now(db), *queries.running_of_stopped(db))
    return [match.id for match in found if _closing_of(db, match) is not None]


def close_if_due(db: Db, match_id: UUID) -> None:
    """Looks again under the locks: an answer may have come first."""
    match = queries.lock(db, select(Match), match_id)
    status = _closing_of(db, match) if match is not None else None
    if match is not None and status is not None:
        was_asked = match.status is MatchStatus.ASKED
        _close(db, match, status)
        if was_asked:
            asking.tell_mentor_it_ended(db, match)
            asking.tell_consultant(db, match)


def _closing_of(db: Db, match: Match) -> MatchStatus | None:
    if match.status is MatchStatus.ACTIVE and not queries.mentee_of(db, match).stage.is_open:
        return MatchStatus.ENDED
    if match.status is not MatchStatus.ASKED:
        return None
    if not _is_still_possible(db, match):
        return MatchStatus.WITHDRAWN
    return MatchStatus.EXPIRED if match.answer_due < today(db) else None


def _close(db: Db, match: Match, status: MatchStatus) -> None:
    match.status, match.closed_at = status, now(db)
    asking.end_links(db, match)
    db.flush()
    _record(db, "match.closed", match)


def _record(db: Db, action: str, match: Match, **details: Side) -> None:
    audit.record(
        db, action, subject_id=match.subject_id, object_id=match.id, purpose=Purpose.MATCHING,
        house=match.house_code, **details,
    )  # fmt: skip
