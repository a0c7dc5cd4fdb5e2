"""The courses of the demo: completed, waiting for assessments, running, planned and cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from babel.dates import format_date

from mentorship.demo.calendar import Calendar
from mentorship.demo.names import invented_mentors
from mentorship.demo.world import Life, World
from mentorship.foundation.db import Db
from mentorship.foundation.working_days import next_working_day
from mentorship.training import progress, queries, services
from mentorship.training.facts import (
    AttendanceSheet,
    CohortFacts,
    Finding,
    MeetingFacts,
    Series,
    Slot,
)
from mentorship.training.models import (
    AssessmentOutcome,
    Cohort,
    MeetingKind,
    PlaceStatus,
    Presence,
    TrainingMeeting,
)

EVENING = time(19, 0)
_MISSED = "safety"  # the module that two people followed on an evening more
_MISSING_NOW = {
    "grip": {"Frank Oostzaander": Presence.ABSENT, "Thuy Vuongsen": Presence.EXCUSED},
}
_PASSED, _NOT_YET = AssessmentOutcome.PASSED, AssessmentOutcome.NOT_YET


@dataclass(frozen=True)
class Course:
    """`starts` and `planned` in working days ago; a negative start lies days ahead."""

    key: str
    starts: int
    planned: int
    capacity: int
    location: str
    is_finished: bool = False


COURSES = (
    Course("first", 478, 528, 10, "Wijkcentrum De Oude Kaaswaag, Alkmaar", is_finished=True),
    Course("second", 232, 300, 9, "Buurthuis Het Schalkhuis, Haarlem", is_finished=True),
    Course("third", 62, 120, 6, "Bibliotheek De Zaanbocht, Zaandam"),
    Course("running", 27, 70, 8, "Wijkcentrum De Oude Kaaswaag, Alkmaar"),
    Course("planned", -26, 60, 3, "Buurthuis Het Schalkhuis, Haarlem"),
)


def hold_all(world: World) -> None:
    for course in COURSES:
        world.follow(CourseLife(world, course).live())
    world.follow(_cancel_one(world))
    world.follow(_give_up_a_place(world))


def ahead(calendar: Calendar, days: int) -> date:
    """A working day at least so many days from now."""
    return next_working_day(calendar.today + timedelta(days=days))


def start_of(calendar: Calendar, course: Course) -> date:
    return calendar.day(course.starts) if course.starts >= 0 else ahead(calendar, -course.starts)


@dataclass
class CourseLife:
    """One course from its planning until it is finished, or until today."""

    world: World
    course: Course
    dice: Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = self.world.dice(self.course.key)

    def live(self) -> Life:
        yield self.world.calendar.at(self.course.planned, 10)
        meetings = self._plan()
        is_running = self.course.key == "running"
        if is_running:
            self.world.follow(_move(self.world, meetings[-1]))
        for number, meeting in enumerate(meetings):
            if is_running and self._is_newest(meetings, number):
                return  # whose attendance the trainer still has to record
            yield self.world.calendar.morning_after(meeting.ends_at)
            self._attend(meeting, self._marks(meeting))
        yield from self._catch_up(meetings)
        yield self.world.calendar.morning_after(self.world.calendar.moment)
        self._assess()
        if self.course.is_finished:
            with self.world.coordinating() as (db, _by):
                services.finish_cohort(db, self.world.cohorts[self.course.key])

    def _plan(self) -> Sequence[TrainingMeeting]:
        with self.world.coordinating() as (db, _by):
            cohort = _plan(self.world, db, self.course)
            self.world.cohorts[self.course.key] = cohort.id
            return queries.meetings_of(db, cohort.id)

    def _is_newest(self, meetings: Sequence[TrainingMeeting], number: int) -> bool:
        calendar = self.world.calendar
        later = meetings[number + 1 :]
        return not later or calendar.morning_after(later[0].ends_at) > calendar.now

    def _marks(self, meeting: TrainingMeeting) -> dict[str, Presence]:
        """By name; for who isn't named the mark is drawn."""
        if self.course.key == "running":
            return _MISSING_NOW.get(meeting.module_code or "", {})
        if meeting.module_code != _MISSED:
            return {}
        missing = [told.name for told in invented_mentors() if self._takes_part(told.row)][:2]
        return dict.fromkeys(missing, Presence.EXCUSED)

    def _takes_part(self, row: dict[str, str]) -> bool:
        return row["cohort"] == self.course.key

    def _attend(self, meeting: TrainingMeeting, named: dict[str, Presence]) -> None:
        with self.world.training() as (db, by):
            current = queries.lock_meeting(db, meeting.id)
            expected = {mentor.id for mentor in queries.expected_at(db, current)}
            marks = {
                key: named.get(name) or self._drawn()
                for name, key in self.world.mentors.items()
                if key in expected
            }
            services.record_attendance(db, meeting.id, AttendanceSheet(current.version, marks), by)

    def _drawn(self) -> Presence:
        """Who completes the course was there each time."""
        if self.course.key != "running":
            return Presence.PRESENT
        return self.dice.choices(list(Presence), (85, 10, 5))[0]

    def _catch_up(self, meetings: Sequence[TrainingMeeting]) -> Life:
        """An evening more for those who missed one module."""
        missed = next(meeting for meeting in meetings if meeting.module_code == _MISSED)
        last = meetings[-1]
        starts_at = last.starts_at + timedelta(days=2)
        with self.world.coordinating() as (db, _by):
            slot = Slot(starts_at, starts_at + timedelta(hours=3), last.location, last.trainer_id)
            facts = MeetingFacts(
                MeetingKind.PRE_MATCH, slot, last.cohort_id, module_code=missed.module_code
            )
            extra = services.plan_meeting(db, facts)
        yield self.world.calendar.morning_after(extra.ends_at)
        with self.world.training() as (db, by):
            current = queries.lock_meeting(db, extra.id)
            marks = {self.world.mentors[name]: Presence.PRESENT for name in self._marks(missed)}
            services.record_attendance(db, extra.id, AttendanceSheet(current.version, marks), by)

    def _assess(self) -> None:
        turns = {told.name: told.turn for told in invented_mentors()}
        names = {key: name for name, key in self.world.mentors.items()}
        cohort_id = self.world.cohorts[self.course.key]
        with self.world.training() as (db, by):
            for place in queries.places_in(db, cohort_id, PlaceStatus.ENROLLED):
                turn = turns[names[place.mentor_id]]
                if turn == "assess":
                    continue
                outcome = _NOT_YET if turn == "not_yet" else _PASSED
                note = "Vindt luisteren nog lastig; nog een gesprek." if turn == "not_yet" else ""
                services.assess(db, place.id, Finding(1, outcome, note), by)
                reached = progress.progress_of(db, cohort_id, [place.mentor_id])
                if reached[place.mentor_id].is_complete:
                    services.complete(db, place.id, by)


