"""Says whose readiness somebody sees, whom they screen, and that oneself is a page apart."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.mentors.models import Mentor, MentorStatus


def visible_to(actor: UserActor) -> SelectOfScalar[Mentor]:
    """Whose readiness: for a coordinator all Houses, for a consultant their own; never oneself."""
    houses = houses_of(actor)
    others = _others(actor)
    return others if houses is None else others.where(col(Mentor.house_code).in_(sorted(houses)))


def screened_by(actor: UserActor) -> SelectOfScalar[Mentor]:
    """Whose talks, references and reasons: as a consultant those of the own House."""
    own = actor.houses_as(Role.MENTOR_CONSULTANT)
    return _others(actor).where(col(Mentor.house_code).in_(sorted(own)))


def screens(actor: UserActor, mentor: Mentor) -> bool:
    """Of a mentor that this person sees: whether what was said and noted is theirs to read."""
    return mentor.house_code in actor.houses_as(Role.MENTOR_CONSULTANT)


def houses_of(actor: UserActor) -> frozenset[str] | None:
    """Whose mentors somebody sees; None for every House."""
    return None if actor.has(Role.COORDINATOR) else actor.houses_as(Role.MENTOR_CONSULTANT)


def _others(actor: UserActor) -> SelectOfScalar[Mentor]:
    return select(Mentor).where(
        col(Mentor.user_id).is_(None) | (col(Mentor.user_id) != actor.id),
        col(Mentor.subject_id) != actor.subject_id,
    )


def own_of(actor: UserActor) -> SelectOfScalar[Mentor]:
    """The mentor that somebody is, while they are."""
    return select(Mentor).where(
        col(Mentor.user_id) == actor.id, col(Mentor.status) == MentorStatus.OPEN
    )
