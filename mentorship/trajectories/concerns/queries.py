"""Finds concerns, what happened with them, and the colleagues who may look too."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching.matches.readers import readers_of
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import holding, policy
from mentorship.trajectories.concerns.models import (
    Concern,
    ConcernAct,
    ConcernAddition,
    ConcernStatus,
    ConcernStep,
    Level,
)
from mentorship.trajectories.models import Trajectory

_CLOSED_SHOWN = 50


@dataclass(frozen=True)
class Waiting:
    """How many open concerns somebody has to know of; those that nobody has stand first."""

    unseen: Sequence[Concern]
    held: Sequence[Concern]

    @property
    def count(self) -> int:
        return len(self.unseen) + len(self.held)

    @property
    def oldest(self) -> datetime | None:
        raised = [one.raised_at for one in (*self.unseen, *self.held)]
        return min(raised, default=None)


def find(db: Db, visible: SelectOfScalar[Concern], concern_id: UUID) -> Concern | None:
    return db.exec(visible.where(col(Concern.id) == concern_id)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[Concern], concern_id: UUID) -> Concern | None:
    """The rows of the trajectory first, as everywhere; then the concern as it is by then."""
    found = find(db, visible, concern_id)
    if found is None or trajectories.lock(db, select(Trajectory), found.trajectory_id) is None:
        return None
    again = visible.where(col(Concern.id) == concern_id).with_for_update(of=Concern)
    return db.exec(again.execution_options(populate_existing=True)).one_or_none()


def open_in(db: Db, visible: SelectOfScalar[Concern]) -> Waiting:
    """What can't wait before what can, and then the oldest first.

    Nobody has what somebody took on who can't open it any more.
    """
    found = visible.where(col(Concern.status) != ConcernStatus.CLOSED)
    rows = db.exec(found.order_by(col(Concern.is_now).desc(), col(Concern.raised_at))).all()
    lost = holding.lost_of(db, rows)
    unseen = [one for one in rows if one.is_unseen or one.id in lost]
    seen = [one for one in rows if not (one.is_unseen or one.id in lost)]
    return Waiting(unseen=unseen, held=seen)


def open_for(db: Db, actor: UserActor) -> Waiting:
    """Of one's own cases, and at which one was asked to look."""
    return open_in(db, policy.visible_to(actor))


def closed_in(db: Db, visible: SelectOfScalar[Concern]) -> Sequence[Concern]:
    """The last fifty."""
    found = visible.where(col(Concern.status) == ConcernStatus.CLOSED)
    return db.exec(found.order_by(col(Concern.closed_at).desc()).limit(_CLOSED_SHOWN)).all()


def of_trajectory(db: Db, trajectory: Trajectory) -> Sequence[Concern]:
    """The newest first."""
    found = select(Concern).where(col(Concern.trajectory_id) == trajectory.id)
    return db.exec(found.order_by(col(Concern.raised_at).desc())).all()


def newest_first(db: Db, visible: SelectOfScalar[Concern]) -> Sequence[Concern]:
    return db.exec(visible.order_by(col(Concern.raised_at).desc())).all()


def acts_of(db: Db, concern: Concern) -> Sequence[ConcernAct]:
    """The oldest first."""
    found = select(ConcernAct).where(col(ConcernAct.concern_id) == concern.id)
    return db.exec(found.order_by(col(ConcernAct.position))).all()


def additions_of(db: Db, concerns: Iterable[Concern]) -> Mapping[UUID, list[ConcernAddition]]:
    """What the mentor told later of each, the oldest first."""
    ids = {one.id for one in concerns}
    found = select(ConcernAddition).where(col(ConcernAddition.concern_id).in_(ids))
    told = defaultdict[UUID, list[ConcernAddition]](list)
    for row in db.exec(found.order_by(col(ConcernAddition.told_at), col(ConcernAddition.id))):
        told[row.concern_id].append(row)
    return told


def open_of(db: Db, visible: SelectOfScalar[Concern], trajectory_id: UUID) -> Sequence[Concern]:
    """Those about one pair that aren't closed, the newest first."""
    about = visible.where(
        col(Concern.trajectory_id) == trajectory_id, col(Concern.status) != ConcernStatus.CLOSED
    )
    return newest_first(db, about)


def steps_of(db: Db, concern: Concern) -> Sequence[ConcernStep]:
    """The oldest first."""
    found = select(ConcernStep).where(col(ConcernStep.concern_id) == concern.id)
    return db.exec(found.order_by(col(ConcernStep.noted_at), col(ConcernStep.id))).all()


def told_no_further(db: Db) -> Sequence[UUID]:
    """Those that nobody has and of which somebody could still be told."""
    waiting = open_in(db, select(Concern).where(col(Concern.level) != Level.COORDINATOR))
    return [one.id for one in waiting.unseen]


def count_with_coordinator(db: Db) -> int:
    """How many nobody has, though the whole House was told."""
    return len(_with_coordinator(db))


def houses_waiting(db: Db) -> Sequence[str]:
    """The Houses of those, by code; one for each concern."""
    found = (
        select(Mentee.house_code)
        .join(Trajectory, col(Trajectory.mentee_id) == col(Mentee.id))
        .join(Concern, col(Concern.trajectory_id) == col(Trajectory.id))
        .where(col(Concern.id).in_(_with_coordinator(db)))
    )
    return db.exec(found.order_by(col(Mentee.house_code))).all()


def _with_coordinator(db: Db) -> list[UUID]:
    waiting = open_in(db, select(Concern).where(col(Concern.level) == Level.COORDINATOR))
    return [one.id for one in waiting.unseen]


def houses_of(db: Db, trajectory_ids: Collection[UUID]) -> set[str]:
    """The Houses that follow these young people, also when the mentor is lent by another."""
    found = (
        select(Mentee.house_code)
        .join(Trajectory, col(Trajectory.mentee_id) == col(Mentee.id))
        .where(col(Trajectory.id).in_(trajectory_ids))
    )
    return set(db.exec(found))


def house_of(db: Db, concern: Concern) -> str:
    trajectory = db.get_one(Trajectory, concern.trajectory_id)
    return db.get_one(Mentee, trajectory.mentee_id).house_code


def colleagues_of(db: Db, concern: Concern) -> list[User]:
    """Who could take it over: the consultants of the House, and who covers for one of them."""
    match = trajectories.match_of(db, db.get_one(Trajectory, concern.trajectory_id))
    there = users_with_role(db, Role.MENTOR_CONSULTANT, house_of(db, concern))
    found = {user.id: user for user in (*there, *readers_of(db, match))}
    return [
        user for user in found.values() if user.id not in (concern.raised_by, concern.holder_id)
    ]


def seconds_of(db: Db, concern: Concern) -> list[User]:
    """Who could look too: of the House, and of another only where nobody else is there."""
    if here := colleagues_of(db, concern):
        return here
    everywhere = users_with_role(db, Role.MENTOR_CONSULTANT)
    return [user for user in everywhere if user.id not in (concern.raised_by, concern.holder_id)]
