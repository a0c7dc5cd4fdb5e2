"""The verbs of a consultant: noting that an invitation was passed on, or why not."""

from datetime import date
from uuid import UUID, uuid4

from mentorship.accounts.access import UserActor
from mentorship.evaluation.interviews import policy, queries, rules
from mentorship.evaluation.interviews.models import InterviewAsking, InterviewInvitation, Outcome
from mentorship.foundation import audit
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.consents import withdraw_consent
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.queries import lock_mentee
from mentorship.referrals.policy import mentees_visible_to


def lock(
    db: Db, actor: UserActor, invitation_id: UUID, mentee_id: UUID
) -> tuple[InterviewInvitation, Mentee] | None:
    """The young person first, as every verb of a case; None for who is followed by others.

    Whether they may be asked is looked at after it, for that may change while this waits.
    """
    running = policy.passed_on_by(actor, today(db))
    if queries.find(db, running, invitation_id) is None:
        return None
    mentee = lock_mentee(db, mentees_visible_to(actor), mentee_id)
    row = queries.lock(db, running, invitation_id) if mentee else None
    return (row, mentee) if row and mentee else None


def note(
    db: Db, row: InterviewInvitation, mentee: Mentee, outcome: Outcome, on: date,
    by: UserActor, key: UUID,
) -> InterviewAsking:  # fmt: skip
    """Both are locked, the young person first: who withdrew meanwhile isn't asked.

    Who doesn't want to be asked any more said so: the consent is withdrawn as well, for a word is
    enough. `key` is of the sending of the page: sent twice, it is noted once, also when the
    first one withdrew the consent. Raises NotToBeAsked, NotedBefore when a colleague was first,
    NotedOtherwise when the page was sent before and said something else, DayImpossible.
    """
    before = _sent_before(db, row, mentee, by, key)
    if before is not None and (before.outcome, before.happened_on) == (outcome, on):
        return before
    if not queries.is_to_be_asked(db, by, row, mentee):
        raise rules.NotToBeAsked
    if before is not None:
        raise rules.NotedOtherwise
    if queries.asking_of(db, row, mentee) is not None:
        raise rules.NotedBefore
    approved_on = day_of(row.decided_at) if row.decided_at else today(db)
    rules.check_happened(on, approved_on, today(db))
    asking = InterviewAsking(
        id=key if db.get(InterviewAsking, key) is None else uuid4(),
        subject_id=mentee.subject_id,
        invitation_id=row.id,
        mentee_id=mentee.id,
        outcome=outcome,
        happened_on=on,
        noted_by=by.id,
        noted_at=now(db),
    )
    db.add(asking)
    db.flush()
    is_passed_on = outcome is Outcome.PASSED_ON
    _record(db, "interview.passed_on" if is_passed_on else "interview.not_passed_on", asking)
    if outcome is Outcome.NO_CONSENT:
        withdraw_consent(db, mentee, ConsentPurpose.INTERVIEWS, GivenBy.YOUNG_PERSON)
    return asking


def _sent_before(
    db: Db, row: InterviewInvitation, mentee: Mentee, by: UserActor, key: UUID
) -> InterviewAsking | None:
    """What came of the same page when this person sent it already."""
    asking = queries.asking_of(db, row, mentee)
    is_same = asking is not None and (asking.id, asking.noted_by) == (key, by.id)
    return asking if is_same else None


def take_back(db: Db, asking: InterviewAsking) -> None:
    """For a slip, and for a hard time that is over: this person stands in the list again."""
    _record(db, "interview.taken_back", asking)
    db.delete(asking)
    db.flush()


def _record(db: Db, action: str, asking: InterviewAsking) -> None:
    """The trail outlives an erasure, so it doesn't say why somebody wasn't asked."""
    audit.record(
        db, action, subject_id=asking.subject_id, object_id=asking.invitation_id,
        purpose=Purpose.EVALUATION,
    )  # fmt: skip
