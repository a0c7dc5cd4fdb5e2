"""Says whose trajectories somebody may open: those of the own cases, or the own mentorship."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.policy import mentees_visible_to
from mentorship.trajectories.models import Trajectory


def visible_to(actor: UserActor) -> SelectOfScalar[Trajectory]:
    """Of the young people whose file this consultant may open, wherever they live by now."""
    mine = mentees_visible_to(actor).with_only_columns(col(Mentee.id))
    return select(Trajectory).where(col(Trajectory.mentee_id).in_(mine))


def own_of(mentor: Mentor) -> SelectOfScalar[Trajectory]:
    """Also those that ended: a mentor may still note what happened before the end."""
    return select(Trajectory).where(col(Trajectory.mentor_id) == mentor.id)


def running_of(mentor: Mentor) -> SelectOfScalar[Trajectory]:
    """While the match runs; from its end on a mentor reads nothing about the young person."""
    live = select(col(Match.id)).where(col(Match.status) == MatchStatus.ACTIVE)
    return own_of(mentor).where(col(Trajectory.match_id).in_(live))
