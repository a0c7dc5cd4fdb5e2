"""Which trajectories are counted: those that began in a half-year and are closed, with consent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures import consenting
from mentorship.evaluation.measures.measure import Found, opaque
from mentorship.evaluation.measures.once import found_once
from mentorship.evaluation.measures.senders import senders_of
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.contacts.rules import Course
from mentorship.trajectories.models import Trajectory

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Began:
    """A closed trajectory of somebody who agrees with evaluation.

    `through` are opaque keys of all who know them: the mentor, and whoever sent them.
    """

    trajectory: Trajectory
    started_on: date
    ended_on: date
    through: frozenset[str]

    @property
    def id(self) -> UUID:
        return self.trajectory.id

    @property
    def cohort(self) -> HalfYear:
        return half_year_of(self.started_on)


def source(db: Db) -> Found:
    """Open while a trajectory of that half-year has no end; also of who doesn't agree."""
    seen, until = set(), dict[HalfYear, date]()
    begun = select(
        col(Trajectory.started_on), col(Trajectory.ended_on), col(Trajectory.planned_end)
    )
    for started_on, ended_on, planned in db.exec(
        begun.where(col(Trajectory.started_on).is_not(None))
    ):
        assert started_on is not None  # noqa: S101 — the statement asks for it
        cohort = half_year_of(started_on)
        seen.add(cohort)
        if ended_on is None:
            until[cohort] = max(until.get(cohort, started_on), planned or started_on)
    return Found(frozenset(seen), frozenset(until), until)


def began(db: Db, cohorts: Collection[HalfYear]) -> list[Began]:
    """In a fixed order."""
    return found_once(db, "began", frozenset(cohorts), lambda: _began(db, cohorts))


def once_about(
    db: Db, what: str, found: Sequence[Began], find: Callable[[Sequence[UUID]], Kept]
) -> Kept:
    """What several measures ask of the same trajectories, by their ids."""
    ids = tuple(one.id for one in found)
    return found_once(db, what, ids, lambda: find(ids))


def courses_of(db: Db, found: Sequence[Began]) -> Mapping[UUID, Course]:
    """When each ran and paused."""
    trajectories = [one.trajectory for one in found]
    return once_about(db, "courses", found, lambda _: contacts.courses_of(db, trajectories))


def _began(db: Db, cohorts: Collection[HalfYear]) -> list[Began]:
    joined = select(Trajectory, Mentee).join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id))
    rows = db.exec(
        joined.where(
            col(Trajectory.started_on).is_not(None), col(Trajectory.ended_on).is_not(None)
        ).order_by(col(Trajectory.started_on), col(Trajectory.id))
    ).all()
    mentees = {mentee.id: mentee for _, mentee in rows}
    agreed = consenting.agreed(db, mentees.values())
    senders = senders_of(db, [mentees[one] for one in agreed])
    wanted = frozenset(cohorts)
    return [
        Began(
            one,
            one.started_on,
            one.ended_on,
            senders[one.mentee_id] | {opaque(db, "mentor", one.mentor_id)},
        )
        for one, _ in rows
        if one.mentee_id in agreed
        and one.started_on is not None
        and one.ended_on is not None
        and half_year_of(one.started_on) in wanted
    ]
