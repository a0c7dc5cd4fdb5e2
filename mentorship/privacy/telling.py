"""One event of the trail as a page and a file tell it: words where there are, codes where not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col

from mentorship.accounts import policy
from mentorship.accounts.access import UserActor
from mentorship.accounts.forms import role_words
from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.privacy import queries
from mentorship.privacy.acts import act_words
from mentorship.privacy.details import COVER, FIELDS, code_of, covered_in, read_details
from mentorship.privacy.queries import NOBODY, People
from mentorship.privacy.words import PROGRAM, purpose_words


@dataclass(frozen=True)
class Line:
    """Who, in which role and for whom, did what, of how many people, why, when."""

    seq: int
    at: datetime
    who: str
    who_id: UUID | None
    roles: str
    organisation: str
    code: str
    act: str
    purpose: str
    is_break_glass: bool
    covers_for: str
    people: People
    fields: tuple[str, ...]
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """Of users and organisations; who isn't among them is told by id."""

    users: Mapping[UUID, str]
    organisations: Mapping[UUID, str]

    def user(self, user_id: UUID) -> str:
        return self.users.get(user_id) or _("account %(id)s", id=str(user_id)[:8])


def names_for(db: Db, actor: UserActor, user_ids: set[UUID], organisations: set[UUID]) -> Names:
    """As far as this reader may know the users; reading their names leaves its own trace."""
    named = policy.named_to(actor).where(col(User.id).in_(user_ids))
    return Names(names_of(db, db.exec(named).all()), queries.organisation_names(db, organisations))


def names_in(db: Db, actor: UserActor, events: Sequence[AuditEvent], others: set[UUID]) -> Names:
    """Of everybody in these events, and of these other users, read in one go."""
    users = {one.actor_id for one in events if one.actor_id is not None}
    covered = {user for one in events for user in covered_in(read_details(one.details))}
    places = {one.organisation_id for one in events if one.organisation_id is not None}
    return names_for(db, actor, users | covered | others, places)


def lines(db: Db, events: Sequence[AuditEvent], names: Names) -> list[Line]:
    people = queries.people_of(db, [event.seq for event in events])
    return [
        line_of(one, read_details(one.details), names, people.get(one.seq, NOBODY))
        for one in events
    ]


def line_of(event: AuditEvent, told: Mapping[str, object], names: Names, people: People) -> Line:
    organisation = event.organisation_id
    rest = {name: value for name, value in told.items() if name not in (FIELDS, COVER)}
    if event.object_id is not None:
        rest["object"] = event.object_id
    fields = told.get(FIELDS, ())
    return Line(
        seq=event.seq,
        at=event.at,
        who=names.user(event.actor_id) if event.actor_id else str(PROGRAM),
        who_id=event.actor_id,
        roles=role_words(event.role),
        organisation=names.organisations.get(organisation, str(organisation))
        if organisation
        else "",
        code=event.action,
        act=act_words(event.action),
        purpose=purpose_words(event.purpose),
        is_break_glass=event.break_glass,
        covers_for=", ".join(names.user(one) for one in covered_in(told)),
        people=people,
        fields=tuple(str(one) for one in fields) if isinstance(fields, list | tuple) else (),
        details=tuple((name, code_of(rest[name])) for name in sorted(rest)),
    )
