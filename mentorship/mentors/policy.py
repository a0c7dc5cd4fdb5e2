"""Says which mentors somebody may open: those of one's Houses, and oneself on a page apart."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.mentors.models import Mentor, MentorStatus


def visible_to(actor: UserActor) -> SelectOfScalar[Mentor]:
    """For a coordinator all Houses, for a consultant their own; nobody screens themselves."""
    others = select(Mentor).where(
        col(Mentor.user_id).is_(None) | (col(Mentor.user_id) != actor.id),
        col(Mentor.subject_id) != actor.subject_id,
    )
    houses = houses_of(actor)
    return others if houses is None else others.where(col(Mentor.house_code).in_(sorted(houses)))


def houses_of(actor: UserActor) -> frozenset[str] | None:
    """Whose mentors somebody screens; None for every House."""
    return None if actor.has(Role.COORDINATOR) else actor.houses_as(Role.MENTOR_CONSULTANT)


def own_of(actor: UserActor) -> SelectOfScalar[Mentor]:
    """The mentor that somebody is, while they are."""
    return select(Mentor).where(
        col(Mentor.user_id) == actor.id, col(Mentor.status) == MentorStatus.OPEN
    )
