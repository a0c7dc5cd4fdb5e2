"""The verbs of signing in and out: admit, check, start, pass, end. Hashing is done outside."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from mentorship.accounts import queries, rules, second_factor
from mentorship.accounts.models import (
    AttemptKind,
    Credential,
    SignIn,
    SignInAttempt,
    SignInStage,
    User,
)
from mentorship.accounts.roles import limits_of
from mentorship.accounts.rules import Allowance, Throttled
from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.locks import take_turns
from mentorship.foundation.subjects import Purpose

_ADDRESS_INDEX = "sign_in_attempt.address"


class Overtaken(Exception):
    """The account was closed, or its password changed, while the typed one was being checked."""


@dataclass(frozen=True)
class Candidate:
    """Whom an e-mail address may belong to; all empty for somebody unknown or closed out."""

    who: bytes
    user_id: UUID | None = None
    password_hash: str | None = None


def admit_password(db: Db, email: str, address: str) -> Candidate:
    """Count the attempt before the password is looked at, so that a burst gets no free tries.

    Raises Throttled. Does the same for an address that nobody has.
    """
    who = queries.email_index(db, email)
    admit(db, AttemptKind.ADDRESS, address_index(db, address), rules.PER_ADDRESS)
    admit(db, AttemptKind.ACCOUNT, who, rules.PER_ACCOUNT)
    user = queries.find_user_by_index(db, who)
    if user is None or not user.is_open:
        return Candidate(who)
    return Candidate(who, user.id, queries.get_credential(db, user.id).password_hash)


def admit(db: Db, kind: AttemptKind, who: bytes, allowances: Sequence[Allowance]) -> SignInAttempt:
    """Note one attempt, or raise Throttled; a refused attempt does not lengthen the wait.

    A burst at one moment is counted one by one.
    """
    take_turns(db, kind.value.encode() + who)
    moment = now(db)
    earlier = queries.attempts_since(db, kind, who, moment - rules.LONGEST_WINDOW)
    until = rules.wait_until(earlier, moment, allowances)
    if until is not None:
        raise Throttled(until)
    attempt = SignInAttempt(kind=kind, who=who, at=moment)
    db.add(attempt)
    db.flush()
    return attempt


def address_index(db: Db, address: str) -> bytes:
    return vault.blind_index(db, _ADDRESS_INDEX, rules.counted_address(address))


def refuse_password(db: Db, candidate: Candidate) -> None:
    user = db.get(User, candidate.user_id) if candidate.user_id else None
    audit.record(db, "sign_in.refused", subject_id=user.subject_id if user else None)


def accept_password(db: Db, candidate: Candidate, fresh_hash: str | None) -> User:
    """Forget the attempts of this account, and keep the hash at today's price if it was dearer.

    Hashing takes a while: raises Overtaken when the facts it started with hold no longer.
    """
    if candidate.user_id is None:
        raise Overtaken
    user = queries.get_user_locked(db, candidate.user_id)
    credential = queries.get_credential_locked(db, user.id)
    if not user.is_open or credential.password_hash != candidate.password_hash:
        raise Overtaken
    if fresh_hash is not None:
        credential.password_hash = fresh_hash
    forget_attempts(db, AttemptKind.ACCOUNT, candidate.who)
    return user


def forget_attempts(db: Db, kind: AttemptKind, who: bytes) -> None:
    db.execute(
        delete(SignInAttempt).where(col(SignInAttempt.kind) == kind, col(SignInAttempt.who) == who)
    )


def start(db: Db, user: User, stage: SignInStage, device: str) -> str:
    """Make a sign-in with a new id; the token is only in the answer, the database has its hash."""
    token, moment = secrets.token_urlsafe(32), now(db)
    complete = stage is SignInStage.COMPLETE
    limits = limits_of(queries.given_roles(db, user.id)) if complete else rules.HALF_SIGN_IN
    row = SignIn(
        user_id=user.id,
        token_hash=token_hash(token),
        stage=stage,
        started_at=moment,
        last_seen_at=moment,
        ends_at=moment + limits.absolute,
        idle_until=moment + limits.idle,
        factor_at=moment if complete else None,
        device=device,
    )
    db.add(row)
    db.flush()
    if complete:
        audit.record(db, "sign_in.started", subject_id=user.subject_id, object_id=row.id)
    return token


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def find_half(db: Db, token: str) -> SignIn | None:
    """Find the sign-in that waits for its second factor, as long as it may wait."""
    found = queries.find_sign_in(db, token_hash(token))
    if found is None or found[0].stage is not SignInStage.PASSWORD:
        return None
    return found[0] if found[0].is_alive(now(db)) else None


def claim_half(db: Db, half: SignIn) -> User | None:
    """Whose it is, if it still waits and the account is still open; nobody changes that meanwhile.

    The user's row is taken first, as everywhere.
    """
    user = queries.get_user_locked(db, half.user_id)
    still = queries.get_sign_in_locked(db, half.id)
    return user if user.is_open and still is not None else None


def check_second_factor(db: Db, user_id: UUID, code: str) -> bool:
    """Spend a code of the phone or of the paper; counts as an attempt. Raises Throttled."""
    who = user_id.bytes
    credential = queries.get_credential_locked(db, user_id)
    admit(db, AttemptKind.SECOND_FACTOR, who, rules.PER_SECOND_FACTOR)
    right = _spend_recovery_code(db, user_id, code) or _spend_step(db, credential, code)
    if right:
        forget_attempts(db, AttemptKind.SECOND_FACTOR, who)
    else:
        audit.record(db, "sign_in.second_factor_refused", subject_id=credential.subject_id)
    return right


def _spend_step(db: Db, credential: Credential, code: str) -> bool:
    secret = vault.read(db, credential, "totp_secret", purpose=Purpose.SIGN_IN)
    if secret is None:
        return False
    step = second_factor.accepted_step(secret, code, now(db), credential.totp_step)
    if step is not None:
        credential.totp_step = step
    return step is not None


def _spend_recovery_code(db: Db, user_id: UUID, code: str) -> bool:
    if not second_factor.looks_like_recovery_code(code):
        return False
    hashed = second_factor.recovery_code_hash(code)
    found = queries.find_unused_recovery_code(db, user_id, hashed)
    if found is not None:
        found.used_at = now(db)
        user = db.get_one(User, user_id)
        audit.record(db, "account.recovery_code_used", subject_id=user.subject_id)
    return found is not None


def confirm_again(db: Db, sign_in_id: UUID, code: str) -> bool:
    """Step up: the person at this device shows the second factor once more. Raises Throttled."""
    row = db.get_one(SignIn, sign_in_id)
    if not check_second_factor(db, row.user_id, code):
        return False
    row.factor_at = now(db)
    user = db.get_one(User, row.user_id)
    audit.record(db, "sign_in.confirmed_again", subject_id=user.subject_id, object_id=row.id)
    return True


def see(db: Db, sign_in_id: UUID) -> None:
    """Note that it is used, so that it lasts a while longer; what has ended stays ended."""
    row, moment = queries.get_sign_in_locked(db, sign_in_id), now(db)
    if row is None or not row.is_alive(moment):
        return
    if rules.last_seen_is_due(row.last_seen_at, moment):
        row.last_seen_at = moment
        row.idle_until = moment + limits_of(queries.given_roles(db, row.user_id)).idle


def tighten(db: Db, user: User) -> None:
    """After a change of roles: no sign-in lasts longer than these allow, none longer than before.

    A role that goes gives back nothing that a stricter one took away, so what ended stays ended.
    """
    limits = limits_of(queries.given_roles(db, user.id))
    for row in queries.sign_ins_locked(db, user.id):
        row.ends_at = min(row.ends_at, row.started_at + limits.absolute)
        row.idle_until = min(row.idle_until, row.last_seen_at + limits.idle)


def end(db: Db, user: User, sign_in_id: UUID) -> bool:
    """End one sign-in of this person; False when it is somebody else's or not there any more."""
    row = db.get(SignIn, sign_in_id)
    if row is None or row.user_id != user.id:
        return False
    db.delete(row)
    audit.record(db, "sign_in.ended", subject_id=user.subject_id, object_id=sign_in_id)
    return True


def end_all(db: Db, user: User, but: UUID | None = None) -> int:
    """End every sign-in of this person, except the one in use when it is named."""
    rows = [row for row in queries.sign_ins_locked(db, user.id) if row.id != but]
    for row in rows:
        db.delete(row)
    if rows:
        audit.record(db, "sign_in.all_ended", subject_id=user.subject_id, count=len(rows))
    return len(rows)


def sweep(db: Db) -> None:
    """Remove attempts that count no more, and sign-ins that have ended."""
    moment = now(db)
    db.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= moment - rules.LONGEST_WINDOW))
    has_ended = (col(SignIn.ends_at) <= moment) | (col(SignIn.idle_until) <= moment)
    db.execute(delete(SignIn).where(has_ended))
