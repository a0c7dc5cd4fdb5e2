"""The verbs about a cohort: plan, change, cancel and finish it."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlmodel import col, delete

from mentorship.foundation import audit
from mentorship.foundation.db import Db, expect_version, now
from mentorship.foundation.locks import take_turns
from mentorship.foundation.working_days import is_working_day
from mentorship.training import meetings, places, programme, queries, rules
from mentorship.training.facts import CohortFacts, MeetingFacts, Series, Slot
from mentorship.training.models import (
    Cohort,
    CohortPlace,
    CohortSeat,
    CohortStatus,
    MeetingKind,
    PlaceStatus,
    TrainingModule,
)


def seed_programme(db: Db) -> None:
    """Adds the modules that are missing, puts right what differs; twice does nothing more."""
    for facts in programme.module_facts():
        module = db.get(TrainingModule, facts["code"])
        if module is None:
            db.add(TrainingModule(**facts))
            continue
        for name, value in facts.items():
            if getattr(module, name) != value:
                setattr(module, name, value)
    db.flush()


def plan_cohort(
    db: Db, facts: CohortFacts, series: Series | None = None, *, cohort_id: UUID | None = None
) -> Cohort:
    """A cohort with its seats, and with `series` a weekly meeting for each module of the course.

    The same id sent again gives the cohort that is there.
    """
    cohort_id = cohort_id or uuid4()
    take_turns(db, cohort_id.bytes)
    if known := db.get(Cohort, cohort_id):
        return known
    seed_programme(db)
    cohort = Cohort(
        id=cohort_id,
        name=facts.name,
        house_code=facts.house_code,
        trainer_id=facts.trainer_id,
        capacity=facts.capacity,
        starts_on=facts.starts_on,
    )
    db.add(cohort)
    db.flush()
    _add_seats(db, cohort, range(1, facts.capacity + 1))
    audit.record(db, "cohort.planned", object_id=cohort.id, seats=facts.capacity)
    if series is not None:
        _plan_series(db, cohort, series)
    return cohort


def change_cohort(db: Db, cohort_id: UUID, facts: CohortFacts, version: int) -> Cohort:
    """New facts; a seat that is added goes to who waits, one that is taken can't be taken away.

    The first day stays: it moves with the first meeting.
    """
    cohort = queries.lock_cohort(db, cohort_id)
    expect_version(cohort, version)
    rules.check_open(cohort.status)
    if facts.trainer_id != cohort.trainer_id:
        meetings.hand_over(db, cohort, facts.trainer_id)
    cohort.name, cohort.house_code = facts.name, facts.house_code
    cohort.trainer_id, cohort.starts_on = facts.trainer_id, facts.starts_on
    _resize(db, cohort, facts.capacity)
    db.flush()
    audit.record(db, "cohort.changed", object_id=cohort.id, seats=cohort.capacity)
    places.move_up(db, cohort)
    return cohort


def cancel_cohort(db: Db, cohort_id: UUID) -> None:
    """Everybody is free again, and no meeting that is still to come takes place."""
    cohort = queries.lock_cohort(db, cohort_id)
    if cohort.status is CohortStatus.CANCELLED:
        return
    rules.check_open(cohort.status)
    for meeting in queries.meetings_of(db, cohort.id):
        if not meeting.is_cancelled and meeting.starts_at > now(db):
            meetings.cancel_meeting(db, meeting.id)
    for place in queries.places_in(db, cohort.id, PlaceStatus.ENROLLED, PlaceStatus.WAITING):
        places.vacate(db, place)
    cohort.status = CohortStatus.CANCELLED
    db.flush()
    audit.record(db, "cohort.cancelled", object_id=cohort.id)


def finish_cohort(db: Db, cohort_id: UUID) -> None:
    """The course is over: who had a seat keeps it as history, who still waited is free again."""
    cohort = queries.lock_cohort(db, cohort_id)
    if cohort.status is CohortStatus.COMPLETED:
        return
    rules.check_open(cohort.status)
    for place in queries.places_in(db, cohort.id, PlaceStatus.WAITING):
        places.vacate(db, place)
    for place in queries.places_in(db, cohort.id, PlaceStatus.ENROLLED):
        place.status = PlaceStatus.FINISHED
    cohort.status = CohortStatus.COMPLETED
    db.flush()
    audit.record(db, "cohort.completed", object_id=cohort.id)


def _plan_series(db: Db, cohort: Cohort, series: Series) -> None:
    course = programme.pre_match(queries.modules(db))
    lengths = [module.minutes for module in course]
    times = rules.weekly(cohort.starts_on, series.clock, lengths, is_working_day)
    for module, (starts_at, ends_at) in zip(course, times, strict=True):
        slot = Slot(starts_at, ends_at, series.location, cohort.trainer_id)
        facts = MeetingFacts(
            MeetingKind.PRE_MATCH, slot, cohort_id=cohort.id, module_code=module.code
        )
        meetings.plan_meeting(db, facts)


def _resize(db: Db, cohort: Cohort, capacity: int) -> None:
    seated = queries.places_in(db, cohort.id, PlaceStatus.ENROLLED, PlaceStatus.FINISHED)
    rules.check_capacity(capacity, len(seated))
    if capacity > cohort.capacity:
        _add_seats(db, cohort, range(cohort.capacity + 1, capacity + 1))
    elif capacity < cohort.capacity:
        _take_seats_away(db, cohort, capacity, seated)
    cohort.capacity = capacity


def _add_seats(db: Db, cohort: Cohort, numbers: Iterable[int]) -> None:
    db.add_all(CohortSeat(cohort_id=cohort.id, number=number) for number in numbers)
    db.flush()


def _take_seats_away(db: Db, cohort: Cohort, capacity: int, seated: Iterable[CohortPlace]) -> None:
    """Who sits beyond the new end moves to a lower seat first."""
    taken = {place.seat for place in seated if place.seat is not None}
    for place in seated:
        if place.seat is not None and place.seat > capacity:
            place.seat = rules.free_seat(capacity, taken)
            taken.add(place.seat or 0)
    db.flush()
    db.exec(
        delete(CohortSeat)
        .where(col(CohortSeat.cohort_id) == cohort.id, col(CohortSeat.number) > capacity)
        .execution_options(synchronize_session=False)
    )
