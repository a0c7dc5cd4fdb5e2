"""Finds users, their roles, their sign-ins and their attempts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.models import (
    AttemptKind,
    Credential,
    RecoveryCode,
    RoleGrant,
    SignIn,
    SignInAttempt,
    SignInStage,
    User,
)
from mentorship.accounts.roles import OF_AN_ORGANISATION, Role
from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.region.models import Organisation

PAGE = 50
EMAIL_INDEX = "user_account.email"


def email_index(db: Db, email: str) -> bytes:
    """Write the keyed hash that an address is found by, whatever its capitals and spaces."""
    return vault.blind_index(db, EMAIL_INDEX, email.strip().casefold())


def find_user_by_email(db: Db, email: str) -> User | None:
    return find_user_by_index(db, email_index(db, email))


def find_user_by_index(db: Db, index: bytes) -> User | None:
    return db.exec(select(User).where(col(User.email_index) == index)).one_or_none()


def get_user_locked(db: Db, user_id: UUID) -> User:
    """Take the user's row first, so that two people deciding at once come one after the other.

    What was loaded before is read anew: whoever comes second decides on what the first one did.
    """
    found = select(User).where(col(User.id) == user_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def get_credential(db: Db, user_id: UUID) -> Credential:
    return db.exec(select(Credential).where(col(Credential.user_id) == user_id)).one()


def get_credential_locked(db: Db, user_id: UUID) -> Credential:
    """Take the row lock, so that two requests can't both spend the same code."""
    found = select(Credential).where(col(Credential.user_id) == user_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def is_given() -> ColumnElement[bool]:
    """Given, approved where that is needed, and not ended."""
    return col(RoleGrant.effective_at).is_not(None) & col(RoleGrant.ended_at).is_(None)


def _held_up() -> ColumnElement[bool]:
    """A role for an organisation, while that organisation is closed."""
    closed = (
        select(User.id)
        .join(Organisation)
        .where(col(User.id) == col(RoleGrant.user_id), ~col(Organisation.is_active))
    )
    return (
        col(RoleGrant.role).in_(sorted(OF_AN_ORGANISATION)) & closed.correlate(RoleGrant).exists()
    )


# Asked with every request: to put it together anew each time took longer than the answer.
_EFFECTIVE_GRANTS = select(RoleGrant).where(
    col(RoleGrant.user_id) == bindparam("user_id"), is_given(), ~_held_up()
)


def effective_grants(db: Db, user_id: UUID) -> Sequence[RoleGrant]:
    """Take what counts now."""
    return db.exec(_EFFECTIVE_GRANTS, params={"user_id": user_id}).all()


def held_up_grants(db: Db, user_ids: Iterable[UUID]) -> set[UUID]:
    """Find which roles would count if their organisation were open."""
    found = select(RoleGrant.id).where(
        col(RoleGrant.user_id).in_(list(user_ids)), is_given(), _held_up()
    )
    return set(db.exec(found).all())


def given_roles(db: Db, user_id: UUID) -> frozenset[Role]:
    """Take also what a closed organisation holds up: how long a sign-in lasts does not hang on it.

    Otherwise one that began with lenient limits would have them when the organisation opens.
    """
    found = select(RoleGrant.role).where(col(RoleGrant.user_id) == user_id, is_given())
    return frozenset(Role(role) for role in db.exec(found))


def ever_held(db: Db, user_id: UUID) -> frozenset[Role]:
    """Take every role that counted at some time, also what has ended."""
    found = select(RoleGrant.role).where(
        col(RoleGrant.user_id) == user_id, col(RoleGrant.effective_at).is_not(None)
    )
    return frozenset(Role(role) for role in db.exec(found))


def open_grants(db: Db, user_ids: Iterable[UUID]) -> dict[UUID, list[RoleGrant]]:
    """Take the grants that count or wait for a second person, per user."""
    found = (
        select(RoleGrant)
        .where(col(RoleGrant.user_id).in_(list(user_ids)), col(RoleGrant.ended_at).is_(None))
        .order_by(col(RoleGrant.granted_at))
    )
    by_user: dict[UUID, list[RoleGrant]] = {}
    for grant in db.exec(found):
        by_user.setdefault(grant.user_id, []).append(grant)
    return by_user


def find_first_grant(db: Db, user_id: UUID) -> RoleGrant | None:
    """The role that somebody was invited with, also when it has ended."""
    found = select(RoleGrant).where(col(RoleGrant.user_id) == user_id)
    return db.exec(found.order_by(col(RoleGrant.granted_at), col(RoleGrant.id))).first()


def pending_grants(db: Db, limit: int | None = None) -> Sequence[RoleGrant]:
    """Who waits longest first."""
    found = select(RoleGrant).where(
        col(RoleGrant.effective_at).is_(None), col(RoleGrant.ended_at).is_(None)
    )
    return db.exec(found.order_by(col(RoleGrant.granted_at)).limit(limit)).all()


def lock_grants_of_role(db: Db, role: Role) -> Sequence[RoleGrant]:
    """Take the rows of all who hold the role now, in one order, so that nobody waits in a ring."""
    found = select(RoleGrant).where(col(RoleGrant.role) == role, is_given())
    return db.exec(found.order_by(col(RoleGrant.id)).with_for_update()).all()


def users_with_role(db: Db, role: Role, house_code: str | None = None) -> Sequence[User]:
    """Take the open accounts that hold the role now, of one House when it is given."""
    found = (
        select(User)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(*_holds_now(role))
        .distinct()
    )
    if house_code is not None:
        found = found.where(col(RoleGrant.house_code) == house_code)
    return db.exec(found).all()


def holding(role: Role) -> SelectOfScalar[UUID]:
    """The open accounts that hold the role now, to ask about inside another question."""
    found = select(RoleGrant.user_id).join(User, col(RoleGrant.user_id) == col(User.id))
    return found.where(*_holds_now(role)).correlate(None)


def users_by_house(db: Db, role: Role, house_codes: Collection[str]) -> dict[str, list[User]]:
    """The same of each of these Houses, in one statement."""
    found = (
        select(User, col(RoleGrant.house_code))
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(*_holds_now(role), col(RoleGrant.house_code).in_(house_codes))
        .distinct()
    )
    by_house: dict[str, list[User]] = {code: [] for code in house_codes}
    for user, house_code in db.execute(found):
        by_house[house_code].append(user)
    return by_house


def _holds_now(role: Role) -> tuple[ColumnElement[bool], ...]:
    """Of an open account that is joined with its role."""
    return (
        col(RoleGrant.role) == role,
        is_given(),
        ~_held_up(),
        col(User.accepted_at).is_not(None),
        col(User.disabled_at).is_(None),
    )


def page_of_users(
    db: Db, visible: SelectOfScalar[User], page: int
) -> tuple[Sequence[User], int, int]:
    """Who was invited last first, as names are sealed and can't be ordered by.

    With the number of the page and how many there are; a page that isn't there is the last one.
    """
    total = db.exec(select(func.count()).select_from(visible.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ordered = visible.order_by(col(User.invited_at).desc(), col(User.id))
    return db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all(), page, pages


def holders_of(visible: SelectOfScalar[User], role: Role) -> SelectOfScalar[User]:
    """Those of them who hold this role or wait for it."""
    grants = select(RoleGrant.user_id).where(
        col(RoleGrant.role) == role, col(RoleGrant.ended_at).is_(None)
    )
    return visible.where(col(User.id).in_(grants))


_SIGN_IN = (
    select(SignIn, User)
    .join(User, col(User.id) == col(SignIn.user_id))
    .where(col(SignIn.token_hash) == bindparam("token_hash"))
)


def find_sign_in(db: Db, token_hash: bytes) -> tuple[SignIn, User] | None:
    """And whose it is."""
    return db.exec(_SIGN_IN, params={"token_hash": token_hash}).one_or_none()


def sign_ins_of(db: Db, user_id: UUID) -> Sequence[SignIn]:
    found = select(SignIn).where(col(SignIn.user_id) == user_id)
    return db.exec(found.order_by(col(SignIn.last_seen_at).desc())).all()


def find_unused_recovery_code(db: Db, user_id: UUID, code_hash: bytes) -> RecoveryCode | None:
    found = select(RecoveryCode).where(
        col(RecoveryCode.user_id) == user_id,
        col(RecoveryCode.code_hash) == code_hash,
        col(RecoveryCode.used_at).is_(None),
    )
    found = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(found).one_or_none()


def unused_recovery_codes(db: Db, user_id: UUID) -> int:
    found = select(RecoveryCode.id).where(
        col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None)
    )
    return len(db.exec(found).all())


def attempts_since(db: Db, kind: AttemptKind, who: bytes, since: datetime) -> Sequence[datetime]:
    found = select(SignInAttempt.at).where(
        col(SignInAttempt.kind) == kind,
        col(SignInAttempt.who) == who,
        col(SignInAttempt.at) > since,
    )
    return db.exec(found).all()


def complete_sign_ins_of(db: Db, user_id: UUID) -> Sequence[SignIn]:
    """Where this person is signed in now."""
    moment = now(db)
    rows = sign_ins_of(db, user_id)
    return [row for row in rows if row.stage is SignInStage.COMPLETE and row.is_alive(moment)]


def sign_ins_locked(db: Db, user_id: UUID) -> Sequence[SignIn]:
    """Take the rows first, so that a device that signs out meanwhile is simply not among them."""
    found = select(SignIn).where(col(SignIn.user_id) == user_id).order_by(col(SignIn.id))
    return db.exec(found.with_for_update().execution_options(populate_existing=True)).all()


def get_sign_in_locked(db: Db, sign_in_id: UUID) -> SignIn | None:
    found = select(SignIn).where(col(SignIn.id) == sign_in_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def name_of(db: Db, user: User) -> str:
    return vault.read(db, user, "name", purpose=Purpose.ACCOUNT) or ""


def email_of(db: Db, user: User) -> str:
    return vault.read(db, user, "email", purpose=Purpose.ACCOUNT) or ""


def names_of(db: Db, users: Iterable[User]) -> dict[UUID, str]:
    return vault.scan(db, users, "name", purpose=Purpose.ACCOUNT)


def names_of_ids(db: Db, user_ids: set[UUID]) -> dict[UUID, str]:
    found = select(User).where(col(User.id).in_(user_ids))
    return names_of(db, db.exec(found).all())


def personal_words(db: Db, user: User) -> list[str]:
    """Read what this person's password may not be made of."""
    return [name_of(db, user), email_of(db, user)]
