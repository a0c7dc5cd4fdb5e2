"""The verbs after a choice: both sides answer, and a match runs, is turned down or taken back."""

from uuid import UUID

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.working_days import add_working_days
from mentorship.matching.matches import asking, closing, letters, queries
from mentorship.matching.matches.rules import (
    ChosenBefore,
    MatchClosed,
    NoLongerPossible,
    Reply,
    check_may_answer,
)
from mentorship.matching.models import AnsweredBy, Match, MatchAnswer, MatchStatus, Side
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs as courses


def answer(
    db: Db, match: Match, reply: Reply, answered_by: AnsweredBy, *, noted_by: UUID | None = None
) -> MatchAnswer:
    """One side's word; mentee, mentor and match are locked. Raises a kind of MatchRefused."""
    before = queries.said(queries.answers_of(db, [match.id])[match.id])
    check_may_answer(match.status, before, reply, match.answer_due, today(db))
    if reply.is_yes and not closing.is_still_possible(db, match):
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
    closing.record(db, "match.answered", match, side=reply.side)
    if not reply.is_yes:
        closing.close(db, match, MatchStatus.REFUSED)
        if reply.side is Side.MENTEE:
            asking.tell_mentor(db, match, letters.CLOSED)
    elif reply.side is Side.MENTOR:
        _ask_mentee(db, match)
    else:
        _begin(db, match)
    db.flush()
    if noted_by is None:
        asking.tell_consultant(db, match, letters.ANSWERED[reply.side])
    return row


def _ask_mentee(db: Db, match: Match) -> None:
    """Their own term begins; the consultant tells them, nothing goes out by itself."""
    settings: Settings = db.info["database"].settings
    match.answer_due = add_working_days(today(db), settings.answer_working_days)
    asking.end_links(db, match)


def _begin(db: Db, match: Match) -> None:
    match.status, match.started_at = MatchStatus.ACTIVE, now(db)
    asking.end_links(db, match)
    courses.note_started(db, queries.mentee_of(db, match))
    closing.record(db, "match.started", match)


def withdraw(db: Db, match: Match, reason: str) -> None:
    """A consultant takes the question back: nobody refused, so it may be proposed again."""
    if match.status is not MatchStatus.ASKED:
        raise MatchClosed
    vault.write(db, match, closing_reason=reason)
    closing.close(db, match, MatchStatus.WITHDRAWN)
    asking.tell_mentor(db, match, letters.CLOSED)


def end(db: Db, match: Match, reason: str, *, looks_again: bool) -> None:
    """A running match is over: the seat is free, and the mentee waits again or is done.

    Whose course was stopped meanwhile neither waits again nor ends once more.
    """
    if match.status is not MatchStatus.ACTIVE:
        raise MatchClosed
    vault.write(db, match, closing_reason=reason)
    closing.close(db, match, MatchStatus.ENDED)
    _go_on(db, match, looks_again=looks_again)


def choose_next(db: Db, match: Match, reason: str, *, looks_again: bool) -> None:
    """What comes for a young person whose mentor stopped; raises ChosenBefore.

    They wait again since the day from which they waited at first, or they are done.
    """
    if not queries.asks_what_is_next(db, match):
        raise ChosenBefore
    vault.write(db, match, closing_reason=reason)
    _go_on(db, match, looks_again=looks_again)
    db.flush()
    closing.record(db, "match.next_chosen", match)


def _go_on(db: Db, match: Match, *, looks_again: bool) -> None:
    mentee = queries.mentee_of(db, match)
    if not mentee.stage.is_open:
        return
    if looks_again:
        courses.note_waits_again(db, mentee)
    else:
        courses.note_ended(db, mentee)
