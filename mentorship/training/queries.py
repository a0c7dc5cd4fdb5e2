"""Finds cohorts, their seats and meetings, and how far each mentor is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of_ids, users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today as today
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.training import programme, rules
from mentorship.training.models import (
    Attendance,
    Cohort,
    CohortPlace,
    CohortStatus,
    MeetingSignUp,
    PlaceStatus,
    Presence,
    TrainingMeeting,
    TrainingModule,
)

PAGE = 50
_WITH_SEAT = [status for status in PlaceStatus if status.has_seat]
OPEN_PLACE = (PlaceStatus.ENROLLED, PlaceStatus.WAITING)
_OPEN_COHORT = [status for status in CohortStatus if status.is_open]


@dataclass(frozen=True)
class Participant:
    """Somebody in a cohort as this reader may know them: without a name when that isn't theirs."""

    place: CohortPlace
    mentor: Mentor
    name: str | None


@dataclass(frozen=True)
class Counts:
    """How many have a seat in a cohort and how many wait for one."""

    enrolled: int = 0
    waiting: int = 0


def modules(db: Db) -> Sequence[TrainingModule]:
    """In the order of the programme; as shipped while no cohort was planned yet."""
    found = db.exec(select(TrainingModule).order_by(col(TrainingModule.place))).all()
    return found or [TrainingModule(**facts) for facts in programme.module_facts()]


