"""Who is reminded of what in a trajectory, on both engines."""

from datetime import timedelta

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.trajectories import jobs, services
from mentorship.trajectories.models import PauseReason
from tests.accounts.people import make_person
from tests.matching.pool import make_ready, new_mentor
from tests.trajectories.pairs import started


def test_a_mentor_is_asked_for_a_log_and_the_consultant_for_what_is_late(db: Db) -> None:
    by, person = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
    mentor = new_mentor(db, by, user=person)
    make_ready(db, mentor, by)
    trajectory = started(db, by, mentor=mentor, ago=timedelta(days=50))
    day = today(db)

    asked = {(due.user_id, due.about_id) for due in jobs.sessions_to_log(db, day)}
    assert asked == {(person.id, trajectory.id)}
    late = list(jobs.late_care(db, day))
    assert {(due.user_id, due.about_id) for due in late} == {(by.id, trajectory.id)}
    assert len({due.due_on for due in late}) > 1  # the trial, contacts: each once

    services.pause(db, trajectory, day - timedelta(days=49), PauseReason.HEALTH, by=by.id)
    assert not list(jobs.sessions_to_log(db, day))
    assert not list(jobs.late_care(db, day))
