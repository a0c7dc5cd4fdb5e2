"""The way into an account: an invitation, a password, a second factor, and a new start."""

from sqlalchemy import delete
from sqlmodel import col

from mentorship.accounts import credentials, letters, queries, second_factor, sign_ins
from mentorship.accounts.models import RecoveryCode, User
from mentorship.accounts.posting import AccountClosed, page, post, user_of
from mentorship.foundation import audit, links, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose

INVITATION = "accounts.invitation"


def send_invitation(db: Db, user: User) -> str:
    """Send a link that works once; earlier ones stop. The address of the page is returned too."""
    user = queries.get_user_locked(db, user.id)
    if user.disabled_at is not None:
        raise AccountClosed
    links.withdraw(db, INVITATION, user.id)
    token = links.issue(db, INVITATION, user.id, letters.INVITATION_LASTS)
    address = page(db, f"/invitation/{token}")
    post(db, user, letters.INVITATION, address, days=letters.INVITATION_DAYS)
    return address


def start_over(db: Db, user: User) -> None:
    """For somebody who lost phone and paper: both factors go, a new invitation is sent."""
    user = queries.get_user_locked(db, user.id)
    if user.disabled_at is not None:
        raise AccountClosed
    links.withdraw(db, credentials.RESET, user.id)
    credential = queries.get_credential_locked(db, user.id)
    credential.password_hash = None
    credential.totp_secret = None
    credential.totp_since = None
    credential.unseen_codes = None
    db.execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    user.accepted_at = None
    sign_ins.end_all(db, user)
    audit.record(db, "account.started_over", subject_id=user.subject_id, object_id=user.id)
    send_invitation(db, user)


def invited_user(db: Db, token: str) -> User:
    """Find whose invitation this is; raises what `links.find` raises."""
    return user_of(db, links.find(db, INVITATION, token))


def choose_first_password(db: Db, token: str, password_hash: str) -> User:
    """Take the first step of the invitation; the link is spent only by the second."""
    user = queries.get_user_locked(db, invited_user(db, token).id)
    credential = queries.get_credential_locked(db, user.id)
    credential.password_hash = password_hash
    # Anew each time: an earlier link may have shown the earlier secret to somebody else.
    vault.write(db, credential, totp_secret=second_factor.new_secret())
    return user


def secret_to_scan(db: Db, user: User) -> str | None:
    """Read what the phone has to know; None until a password is chosen."""
    credential = queries.get_credential(db, user.id)
    if credential.password_hash is None:
        return None
    return vault.read(db, credential, "totp_secret", purpose=Purpose.ACCOUNT)


def accept_invitation(db: Db, token: str, code: str) -> User | None:
    """Take the last step: a right code from the phone spends the link and opens the account.

    None when the code is wrong; raises what `links.use` raises.
    """
    user = queries.get_user_locked(db, invited_user(db, token).id)
    credential = queries.get_credential_locked(db, user.id)
    secret = vault.read(db, credential, "totp_secret", purpose=Purpose.SIGN_IN)
    if secret is None or credential.password_hash is None:
        return None
    step = second_factor.accepted_step(secret, code, now(db), credential.totp_step)
    if step is None:
        return None
    links.use(db, INVITATION, token)
    credential.totp_step, credential.totp_since = step, now(db)
    user.accepted_at = now(db)
    credentials.renew_recovery_codes(db, user)
    audit.record(db, "account.accepted", subject_id=user.subject_id, object_id=user.id)
    return user
