"""Made-up users with both factors, and ways to be signed in as one of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pyotp
from flask.testing import FlaskClient

from mentorship.accounts import grants, invitations, queries, services, sign_ins
from mentorship.accounts.models import SignInStage, User
from mentorship.accounts.passwords import HashCost, Passwords
from mentorship.accounts.roles import IN_A_HOUSE, KINDS_OF_ORGANISATION, Role
from mentorship.accounts.services import NewUser
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.links import LinkError, find
from mentorship.foundation.subjects import Purpose
from mentorship.region.models import House, Organisation, OrganisationType
from mentorship.region.services import add_organisation, seed_region

PASSWORD = "geheime tuin achter het station"
HOUSE = "KEN"
PASSWORDS = Passwords(HashCost(memory_kib=64, passes=1))
_HASH = PASSWORDS.hash(PASSWORD)
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """A user and what only that user knows."""

    user: User
    email: str
    secret: str
    password: str = PASSWORD

    @property
    def id(self) -> UUID:
        return self.user.id

    def code(self, moment: datetime, step: int = 0) -> str:
        """The six digits at this moment, or some steps of half a minute away from it."""
        return pyotp.TOTP(self.secret).at(moment + timedelta(seconds=30 * step))


def make_person(
    db: Db, role: Role | None = None, house_code: str = HOUSE, email: str | None = None
) -> Person:
    """Somebody who accepted the invitation and holds the role, given at the start."""
    if db.get(House, HOUSE) is None:
        seed_region(db)
    organisation = _organisation_for(db, role)
    email = email or f"persoon{next(_numbers)}@voorbeeld.example"
    user = services.add_user(
        db, NewUser("Fenna Roodenburg", email, organisation_id=organisation and organisation.id)
    )
    user.accepted_at = now(db)
    credential = queries.get_credential_locked(db, user.id)
    credential.password_hash, secret = _HASH, pyotp.random_base32()
    vault.write(db, credential, totp_secret=secret)
    if role is not None:
        grants.grant_role(db, user, role, house_code if role in IN_A_HOUSE else None, None)
    return Person(user, email, secret)


def person(database: Database, role: Role | None = None, house_code: str = HOUSE) -> Person:
    """The same in a committed transaction of its own."""
    with database.writing() as db:
        made = make_person(db, role, house_code)
        db.commit()
    return made


def _organisation_for(db: Db, role: Role | None) -> Organisation | None:
    kinds = KINDS_OF_ORGANISATION.get(role) if role else None
    if not kinds:
        return None
    kind = min(kinds)
    place = "GM0392" if kind is OrganisationType.MUNICIPALITY else None
    return add_organisation(db, f"Organisatie {uuid4().hex[:8]}", kind, municipality_code=place)


def sign_in_as(client: FlaskClient, database: Database, user: User) -> None:
    """Puts a complete sign-in in the client's cookie, with a fresh second factor."""
    with database.writing() as db:
        token = sign_ins.start(db, user, SignInStage.COMPLETE, "Firefox, Linux")
        db.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True


def email_text(db: Db, user: User) -> str:
    return vault.read(db, user, "email", purpose=Purpose.ACCOUNT) or ""


def works(db: Db, token: str) -> bool:
    """Whether an invitation's token still opens something."""
    try:
        find(db, invitations.INVITATION, token)
    except LinkError:
        return False
    return True
