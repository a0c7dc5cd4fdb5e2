"""What a mentor reads of the own concerns: that they arrived, who has them, never what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col

from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import briefing
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import drafting, expecting, holding, queries
from mentorship.trajectories.concerns.models import (
    AdditionKind,
    Concern,
    ConcernAddition,
    ConcernStatus,
)
from mentorship.trajectories.models import Trajectory


@dataclass(frozen=True)
class Pair:
    """About whom a mentor can write; the name only while the match runs."""

    trajectory_id: UUID
    name: str
    started_at: datetime


@dataclass(frozen=True)
class Begun:
    """What a mentor began to write and did not send."""

    trajectory_id: UUID
    kept_at: datetime


@dataclass(frozen=True)
class Line:
    """One concern in the mentor's own list."""

    id: UUID
    title: str
    status: ConcernStatus
    words: str
    is_unseen: bool
    expected: Sequence[str]
    added: Sequence[str]


def pairs_of(db: Db, mentor: Mentor) -> list[Pair]:
    """Those that run, the newest first; about one that ended a mentor calls."""
    found = policy.running_of(mentor).order_by(col(Trajectory.opened_at).desc())
    rows = db.exec(found).all()
    told = [row for row in rows if briefing.may_be_told(db, trajectories.match_of(db, row))]
    people = [db.get_one(Mentee, row.mentee_id) for row in told]
    names = mentees.first_names_of(db, people, Purpose.GUIDANCE)
    return [Pair(row.id, names.get(row.mentee_id, ""), row.opened_at) for row in rows]


def begun_of(db: Db, mentor: Mentor) -> list[Begun]:
    """Easily taken for sent, because it was kept; the newest first."""
    kept = drafting.begun(db, mentor.user_id) if mentor.user_id else {}
    if not kept:
        return []
    own = policy.own_of(mentor).where(col(Trajectory.id).in_(kept))
    there = {one.id for one in db.exec(own)}
    return [Begun(key, moment) for key, moment in kept.items() if key in there]


def lines_of(db: Db, raised: Sequence[Concern]) -> list[Line]:
    names = names_of_ids(db, {one.holder_id for one in raised if one.holder_id})
    lost, later = holding.lost_of(db, raised), queries.additions_of(db, raised)
    return [
        Line(
            one.id, expecting.title_of(db, one), one.status,
            state_words(one, names, is_lost=one.id in lost),
            is_unseen := one.is_unseen or one.id in lost,
            expecting.expected_of(db, one) if is_unseen else (),
            [_added_words(db, told) for told in later.get(one.id, ())],
        )
        for one in raised
    ]  # fmt: skip


def _added_words(db: Db, told: ConcernAddition) -> str:
    when = expecting.when(db, told.told_at)
    if told.kind is AdditionKind.MISTAKE:
        return _("You said %(when)s that it was a mistake. A consultant closes it.", when=when)
    return _("You added something %(when)s.", when=when)


def state_words(concern: Concern, names: Mapping[UUID, str], *, is_lost: bool) -> str:
    """How far it is, for who raised it; `is_lost` when who took it on can't open it any more."""
    if concern.holder_id is None:
        return _("It has arrived. Nobody has read it yet.")
    if is_lost:
        return _("It was read, but nobody has it at this moment. A colleague has to take it on.")
    name = names.get(concern.holder_id) or _("a consultant")
    if concern.is_open:
        return _("%(name)s has read it and calls you.", name=name)
    return _("%(name)s has handled it and closed it.", name=name)
