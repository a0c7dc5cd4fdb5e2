"""A mentor with an account who runs a trajectory, and what such a mentor tells."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import services
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionKind
from mentorship.trajectories.sessions.services import Stored
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import ready_mentor
from tests.trajectories.pairs import started
from tests.worlds import begun_with

NOTE = "Samen een brief geschreven aan de woningbouw."


@dataclass(frozen=True)
class Pair:
    """A mentor who can sign in, the trajectory that runs, and its consultant."""

    person: Person
    mentor: Mentor
    trajectory: Trajectory
    consultant: Person

    def log(self, db: Db, told: Told, *, key: UUID | None = None, corrects: Any = None) -> Stored:
        return services.log_session(
            db, self.trajectory, self.mentor, told,
            key=key or uuid4(), by=self.person.id, corrects=corrects,
        )  # fmt: skip


def make_pair(db: Db, house: str = HOUSE, *, ago: timedelta = timedelta(days=30)) -> Pair:
    """They first met `ago`."""
    return begun_with(db, _pair, house, ago)


def _pair(db: Db, house: str, ago: timedelta) -> Pair:
    consultant = make_person(db, Role.MENTOR_CONSULTANT, house)
    person = make_person(db, Role.MENTOR, house)
    mentor = ready_mentor(db, consultant, house, user=person)
    trajectory = started(db, consultant, house, mentor=mentor, ago=ago)
    return Pair(person, mentor, trajectory, consultant)


def met(db: Db, days_ago: int = 0, **told: Any) -> Told:
    """An hour together, some days ago."""
    return replace(met_on(today(db) - timedelta(days=days_ago)), **told)


def met_on(day: date) -> Told:
    return Told(day, SessionKind.MET, 60, topics=("school",), note=NOTE)
