"""Says which users somebody may see, and who may decide about their roles."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.models import RoleGrant, User
from mentorship.foundation.access import Permission

_STEERS_USERS = {Permission.USER_INVITE, Permission.USER_MANAGE, Permission.USER_APPROVE}


def visible_to(actor: UserActor) -> SelectOfScalar[User]:
    """All users for whoever steers them, and for everybody else only oneself."""
    found = select(User)
    if actor.permissions & _STEERS_USERS:
        return found
    return found.where(col(User.id) == actor.id)


def named_to(actor: UserActor) -> SelectOfScalar[User]:
    """Whose name somebody may read and look for: who reads the trail reads there who did it."""
    if Permission.AUDIT_READ in actor.permissions:
        return select(User)
    return visible_to(actor)


def can_approve(actor: UserActor, grant: RoleGrant) -> bool:
    """Somebody else than who gave the role and who gets it."""
    return (
        Permission.USER_APPROVE in actor.permissions
        and grant.is_pending
        and actor.id not in (grant.user_id, grant.granted_by)
    )


def can_end(actor: UserActor, grant: RoleGrant) -> bool:
    """Take away what counts, or refuse what waits."""
    if grant.ended_at is not None:
        return False
    if Permission.USER_MANAGE in actor.permissions:
        return True
    return grant.is_pending and can_approve(actor, grant)


def can_manage(actor: UserActor, user: User) -> bool:
    """Nobody disables or restarts their own account; a colleague does."""
    return Permission.USER_MANAGE in actor.permissions and actor.id != user.id


def can_start_over(actor: UserActor, user: User) -> bool:
    """A demo account has no phone to lose, and would be lost itself."""
    return can_manage(actor, user) and not user.is_demo and user.disabled_at is None
