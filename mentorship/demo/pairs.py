"""One pair of the demo from its first meeting on: who acts for it, when, and how it goes now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from random import Random
from uuid import UUID

from mentorship.accounts.invitations import INVITATION
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.world import World
from mentorship.foundation import links
from mentorship.foundation.db import Db, now
from mentorship.mentors.joining import invite_account
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory


class Going(StrEnum):
    """What stands in the last logs of a pair that still meets."""

    STEADY = "steady"
    MISSED_TWO = "missed_two"
    MISSED_THREE = "missed_three"
    OVERDUE = "overdue"
    IN_BATCHES = "in_batches"


# Of the running pairs of each House, in the order in which they met.
_TURNS = (
    Going.MISSED_TWO, Going.OVERDUE, Going.MISSED_THREE,
    Going.STEADY, Going.IN_BATCHES, Going.STEADY,
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """`number` counts the running pairs of a House from 1; 0 for the others and for those whose
    mentor is an account of the demo: these go well, so that the tour begins in calm."""

    world: World
    name: str
    trajectory_id: UUID
    house: str
    started_on: date
    user: User
    number: int
    is_running: bool

    @property
    def going(self) -> Going:
        return _TURNS[(self.number - 1) % len(_TURNS)] if self.number else Going.STEADY

    def dice(self, what: str) -> Random:
        return self.world.dice(f"{what} {self.name}")

    def at(self, day: date, hour: int) -> datetime:
        """Also after the hours of the office; a day still to come never comes."""
        return self.world.calendar.moment_on(day, hour)

    @contextmanager
    def mentoring(self) -> Iterator[tuple[Db, Trajectory, Mentor | None]]:
        """The mentor acts; None once they stopped."""
        with self.world.acting(self.user, Role.MENTOR) as db:
            trajectory = db.get_one(Trajectory, self.trajectory_id)
            mentor = db.get_one(Mentor, trajectory.mentor_id)
            yield db, trajectory, mentor if mentor.status is MentorStatus.OPEN else None

    @contextmanager
    def consulting(self) -> Iterator[tuple[Db, Trajectory, UUID]]:
        """The consultant of the House where the young person lives by then."""
        with self.world.past.reading() as db:
            trajectory = db.get_one(Trajectory, self.trajectory_id)
            house = db.get_one(Mentee, trajectory.mentee_id).house_code
        with self.world.consulting(house) as (db, by):
            yield db, db.get_one(Trajectory, self.trajectory_id), by


def begin(world: World, trajectory_id: UUID, name: str, *, is_running: bool) -> Pair:
    """The two have just met; from now on the mentor has an account to log with."""
    with world.acting(None) as db:
        trajectory = db.get_one(Trajectory, trajectory_id)
        house = db.get_one(Mentee, trajectory.mentee_id).house_code
        mentor = db.get_one(Mentor, trajectory.mentor_id)
        is_shown = mentor.user_id in {user.id for user in world.accounts.values()}
        user = _account_of(db, mentor, world.users[house].id)
        started_on = trajectory.started_on
    assert started_on is not None  # noqa: S101 — they met
    number = 0
    if is_running and not is_shown:
        world.pairs[house] = number = world.pairs.get(house, 0) + 1
    return Pair(world, name, trajectory_id, house, started_on, user, number, is_running)


def _account_of(db: Db, mentor: Mentor, by: UUID) -> User:
    """Nobody gets a password for it: the sign-in page offers only the accounts of the demo."""
    if mentor.user_id is not None:
        return db.get_one(User, mentor.user_id)
    user = invite_account(db, mentor, by)
    links.withdraw(db, INVITATION, user.id)
    user.accepted_at = now(db)
    return user
