"""The verbs of passwords and recovery codes. Hashing is done outside."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from mentorship.accounts import letters, queries, rules, second_factor, sign_ins
from mentorship.accounts.models import AttemptKind, RecoveryCode, SignInAttempt, User
from mentorship.accounts.posting import page, post, user_of
from mentorship.foundation import audit, links, vault
from mentorship.foundation.db import Db
from mentorship.foundation.jobs import enqueue
from mentorship.foundation.subjects import Purpose

RESET = "accounts.reset"
SEND_RESET = "accounts.send_reset"


def renew_recovery_codes(db: Db, user: User) -> None:
    """Make ten new codes; the old ones stop. They stay readable until `keep_recovery_codes`."""
    codes = second_factor.new_recovery_codes()
    db.execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    for code in codes:
        hashed = second_factor.recovery_code_hash(code)
        db.add(RecoveryCode(user_id=user.id, code_hash=hashed))
    vault.write(db, queries.get_credential_locked(db, user.id), unseen_codes="\n".join(codes))
    audit.record(db, "account.recovery_codes_made", subject_id=user.subject_id)


def has_unseen_recovery_codes(db: Db, user: User) -> bool:
    return queries.get_credential(db, user.id).unseen_codes is not None


def unseen_recovery_codes(db: Db, user: User) -> list[str]:
    """Read the codes that their owner has not put away yet."""
    credential = queries.get_credential(db, user.id)
    kept = vault.read(db, credential, "unseen_codes", purpose=Purpose.ACCOUNT)
    return kept.split("\n") if kept else []


def keep_recovery_codes(db: Db, user: User) -> None:
    """The owner has them on paper: from now on nobody can read them here."""
    queries.get_credential_locked(db, user.id).unseen_codes = None


def request_reset(db: Db, email: str, address: str) -> None:
    """Note that somebody asked for a reset; a job finds out whether there is such an account.

    So the answer costs the same for everybody. Asked too often for one account, nothing is sent;
    raises Throttled when one device asks for many.
    """
    index = sign_ins.address_index(db, address)
    sign_ins.admit(db, AttemptKind.ADDRESS, index, rules.PER_ADDRESS)
    who = queries.email_index(db, email)
    try:
        attempt = sign_ins.admit(db, AttemptKind.RESET, who, rules.PER_RESET_REQUEST)
    except rules.Throttled:
        return
    enqueue(db, SEND_RESET, attempt_id=attempt.id)


def send_reset(db: Db, attempt_id: UUID) -> None:
    """Send the link to whoever the request was about, if there is such an open account."""
    attempt = db.get(SignInAttempt, attempt_id)
    user = queries.find_user_by_index(db, attempt.who) if attempt else None
    if user is None or not user.is_open:
        return
    token = links.issue(db, RESET, user.id, letters.RESET_LASTS)
    post(db, user, letters.RESET, page(db, f"/reset/{token}"), minutes=letters.RESET_MINUTES)
    audit.record(db, "account.reset_sent", subject_id=user.subject_id, object_id=user.id)


def user_to_reset(db: Db, token: str) -> User:
    return _user_of_reset(db, links.find(db, RESET, token))


def _user_of_reset(db: Db, link: links.Link) -> User:
    """An account that starts over has an invitation, which asks for both factors."""
    user = user_of(db, link)
    if not user.is_open:
        raise links.LinkExpired
    return user


def reset_password(db: Db, token: str, password_hash: str) -> User:
    """Spend the link; the second factor stays as it is and every sign-in ends."""
    user = _user_of_reset(db, links.use(db, RESET, token))
    _set_password(db, user, password_hash, keep_sign_in=None)
    return user


def change_password(db: Db, user: User, password_hash: str, keep_sign_in: UUID) -> None:
    """Change it from within; every other sign-in ends."""
    _set_password(db, user, password_hash, keep_sign_in)


def _set_password(db: Db, user: User, password_hash: str, keep_sign_in: UUID | None) -> None:
    links.withdraw(db, RESET, user.id)
    queries.get_credential_locked(db, user.id).password_hash = password_hash
    sign_ins.end_all(db, user, but=keep_sign_in)
    sign_ins.forget_attempts(db, AttemptKind.ACCOUNT, user.email_index)
    audit.record(db, "account.password_changed", subject_id=user.subject_id, object_id=user.id)
    post(db, user, letters.PASSWORD_CHANGED, None)
