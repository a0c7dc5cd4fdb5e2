"""The end of a match, whoever brings it about; and the work of a night that finds what was left."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select

from mentorship.foundation import audit, jobs
from mentorship.foundation.db import Db, now
from mentorship.foundation.outbox import Letter
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import asking, letters, queries
from mentorship.matching.models import Match, MatchStatus, Side
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import queries as mentees

LOOK_AGAIN = "matching.look_again"


def close(db: Db, match: Match, status: MatchStatus) -> None:
    """For who holds the locks: the seat and the young person are free, and no link works.

    After a question both are looked at again, as soon as this is committed.
    """
    was_asked = match.status is MatchStatus.ASKED
    match.status, match.closed_at = status, now(db)
    asking.end_links(db, match)
    db.flush()
    record(db, "match.closed", match)
    if was_asked:
        jobs.enqueue(db, LOOK_AGAIN, match_id=match.id)


def call_off(db: Db, match: Match) -> None:
    """Somebody in it takes part no more: a question is withdrawn, what ran has ended."""
    is_asked = match.status is MatchStatus.ASKED
    close(db, match, MatchStatus.WITHDRAWN if is_asked else MatchStatus.ENDED)


def is_still_possible(db: Db, match: Match) -> bool:
    is_waiting = mentees.is_waiting(db, match.mentee_id)
    return is_waiting and queries.mentor_of(db, match).is_open


def due_for_closing(db: Db) -> Sequence[UUID]:
    """Asked matches that nobody can answer any more, and running ones of who stopped."""
    found = (*queries.asked_now(db), *queries.running_of_stopped(db))
    return [match.id for match in found if _closing_of(db, match) is not None]


def close_if_due(db: Db, match_id: UUID) -> None:
    """Looks again under the locks: an answer may have come first."""
    match = queries.lock(db, select(Match), match_id)
    status = _closing_of(db, match) if match is not None else None
    if match is None or status is None:
        return
    to_mentor, to_consultant = _letters_about(db, match, status)
    close(db, match, status)
    if queries.mentor_of(db, match).is_open:
        asking.tell_mentor(db, match, to_mentor)
    asking.tell_consultant(db, match, to_consultant)


def _closing_of(db: Db, match: Match) -> MatchStatus | None:
    if match.status is MatchStatus.ACTIVE:
        return MatchStatus.ENDED if _has_stopped(db, match) else None
    if match.status is not MatchStatus.ASKED:
        return None
    if not is_still_possible(db, match):
        return MatchStatus.WITHDRAWN
    return MatchStatus.EXPIRED if match.answer_due < today(db) else None


def _has_stopped(db: Db, match: Match) -> bool:
    is_mentee_here = queries.mentee_of(db, match).stage.is_open
    return not (is_mentee_here and queries.mentor_of(db, match).is_open)


def _letters_about(db: Db, match: Match, status: MatchStatus) -> tuple[Letter, Letter]:
    """What the mentor reads, and what the consultant reads."""
    if match.status is MatchStatus.ACTIVE:
        return letters.ENDED, letters.STOPPED
    if status is MatchStatus.WITHDRAWN:
        return letters.CLOSED, letters.IMPOSSIBLE
    (one,) = queries.with_answers(db, [match])
    return (letters.TOO_LATE if one.awaits is Side.MENTOR else letters.CLOSED), letters.UNANSWERED


def record(db: Db, action: str, match: Match, **details: Side) -> None:
    audit.record(
        db, action, subject_id=match.subject_id, object_id=match.id, purpose=Purpose.MATCHING,
        house=queries.mentee_of(db, match).house_code, **details,
    )  # fmt: skip
