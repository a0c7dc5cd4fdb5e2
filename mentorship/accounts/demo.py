"""The accounts of the invented region: who they are, and the mark without which they don't work."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts import grants, queries, services
from mentorship.accounts.models import DemoMark, RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.region.models import House, Organisation

MARK = "demo"


@dataclass(frozen=True)
class DemoChoice:
    """One account that the demo offers; the place is a House or an organisation."""

    user_id: UUID
    role: Role
    place: str


class NotADemoDatabase(Exception):
    """This database was not made for the demo, or the program doesn't run as one."""


def is_demo_database(db: Db) -> bool:
    """Ask for both: the program runs as demo, and this database was made for it."""
    return db.info["database"].settings.mode == MARK and db.get(DemoMark, MARK) is not None


def mark_demo_database(db: Db) -> None:
    """Mark a database as the demo's before its first user; one in use can't become a demo."""
    if db.info["database"].settings.mode != MARK:
        raise NotADemoDatabase
    if db.get(DemoMark, MARK) is not None:
        return
    if db.exec(select(User.id).limit(1)).first() is not None:
        raise NotADemoDatabase
    db.add(DemoMark(code=MARK, marked_at=now(db)))
    db.flush()


def create_demo_account(
    db: Db,
    new: NewUser,
    role: Role,
    house_code: str | None = None,
    password_hash: str | None = None,
) -> User:
    """Make an account that works at once, without a second factor, in the demo database only."""
    if not is_demo_database(db):
        raise NotADemoDatabase
    user = services.add_user(db, new, is_demo=True)
    user.accepted_at = now(db)
    grants.grant_role(db, user, role, house_code, granted_by=None)
    if password_hash is not None:
        services.set_first_password(db, user, password_hash)
    audit.record(db, "account.demo_made", subject_id=user.subject_id, object_id=user.id)
    return user


def demo_accounts(db: Db) -> Sequence[User]:
    """Take the accounts that the sign-in page offers; none outside the demo database."""
    if not is_demo_database(db):
        return ()
    found = select(User).where(
        col(User.is_demo), col(User.accepted_at).is_not(None), col(User.disabled_at).is_(None)
    )
    return db.exec(found.order_by(col(User.invited_at), col(User.id))).all()


def demo_choices(db: Db) -> list[DemoChoice]:
    """Take what the sign-in page and the command show: each account with its role and place."""
    accounts = demo_accounts(db)
    granted = queries.open_grants(db, [user.id for user in accounts])
    choices = [
        DemoChoice(user.id, grant.role, _place(db, user, grant))
        for user in accounts
        for grant in granted.get(user.id, [])[:1]
    ]
    order = list(Role)
    return sorted(choices, key=lambda choice: (order.index(choice.role), choice.place))


def _place(db: Db, user: User, grant: RoleGrant) -> str:
    if grant.house_code is not None:
        return db.get_one(House, grant.house_code).name
    if user.organisation_id is not None:
        return db.get_one(Organisation, user.organisation_id).name
    return ""


def find_demo_account(db: Db, user_id: UUID) -> User | None:
    return next((user for user in demo_accounts(db) if user.id == user_id), None)
