"""Takes in what a phone sends: opened for who is signed in, stored once, and nothing lost."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from mentorship.accounts.access import UserActor
from mentorship.foundation.db import Db
from mentorship.foundation.keys.store import KeyMissing, KeyStore
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import drafting, rules, services
from mentorship.trajectories.sessions.forms import FIELDS, SessionForm
from mentorship.trajectories.sessions.offline.envelopes import (
    Envelope,
    EnvelopeUnreadable,
    opened,
)
from mentorship.trajectories.sessions.offline.keys import private_key


class Receipt(StrEnum):
    """What the phone is told; it keeps what is not yours or unreadable, and lets go of the rest."""

    STORED = "stored"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"
    GONE = "gone"
    NOT_YOURS = "not_yours"
    UNREADABLE = "unreadable"


def opened_for(keys: KeyStore, actor: UserActor, sent: object) -> tuple[Envelope, dict[str, str]]:
    """Raises EnvelopeUnreadable; of somebody else's envelope nothing is opened, so it has no
    fields."""
    envelope = Envelope.read(sent)
    if envelope.user != actor.id:
        return envelope, {}
    try:
        return envelope, opened(private_key(keys, actor.subject_id), envelope)
    except KeyMissing as erased:
        raise EnvelopeUnreadable from erased


def receive(db: Db, actor: UserActor, envelope: Envelope, fields: Mapping[str, str]) -> Receipt:
    """Stores the log or keeps its text for the writer; sent again it changes nothing."""
    if envelope.user != actor.id:
        return Receipt.NOT_YOURS
    mentor = mentor_of_user(db, actor.id)
    trajectory = (
        trajectories.lock(db, policy.own_of(mentor), envelope.trajectory) if mentor else None
    )
    if mentor is None or trajectory is None:
        return Receipt.GONE  # the young person was erased: the text has nowhere to go
    known = {name: text for name, text in fields.items() if name in FIELDS}
    return _store(db, mentor, trajectory, {**known, drafting.PAGE: str(envelope.id)})


def _store(db: Db, mentor: Mentor, trajectory: Trajectory, fields: Mapping[str, str]) -> Receipt:
    assert mentor.user_id is not None  # noqa: S101 — found by the account
    owner = mentor.user_id
    # The phone wrote the day out: “yesterday” of days ago would be another day by now.
    form = SessionForm.holding(fields, None, csrf=False)
    if not form.validate():
        drafting.keep_refused(db, owner, trajectory, fields, "fields")
        return Receipt.REFUSED
    key = UUID(fields[drafting.PAGE])
    try:
        stored = services.log_session(db, trajectory, mentor, form.told(), key=key, by=owner)
    except rules.OtherBody as other:
        both = {**fields, "log": str(other.log_id)}
        drafting.keep_refused(db, owner, trajectory, both, "conflict")
        return Receipt.CONFLICT
    except rules.LogRefused:
        drafting.keep_refused(db, owner, trajectory, fields, "day")
        return Receipt.REFUSED
    _forget_same_page(db, owner, trajectory, fields[drafting.PAGE])
    return Receipt.STORED if stored.is_new else Receipt.KNOWN


def _forget_same_page(db: Db, owner: UUID, trajectory: Trajectory, page: str) -> None:
    """The page may have kept a draft before its network went."""
    draft = drafting.find_draft(db, owner, trajectory.id)
    if draft is not None and draft.fields.get(drafting.PAGE) == page:
        drafting.forget_draft(db, owner, trajectory.id)
