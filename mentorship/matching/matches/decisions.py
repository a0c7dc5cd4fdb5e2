"""The decision about a proposal: choose, wait or widen, each pair by itself and with a reason."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import add_working_days
from mentorship.matching.matches import asking, checks
from mentorship.matching.matches.rules import (
    AlreadyDecided,
    CannotChoose,
    Hindrance,
    LendingNotAgreed,
    Obstacle,
)
from mentorship.matching.models import DecisionOutcome, Match, MatchStatus, ProposalDecision
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import queries as mentors
from mentorship.referrals.mentees.models import Mentee


def decide(
    db: Db,
    proposal: Proposal,
    mentee: Mentee,
    outcome: DecisionOutcome,
    reason: str,
    decided_by: UUID,
    *,
    is_lending_agreed: bool = False,
) -> Match | None:
    """The mentee is locked; the match when one was made.

    To choose is to ask: everything is looked at anew under the locks of both. Raises
    AlreadyDecided, LendingNotAgreed, or CannotChoose with all that stands in the way.
    """
    if find_decision(db, proposal) is not None:
        raise AlreadyDecided
    match = None
    if outcome is DecisionOutcome.CHOOSE:
        match = _choose(db, proposal, mentee, decided_by, is_lending_agreed=is_lending_agreed)
    made = ProposalDecision(
        subject_id=proposal.subject_id,
        proposal_id=proposal.id,
        outcome=outcome,
        decided_by=decided_by,
        decided_at=now(db),
    )
    vault.write(db, made, reason=reason)
    db.add(made)
    db.flush()
    audit.record(
        db, "proposal.decided", subject_id=proposal.subject_id, object_id=proposal.id,
        purpose=Purpose.MATCHING, house=mentee.house_code,
    )  # fmt: skip
    if match is not None:
        asking.ask_mentor(db, match)
    return match


def find_decision(db: Db, proposal: Proposal) -> ProposalDecision | None:
    found = select(ProposalDecision).where(col(ProposalDecision.proposal_id) == proposal.id)
    return db.exec(found).one_or_none()


def _choose(
    db: Db, proposal: Proposal, mentee: Mentee, decided_by: UUID, *, is_lending_agreed: bool
) -> Match:
    mentor = mentors.lock(db, proposal.mentor_id)
    if mentor is None:
        raise CannotChoose((Obstacle(Hindrance.MENTOR_LEFT),))
    day = mentors.today(db)
    if found := checks.obstacles(db, mentee, mentor, day):
        raise CannotChoose(found)
    if mentor.house_code != mentee.house_code and not is_lending_agreed:
        raise LendingNotAgreed
    seat = checks.free_seat(db, mentor)
    if seat is None:
        raise CannotChoose((Obstacle(Hindrance.NO_SEAT),))
    settings: Settings = db.info["database"].settings
    match = Match(
        subject_id=mentee.subject_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        seat_id=seat.id,
        proposal_id=proposal.id,
        house_code=mentee.house_code,
        status=MatchStatus.ASKED,
        decided_by=decided_by,
        decided_at=now(db),
        answer_due=add_working_days(day, settings.answer_working_days),
    )
    db.add(match)
    try:
        db.flush()
    except IntegrityError:  # what the locks should have kept away, the database refuses
        raise CannotChoose((Obstacle(Hindrance.NO_SEAT),)) from None
    return match


def reason_of(db: Db, decision: ProposalDecision) -> str:
    return vault.read(db, decision, "reason", purpose=Purpose.MATCHING) or ""
