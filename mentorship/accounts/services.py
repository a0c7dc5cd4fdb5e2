"""The verbs of users: add, invite, change, disable, enable."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from mentorship.accounts import grants, invitations, queries, sign_ins
from mentorship.accounts.credentials import RESET
from mentorship.accounts.invitations import INVITATION
from mentorship.accounts.models import Credential, Language, User
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, links, vault
from mentorship.foundation.db import Db, now


class EmailTaken(Exception):
    """Somebody has an account with this e-mail address already."""


class InvitedBefore(Exception):
    """This very form was sent before, with other answers."""


@dataclass(frozen=True)
class NewUser:
    """What is known of somebody before they have an account.

    `subject_id` is given for somebody whom another room knows already.
    """

    name: str
    email: str
    language: Language = Language.DUTCH
    organisation_id: UUID | None = None
    subject_id: UUID | None = None


def add_user(db: Db, new: NewUser, *, is_demo: bool = False, user_id: UUID | None = None) -> User:
    """Make the user and the empty place for their two factors. Raises EmailTaken."""
    index = queries.email_index(db, new.email)
    if queries.find_user_by_index(db, index) is not None:
        raise EmailTaken
    user = User(
        id=user_id or uuid4(),
        subject_id=new.subject_id or uuid4(),
        email_index=index,
        language=new.language,
        organisation_id=new.organisation_id,
        invited_at=now(db),
        is_demo=is_demo,
    )
    vault.write(db, user, name=new.name.strip(), email=new.email.strip())
    try:
        with db.begin_nested():
            db.add(user)
    except IntegrityError:  # somebody else was a moment earlier
        raise EmailTaken from None
    db.add(Credential(user_id=user.id, subject_id=user.subject_id))
    db.flush()
    return user


def invite(
    db: Db,
    new: NewUser,
    role: Role,
    house_code: str | None,
    granted_by: UUID | None,
    user_id: UUID | None = None,
) -> User:
    """Make the user, grant the first role and send the invitation.

    The same `user_id` sent again gives the user that is there: a double click invites once.
    With other answers it raises InvitedBefore.
    """
    if user_id is not None and (known := db.get(User, user_id)):
        if not _is_same_invitation(db, known, new, role, house_code):
            raise InvitedBefore
        return known
    user = add_user(db, new, user_id=user_id)
    grants.grant_role(db, user, role, house_code, granted_by)
    audit.record(db, "account.invited", subject_id=user.subject_id, object_id=user.id)
    invitations.send_invitation(db, user)
    return user


def _is_same_invitation(
    db: Db, known: User, new: NewUser, role: Role, house_code: str | None
) -> bool:
    first = queries.find_first_grant(db, known.id)
    return (
        known.email_index == queries.email_index(db, new.email)
        and (known.language, known.organisation_id) == (new.language, new.organisation_id)
        and first is not None
        and (first.role, first.house_code) == (role, house_code)
        and queries.name_of(db, known) == new.name.strip()
    )


def change_details(
    db: Db, user: User, name: str, language: Language, *, gets_digest: bool | None = None
) -> None:
    """`gets_digest` None leaves that as it is: not everybody is asked."""
    vault.write(db, user, name=name.strip())
    user.language = language
    if gets_digest is not None:
        user.gets_digest = gets_digest
    audit.record(db, "account.details_changed", subject_id=user.subject_id, object_id=user.id)


def disable(db: Db, user: User, disabled_by: UUID | None) -> None:
    """Close the account, end its sign-ins and its roles; doing it again changes nothing.

    Whoever comes back gets roles anew, so that a second person looks again.
    """
    user = queries.get_user_locked(db, user.id)
    if user.disabled_at is not None:
        return
    for grant in queries.open_grants(db, [user.id]).get(user.id, []):
        grants.end_role(db, grant, disabled_by)
    user.disabled_at = now(db)
    links.withdraw(db, INVITATION, user.id)
    links.withdraw(db, RESET, user.id)
    sign_ins.end_all(db, user)
    audit.record(db, "account.disabled", subject_id=user.subject_id, object_id=user.id)


def enable(db: Db, user: User) -> None:
    """Open the account again, without any role."""
    user = queries.get_user_locked(db, user.id)
    if user.disabled_at is not None:
        user.disabled_at = None
        audit.record(db, "account.enabled", subject_id=user.subject_id, object_id=user.id)


def set_first_password(db: Db, user: User, password_hash: str) -> None:
    queries.get_credential_locked(db, user.id).password_hash = password_hash
