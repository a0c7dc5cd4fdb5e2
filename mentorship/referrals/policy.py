"""Says which referrals and young people somebody may open: of one's House, or of a colleague's.

Every room above asks here whether a case is somebody's to follow.
"""

from collections.abc import Hashable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral


def visible_to(actor: UserActor) -> SelectOfScalar[Referral]:
    """The files of the Houses where this person is a consultant; being a mentor opens none.

    Those of young people whom they follow for a colleague too; a new referral is the House's.
    """
    houses = actor.houses_as(Role.MENTOR_CONSULTANT)
    is_mine = col(Referral.house_code).in_(sorted(houses))
    if not actor.covers:
        return select(Referral).where(is_mine)
    followed = select(Mentee.subject_id).where(is_covered_by(actor))
    return select(Referral).where(is_mine | col(Referral.subject_id).in_(followed))


def mentees_visible_to(actor: UserActor) -> SelectOfScalar[Mentee]:
    """The young people of the Houses where this person is a consultant, and those they cover."""
    return select(Mentee).where(is_followed_by(actor))


def is_followed_by(actor: UserActor) -> ColumnElement[bool]:
    """Of a young person: in a House of one's own, or of a colleague who is away today."""
    own = col(Mentee.house_code).in_(sorted(actor.houses_as(Role.MENTOR_CONSULTANT)))
    # SQLite reads every file of the region for "or nobody's", in place of its index.
    return (own | is_covered_by(actor)) if actor.covers else own


def sight_of(actor: UserActor) -> Hashable:
    """All that `is_followed_by` asks of somebody: who has the same may open the same."""
    return actor.houses_as(Role.MENTOR_CONSULTANT), frozenset(actor.covers)


def is_covered_by(actor: UserActor) -> ColumnElement[bool]:
    """Of a young person: of a colleague who is away, in a House where that one works still."""
    return or_(
        false(),
        *(
            (col(Mentee.consultant_id) == absent.user_id)
            & col(Mentee.house_code).in_(sorted(absent.houses))
            for absent in actor.covers
        ),
    )


def can_take_over(actor: UserActor, mentee: Mentee) -> bool:
    """A deputy of another House follows for a while, but doesn't become the consultant."""
    return mentee.house_code in actor.houses_as(Role.MENTOR_CONSULTANT)


@audit.tells_cover
def consultants_by_subject(db: Session, user_ids: frozenset[UUID]) -> Mapping[UUID, UUID]:
    """The consultant by the person whose case it is, of these consultants."""
    found = select(col(Mentee.subject_id), col(Mentee.consultant_id)).where(
        col(Mentee.consultant_id).in_(user_ids)
    )
    return dict(db.execute(found).all())


def own_of(db: Db, actor: UserActor) -> SelectOfScalar[Referral]:
    """What this person referred; found by a keyed hash, because the source itself is sealed."""
    return select(Referral).where(col(Referral.source_key) == source_key(db, actor.id))


def source_key(db: Db, user_id: UUID) -> bytes:
    return vault.blind_index(db, "referral.source", str(user_id))


def draft_key(db: Db, owner_id: UUID, draft_id: UUID) -> bytes:
    return vault.blind_index(db, "referral.draft", f"{owner_id} {draft_id}")
