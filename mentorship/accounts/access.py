"""Turns the token of a cookie into the actor that policies ask about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mentorship.accounts import demo, queries
from mentorship.accounts.cover.queries import Covered, covered_by
from mentorship.accounts.models import Language, SignIn, SignInStage, User
from mentorship.accounts.roles import Role, permissions_of
from mentorship.accounts.sign_ins import token_hash
from mentorship.foundation.access import Permission
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Db, now
from mentorship.region.queries import short_names


@dataclass(frozen=True)
class UserActor:
    """Somebody who is signed in; made anew at every request, so a lost role is lost at once."""

    id: UUID
    subject_id: UUID
    roles: frozenset[str]
    houses: frozenset[str]  # of all roles together; who may open what asks houses_as
    organisation_id: UUID | None
    permissions: frozenset[Permission]
    language: Language
    sign_in_id: UUID
    last_seen_at: datetime
    factor_at: datetime | None
    is_demo: bool
    places: frozenset[tuple[Role, str]] = frozenset()
    covers: tuple[Covered, ...] = ()  # colleagues who are away, whose cases one follows today
    house_names: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def audit(self) -> AuditActor:
        return AuditActor(
            self.id,
            "+".join(sorted(self.roles)) or None,
            self.organisation_id,
            covers=frozenset(covered.user_id for covered in self.covers),
        )

    def has(self, role: Role) -> bool:
        return role in self.roles

    def houses_as(self, role: Role) -> frozenset[str]:
        """Where this role counts: a mentor in one House may be a consultant in another."""
        return frozenset(house for held, house in self.places if held is role)


def identify(db: Db, token: str) -> UserActor | None:
    """Find who holds this token, while the account is open and the sign-in within its limits."""
    found = queries.find_sign_in(db, token_hash(token))
    if found is None:
        return None
    row, user = found
    if row.stage is not SignInStage.COMPLETE or not row.is_alive(now(db)):
        return None
    if not user.is_open or (user.is_demo and not demo.is_demo_database(db)):
        return None
    return actor_of(db, user, row)


def actor_for(db: Db, user: User) -> UserActor:
    """What policies would know of this person, for what the program works out for them alone."""
    moment = now(db)
    nowhere = SignIn(
        user_id=user.id, token_hash=b"", stage=SignInStage.PASSWORD, device="",
        started_at=moment, last_seen_at=moment, ends_at=moment, idle_until=moment,
    )  # fmt: skip
    return actor_of(db, user, nowhere)


def actor_of(db: Db, user: User, row: SignIn) -> UserActor:
    granted = queries.effective_grants(db, user.id)
    roles = frozenset(grant.role for grant in granted)
    covers = covered_by(db, user.id) if Role.MENTOR_CONSULTANT in roles else ()
    codes = frozenset(grant.house_code for grant in granted if grant.house_code is not None)
    return UserActor(
        id=user.id,
        subject_id=user.subject_id,
        roles=frozenset(role.value for role in roles),
        houses=codes,
        organisation_id=user.organisation_id,
        permissions=permissions_of(roles),
        language=user.language,
        sign_in_id=row.id,
        last_seen_at=row.last_seen_at,
        factor_at=row.factor_at,
        is_demo=user.is_demo,
        covers=covers,
        house_names=short_names(db, codes) if codes else {},
        places=frozenset((g.role, g.house_code) for g in granted if g.house_code is not None),
    )
