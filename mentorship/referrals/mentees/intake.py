"""The verbs of an intake: a talk, and the decision about it."""

from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.referrals.mentees import rules
from mentorship.referrals.mentees.course import done_before, free_key, move, record, settle
from mentorship.referrals.mentees.intake_models import (
    IntakeDecision,
    IntakeOutcome,
    IntakeTalk,
    TalkWith,
)
from mentorship.referrals.mentees.models import Mentee


def record_talk(
    db: Db,
    mentee: Mentee,
    *,
    held_on: date,
    talked_with: TalkWith,
    notes: str,
    by: UUID,
    key: UUID | None = None,
) -> IntakeTalk:
    """`key` is of the page that was sent: sent twice, it is one talk."""
    key = key or uuid4()
    if (before := done_before(db, IntakeTalk, key, mentee)) is not None:
        return before
    rules.check_open(mentee.stage)
    talk = IntakeTalk(
        id=free_key(db, IntakeTalk, key),
        subject_id=mentee.subject_id,
        mentee_id=mentee.id,
        held_on=held_on,
        talked_with=talked_with,
        noted_at=now(db),
        noted_by=by,
    )
    vault.write(db, talk, notes=notes)
    db.add(talk)
    db.flush()
    record(db, "intake.talk_noted", mentee)
    return talk


def decide_intake(
    db: Db,
    mentee: Mentee,
    outcome: IntakeOutcome,
    reason: str,
    *,
    by: UUID,
    key: UUID | None = None,
) -> IntakeDecision:
    """Once; after “care first” there may be another decision. Raises IntakeDecided."""
    key = key or uuid4()
    if (before := done_before(db, IntakeDecision, key, mentee)) is not None:
        return before
    rules.check_awaits_decision(mentee.stage)
    decision = IntakeDecision(
        id=free_key(db, IntakeDecision, key),
        subject_id=mentee.subject_id,
        mentee_id=mentee.id,
        outcome=outcome,
        decided_at=now(db),
        decided_by=by,
    )
    vault.write(db, decision, reason=reason)
    db.add(decision)
    move(mentee, rules.STAGE_AFTER[outcome], today(db))
    settle(db, mentee)
    record(db, "intake.decided", mentee)
    return decision
