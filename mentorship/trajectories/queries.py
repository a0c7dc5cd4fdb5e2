"""Finds trajectories, where they stand, and the matches that still wait for a first meeting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.matching.matches import queries as matches
from mentorship.matching.models import Match, MatchStatus
from mentorship.trajectories.models import (
    CommitmentAgreement,
    Extension,
    FirstMeeting,
    MeetingOutcome,
    Phase,
    PhaseChange,
    Trajectory,
    TrajectoryPause,
)
from mentorship.trajectories.pauses import Span


@dataclass(frozen=True)
class Standing:
    """A trajectory and its last step; `pause` is the one that is open."""

    trajectory: Trajectory
    last: PhaseChange
    pause: TrajectoryPause | None = None

    @property
    def phase(self) -> Phase:
        return self.last.to_phase

    @property
    def is_paused(self) -> bool:
        return self.pause is not None


def find(db: Db, visible: SelectOfScalar[Trajectory], trajectory_id: UUID) -> Trajectory | None:
    return db.exec(visible.where(col(Trajectory.id) == trajectory_id)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[Trajectory], trajectory_id: UUID) -> Trajectory | None:
    """Mentee, mentor and match first, as matching does; then the trajectory as it is by then."""
    found = find(db, visible, trajectory_id)
    if found is None or matches.lock(db, select(Match), found.match_id) is None:
        return None
    again = visible.where(col(Trajectory.id) == trajectory_id).with_for_update(of=Trajectory)
    return db.exec(again.execution_options(populate_existing=True)).one_or_none()


def match_of(db: Db, trajectory: Trajectory) -> Match:
    return db.get_one(Match, trajectory.match_id)


def not_waiting_to_be_closed(db: Db, trajectories: Sequence[Trajectory]) -> list[Trajectory]:
    """Without those whose match has ended while nobody closed them yet: they ask nothing else."""
    wanted = [one.match_id for one in trajectories]
    over = select(col(Match.id)).where(
        col(Match.id).in_(wanted), col(Match.status) != MatchStatus.ACTIVE
    )
    ended = set(db.exec(over))
    return [one for one in trajectories if one.ended_on or one.match_id not in ended]


def of_match(db: Db, match_id: UUID) -> Trajectory | None:
    return db.exec(select(Trajectory).where(col(Trajectory.match_id) == match_id)).one_or_none()


def of_mentee(db: Db, mentee_id: UUID) -> list[Trajectory]:
    """The newest first."""
    found = select(Trajectory).where(col(Trajectory.mentee_id) == mentee_id)
    return list(db.exec(found.order_by(col(Trajectory.opened_at).desc())))


@cache
def is_last_step() -> ColumnElement[bool]:
    later = aliased(PhaseChange)
    found = select(later.id).where(
        col(later.trajectory_id) == col(PhaseChange.trajectory_id),
        col(later.position) == col(PhaseChange.position) + 1,
    )
    return ~found.correlate(PhaseChange).exists()


def in_phase(phases: Collection[Phase]) -> ColumnElement[bool]:
    """The condition on a trajectory that it stands in one of these now. Asked of each row: the
    steps of all others would otherwise be read for the few of one reader."""
    found = select(PhaseChange.id).where(
        col(PhaseChange.trajectory_id) == col(Trajectory.id),
        is_last_step(),
        col(PhaseChange.to_phase).in_(phases),
    )
    return found.correlate(Trajectory).exists()


def standing_of(db: Db, trajectory: Trajectory) -> Standing:
    return standings(db, [trajectory])[trajectory.id]


def standings(db: Db, trajectories: Sequence[Trajectory]) -> dict[UUID, Standing]:
    """Where each stands; two statements for one as for a thousand."""
    ids = [one.id for one in trajectories]
    last = select(PhaseChange).where(col(PhaseChange.trajectory_id).in_(ids), is_last_step())
    steps = {step.trajectory_id: step for step in db.exec(last)}
    paused = select(TrajectoryPause).where(
        col(TrajectoryPause.trajectory_id).in_(ids), col(TrajectoryPause.resumed_on).is_(None)
    )
    pauses = {pause.trajectory_id: pause for pause in db.exec(paused)}
    return {one.id: Standing(one, steps[one.id], pauses.get(one.id)) for one in trajectories}


def steps_of(db: Db, trajectory: Trajectory) -> list[PhaseChange]:
    found = select(PhaseChange).where(col(PhaseChange.trajectory_id) == trajectory.id)
    return list(db.exec(found.order_by(col(PhaseChange.position))))


def pauses_of(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, list[Span]]:
    """Of each the spans without meetings, the oldest first; an open one has no end."""
    found = select(TrajectoryPause).where(col(TrajectoryPause.trajectory_id).in_(trajectory_ids))
    spans: dict[UUID, list[Span]] = {key: [] for key in trajectory_ids}
    for row in db.exec(found.order_by(col(TrajectoryPause.from_on))):
        spans[row.trajectory_id].append(Span(row.from_on, row.resumed_on))
    return spans


def open_pause(db: Db, trajectory: Trajectory) -> TrajectoryPause | None:
    found = select(TrajectoryPause).where(
        col(TrajectoryPause.trajectory_id) == trajectory.id,
        col(TrajectoryPause.resumed_on).is_(None),
    )
    return db.exec(found).one_or_none()


def meetings_of(db: Db, trajectory: Trajectory) -> list[FirstMeeting]:
    """Every plan of a first meeting, the newest first."""
    found = select(FirstMeeting).where(col(FirstMeeting.trajectory_id) == trajectory.id)
    return list(db.exec(found.order_by(col(FirstMeeting.planned_at).desc(), col(FirstMeeting.id))))


def open_meeting(db: Db, trajectory: Trajectory) -> FirstMeeting | None:
    found = select(FirstMeeting).where(
        col(FirstMeeting.trajectory_id) == trajectory.id, col(FirstMeeting.outcome).is_(None)
    )
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def held_meeting(db: Db, trajectory: Trajectory) -> FirstMeeting | None:
    found = select(FirstMeeting).where(
        col(FirstMeeting.trajectory_id) == trajectory.id,
        col(FirstMeeting.outcome) == MeetingOutcome.HELD,
    )
    return db.exec(found).one_or_none()


def agreement_of(db: Db, trajectory: Trajectory) -> CommitmentAgreement | None:
    found = select(CommitmentAgreement).where(
        col(CommitmentAgreement.trajectory_id) == trajectory.id
    )
    return db.exec(found).one_or_none()


def extensions_of(db: Db, trajectory: Trajectory) -> list[Extension]:
    found = select(Extension).where(col(Extension.trajectory_id) == trajectory.id)
    return list(db.exec(found.order_by(col(Extension.noted_at))))


def without_trajectory(visible: SelectOfScalar[Match]) -> SelectOfScalar[Match]:
    """Both said yes, and nobody planned the first meeting yet."""
    planned = select(Trajectory.id).where(col(Trajectory.match_id) == col(Match.id))
    is_planned = planned.correlate(Match).exists()
    return visible.where(col(Match.status) == MatchStatus.ACTIVE, ~is_planned)
