"""Who is reminded of what in a trajectory, on both engines."""

from datetime import timedelta

from sqlalchemy import event

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.mentors.queries import today
from mentorship.trajectories import jobs, services
from mentorship.trajectories.letters import CARE_ASKED, LOG_ASKED
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

    found = list(jobs.of_trajectories(db, day))
    asked = {(due.user_id, due.about_id) for letter, due in found if letter is LOG_ASKED}
    assert asked == {(person.id, trajectory.id)}
    late = [due for letter, due in found if letter is CARE_ASKED]
    assert {(due.user_id, due.about_id) for due in late} == {(by.id, trajectory.id)}
    assert len({due.due_on for due in late}) > 1  # the trial, contacts: each once

    services.pause(db, trajectory, day - timedelta(days=49), PauseReason.HEALTH, by=by.id)
    assert not list(jobs.of_trajectories(db, day))


def statements_of_a_night(database: Database) -> tuple[int, int]:
    """How many, and how many reminders they found."""
    counted = []

    def count(*_: object) -> None:
        counted.append(1)

    with database.reading() as db:
        event.listen(database.readers, "before_cursor_execute", count)
        found = list(jobs.of_trajectories(db, today(db)))
        event.remove(database.readers, "before_cursor_execute", count)
    return len(counted), len(found)


def test_a_night_asks_as_much_for_many_as_for_few(sqlite_database: Database) -> None:
    """Within a batch: no mentor, match, reader or deputy is looked up one by one."""
    needed, before = set(), 0
    for house in ("KEN", "NHN"):
        with sqlite_database.writing() as db:
            by = make_person(db, Role.MENTOR_CONSULTANT, house)
            for _ in range(2):
                person = make_person(db, Role.MENTOR, house)
                mentor = new_mentor(db, by, house, user=person)
                make_ready(db, mentor, by)
                started(db, by, house, mentor=mentor, ago=timedelta(days=50))
            db.commit()
        statements, found = statements_of_a_night(sqlite_database)
        assert found > before
        before = found
        needed.add(statements)
    assert len(needed) == 1
