"""The verbs about a place: enrol a mentor, let one leave, give a free seat to who waits."""

from uuid import UUID

from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.training import letters, queries, rules
from mentorship.training.models import Cohort, CohortPlace, PlaceStatus


def enrol(db: Db, cohort_id: UUID, mentor_id: UUID) -> CohortPlace:
    """A seat, or the end of the waiting list when the cohort is full.

    Once more in the same cohort gives the place that is there. Raises CohortClosed,
    HasPlaceElsewhere and NotOpenForTraining.
    """
    cohort = queries.lock_cohort(db, cohort_id)
    rules.check_open(cohort.status)
    mentor = mentors.lock(db, mentor_id)
    if mentor is None or not mentor.is_open:
        raise rules.NotOpenForTraining
    if known := queries.open_place_of(db, mentor_id):
        if known.cohort_id != cohort.id:
            raise rules.HasPlaceElsewhere
        return known
    place = _new_place(db, cohort, mentor)
    waits = place.status is PlaceStatus.WAITING
    _record(db, "training.waits" if waits else "training.enrolled", place)
    letters.tell(db, mentor, letters.WAITING if waits else letters.ENROLLED)
    return place


def leave(db: Db, place_id: UUID) -> None:
    """Gives the place up; a seat goes to the first who waits. Twice does nothing more."""
    place = queries.reload_place(db, place_id)
    cohort = queries.lock_cohort(db, place.cohort_id)
    place = queries.reload_place(db, place_id)
    if place.status is PlaceStatus.LEFT:
        return
    rules.check_open(cohort.status)
    vacate(db, place)
    move_up(db, cohort)


def vacate(db: Db, place: CohortPlace) -> None:
    """For who holds the lock of the cohort."""
    place.status, place.seat, place.left_at = PlaceStatus.LEFT, None, now(db)
    db.flush()
    _record(db, "training.left", place)


def move_up(db: Db, cohort: Cohort) -> None:
    """Gives every free seat to who waits longest; for who holds the lock of the cohort."""
    while (seat := _free_seat(db, cohort)) and (place := queries.first_waiting(db, cohort.id)):
        place.status, place.seat = PlaceStatus.ENROLLED, seat
        db.flush()
        _record(db, "training.moved_up", place)
        letters.tell(db, db.get_one(Mentor, place.mentor_id), letters.ENROLLED)


def _new_place(db: Db, cohort: Cohort, mentor: Mentor) -> CohortPlace:
    seat = _free_seat(db, cohort)
    place = CohortPlace(
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        cohort_id=cohort.id,
        status=PlaceStatus.WAITING if seat is None else PlaceStatus.ENROLLED,
        seat=seat,
        position=queries.next_position(db, cohort.id),
        joined_at=now(db),
    )
    db.add(place)
    db.flush()
    return place


def _free_seat(db: Db, cohort: Cohort) -> int | None:
    seated = queries.places_in(db, cohort.id, PlaceStatus.ENROLLED, PlaceStatus.FINISHED)
    return rules.free_seat(cohort.capacity, {place.seat for place in seated if place.seat})


def _record(db: Db, action: str, place: CohortPlace) -> None:
    audit.record(
        db, action, subject_id=place.subject_id, object_id=place.id, purpose=Purpose.TRAINING,
        cohort=place.cohort_id,
    )  # fmt: skip
