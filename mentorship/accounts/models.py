"""Users, the roles they were given and by whom, their two factors, and where they are signed in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from mentorship.accounts.roles import NEEDS_SECOND_PERSON, Role
from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

_SECOND_PERSON_ROLES = ", ".join(f"'{role}'" for role in sorted(NEEDS_SECOND_PERSON))


class Language(StrEnum):
    DUTCH = "nl"
    ENGLISH = "en"


class SignInStage(StrEnum):
    """After the password alone a sign-in opens nothing but the page for the second factor."""

    PASSWORD = "password"  # noqa: S105
    COMPLETE = "complete"


class AttemptKind(StrEnum):
    ACCOUNT = "account"
    ADDRESS = "address"
    SECOND_FACTOR = "second_factor"
    RESET = "reset"


class User(Row, table=True):
    """Somebody with an account; invited until `accepted_at`."""

    __tablename__ = "user_account"
    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref(unique=True)
    name: Sealed = columns.sealed(D.IDENTITY, max_length=120)
    email: Sealed = columns.sealed(D.CONTACT, max_length=254)
    email_index: bytes = columns.digest(D.CREDENTIAL, unique=True)
    language: Language = columns.choice(Language, D.ACCOUNT, default=Language.DUTCH)
    organisation_id: UUID | None = columns.ref("organisation.id", D.ACCOUNT, nullable=True)
    invited_at: datetime = columns.utc(D.ACCOUNT)
    accepted_at: datetime | None = columns.utc(D.ACCOUNT, nullable=True)
    disabled_at: datetime | None = columns.utc(D.ACCOUNT, nullable=True)
    is_demo: bool = columns.boolean(D.ACCOUNT, default=False)
    gets_digest: bool = columns.boolean(D.ACCOUNT, default=True)  # asked of who can get one
    version: int = columns.version()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is not None and self.disabled_at is None


class Credential(Row, table=True):
    """The two factors of one user; apart from the user, because a sign-in changes it."""

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.CREDENTIAL, unique=True, ondelete="CASCADE")
    subject_id: UUID = columns.subject_ref()
    password_hash: str | None = columns.text(D.CREDENTIAL, max_length=200, nullable=True)
    totp_secret: Sealed | None = columns.sealed(D.CREDENTIAL, nullable=True, max_length=64)
    totp_step: int = columns.integer(D.CREDENTIAL, default=0)
    totp_since: datetime | None = columns.utc(D.CREDENTIAL, nullable=True)
    # Kept only until their owner says that they are written down.
    unseen_codes: Sealed | None = columns.sealed(D.CREDENTIAL, nullable=True, max_length=400)


class RecoveryCode(Row, table=True):
    """One code on paper that stands in for the phone, once."""

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.CREDENTIAL, ondelete="CASCADE")
    code_hash: bytes = columns.digest(D.CREDENTIAL, unique=True)
    used_at: datetime | None = columns.utc(D.CREDENTIAL, nullable=True)


class RoleGrant(Row, table=True):
    """A role given by one person and, where it needs that, made effective by a second.

    `granted_by` is empty for what the operator does on the command line.
    """

    __retention__ = Retention.ACCOUNT
    __table_args__ = (
        CheckConstraint("granted_by IS NULL OR granted_by <> user_id", name="not_to_oneself"),
        CheckConstraint(
            "approved_by IS NULL OR (approved_by <> user_id"
            " AND (granted_by IS NULL OR approved_by <> granted_by))",
            name="approved_by_a_second_person",
        ),
        CheckConstraint(
            "effective_at IS NULL OR approved_by IS NOT NULL OR granted_by IS NULL"
            f" OR role NOT IN ({_SECOND_PERSON_ROLES})",
            name="second_person_where_needed",
        ),
        Index(
            "uq_role_grant_open",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND house_code IS NULL"),
            postgresql_where=text("ended_at IS NULL AND house_code IS NULL"),
        ),
        Index(
            "uq_role_grant_open_in_house",
            "user_id",
            "role",
            "house_code",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND house_code IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND house_code IS NOT NULL"),
        ),
    )

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE")
    role: Role = columns.choice(Role, D.ACCOUNT)
    house_code: str | None = columns.code_ref("house.code", D.ACCOUNT, max_length=8, nullable=True)
    granted_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    granted_at: datetime = columns.utc(D.ACCOUNT)
    approved_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    effective_at: datetime | None = columns.utc(D.ACCOUNT, nullable=True)
    ended_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    ended_at: datetime | None = columns.utc(D.ACCOUNT, nullable=True)

    @property
    def is_pending(self) -> bool:
        return self.effective_at is None and self.ended_at is None

    @property
    def is_effective(self) -> bool:
        return self.effective_at is not None and self.ended_at is None


class SignIn(Row, table=True):
    """One device where somebody is signed in; the cookie holds the token, this row its hash."""

    __retention__ = Retention.SIGN_IN

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.SIGN_IN, ondelete="CASCADE")
    token_hash: bytes = columns.digest(D.CREDENTIAL, unique=True)
    stage: SignInStage = columns.choice(SignInStage, D.SIGN_IN)
    started_at: datetime = columns.utc(D.SIGN_IN)
    last_seen_at: datetime = columns.utc(D.SIGN_IN)
    # Never later, whatever happens; earlier when roles become stricter.
    ends_at: datetime = columns.utc(D.SIGN_IN)
    # Sooner than that, unless it is used again before.
    idle_until: datetime = columns.utc(D.SIGN_IN)
    factor_at: datetime | None = columns.utc(D.SIGN_IN, nullable=True)
    device: str = columns.text(D.SIGN_IN, max_length=60)

    def is_alive(self, moment: datetime) -> bool:
        return moment < min(self.ends_at, self.idle_until)


class SignInAttempt(Row, table=True):
    """One attempt, counted per account and per address under a keyed hash; swept after a day."""

    __retention__ = Retention.SIGN_IN
    __table_args__ = (Index("ix_sign_in_attempt_counted", "kind", "who", "at"),)

    id: UUID = columns.key()
    kind: AttemptKind = columns.choice(AttemptKind, D.SIGN_IN)
    who: bytes = columns.digest(D.CREDENTIAL)
    at: datetime = columns.utc(D.SIGN_IN)


class DemoMark(Row, table=True):
    """The one row that only a database made for the demo has; without it no short way in."""

    __retention__ = Retention.OPERATION
    __table_args__ = (CheckConstraint("code = 'demo'", name="only_one"),)

    code: str = columns.code_key(8, data_class=D.OPERATION)
    marked_at: datetime = columns.utc(D.OPERATION)