def _plan(world: World, db: Db, course: Course) -> Cohort:
    starts_on = start_of(world.calendar, course)
    name = f"Lichting {format_date(starts_on, 'MMMM y', locale='nl')}"
    facts = CohortFacts(name, world.users["trainer"].id, course.capacity, starts_on)
    return services.plan_cohort(db, facts, Series(EVENING, course.location))


def _move(world: World, meeting: TrainingMeeting) -> Life:
    yield world.calendar.at(4, 130)
    with world.coordinating() as (db, _by):
        current = queries.lock_meeting(db, meeting.id)
        later = timedelta(minutes=30)
        slot = Slot(
            current.starts_at + later, current.ends_at + later, current.location, meeting.trainer_id
        )
        services.move_meeting(db, meeting.id, slot, current.version)


def _cancel_one(world: World) -> Life:
    """Too few people could come."""
    yield world.calendar.at(140, 20)
    with world.coordinating() as (db, _by):
        course = Course("cancelled", 118, 140, 6, "Dorpshuis De Westfries, Hoorn")
        cohort = _plan(world, db, course)
    yield world.calendar.at(122, 45)
    with world.coordinating() as (db, _by):
        services.cancel_cohort(db, cohort.id)


def _give_up_a_place(world: World) -> Life:
    """So that the first who waited moves up."""
    yield world.calendar.at(8, 75)
    with world.coordinating() as (db, _by):
        place = queries.open_place_of(db, world.mentors["Marco Schermerland"])
        if place is not None:
            services.leave(db, place.id)
