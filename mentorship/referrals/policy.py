"""Says which referrals and young people somebody may open: of one's House, or what one sent."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral


def visible_to(actor: UserActor) -> SelectOfScalar[Referral]:
    """The files of the Houses where this person is a consultant; being a mentor opens none."""
    houses = actor.houses_as(Role.MENTOR_CONSULTANT)
    return select(Referral).where(col(Referral.house_code).in_(sorted(houses)))


def mentees_visible_to(actor: UserActor) -> SelectOfScalar[Mentee]:
    """The young people of the Houses where this person is a consultant."""
    houses = actor.houses_as(Role.MENTOR_CONSULTANT)
    return select(Mentee).where(col(Mentee.house_code).in_(sorted(houses)))


def own_of(db: Db, actor: UserActor) -> SelectOfScalar[Referral]:
    """What this person referred; found by a keyed hash, because the source itself is sealed."""
    return select(Referral).where(col(Referral.source_key) == source_key(db, actor.id))


def source_key(db: Db, user_id: UUID) -> bytes:
    return vault.blind_index(db, "referral.source", str(user_id))


def draft_key(db: Db, owner_id: UUID, draft_id: UUID) -> bytes:
    return vault.blind_index(db, "referral.draft", f"{owner_id} {draft_id}")
