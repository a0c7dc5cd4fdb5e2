"""What a page says to whoever follows a case for a colleague: for whom, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts import queries
from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.queries import of_user, today
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db


@dataclass(frozen=True)
class CoverNote:
    """The name of who is away, and the last day."""

    name: str
    until_on: date


def cover_note(db: Db, actor: UserActor, consultant_id: UUID | None) -> CoverNote | None:
    """On the page of a case of this consultant; None when it isn't followed for a colleague."""
    for one in actor.covers:
        if one.user_id == consultant_id:
            return CoverNote(_name(db, one.user_id), one.until_on)
    return None


@dataclass(frozen=True)
class OwnCover:
    """Somebody covers for this person, or the other way round; now, or from a day on."""

    name: str
    from_on: date
    until_on: date
    is_deputy: bool
    has_begun: bool


def own_covers(db: Db, actor: UserActor) -> list[OwnCover]:
    """What counts now or later, the first to begin first; nothing is asked for who has no cases."""
    if not actor.has(Role.MENTOR_CONSULTANT):
        return []
    covers, day = of_user(db, actor.id), today(db)
    others = [one.absent_id if one.deputy_id == actor.id else one.deputy_id for one in covers]
    names = queries.names_of_ids(db, set(others)) if others else {}
    return [
        OwnCover(
            name=names.get(other, ""),
            from_on=one.from_on,
            until_on=one.until_on,
            is_deputy=one.deputy_id == actor.id,
            has_begun=one.from_on <= day,
        )
        for one, other in zip(covers, others, strict=True)
    ]


def _name(db: Db, user_id: UUID) -> str:
    return queries.names_of_ids(db, {user_id}).get(user_id, "")
