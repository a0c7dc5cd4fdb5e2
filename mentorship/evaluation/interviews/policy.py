"""Whose invitations somebody sees, and which of them are passed on now."""

from datetime import date

from sqlmodel import col, false, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.models import User
from mentorship.accounts.queries import holding
from mentorship.accounts.roles import Role
from mentorship.evaluation import policy as bundles
from mentorship.evaluation.interviews.models import InterviewInvitation, InvitationStatus
from mentorship.evaluation.models import EvaluationBundle
from mentorship.foundation.access import Permission


def written_by(actor: UserActor) -> SelectOfScalar[InterviewInvitation]:
    """Their own, also when the bundle is over: it holds their words and no figure."""
    found = select(InterviewInvitation)
    if Permission.INTERVIEW_INVITE not in actor.permissions:
        return found.where(false())
    had = bundles.had_by(actor).with_only_columns(col(EvaluationBundle.id))
    return found.where(
        col(InterviewInvitation.written_by) == actor.id,
        col(InterviewInvitation.bundle_id).in_(had),
    )


def can_write(actor: UserActor) -> bool:
    """An evaluator; a municipality gets bundles and invites nobody."""
    return Permission.INTERVIEW_INVITE in actor.permissions


def judged_by(actor: UserActor) -> SelectOfScalar[InterviewInvitation]:
    """All of them to who approves; nothing of a young person hangs on it."""
    found = select(InterviewInvitation)
    return found if Permission.INTERVIEW_APPROVE in actor.permissions else found.where(false())


def passed_on_by(actor: UserActor, day: date) -> SelectOfScalar[InterviewInvitation]:
    """What consultants pass on now. Never to an evaluator, whatever else they are: the page holds
    who may be asked."""
    may = Permission.INTERVIEW_HAND_ON in actor.permissions and not actor.has(Role.EVALUATOR)
    return running(day) if may else select(InterviewInvitation).where(false())


def running(day: date) -> SelectOfScalar[InterviewInvitation]:
    """Approved, and not over."""
    return going_on(day).where(col(InterviewInvitation.status) == InvitationStatus.APPROVED)


def going_on(day: date) -> SelectOfScalar[InterviewInvitation]:
    """Whatever its status: its last day not over, its bundle at hand, and somebody there who is
    called, an evaluator still. What isn't is closed to everybody."""
    invitation, bundle = InterviewInvitation, EvaluationBundle
    return (
        select(invitation)
        .join(bundle, col(invitation.bundle_id) == col(bundle.id))
        .join(User, col(invitation.written_by) == col(User.id))
        .where(
            col(invitation.open_until) >= day,
            bundles.is_at_hand(day),
            col(User.id).in_(holding(Role.EVALUATOR)),
            col(User.organisation_id) == col(bundle.organisation_id),
        )
    )
