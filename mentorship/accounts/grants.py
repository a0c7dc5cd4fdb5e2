"""The verbs of roles: grant, approve by a second person, end."""

from uuid import UUID

from mentorship.accounts import queries, rules, sign_ins
from mentorship.accounts.cover import services as cover
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.posting import AccountClosed
from mentorship.accounts.roles import (
    IN_A_HOUSE,
    KINDS_OF_ORGANISATION,
    NEEDS_SECOND_PERSON,
    OF_AN_ORGANISATION,
    Role,
)
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.region.models import Organisation


class RolePlaceMissing(Exception):
    """This role counts in a House, or for an organisation, and none was given."""


class OrganisationClosed(RolePlaceMissing):
    """The organisation that this role would be for is closed."""


class RoleHeldAlready(Exception):
    """The user has this role, or it waits for a second person."""


class GrantEnded(Exception):
    """The role was ended before it could be approved."""


class LastCoordinator(Exception):
    """Without this person nobody could invite or help anyone any more."""


def grant_role(
    db: Db, user: User, role: Role, house_code: str | None, granted_by: UUID | None
) -> RoleGrant:
    """Give a role; one that needs a second person counts only when that person approves.

    `granted_by` is None for the operator on the command line and the filling of the demo.
    """
    rules.check_granter(granted_by, user.id)
    user = queries.get_user_locked(db, user.id)
    if user.disabled_at is not None:
        raise AccountClosed
    _check_place(db, user, role, house_code)
    if _holds(db, user, role, house_code):
        raise RoleHeldAlready
    waits = granted_by is not None and role in NEEDS_SECOND_PERSON
    grant = RoleGrant(
        user_id=user.id,
        role=role,
        house_code=house_code if role in IN_A_HOUSE else None,
        granted_by=granted_by,
        granted_at=now(db),
        effective_at=None if waits else now(db),
    )
    db.add(grant)
    db.flush()
    sign_ins.tighten(db, user)
    _record_role(db, "role.granted", user, grant)
    return grant


def approve_role(db: Db, grant: RoleGrant, approver: UUID) -> None:
    """The second person says yes; saying it again changes nothing."""
    rules.check_approver(approver, grant.granted_by, grant.user_id)
    user = queries.get_user_locked(db, grant.user_id)
    db.refresh(grant)
    if grant.ended_at is not None:
        raise GrantEnded
    if grant.effective_at is not None:
        return
    grant.approved_by, grant.effective_at = approver, now(db)
    sign_ins.tighten(db, user)
    _record_role(db, "role.approved", user, grant)


def end_role(db: Db, grant: RoleGrant, ended_by: UUID | None) -> None:
    """Take the role away, or refuse it; one person is enough and it counts at the next request."""
    user = queries.get_user_locked(db, grant.user_id)
    db.refresh(grant)
    if grant.ended_at is not None:
        return
    if grant.role is Role.COORDINATOR and grant.is_effective:
        keep_a_coordinator(db, user)
    grant.ended_by, grant.ended_at = ended_by, now(db)
    sign_ins.tighten(db, user)
    _record_role(db, "role.ended", user, grant)
    if grant.role is Role.MENTOR_CONSULTANT and not _is_consultant(db, user):
        cover.end_all_of(db, user, ended_by)


def _check_place(db: Db, user: User, role: Role, house_code: str | None) -> None:
    if role in IN_A_HOUSE and house_code is None:
        raise RolePlaceMissing
    if role in OF_AN_ORGANISATION:
        organisation = db.get(Organisation, user.organisation_id) if user.organisation_id else None
        if organisation is None or organisation.type not in KINDS_OF_ORGANISATION[role]:
            raise RolePlaceMissing
        if not organisation.is_active:
            raise OrganisationClosed


def _holds(db: Db, user: User, role: Role, house_code: str | None) -> bool:
    place = house_code if role in IN_A_HOUSE else None
    grants = queries.open_grants(db, [user.id]).get(user.id, [])
    return any(grant.role is role and grant.house_code == place for grant in grants)


def _is_consultant(db: Db, user: User) -> bool:
    db.flush()
    held = queries.effective_grants(db, user.id)
    return any(grant.role is Role.MENTOR_CONSULTANT for grant in held)


def keep_a_coordinator(db: Db, leaving: User) -> None:
    """Refuse to let the last one go; the lock makes two who leave at once come one by one."""
    held = queries.lock_grants_of_role(db, Role.COORDINATOR)
    others = {user.id for user in queries.users_with_role(db, Role.COORDINATOR)} - {leaving.id}
    if held and not others:
        raise LastCoordinator


def _record_role(db: Db, event: str, user: User, grant: RoleGrant) -> None:
    audit.record(
        db,
        event,
        subject_id=user.subject_id,
        object_id=grant.id,
        role_granted=grant.role,
        house=grant.house_code,
    )
