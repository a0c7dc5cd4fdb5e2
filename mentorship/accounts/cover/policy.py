"""Says whose absence somebody sees and arranges: their own, their House's, or everybody's."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.models import RoleGrant
from mentorship.accounts.queries import is_given
from mentorship.accounts.roles import Role


def visible_to(actor: UserActor) -> SelectOfScalar[Cover]:
    """What one has to do with oneself, of colleagues in one's Houses; for a coordinator all.

    Whoever sees it may end it: the deputy too, who can't go on.
    """
    found = select(Cover)
    if actor.has(Role.COORDINATOR):
        return found
    return found.where(
        (col(Cover.absent_id) == actor.id)
        | (col(Cover.deputy_id) == actor.id)
        | col(Cover.absent_id).in_(_colleagues(actor))
    )


def can_arrange_for(actor: UserActor, absent_id: UUID, houses: frozenset[str]) -> bool:
    """`houses` are those where the absent colleague is a consultant."""
    return (
        actor.id == absent_id
        or actor.has(Role.COORDINATOR)
        or bool(houses & actor.houses_as(Role.MENTOR_CONSULTANT))
    )


def _colleagues(actor: UserActor) -> SelectOfScalar[UUID]:
    return select(RoleGrant.user_id).where(
        col(RoleGrant.role) == Role.MENTOR_CONSULTANT,
        is_given(),
        col(RoleGrant.house_code).in_(sorted(actor.houses_as(Role.MENTOR_CONSULTANT))),
    )
