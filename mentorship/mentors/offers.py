"""The verbs of what a mentor offers: the profile, the seats, a pause."""

from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.db import Db, expect_version, now
from mentorship.mentors import acts, queries
from mentorship.mentors.models import MOST_SEATS, Mentor, MentorProfileRecord, MentorSeat, Pause
from mentorship.mentors.rules import PauseRefused
from mentorship.mentors.standing import effective_span
from mentorship.profiles.profile import MentorProfile, stored


def save_profile(
    db: Db, mentor: Mentor, profile: MentorProfile, version: int | None = None
) -> MentorProfileRecord:
    """Keeps it; with the first one comes one seat.

    `version` is the one on the page (0 when there was none); another one raises ChangedMeanwhile,
    unless the same was saved: that is a double click.
    """
    mentor = acts.begin(db, mentor)
    row = queries.profile_record(db, mentor)
    if row is not None and profile == queries.profile_of(db, mentor):
        return row
    if row is None:
        row = MentorProfileRecord(
            id=uuid4(), subject_id=mentor.subject_id, mentor_id=mentor.id, changed_at=now(db)
        )
    elif version is not None:
        expect_version(row, version)
    vault.write(db, row, profile=stored(profile))
    row.changed_at = now(db)
    if not profile.is_complete:
        row.complete_since = None
    elif row.complete_since is None:
        row.complete_since = queries.today(db)
    db.add(row)
    db.flush()
    if not queries.seats_of(db, mentor.id):
        set_capacity(db, mentor, 1)
    acts.record(db, "mentor.profile_saved", mentor, row.id)
    return row


def set_capacity(db: Db, mentor: Mentor, seats: int) -> None:
    """So many seats are open, the lowest numbers; a seat that closes is kept for what it held."""
    if not 0 <= seats <= MOST_SEATS:
        raise ValueError(f"a mentor has 0 to {MOST_SEATS} seats")
    mentor = acts.begin(db, mentor)
    known = {seat.number: seat for seat in queries.seats_of(db, mentor.id)}
    for number in range(1, max([seats, *known]) + 1):
        if number in known:
            known[number].is_open = number <= seats
        else:
            db.add(MentorSeat(subject_id=mentor.subject_id, mentor_id=mentor.id, number=number))
    db.flush()
    acts.record(db, "mentor.capacity_set", mentor)


def pause(
    db: Db,
    mentor: Mentor,
    first_day: date,
    last_day: date,
    reason: str = "",
    *,
    once: UUID | None = None,
) -> Pause:
    """Takes the mentor out from the first to the last day; raises PauseRefused on an overlap."""
    mentor = acts.begin(db, mentor)
    if once and (known := db.get(Pause, once)):
        return known
    if last_day < first_day or last_day < queries.today(db):
        raise PauseRefused
    for other in map(effective_span, queries.pauses_of(db, mentor)):
        if max(other.first, first_day) <= min(other.last, last_day):
            raise PauseRefused
    row = Pause(
        id=once or uuid4(),
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        first_day=first_day,
        last_day=last_day,
    )
    vault.write(db, row, reason=reason or None)
    db.add(row)
    db.flush()
    acts.record(db, "mentor.paused", mentor, row.id)
    return row


def rest(db: Db, mentor: Mentor, last_day: date) -> Pause | None:
    """Told from above when a trajectory ended: nobody new up to and including this day.

    It may overlap a pause. None for a day that is over, or a mentor who is none any more.
    """
    if not mentor.is_open or last_day < queries.today(db):
        return None
    mentor = acts.begin(db, mentor)
    row = Pause(
        id=uuid4(), subject_id=mentor.subject_id, mentor_id=mentor.id,
        first_day=queries.today(db), last_day=last_day, is_rest=True,
    )  # fmt: skip
    db.add(row)
    db.flush()
    acts.record(db, "mentor.rests", mentor, row.id)
    return row


def end_pause(db: Db, mentor: Mentor, row: Pause) -> None:
    """The mentor is back today; a pause that is over stays as it was."""
    mentor = acts.begin(db, mentor)
    db.refresh(row)
    if row.ended_on is None and queries.today(db) <= row.last_day:
        row.ended_on = queries.today(db)
        db.flush()
        acts.record(db, "mentor.pause_ended", mentor, row.id)
