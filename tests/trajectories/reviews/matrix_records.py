"""Whose wave, goal, check-in and link stand in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.links import issue
from mentorship.mentors.queries import mentor_of_user, today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Goal, Mentee
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import services as check_ins
from mentorship.trajectories.reviews.check_ins.models import CheckIn
from mentorship.trajectories.reviews.check_ins.services import LINK
from mentorship.trajectories.reviews.models import Review, ReviewDecision, Wave
from mentorship.trajectories.reviews.services import NewReview, note_review
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.trajectories.matrix_records import OTHER_HOUSE, consultant_in, trajectory_in
from tests.trajectories.pairs import started

if TYPE_CHECKING:
    from tests.house.route_matrix import World


def _goal_in(db: Db, world: "World", house: str) -> Goal:
    trajectory = trajectory_in(db, world, house)
    mine = select(Goal).where(col(Goal.mentee_id) == trajectory.mentee_id)
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    return db.exec(mine).first() or verbs.add_goal(db, mentee, "Schooldiploma")


def _goal(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_goal_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


def _wave(db: Db, world: "World", person: Person) -> Records:
    """The same in every address: whose trajectory it is decides."""
    return Records(Wave.MONTH_3.value, Wave.MONTH_3.value, none="made-up")


def _review_in(db: Db, world: "World", house: str) -> Review:
    """Of another wave than the one in the addresses, so that that one can still be noted."""
    trajectory = trajectory_in(db, world, house)
    mine = select(Review).where(col(Review.trajectory_id) == trajectory.id)
    told = NewReview(today(db), (), ReviewDecision.CONTINUE, "", "", {})
    by = consultant_in(world, house).id
    return db.exec(mine).first() or note_review(db, trajectory, Wave.MONTH_6, told, by=by)


def _review(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_review_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


def _check_in_in(db: Db, world: "World", house: str) -> CheckIn:
    """In between, and not answered in the matrix."""
    trajectory = trajectory_in(db, world, house)
    mine = select(CheckIn).where(col(CheckIn.trajectory_id) == trajectory.id)
    by = (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]
    return db.exec(mine).first() or check_ins.ask(db, trajectory, None, by=by.id)


def _check_in(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_check_in_in(db, world, house).id for house in (HOUSE, OTHER_HOUSE)))


def _link(db: Db, world: "World", person: Person) -> Records:
    token = issue(db, LINK, _check_in_in(db, world, HOUSE).id, timedelta(days=1))
    return Records(token, none="made-up")


def _own_trajectory(db: Db, world: "World", person: Person) -> Records:
    """Of the mentor among them, whom the matrix of matching made ready; others may not ask."""
    foreign = trajectory_in(db, world, OTHER_HOUSE).id
    mentor = mentor_of_user(db, person.id)
    if mentor is None or person is not world.people[Role.MENTOR]:
        return Records(foreign, foreign)
    found = db.exec(select(Trajectory).where(col(Trajectory.mentor_id) == mentor.id)).first()
    by = world.people[Role.MENTOR_CONSULTANT]
    found = found or started(db, by, HOUSE, mentor=mentor, ago=timedelta(days=20))
    return Records(found.id, foreign)


MAKERS = {
    "reviews.scale:goal_id": _goal,
    "wave": _wave,
    "review_id": _review,
    "check_in_id": _check_in,
    "check_ins.by_link:token": _link,
    "check_ins.mine:trajectory_id": _own_trajectory,
}
