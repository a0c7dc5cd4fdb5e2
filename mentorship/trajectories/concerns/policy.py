"""Says whose concerns somebody may open: those of the own cases, what one was asked to look at."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.trajectories import policy
from mentorship.trajectories.concerns.models import Concern, ConcernStatus
from mentorship.trajectories.models import Trajectory


def cases_of(actor: UserActor) -> SelectOfScalar[Concern]:
    """About the young people of one's cases; never what one raised as a mentor."""
    mine = policy.visible_to(actor).with_only_columns(col(Trajectory.id))
    return select(Concern).where(
        col(Concern.trajectory_id).in_(mine), col(Concern.raised_by) != actor.id
    )


def visible_to(actor: UserActor) -> SelectOfScalar[Concern]:
    """The same, and an open one of another House at which one was asked to look."""
    mine = policy.visible_to(actor).with_only_columns(col(Trajectory.id))
    is_asked = (
        (col(Concern.second_id) == actor.id)
        & (col(Concern.status) != ConcernStatus.CLOSED)
        & actor.has(Role.MENTOR_CONSULTANT)
    )
    return select(Concern).where(
        col(Concern.trajectory_id).in_(mine) | is_asked, col(Concern.raised_by) != actor.id
    )


def raised_by(actor: UserActor) -> SelectOfScalar[Concern]:
    """What this person raised as a mentor: that it was, and how far it is."""
    return select(Concern).where(col(Concern.raised_by) == actor.id)
