"""Seats and waiting lists, meetings, attendance and completion, on both databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.services import stop
from mentorship.training import completing, own, progress, queries, rules, services
from mentorship.training.facts import AttendanceSheet, CohortFacts, Finding, MeetingFacts
from mentorship.training.models import (
    Assessment,
    AssessmentOutcome,
    Attendance,
    Cohort,
    CohortPlace,
    CohortStatus,
    MeetingKind,
    PlaceStatus,
    Presence,
    TrainingMeeting,
    TrainingModule,
)
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.training.cohorts import (
    FIRST_DAY,
    NAMES,
    SERIES,
    attend_all,
    course_in,
    make_cohort,
    make_course,
    make_mentor,
    make_peer_supervision,
    mark,
    pass_course,
    save,
    slot_on,
    standing,
    statuses,
)

PASSED, NOT_YET = AssessmentOutcome.PASSED, AssessmentOutcome.NOT_YET
PRESENT, EXCUSED, ABSENT = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT
IN, WAITS, OUT = PlaceStatus.ENROLLED, PlaceStatus.WAITING, PlaceStatus.LEFT
A_YEAR_ON = {"days": 365}


@pytest.fixture
def trainer(db: Db) -> Person:
    return make_person(db, Role.TRAINER)


def letters(db: Db) -> list[str]:
    return [mail.letter for mail in db.exec(select(OutboxMail).order_by(OutboxMail.created_at))]


def facts_of(cohort: Cohort, **changed: object) -> CohortFacts:
    facts = CohortFacts(
        cohort.name, cohort.trainer_id, cohort.capacity, cohort.starts_on, cohort.house_code
    )
    return replace(facts, **changed)


# The programme


def test_the_programme_is_seeded_once_and_put_right(db: Db, trainer: Person) -> None:
    make_cohort(db, trainer)
    module = db.get_one(TrainingModule, "start")
    module.minutes = 5
    db.flush()
    services.seed_programme(db)
    assert module.minutes == 180
    assert len(db.exec(select(TrainingModule)).all()) == 12


def test_a_cohort_is_planned_with_a_meeting_a_week_for_each_module(db: Db, trainer: Person) -> None:
    cohort = make_cohort(db, trainer)
    meetings = queries.meetings_of(db, cohort.id)
    days = [meeting.starts_at.date() for meeting in meetings]
    assert days[0] == FIRST_DAY
    # Nine Tuesdays; Liberation Day, 5 May, is left out.
    assert days[7:] == [date(2026, 4, 28), date(2026, 5, 12)]
    codes = [meeting.module_code for meeting in meetings]
    assert codes == [module.code for module in queries.modules(db) if module.is_pre_match]
    # Across the change of the clock it stays seven o'clock in Amsterdam.
    assert {(meeting.starts_at.hour, meeting.minutes) for meeting in meetings} == {
        (18, 180),
        (17, 180),
    }


def test_sent_twice_a_cohort_is_planned_once(db: Db, trainer: Person) -> None:
    key, facts = uuid4(), CohortFacts("Lichting", trainer.id, 4, FIRST_DAY)
    first = services.plan_cohort(db, facts, SERIES, cohort_id=key)
    assert services.plan_cohort(db, facts, SERIES, cohort_id=key) is first
    assert len(queries.meetings_of(db, first.id)) == 9


# Seats and the waiting list


def test_who_comes_when_it_is_full_waits_and_moves_up_in_turn(db: Db) -> None:
    course = make_course(db, 5, capacity=2)
    assert statuses(db, course.cohort) == [IN, IN, WAITS, WAITS, WAITS]
    services.leave(db, course.places[0].id)
    services.leave(db, course.places[3].id)
    assert standing(db, course.cohort) == [
        ("left", None), ("enrolled", 2), ("enrolled", 1), ("left", None), ("waiting", None),
    ]  # fmt: skip
    services.leave(db, course.places[1].id)
    services.leave(db, course.places[1].id)
    assert statuses(db, course.cohort) == [OUT, OUT, IN, OUT, IN]


def test_once_more_in_the_same_cohort_is_the_same_place(db: Db) -> None:
    course = make_course(db, 1)
    again = services.enrol(db, course.cohort.id, course.mentors[0].id)
    assert again.id == course.places[0].id


def test_a_mentor_has_one_open_place(db: Db, trainer: Person) -> None:
    course = make_course(db, 1)
    other = make_cohort(db, trainer)
    with pytest.raises(rules.HasPlaceElsewhere):
        services.enrol(db, other.id, course.mentors[0].id)
    services.leave(db, course.places[0].id)
    assert services.enrol(db, other.id, course.mentors[0].id).status is IN


def test_who_stopped_is_not_enrolled_and_is_passed_over(db: Db, trainer: Person) -> None:
    course = make_course(db, 3, capacity=1)
    stop(db, course.mentors[1], "Verhuisd", course.trainer.id)
    services.leave(db, course.places[0].id)
    assert statuses(db, course.cohort) == [OUT, WAITS, IN]
    with pytest.raises(rules.NotOpenForTraining):
        services.enrol(db, make_cohort(db, trainer).id, course.mentors[1].id)


def test_more_seats_go_to_who_waits_and_taken_seats_stay(db: Db) -> None:
    course = make_course(db, 4, capacity=2)
    cohort = course.cohort
    services.change_cohort(db, cohort.id, facts_of(cohort, capacity=3), cohort.version)
    assert statuses(db, cohort) == [IN, IN, IN, WAITS]
    with pytest.raises(rules.CapacityTooSmall) as refused:
        services.change_cohort(db, cohort.id, facts_of(cohort, capacity=2), cohort.version)
    assert refused.value.taken == 3
    services.leave(db, course.places[3].id)
    services.leave(db, course.places[0].id)
    services.change_cohort(db, cohort.id, facts_of(cohort, capacity=2), cohort.version)
    assert {seat for status, seat in standing(db, cohort) if status == "enrolled"} == {1, 2}


def test_two_coordinators_do_not_overwrite_each_other(db: Db, trainer: Person) -> None:
    cohort = make_cohort(db, trainer)
    seen = cohort.version
    services.change_cohort(db, cohort.id, facts_of(cohort, name="Lichting najaar"), seen)
    with pytest.raises(ChangedMeanwhile):
        services.change_cohort(db, cohort.id, facts_of(cohort, name="Anders"), seen)


def test_a_new_trainer_holds_what_is_still_to_come(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 1)
    fixed_now.advance(days=10)
    other = make_person(db, Role.TRAINER)
    services.change_cohort(
        db, course.cohort.id, facts_of(course.cohort, trainer_id=other.id), course.cohort.version
    )
    holders = [meeting.trainer_id for meeting in queries.meetings_of(db, course.cohort.id)]
    assert holders == [course.trainer.id] + [other.id] * 8


def test_a_cancelled_cohort_sets_everybody_free(db: Db, trainer: Person) -> None:
    course = make_course(db, 3, capacity=2)
    services.cancel_cohort(db, course.cohort.id)
    services.cancel_cohort(db, course.cohort.id)
    assert statuses(db, course.cohort) == [OUT] * 3
    assert all(meeting.is_cancelled for meeting in queries.meetings_of(db, course.cohort.id))
    with pytest.raises(rules.CohortClosed):
        services.enrol(db, course.cohort.id, course.mentors[0].id)
    assert services.enrol(db, make_cohort(db, trainer).id, course.mentors[0].id).status is IN


def test_a_completed_cohort_keeps_its_seats_and_frees_its_people(db: Db, trainer: Person) -> None:
    course = make_course(db, 3, capacity=2)
    services.finish_cohort(db, course.cohort.id)
    assert statuses(db, course.cohort) == [PlaceStatus.FINISHED, PlaceStatus.FINISHED, OUT]
    other = make_cohort(db, trainer)
    assert [services.enrol(db, other.id, m.id).status for m in course.mentors] == [IN] * 3


SEAT = "UPDATE cohort_place SET {} WHERE position = {}"


@pytest.mark.parametrize(
    "tried",
    [
        SEAT.format("status = 'enrolled', seat = 1", 3),  # a seat that is taken
        SEAT.format("status = 'enrolled', seat = 3", 3),  # a seat that isn't there
        SEAT.format("status = 'enrolled'", 3),  # no seat at all
        SEAT.format("seat = 1", 3),  # a seat while waiting
        SEAT.format("status = 'waiting'", 1),  # waiting in a seat
        SEAT.format("position = 1", 2),  # two at one turn
        "DELETE FROM cohort_seat WHERE number = 2",  # somebody sits on it
    ],
)
def test_the_database_itself_holds_the_capacity(database: Database, tried: str) -> None:
    course_in(database, 3, capacity=2)
    with database.writing() as db, pytest.raises(IntegrityError):
        db.execute(sql(tried))


def test_the_database_itself_refuses_a_second_open_place(db: Db, trainer: Person) -> None:
    course = make_course(db, 1)
    other = make_cohort(db, trainer)
    row = CohortPlace(
        subject_id=course.mentors[0].subject_id, mentor_id=course.mentors[0].id,
        cohort_id=other.id, status=WAITS, position=1, joined_at=course.places[0].joined_at,
    )  # fmt: skip
    db.add(row)
    with pytest.raises(IntegrityError):
        db.flush()


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each of these gave or raised, begun at the same moment."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=both) for both in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def enrolling(database: Database, cohort_id: UUID, mentor_id: UUID) -> Callable[[], object]:
    def enrol_it() -> object:
        with database.writing() as db:
            status = services.enrol(db, cohort_id, mentor_id).status
            db.commit()
            return status

    return enrol_it


def leaving(database: Database, place_id: UUID) -> Callable[[], object]:
    def leave_it() -> object:
        with database.writing() as db:
            services.leave(db, place_id)
            db.commit()
            return OUT

    return leave_it


def test_eight_at_once_for_three_seats(database: Database) -> None:
    course = course_in(database, 0, capacity=3)
    with database.writing() as db:
        ids = [make_mentor(db, name).id for name in NAMES[:8]]
        db.commit()
    got = at_once([enrolling(database, course.cohort.id, key) for key in ids])
    assert sorted(map(str, got)) == ["enrolled"] * 3 + ["waiting"] * 5
    with database.reading() as db:
        seats = [seat for status, seat in standing(db, course.cohort) if status == "enrolled"]
    assert sorted(seats) == [1, 2, 3]


def test_the_last_seat_goes_to_one_and_everybody_who_leaves_is_followed(
    database: Database,
) -> None:
    course = course_in(database, 6, capacity=3)
    at_once([leaving(database, place.id) for place in course.places[:3]])
    with database.reading() as db:
        assert statuses(db, course.cohort) == [OUT] * 3 + [IN] * 3
        seats = [seat for status, seat in standing(db, course.cohort) if status == "enrolled"]
    assert sorted(seats) == [1, 2, 3]


def test_the_same_mentor_at_once_in_two_cohorts_has_one_place(database: Database) -> None:
    one, other = course_in(database, 0), course_in(database, 0)
    with database.writing() as db:
        mentor_id = make_mentor(db).id
        db.commit()
    got = at_once([enrolling(database, each.cohort.id, mentor_id) for each in (one, other)])
    assert sorted(type(each) for each in got if isinstance(each, Exception)) == [
        rules.HasPlaceElsewhere
    ]
    with database.reading() as db:
        assert len(db.exec(select(CohortPlace)).all()) == 1


# Meetings


def test_moving_raises_the_sequence_and_another_trainer_does_not(db: Db) -> None:
    course = make_course(db, 1)
    meeting = course.meetings[0]
    slot = slot_on(FIRST_DAY + timedelta(days=1), course.trainer)
    services.move_meeting(db, meeting.id, slot, meeting.version)
    assert (meeting.sequence, meeting.starts_at) == (1, slot.starts_at)
    stand_in = make_person(db, Role.TRAINER)
    services.move_meeting(db, meeting.id, replace(slot, trainer_id=stand_in.id), meeting.version)
    assert (meeting.sequence, meeting.trainer_id) == (1, stand_in.id)
    services.cancel_meeting(db, meeting.id)
    services.cancel_meeting(db, meeting.id)
    assert (meeting.sequence, meeting.is_cancelled) == (2, True)
    with pytest.raises(rules.MeetingCancelled):
        services.move_meeting(db, meeting.id, slot, meeting.version)


def test_a_meeting_ends_after_it_starts(db: Db) -> None:
    course = make_course(db, 1)
    meeting, slot = course.meetings[0], slot_on(FIRST_DAY, course.trainer)
    for wrong in (slot.starts_at, slot.starts_at + timedelta(hours=13)):
        with pytest.raises(rules.TimesWrong):
            services.move_meeting(db, meeting.id, replace(slot, ends_at=wrong), meeting.version)


def test_what_was_held_is_not_moved_or_cancelled(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 1)
    fixed_now.advance(days=8)
    mark(db, course.meetings[0], course.trainer, Abel=PRESENT)
    meeting = course.meetings[0]
    with pytest.raises(rules.MeetingOver):
        services.cancel_meeting(db, meeting.id)
    with pytest.raises(rules.MeetingOver):
        services.move_meeting(db, meeting.id, slot_on(FIRST_DAY, course.trainer), meeting.version)


def test_mentors_with_an_account_hear_of_it_without_names(db: Db) -> None:
    course = make_course(db, 1)
    person = make_person(db, Role.MENTOR)
    mentor = make_mentor(db, "Fleur", person=person)
    services.enrol(db, course.cohort.id, mentor.id)
    meeting = course.meetings[0]
    services.move_meeting(db, meeting.id, slot_on(FIRST_DAY, course.trainer), meeting.version)
    services.cancel_meeting(db, meeting.id)
    assert sorted(letters(db)) == [
        "training.enrolled", "training.meeting_cancelled", "training.meeting_changed",
    ]  # fmt: skip
    for mail in db.exec(select(OutboxMail)):
        assert mail.subject_id == mentor.subject_id
        body = vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or ""
        assert "/training/mine" in body
        assert "Fleur" not in body


def test_peer_supervision_is_signed_up_for_in_time(
    db: Db, trainer: Person, fixed_now: FixedNow
) -> None:
    meeting = make_peer_supervision(db, trainer)
    elsewhere = make_peer_supervision(db, trainer, house_code="NHN")
    region = make_peer_supervision(db, trainer, house_code=None)
    mentor = make_mentor(db)
    offered = {found.id for found in own.to_sign_up_for(db, mentor)}
    assert offered == {meeting.id, region.id}
    assert elsewhere.id not in offered
    services.sign_up(db, meeting, mentor)
    services.sign_up(db, meeting, mentor)
    assert [row.id for row in queries.expected_at(db, meeting)] == [mentor.id]
    assert own.next_meeting_of(db, mentor.id) is meeting
    services.sign_off(db, meeting, mentor)
    assert own.next_meeting_of(db, mentor.id) is None
    fixed_now.advance(days=30)
    with pytest.raises(rules.MeetingOver):
        services.sign_up(db, meeting, mentor)


def test_the_next_meeting_is_the_first_that_takes_place(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 2, capacity=1)
    inside, waiting = course.mentors
    services.cancel_meeting(db, course.meetings[0].id)
    assert own.next_meeting_of(db, inside.id) is course.meetings[1]
    assert own.next_meeting_of(db, waiting.id) is None
    fixed_now.advance(**A_YEAR_ON)
    assert own.next_meeting_of(db, inside.id) is None


# Attendance


def test_one_save_marks_everybody_and_starts_the_cohort(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 3)
    meeting = course.meetings[0]
    fixed_now.advance(days=8)
    mark(db, meeting, course.trainer, Abel=PRESENT, Bo=EXCUSED)
    assert course.cohort.status is CohortStatus.RUNNING
    mark(db, meeting, course.trainer, Bo=ABSENT, Cato=PRESENT)
    found = queries.attendance_of(db, [meeting.id])
    assert [found[meeting.id, mentor.id] for mentor in course.mentors] == [PRESENT, ABSENT, PRESENT]


def test_nobody_was_there_before_the_day_itself(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 1)
    fixed_now.advance(days=7)  # Monday
    with pytest.raises(rules.MeetingInTheFuture):
        mark(db, course.meetings[0], course.trainer, Abel=PRESENT)
    fixed_now.advance(hours=14.5)  # half past midnight in Amsterdam, still Monday in UTC
    mark(db, course.meetings[0], course.trainer, Abel=PRESENT)


def test_only_who_has_a_seat_is_marked(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 2, capacity=1)
    fixed_now.advance(days=8)
    with pytest.raises(rules.NotInCohort):
        save(db, course.meetings[0].id, {course.mentors[1].id: PRESENT}, course.trainer)
    services.cancel_meeting(db, course.meetings[0].id)
    with pytest.raises(rules.MeetingCancelled):
        save(db, course.meetings[0].id, {course.mentors[0].id: PRESENT}, course.trainer)


def test_of_two_trainers_the_second_is_told_unless_they_say_the_same(
    db: Db, fixed_now: FixedNow
) -> None:
    course = make_course(db, 1)
    meeting, mentor = course.meetings[0], course.mentors[0]
    fixed_now.advance(days=8)
    seen = meeting.version

    def saving(presence: Presence) -> None:
        sheet = AttendanceSheet(seen, {mentor.id: presence})
        services.record_attendance(db, meeting.id, sheet, course.trainer.id)

    saving(PRESENT)
    saving(PRESENT)  # the button was pressed twice
    with pytest.raises(ChangedMeanwhile):
        saving(ABSENT)
    assert len(db.exec(select(Attendance)).all()) == 1


def test_pressed_at_once_attendance_is_there_once(database: Database, fixed_now: FixedNow) -> None:
    course = course_in(database, 3)
    fixed_now.advance(days=8)
    meeting = course.meetings[0]
    sheet = AttendanceSheet(meeting.version, dict.fromkeys((m.id for m in course.mentors), PRESENT))

    def save_it() -> object:
        with database.writing() as db:
            services.record_attendance(db, meeting.id, sheet, course.trainer.id)
            db.commit()
            return None

    assert at_once([save_it] * 4) == [None] * 4
    with database.reading() as db:
        assert len(db.exec(select(Attendance)).all()) == 3
        assert db.get_one(TrainingMeeting, meeting.id).attendance_saves == 1


# Completion


def test_a_mentor_is_trained_when_every_module_was_attended_and_somebody_says_so(
    db: Db, fixed_now: FixedNow
) -> None:
    course = make_course(db, 2)
    place, mentor = course.places[0], course.mentors[0]
    fixed_now.advance(days=100)
    for meeting in course.meetings[:-1]:
        save(db, meeting.id, {mentor.id: PRESENT}, course.trainer)
    save(db, course.meetings[-1].id, {mentor.id: EXCUSED}, course.trainer)
    services.assess(db, place.id, Finding(1, PASSED), course.trainer.id)
    reached = progress.progress_of(db, course.cohort.id, [mentor.id])[mentor.id]
    assert (reached.missing, reached.minutes) == (("goodbye",), 8 * 180)
    with pytest.raises(rules.NotComplete):
        services.complete(db, place.id, course.trainer.id)
    catch_up = services.plan_meeting(
        db,
        MeetingFacts(
            MeetingKind.PRE_MATCH, slot_on(date(2026, 6, 2), course.trainer),
            cohort_id=course.cohort.id, module_code="goodbye",
        ),
    )  # fmt: skip
    save(db, catch_up.id, {mentor.id: PRESENT}, course.trainer)
    certificate = services.complete(db, place.id, course.trainer.id)
    assert services.complete(db, place.id, course.trainer.id).id == certificate.id
    assert (certificate.minutes, certificate.issued_on) == (27 * 60, date(2026, 6, 10))
    assert [row.completed_on for row in mentors.trainings_of(db, mentor)] == [date(2026, 6, 10)]
    code = vault.read(db, certificate, "code", purpose=Purpose.TRAINING)
    assert code is not None
    assert progress.find_certificate(db, hash_of(db, code.lower())) is certificate
    actions = [event.action for event in db.exec(select(AuditEvent))]
    assert "training.completed" not in actions  # written with the commit, not before


def hash_of(db: Db, typed: str) -> bytes:
    tidy = rules.tidy_code(typed)
    assert tidy is not None
    return completing.code_hash(db, tidy)


def test_the_last_assessment_counts_and_none_is_changed(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 1)
    place, mentor, trainer = course.places[0], course.mentors[0], course.trainer
    fixed_now.advance(days=100)
    attend_all(db, course, mentor)
    services.assess(db, place.id, Finding(1, NOT_YET, "Nog een gesprek over grenzen."), trainer.id)
    services.assess(db, place.id, Finding(1, NOT_YET, "Nog een gesprek over grenzen."), trainer.id)
    with pytest.raises(rules.AssessedMeanwhile):
        services.assess(db, place.id, Finding(1, PASSED), trainer.id)
    with pytest.raises(rules.NotComplete):
        services.complete(db, place.id, trainer.id)
    services.assess(db, place.id, Finding(2, PASSED), trainer.id)
    services.complete(db, place.id, trainer.id)
    assert [row.outcome for row in db.exec(select(Assessment).order_by(Assessment.number))] == [
        NOT_YET,
        PASSED,
    ]


def test_a_module_attended_elsewhere_counts_until_a_certificate_took_it_in(
    db: Db, fixed_now: FixedNow
) -> None:
    course = make_course(db, 1)
    mentor = course.mentors[0]
    fixed_now.advance(days=100)
    save(db, course.meetings[0].id, {mentor.id: PRESENT}, course.trainer)
    services.leave(db, course.places[0].id)
    second = make_course(db, 0)
    place = services.enrol(db, second.cohort.id, mentor.id)

    def reached(cohort: Cohort) -> tuple[str, ...]:
        return progress.progress_of(db, cohort.id, [mentor.id])[mentor.id].attended

    assert reached(second.cohort) == ("start",)
    attend_all(db, second, mentor)
    services.assess(db, place.id, Finding(1, PASSED), second.trainer.id)
    services.complete(db, place.id, second.trainer.id)
    services.finish_cohort(db, second.cohort.id)
    assert len(reached(second.cohort)) == 9
    third = make_course(db, 0)
    services.enrol(db, third.cohort.id, mentor.id)
    assert reached(third.cohort) == ()


def test_completed_twice_at_once_there_is_one_certificate(
    database: Database, fixed_now: FixedNow
) -> None:
    course = course_in(database, 1)
    fixed_now.advance(days=100)
    place_id, by = course.places[0].id, course.trainer.id
    with database.writing() as db:
        attend_all(db, course, course.mentors[0])
        services.assess(db, place_id, Finding(1, PASSED), by)
        db.commit()

    def complete_it() -> object:
        with database.writing() as db:
            made = services.complete(db, place_id, by).id
            db.commit()
            return made

    assert len(set(at_once([complete_it] * 3))) == 1
    with database.reading() as db:
        mentor = db.get_one(Mentor, course.mentors[0].id)
        assert len(progress.certificates_of(db, mentor.id)) == 1
        assert len(mentors.trainings_of(db, mentor)) == 1
        events = db.exec(select(AuditEvent.action)).all()
    assert list(events).count("training.completed") == 1


def test_a_list_takes_as_many_queries_for_many_as_for_few(db: Db, fixed_now: FixedNow) -> None:
    course = make_course(db, 2, capacity=10)
    fixed_now.advance(days=100)
    pass_course(db, course)

    def counted() -> int:
        seen: list[object] = []

        def count(*told: object) -> None:
            seen.append(told)

        engine = db.get_bind()
        event.listen(engine, "before_cursor_execute", count)
        people = queries.participants_of(db, course.cohort, None)
        progress.progress_of(db, course.cohort.id, [one.mentor.id for one in people])
        queries.attendance_of(db, [meeting.id for meeting in course.meetings])
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    few = counted()
    for name in NAMES[2:]:
        services.enrol(db, course.cohort.id, make_mentor(db, name).id)
    assert counted() == few
