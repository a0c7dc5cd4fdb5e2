"""Whose trajectory and log stand in the addresses of a mentor's own pages, for the matrix."""

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import feed, services
from mentorship.trajectories.sessions.models import SessionLog
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.matching.pool import ready_mentor
from tests.trajectories.pairs import started
from tests.trajectories.sessions.told import met

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"


def _of(db: Db, world: "World", house: str) -> Trajectory:
    """The trajectory of the mentor of this House; whoever else asks sees the same one."""
    people = world.people if house == HOUSE else world.strangers
    by, person = people[Role.MENTOR_CONSULTANT], people[Role.MENTOR]
    mentor = mentor_of_user(db, person.id) or ready_mentor(db, by, house, user=person)
    mine = select(Trajectory).where(col(Trajectory.mentor_id) == mentor.id)
    return db.exec(mine).first() or started(db, by, house, mentor=mentor)


def _log_of(db: Db, trajectory: Trajectory) -> SessionLog:
    found = select(SessionLog).where(col(SessionLog.trajectory_id) == trajectory.id)
    if (log := db.exec(found).first()) is not None:
        return log
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    assert mentor.user_id is not None
    return services.log_session(
        db, trajectory, mentor, met(db, note=""), key=uuid4(), by=mentor.user_id
    ).log


def _trajectory(db: Db, world: "World", person: Person) -> Records:
    here, there = (_of(db, world, house) for house in (HOUSE, OTHER_HOUSE))
    return Records(here.id, there.id)


def _log(db: Db, world: "World", person: Person) -> Records:
    here, there = (_of(db, world, house) for house in (HOUSE, OTHER_HOUSE))
    return Records(_log_of(db, here).id, _log_of(db, there).id)


def _month(db: Db, world: "World", person: Person) -> Records:
    return Records("2026-02", none="2026-13")


def _address(db: Db, world: "World", person: Person) -> Records:
    """Of a mentor's calendar; what reads it signs in nowhere. A new one would end the one before,
    so everybody gets the same."""
    mentor = world.strangers[Role.MENTOR]
    if "calendar" not in world.records:
        made = uuid4()
        feed.make_address(db, mentor.id, mentor.user.subject_id, made)
        token = feed.token_of(db, mentor.id, made)
        world.records["calendar"] = {mentor.email: Records(token, none="made-up")}
    return world.records["calendar"][mentor.email]


def _made(db: Db, world: "World", person: Person) -> Records:
    """The page that shows the own address; for anybody else it is the same as none."""
    mentor = world.people[Role.MENTOR]
    if "calendar made" not in world.records:
        made = uuid4()
        feed.make_address(db, mentor.id, mentor.user.subject_id, made)
        world.records["calendar made"] = {mentor.email: Records(made, none=uuid4())}
    return world.records["calendar made"][mentor.email]


_MINE = ("logging_new", "logging_keep", "logging_forget", "logging_correct", "mine_one",
         "changing_appointment", "changing_call_off", "changing_withdraw")  # fmt: skip
MAKERS = {
    **{f"sessions.{page}:trajectory_id": _trajectory for page in _MINE},
    "sessions.mine_one:log_id": _log,
    "sessions.changing_withdraw:log_id": _log,
    "sessions.logging_correct:log_id": _log,
    "sessions.calendar_read:token": _address,
    "sessions.calendar_made:made": _made,
    "sessions.spending_expenses_of:month": _month,
    "sessions.spending_file:month": _month,
}
