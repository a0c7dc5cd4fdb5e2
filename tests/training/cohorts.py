"""Made-up mentors, cohorts and meetings, in a session or committed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import names_of
from mentorship.mentors.services import add_mentor
from mentorship.mentors.told import NewMentor
from mentorship.region.models import House
from mentorship.region.services import seed_region
from mentorship.training import completing, queries, rules, services
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
    Certificate,
    Cohort,
    CohortPlace,
    MeetingKind,
    PlaceStatus,
    Presence,
    TrainingMeeting,
)
from tests.accounts.people import HOUSE, Person, make_person

FIRST_DAY = date(2026, 3, 10)  # a Tuesday, a week after the clock of the tests
SERIES = Series(time(19, 0), "Buurthuis De Kern, Haarlem")
NAMES = ("Abel", "Bo", "Cato", "Daan", "Evi", "Fien", "Guus", "Hidde", "Isa", "Jip")
_numbers = count(1)


@dataclass(frozen=True)
class Course:
    """A planned cohort with who trains and who takes part."""

    cohort: Cohort
    trainer: Person
    mentors: list[Mentor]
    places: list[CohortPlace]
    meetings: list[TrainingMeeting]


def make_mentor(
    db: Db, first_name: str = "Abel", house_code: str = HOUSE, person: Person | None = None
) -> Mentor:
    email = f"mentor{next(_numbers)}@voorbeeld.example"
    if db.get(House, house_code) is None:
        seed_region(db)
    told = NewMentor(house_code=house_code, first_name=first_name, family_name="Duin", email=email)
    return add_mentor(db, told, user=person.user if person else None)


def make_cohort(
    db: Db,
    trainer: Person,
    *,
    capacity: int = 4,
    house_code: str | None = HOUSE,
    name: str = "Lichting voorjaar",
    series: Series | None = SERIES,
) -> Cohort:
    facts = CohortFacts(name, trainer.id, capacity, FIRST_DAY, house_code)
    return services.plan_cohort(db, facts, series)


def make_course(db: Db, people: int = 3, *, capacity: int = 4) -> Course:
    trainer = make_person(db, Role.TRAINER)
    cohort = make_cohort(db, trainer, capacity=capacity)
    mentors = [make_mentor(db, name) for name in NAMES[:people]]
    places = [services.enrol(db, cohort.id, mentor.id) for mentor in mentors]
    return Course(cohort, trainer, mentors, places, list(queries.meetings_of(db, cohort.id)))


def course_in(database: Database, people: int = 3, *, capacity: int = 4) -> Course:
    with database.writing() as db:
        made = make_course(db, people, capacity=capacity)
        db.commit()
    return made


def make_peer_supervision(
    db: Db, trainer: Person, house_code: str | None = HOUSE, day: date = FIRST_DAY
) -> TrainingMeeting:
    slot = slot_on(day, trainer)
    facts = MeetingFacts(MeetingKind.PEER_SUPERVISION, slot, house_code=house_code)
    return services.plan_meeting(db, facts)


def slot_on(day: date, trainer: Person, clock: time = time(19, 30)) -> Slot:
    start = datetime.combine(day, clock, TIME_ZONE)
    return Slot(start, start + timedelta(hours=2), "Bibliotheek Haarlem", trainer.id)


def mark(db: Db, meeting: TrainingMeeting, by: Person, **of: Presence) -> None:
    """By first name."""
    names = names_of(db, queries.expected_at(db, meeting), Purpose.TRAINING)
    ids = {name.split()[0]: key for key, name in names.items()}
    presences = {ids[name]: presence for name, presence in of.items()}
    save(db, meeting.id, presences, by)


def save(db: Db, meeting_id: UUID, presences: dict[UUID, Presence], by: Person) -> None:
    version = queries.lock_meeting(db, meeting_id).version
    services.record_attendance(db, meeting_id, AttendanceSheet(version, presences), by.id)


def attend_all(db: Db, course: Course, mentor: Mentor) -> None:
    """Every meeting of the course, as it stands on the last day of it."""
    for meeting in course.meetings:
        save(db, meeting.id, {mentor.id: Presence.PRESENT}, course.trainer)


def pass_course(db: Db, course: Course, number: int = 0) -> None:
    place = course.places[number]
    attend_all(db, course, course.mentors[number])
    services.assess(db, place.id, Finding(1, AssessmentOutcome.PASSED), course.trainer.id)
    services.complete(db, place.id, course.trainer.id)


def standing(db: Db, cohort: Cohort) -> list[tuple[str, int | None]]:
    """Status and seat of everybody, by turn."""
    found = select(CohortPlace).where(col(CohortPlace.cohort_id) == cohort.id)
    rows = db.exec(found.order_by(col(CohortPlace.position)))
    return [(place.status.value, place.seat) for place in rows]


def statuses(db: Db, cohort: Cohort) -> list[PlaceStatus]:
    return [PlaceStatus(status) for status, _ in standing(db, cohort)]


def make_place(db: Db, cohort: Cohort, mentor: Mentor) -> CohortPlace:
    return services.enrol(db, cohort.id, mentor.id)


def make_certificate(db: Db, mentor: Mentor) -> Certificate:
    """Of a course that was over before the first meeting: only what hangs on the paper matters."""
    cohort = make_cohort(db, make_person(db, Role.TRAINER), series=None)
    certificate = Certificate(
        subject_id=mentor.subject_id,
        cohort_id=cohort.id,
        mentor_id=mentor.id,
        code_hash=b"",
        issued_on=queries.today(db),
        minutes=27 * 60,
    )
    code = rules.new_code()
    certificate.code_hash = completing.code_hash(db, code)
    vault.write(db, certificate, code=code)
    db.add(certificate)
    db.flush()
    return certificate
