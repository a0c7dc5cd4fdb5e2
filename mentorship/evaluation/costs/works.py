"""What counts as work of a consultant for a trajectory, and how long it took as far as noted.

A call that reached nobody, a talk that was only offered and a first meeting without us count when
somebody noted minutes for it. Of what was corrected only the correction counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from mentorship.evaluation.costs.arithmetic import Sums, together
from mentorship.foundation.db import Db
from mentorship.trajectories.closure.models import AftercareCheck, ExitTalk
from mentorship.trajectories.contacts.models import SupportContact
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.models import FirstMeeting, Trajectory
from mentorship.trajectories.reviews.models import Review


@dataclass(frozen=True, slots=True)
class Kind:
    """One table that holds minutes: when it was, and which rows count."""

    table: Any
    day: Any
    counts: ColumnElement[bool]
    is_moment: bool = False


def kinds() -> tuple[Kind, ...]:
    timed = col(SupportContact.minutes).is_not(None)
    contact = (col(SupportContact.is_reached).is_(True) | timed) & counts(SupportContact)
    held = col(ExitTalk.is_held).is_(True) | col(ExitTalk.minutes).is_not(None)
    talk = held & counts(ExitTalk)
    there = col(FirstMeeting.is_staff_present).is_(True)
    meeting = there | col(FirstMeeting.minutes).is_not(None)
    return (
        Kind(SupportContact, SupportContact.held_on, contact),
        Kind(Review, Review.held_on, counts(Review)),
        Kind(ExitTalk, ExitTalk.talked_on, talk),
        Kind(AftercareCheck, AftercareCheck.held_on, counts(AftercareCheck)),
        Kind(FirstMeeting, FirstMeeting.starts_at, meeting, is_moment=True),
    )


def minutes_of(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, Sums]:
    """By trajectory, over its whole course; whoever has none is in it with none."""
    found: dict[UUID, list[Sums]] = {key: [] for key in trajectory_ids}
    for kind in kinds():
        table = kind.table
        rows = (
            select(Trajectory)
            .with_only_columns(
                table.trajectory_id, func.count(), func.count(table.minutes),
                func.coalesce(func.sum(table.minutes), 0),
            )
            .select_from(table)
            .where(table.trajectory_id.in_(list(found)), kind.counts)
            .group_by(table.trajectory_id)
        )  # fmt: skip
        for key, works, timed, minutes in db.execute(rows):
            found[key].append(Sums(works=works, timed=timed, minutes=int(minutes)))
    return {key: together(parts) for key, parts in found.items()}
