"""What asks for somebody's attention today: per role a few lines, each with one action."""

from collections.abc import Callable, Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks import (
    accounts,
    bundles,
    complaints,
    concerns,
    figures,
    interviews,
    matches,
    mentor,
    organisations,
    recommendations,
    referrals,
    retention,
    rights,
    screening,
    sending,
    targets,
    trail,
    training,
    trajectories,
    young_people,
)
from mentorship.desk.tasks.task import Place, Pressing, Task
from mentorship.foundation.access import Permission
from mentorship.foundation.db import Db

__all__ = ["Place", "Pressing", "Task", "is_built_for", "tasks_of"]

# In this order among lines that are as pressing.
_ASKED: tuple[tuple[Permission, Callable[[Db, UserActor], Iterator[Task]]], ...] = (
    (Permission.COMPLAINT_HANDLE, complaints.tasks),
    (Permission.CONCERN_HANDLE, concerns.handling),
    (Permission.SESSION_LOG, concerns.raised),
    (Permission.TARGET_MANAGE, concerns.elsewhere),
    (Permission.MATCH_OWN, mentor.questions),
    (Permission.SESSION_LOG, mentor.next_meetings),
    (Permission.SESSION_LOG, mentor.late_logs),
    (Permission.SESSION_LOG, mentor.own_answers),
    (Permission.REFERRAL_READ_CASE, referrals.tasks),
    (Permission.MENTEE_READ, young_people.tasks),
    (Permission.MATCH_READ, matches.tasks),
    (Permission.TRAJECTORY_READ, trajectories.tasks),
    (Permission.TRAJECTORY_READ, targets.past_funding),
    (Permission.INTERVIEW_HAND_ON, interviews.to_pass_on),
    (Permission.MENTOR_SCREEN, screening.tasks),
    (Permission.MENTOR_OWN, mentor.readiness),
    (Permission.TRAINING_OWN, mentor.meeting),
    (Permission.TRAINING_HOLD, training.holding),
    (Permission.TRAINING_MANAGE, training.managing),
    (Permission.TARGET_MANAGE, targets.managing),
    (Permission.REFERRAL_READ_OWN, sending.tasks),
    (Permission.AUDIT_READ, trail.tasks),
    (Permission.RIGHTS_HANDLE, rights.tasks),
    (Permission.RETENTION_RUN, retention.to_approve),
    (Permission.USER_APPROVE, accounts.tasks),
    (Permission.ORGANISATION_MANAGE, organisations.tasks),
    (Permission.BUNDLE_SPECIFY, bundles.to_answer),
    (Permission.INTERVIEW_APPROVE, interviews.to_approve),
    (Permission.BUNDLE_RELEASE, bundles.to_release),
    (Permission.BUNDLE_RELEASE, figures.to_publish),
    (Permission.RECOMMENDATION_READ, recommendations.owned),
    (Permission.RECOMMENDATION_MANAGE, recommendations.without_owner),
    (Permission.BUNDLE_READ, bundles.for_recipient),
    (Permission.INTERVIEW_INVITE, interviews.sent_back),
)


def tasks_of(db: Db, actor: UserActor) -> list[Task]:
    """Everything that waits for this person, the most pressing first."""
    found = [
        task
        for permission, ask in _ASKED
        if permission in actor.permissions
        for task in ask(db, actor)
    ]
    return sorted(found, key=lambda task: task.pressing)


def is_built_for(actor: UserActor) -> bool:
    """Whether anything can ever wait for this person: for some roles nothing exists yet."""
    return any(permission in actor.permissions for permission, _ in _ASKED)
