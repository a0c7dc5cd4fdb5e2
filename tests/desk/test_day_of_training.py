"""The day of a trainer and the overview of a coordinator: numbers, and nobody's case."""

from datetime import timedelta

import pytest

from mentorship.accounts.roles import Role
from mentorship.desk.overview import overview
from mentorship.desk.tasks import Pressing
from mentorship.foundation.db import Db
from mentorship.mentors.rules import Stage
from mentorship.training import services
from mentorship.training.facts import Finding
from mentorship.training.models import AssessmentOutcome, Presence
from tests.accounts.people import Person, make_person
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.matching.pool import new_mentor, ready_mentor, waiting_mentee
from tests.training.cohorts import (
    attend_all,
    make_cohort,
    make_course,
    make_mentor,
    make_peer_supervision,
    save,
)


@pytest.fixture
def coordinator(db: Db) -> Person:
    return make_person(db, Role.COORDINATOR)


def test_a_trainer_records_attendance_of_what_was_held(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 2)
    stranger = make_person(db, Role.TRAINER)
    assert titles(db, course.trainer) == ["Your next meeting: Tuesday 10 March 2026 19:00"]
    fixed_now.advance(days=9)
    tasks = day_of(db, course.trainer)
    assert [task.title for task in tasks] == [
        "Of 1 meeting you have still to record who was there",
        "Your next meeting: Tuesday 17 March 2026 19:00",
    ]
    assert tasks[0].place.values == {"meeting_id": course.meetings[0].id}
    assert titles(db, stranger) == []
    save(db, course.meetings[0].id, {course.mentors[0].id: Presence.PRESENT}, course.trainer)
    assert len(titles(db, course.trainer)) == 1


def test_a_meeting_to_which_nobody_comes_or_that_is_cancelled_asks_nothing(
    db: Db, fixed_now: FixedNow
) -> None:
    trainer = make_person(db, Role.TRAINER)
    make_peer_supervision(db, trainer)
    course = make_course(db, 1)
    services.cancel_meeting(db, course.meetings[0].id)
    fixed_now.advance(days=9)
    assert titles(db, trainer) == []
    assert titles(db, course.trainer) == ["Your next meeting: Tuesday 17 March 2026 19:00"]


def test_who_did_the_course_waits_for_an_assessment(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 1)
    open_one = "1 mentor did the whole course and waits for your assessment"
    fixed_now.moment = course.meetings[-1].ends_at + timedelta(days=1)
    attend_all(db, course, course.mentors[0])
    assert titles(db, course.trainer) == [open_one]
    finding = Finding(1, AssessmentOutcome.PASSED)
    services.assess(db, course.places[0].id, finding, course.trainer.id)
    assert titles(db, course.trainer) == []


def test_a_coordinator_reads_seats_waiting_lists_and_meetings(
    db: Db, fixed_now: FixedNow, coordinator: Person
) -> None:
    trainer = make_person(db, Role.TRAINER)
    cohort = make_cohort(db, trainer, capacity=2)
    free = next(task for task in day_of(db, coordinator) if "free seats" in task.title)
    assert (free.title, free.more) == ("1 cohort has free seats", "2 seats are free.")
    for name in ("Abel", "Bo", "Cato"):
        services.enrol(db, cohort.id, make_mentor(db, name).id)
    told = {task.title: task for task in day_of(db, coordinator)}
    assert told["1 cohort has a waiting list"].more == "1 mentor waits for a seat."
    assert "1 cohort has free seats" not in told
    fixed_now.advance(days=9)
    assert "Of 1 meeting nobody recorded who was there" in titles(db, coordinator)


def test_a_coordinator_reads_nothing_about_young_people(
    db: Db, fixed_now: FixedNow, coordinator: Person
) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    before = titles(db, coordinator)
    waiting_mentee(db, consultant)
    fixed_now.advance(days=90)
    assert titles(db, consultant) != []
    assert titles(db, coordinator) == before
    assert all(task.pressing is not Pressing.LATE for task in day_of(db, coordinator))


def test_capacity_stands_beside_who_waits(db: Db) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    ready_mentor(db, consultant, seats=2)
    new_mentor(db, consultant, seats=3)
    waiting_mentee(db, consultant)
    waiting_mentee(db, consultant, "NHN")
    found = overview(db)
    lines = {line.name: (line.ready, line.free, line.waiting) for line in found.houses}
    assert sorted(lines.values()) == [(0, 0, 0), (0, 0, 1), (1, 2, 1)]
    assert [line.is_short for line in found.houses if line.waiting] == [
        line.free == 0 for line in found.houses if line.waiting
    ]
    assert (found.stages[Stage.READY], found.stages[Stage.INTERVIEW]) == (1, 1)
