"""Counts what asks for attention among referrals; nothing is unsealed for it."""

from sqlmodel import col, func, select

from mentorship.accounts.access import UserActor
from mentorship.foundation.db import Db
from mentorship.referrals import policy
from mentorship.referrals.models import Referral, ReferralStatus, TriageAnswer, TriageDecision


def count_with_answer(db: Db, actor: UserActor) -> int:
    """How many of those that wait for the House came back with an answer."""
    answered = (
        select(TriageDecision.referral_id)
        .join(TriageAnswer)
        .where(col(TriageDecision.referral_id) == col(Referral.id))
    )
    waiting = policy.visible_to(actor).where(
        col(Referral.status) == ReferralStatus.RECEIVED, answered.correlate(Referral).exists()
    )
    return db.exec(select(func.count()).select_from(waiting.subquery())).one()