def pages_of(db: Db, found: SelectOfScalar[Cohort]) -> int:
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    return max(1, -(-total // PAGE))


def cohorts_on(db: Db, visible: SelectOfScalar[Cohort], page: int) -> Sequence[Cohort]:
    """One page of a list: those that go on first, then the newest."""
    closed_last = col(Cohort.status).not_in(_OPEN_COHORT)
    newest = col(Cohort.starts_on).desc()
    ordered = visible.order_by(closed_last, newest, col(Cohort.id))
    return db.exec(ordered.offset((page - 1) * PAGE).limit(PAGE)).all()


def open_cohorts(db: Db) -> Sequence[Cohort]:
    """Where a mentor can be enrolled, the first to start first."""
    found = select(Cohort).where(col(Cohort.status).in_(_OPEN_COHORT))
    return db.exec(found.order_by(col(Cohort.starts_on), col(Cohort.id))).all()


def counts_of(db: Db, cohort_ids: Collection[UUID]) -> Mapping[UUID, Counts]:
    found = (
        select(CohortPlace.cohort_id, CohortPlace.status, func.count())
        .where(col(CohortPlace.cohort_id).in_(cohort_ids))
        .group_by(col(CohortPlace.cohort_id), col(CohortPlace.status))
    )
    counted: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for cohort_id, status, number in db.exec(found):
        counted[cohort_id]["enrolled" if PlaceStatus(status).has_seat else status] += number
    return {
        cohort_id: Counts(counted[cohort_id]["enrolled"], counted[cohort_id]["waiting"])
        for cohort_id in cohort_ids
    }


def find_cohort(db: Db, visible: SelectOfScalar[Cohort], cohort_id: UUID) -> Cohort | None:
    return db.exec(visible.where(col(Cohort.id) == cohort_id)).one_or_none()


def lock_cohort(db: Db, cohort_id: UUID) -> Cohort:
    """Takes the row first: seats are given out one after the other."""
    found = select(Cohort).where(col(Cohort.id) == cohort_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def find_meeting(
    db: Db, visible: SelectOfScalar[TrainingMeeting], meeting_id: UUID
) -> TrainingMeeting | None:
    return db.exec(visible.where(col(TrainingMeeting.id) == meeting_id)).one_or_none()


def lock_meeting(db: Db, meeting_id: UUID) -> TrainingMeeting:
    found = select(TrainingMeeting).where(col(TrainingMeeting.id) == meeting_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def cohort_of(db: Db, meeting: TrainingMeeting) -> Cohort | None:
    return None if meeting.cohort_id is None else db.get_one(Cohort, meeting.cohort_id)


def find_place(db: Db, visible: SelectOfScalar[CohortPlace], place_id: UUID) -> CohortPlace | None:
    return db.exec(visible.where(col(CohortPlace.id) == place_id)).one_or_none()


def reload_place(db: Db, place_id: UUID) -> CohortPlace:
    """As it stands now that the cohort is locked."""
    found = select(CohortPlace).where(col(CohortPlace.id) == place_id)
    return db.exec(found.execution_options(populate_existing=True)).one()


def open_place_of(db: Db, mentor_id: UUID) -> CohortPlace | None:
    found = select(CohortPlace).where(
        col(CohortPlace.mentor_id) == mentor_id, col(CohortPlace.status).in_(OPEN_PLACE)
    )
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def last_place_of(db: Db, mentor_id: UUID) -> CohortPlace | None:
    """The one that is open, or else the last one that ended in a seat."""
    found = select(CohortPlace).where(
        col(CohortPlace.mentor_id) == mentor_id, col(CohortPlace.status) != PlaceStatus.LEFT
    )
    closed_last = col(CohortPlace.status) == PlaceStatus.FINISHED
    return db.exec(found.order_by(closed_last, col(CohortPlace.joined_at).desc())).first()


def places_in(db: Db, cohort_id: UUID, *statuses: PlaceStatus) -> Sequence[CohortPlace]:
    """In the order in which people came."""
    found = select(CohortPlace).where(
        col(CohortPlace.cohort_id) == cohort_id, col(CohortPlace.status).in_(statuses)
    )
    ordered = found.order_by(col(CohortPlace.position))
    return db.exec(ordered.execution_options(populate_existing=True)).all()


def first_waiting(db: Db, cohort_id: UUID) -> CohortPlace | None:
    """Who stopped or withdrew meanwhile is passed over."""
    found = (
        select(CohortPlace)
        .join(Mentor, col(Mentor.id) == col(CohortPlace.mentor_id))
        .where(
            col(CohortPlace.cohort_id) == cohort_id,
            col(CohortPlace.status) == PlaceStatus.WAITING,
            col(Mentor.status) == MentorStatus.OPEN,
        )
    )
    return db.exec(found.order_by(col(CohortPlace.position))).first()


def next_position(db: Db, cohort_id: UUID) -> int:
    last = select(func.max(CohortPlace.position)).where(col(CohortPlace.cohort_id) == cohort_id)
    return (db.exec(last).one() or 0) + 1


def participants_of(db: Db, cohort: Cohort, houses: frozenset[str] | None) -> list[Participant]:
    """Who has a seat or waits, by seat and then by turn; names of these Houses only."""
    found = (
        select(CohortPlace, Mentor)
        .join(Mentor, col(Mentor.id) == col(CohortPlace.mentor_id))
        .where(
            col(CohortPlace.cohort_id) == cohort.id,
            col(CohortPlace.status) != PlaceStatus.LEFT,
        )
        .order_by(col(CohortPlace.position))
    )
    rows = db.exec(found).all()
    read = [mentor for _, mentor in rows if houses is None or mentor.house_code in houses]
    names = mentors.names_of(db, read, Purpose.TRAINING)
    return [Participant(place, mentor, names.get(mentor.id)) for place, mentor in rows]


def meetings_of(db: Db, cohort_id: UUID) -> Sequence[TrainingMeeting]:
    found = select(TrainingMeeting).where(col(TrainingMeeting.cohort_id) == cohort_id)
    return db.exec(found.order_by(col(TrainingMeeting.starts_at), col(TrainingMeeting.id))).all()


def upcoming_without_cohort(
    db: Db, visible: SelectOfScalar[TrainingMeeting]
) -> Sequence[TrainingMeeting]:
    """The next ones, and those of the last month whose attendance may still be recorded."""
    found = visible.where(
        col(TrainingMeeting.cohort_id).is_(None),
        col(TrainingMeeting.starts_at) > now(db) - rules.RECENT,
    )
    return db.exec(found.order_by(col(TrainingMeeting.starts_at)).limit(PAGE)).all()


def starting_by(db: Db, last: date) -> Sequence[TrainingMeeting]:
    """What takes place, begins after this moment and on this day at the latest."""
    end = datetime.combine(last + timedelta(days=1), time(), TIME_ZONE)
    found = select(TrainingMeeting).where(
        col(TrainingMeeting.cancelled_at).is_(None),
        col(TrainingMeeting.starts_at) > now(db),
        col(TrainingMeeting.starts_at) < end,
    )
    return db.exec(found.order_by(col(TrainingMeeting.starts_at), col(TrainingMeeting.id))).all()


def is_held(db: Db, meeting: TrainingMeeting) -> bool:
    """Whether the day of the meeting has come."""
    return today(db) >= meeting.starts_at.astimezone(TIME_ZONE).date()


def turn_of(db: Db, place: CohortPlace) -> int:
    """Which turn somebody who waits has: the first is 1."""
    before = select(func.count()).where(
        col(CohortPlace.cohort_id) == place.cohort_id,
        col(CohortPlace.status) == PlaceStatus.WAITING,
        col(CohortPlace.position) < place.position,
    )
    return db.exec(before).one() + 1


def attendance_of(db: Db, meeting_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Presence]:
    """By meeting and mentor."""
    found = select(Attendance).where(col(Attendance.meeting_id).in_(meeting_ids))
    return {(row.meeting_id, row.mentor_id): row.presence for row in db.exec(found)}


def attendance_rows(db: Db, meeting_id: UUID) -> dict[UUID, Attendance]:
    found = select(Attendance).where(col(Attendance.meeting_id) == meeting_id)
    fresh = found.execution_options(populate_existing=True)
    return {row.mentor_id: row for row in db.exec(fresh)}


def expected_at(db: Db, meeting: TrainingMeeting) -> Sequence[Mentor]:
    """Who has a seat in its cohort or signed up, and who stands on its list already."""
    noted = select(Attendance.mentor_id).where(col(Attendance.meeting_id) == meeting.id)
    if meeting.cohort_id is None:
        coming = select(MeetingSignUp.mentor_id).where(col(MeetingSignUp.meeting_id) == meeting.id)
    else:
        coming = select(CohortPlace.mentor_id).where(
            col(CohortPlace.cohort_id) == meeting.cohort_id,
            col(CohortPlace.status).in_(_WITH_SEAT),
        )
    found = select(Mentor).where(
        col(Mentor.id).in_(noted)
        | (col(Mentor.id).in_(coming) & (col(Mentor.status) == MentorStatus.OPEN))
    )
    return db.exec(found.order_by(col(Mentor.id))).all()


def sign_ups_of(db: Db, meeting_ids: Collection[UUID]) -> Counter[UUID]:
    """How many come to each."""
    found = select(MeetingSignUp.meeting_id).where(col(MeetingSignUp.meeting_id).in_(meeting_ids))
    return Counter(db.exec(found))


def trainers(db: Db) -> list[tuple[UUID, str]]:
    """Who can be chosen, by name."""
    names = names_of_ids(db, {user.id for user in users_with_role(db, Role.TRAINER)})
    return sorted(names.items(), key=lambda item: item[1].casefold())


def trainer_names(db: Db, meetings: Iterable[Cohort | TrainingMeeting]) -> dict[UUID, str]:
    return names_of_ids(db, {one.trainer_id for one in meetings})


def accounts_of(db: Db, mentors: Iterable[Mentor]) -> list[User]:
    """The open ones of several mentors; one statement."""
    wanted = {mentor.user_id for mentor in mentors if mentor.user_id}
    return [user for user in db.exec(select(User).where(col(User.id).in_(wanted))) if user.is_open]


def account_of(db: Db, mentor: Mentor) -> User | None:
    """The account that a mentor reads their training with, while it is open."""
    user = db.get(User, mentor.user_id) if mentor.user_id else None
    return user if user is not None and user.is_open else None
