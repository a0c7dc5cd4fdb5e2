"""What a page says to whoever follows a case for a colleague: for whom, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts import queries
from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.queries import cover_of
from mentorship.foundation.db import Db


@dataclass(frozen=True)
class CoverNote:
    """The name of the other one, who is away or who stands in, and the last day."""

    name: str
    until_on: date


def cover_note(db: Db, actor: UserActor, consultant_id: UUID | None) -> CoverNote | None:
    """On the page of a case of this consultant; None when it isn't followed for a colleague."""
    for one in actor.covers:
        if one.user_id == consultant_id:
            return CoverNote(_name(db, one.user_id), one.until_on)
    return None


def covered_by_actor(db: Db, actor: UserActor) -> list[CoverNote]:
    """For whom this person stands in today."""
    names = queries.names_of_ids(db, {one.user_id for one in actor.covers})
    return [CoverNote(names.get(one.user_id, ""), one.until_on) for one in actor.covers]


def deputy_of_actor(db: Db, actor: UserActor) -> CoverNote | None:
    """Who stands in for this person today."""
    cover = cover_of(db, actor.id)
    return CoverNote(_name(db, cover.deputy_id), cover.until_on) if cover else None


def _name(db: Db, user_id: UUID) -> str:
    return queries.names_of_ids(db, {user_id}).get(user_id, "")
