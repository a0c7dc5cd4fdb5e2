"""The verbs of an invitation: writing it, deciding about it, closing it, erasing it when over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation.interviews import queries, rules
from mentorship.evaluation.interviews.letters import DECIDED
from mentorship.evaluation.interviews.models import InterviewInvitation, InvitationStatus
from mentorship.evaluation.interviews.queries import Words
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.rules import SentWithOtherWords
from mentorship.foundation import audit, vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import ChangedMeanwhile, Db, now


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an evaluator writes, about which half-years, and until which day it is passed on."""

    words: Words
    cohorts: list[str]
    open_until: date


def write(
    db: Db, bundle: EvaluationBundle, wanted: Wanted, by: User, key: UUID
) -> InterviewInvitation:
    """The bundle is locked and at hand. `key` is of the sending of the page: sent twice, it is
    written once.

    Raises InvitationRefused; SentWithOtherWords when it was sent before and said something else.
    """
    before = db.get(InterviewInvitation, key)
    if before is not None and (before.written_by, before.bundle_id) == (by.id, bundle.id):
        if _wanted_of(db, before) != replace(wanted, cohorts=_once(wanted.cohorts)):
            raise SentWithOtherWords
        return before
    _check(db, bundle, wanted)
    row = InterviewInvitation(
        id=key if before is None else uuid4(),
        subject_id=by.subject_id,
        bundle_id=bundle.id,
        cohorts=_once(wanted.cohorts),
        open_until=wanted.open_until,
        written_by=by.id,
        written_at=now(db),
    )
    _seal(db, row, wanted.words)
    db.add(row)
    db.flush()
    _record(db, "interview_invitation.written", row)
    return row


def _once(cohorts: Iterable[str]) -> list[str]:
    """A half-year that was sent twice is one."""
    return sorted(set(cohorts))


def _wanted_of(db: Db, row: InterviewInvitation) -> Wanted:
    words = replace(queries.words_of(db, [row])[row.id], because="")
    return Wanted(words, row.cohorts, row.open_until)


def change(
    db: Db, row: InterviewInvitation, bundle: EvaluationBundle, wanted: Wanted, *, seen: int
) -> None:
    """Before it is approved; then it waits for approval again. The row is locked.

    Raises ChangedMeanwhile, InvitationRefused.
    """
    is_over = row.open_until < today(db)
    if is_over or row.status not in (InvitationStatus.WAITING, InvitationStatus.SENT_BACK):
        raise rules.NotWaiting
    _check_seen(row, seen)
    _check(db, bundle, wanted)
    _seal(db, row, wanted.words)
    row.cohorts, row.open_until = _once(wanted.cohorts), wanted.open_until
    row.status, row.written_at = InvitationStatus.WAITING, now(db)
    row.decided_by = row.decided_at = row.because = None
    db.flush()
    _record(db, "interview_invitation.changed", row)


def approve(db: Db, row: InterviewInvitation, by: UUID, *, seen: int) -> None:
    """From now on consultants pass it on. The row is locked; `seen` is the version that was read.

    Raises ChangedMeanwhile, InvitationRefused.
    """
    _check_waits(db, row, by, seen)
    row.status = InvitationStatus.APPROVED
    _decide(db, row, by, "interview_invitation.approved")


def send_back(db: Db, row: InterviewInvitation, because: str, by: UUID, *, seen: int) -> None:
    """With words that its writer reads; `seen` as in `approve`."""
    _check_waits(db, row, by, seen)
    if not because:
        raise rules.ReasonMissing
    vault.write(db, row, because=because)
    row.status = InvitationStatus.SENT_BACK
    _decide(db, row, by, "interview_invitation.sent_back")


def close(db: Db, row: InterviewInvitation) -> None:
    """By who wrote it or who approves: off all pages of consultants at once. The row is locked; a
    second time changes nothing."""
    if row.status is InvitationStatus.CLOSED:
        return
    row.status, row.closed_at = InvitationStatus.CLOSED, now(db)
    db.flush()
    _record(db, "interview_invitation.closed", row)


def remove(db: Db, row: InterviewInvitation) -> None:
    """With all that was noted about it, once it is long over."""
    _record(db, "interview_invitation.removed", row)
    db.delete(row)
    db.flush()


def _check(db: Db, bundle: EvaluationBundle, wanted: Wanted) -> None:
    rules.check_cohorts(wanted.cohorts, bundle.cohorts)
    rules.check_last_day(wanted.open_until, today(db), bundle.destroy_by)


def _check_waits(db: Db, row: InterviewInvitation, by: UUID, seen: int) -> None:
    if by == row.written_by:
        raise rules.NobodyApprovesTheirOwn
    if queries.standings(db, [row])[row.id].state is not rules.State.WAITING:
        raise rules.NotWaiting
    _check_seen(row, seen)


def _check_seen(row: InterviewInvitation, seen: int) -> None:
    if row.version != seen:
        raise ChangedMeanwhile("somebody else changed this invitation")


def _decide(db: Db, row: InterviewInvitation, by: UUID, action: str) -> None:
    row.decided_by, row.decided_at = by, now(db)
    db.flush()
    _record(db, action, row)
    address = posting.page(db, f"/evaluation/{row.bundle_id}/interviews/{row.id}")
    posting.post(db, db.get_one(User, row.written_by), DECIDED, address)


def _seal(db: Db, row: InterviewInvitation, words: Words) -> None:
    vault.write(
        db, row,
        researcher=words.researcher, about=words.about, practical=words.practical,
        languages=words.languages, reach=words.reach,
    )  # fmt: skip


def _record(db: Db, action: str, row: InterviewInvitation) -> None:
    audit.record(db, action, subject_id=row.subject_id, object_id=row.id)
