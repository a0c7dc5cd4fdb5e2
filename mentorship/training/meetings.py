"""The verbs about a meeting: plan, move and cancel it, and sign up for one without a cohort."""

from uuid import UUID, uuid4

from mentorship.foundation import audit
from mentorship.foundation.db import Db, expect_version, now
from mentorship.foundation.locks import take_turns
from mentorship.foundation.outbox import Letter
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.training import letters, own, queries, rules
from mentorship.training.facts import MeetingFacts, Slot
from mentorship.training.models import Cohort, MeetingSignUp, TrainingMeeting


def plan_meeting(db: Db, facts: MeetingFacts, *, meeting_id: UUID | None = None) -> TrainingMeeting:
    """The same id sent again gives the meeting that is there. Raises TimesWrong, CohortClosed.

    A cohort that is completed still meets: for training after the match and peer supervision.
    """
    meeting_id = meeting_id or uuid4()
    take_turns(db, meeting_id.bytes)
    if known := db.get(TrainingMeeting, meeting_id):
        return known
    slot = facts.slot
    rules.check_times(slot.starts_at, slot.ends_at)
    if facts.cohort_id is not None:
        cohort = queries.lock_cohort(db, facts.cohort_id)
        rules.check_can_meet(cohort.status, facts.kind)
    meeting = TrainingMeeting(
        id=meeting_id,
        cohort_id=facts.cohort_id,
        house_code=facts.house_code,
        trainer_id=slot.trainer_id,
        kind=facts.kind,
        module_code=facts.module_code,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        location=slot.location,
        changed_at=now(db),
    )
    db.add(meeting)
    db.flush()
    _record(db, "training.meeting_planned", meeting)
    return meeting


def move_meeting(db: Db, meeting_id: UUID, slot: Slot, version: int) -> TrainingMeeting:
    """A new time, place or trainer; what a calendar has to take over raises the sequence.

    Raises MeetingCancelled, MeetingOver once attendance is recorded, TimesWrong.
    """
    meeting = queries.lock_meeting(db, meeting_id)
    expect_version(meeting, version)
    _check_can_change(meeting)
    rules.check_times(slot.starts_at, slot.ends_at)
    meeting.trainer_id = slot.trainer_id
    before = (meeting.starts_at, meeting.ends_at, meeting.location)
    if before != (slot.starts_at, slot.ends_at, slot.location):
        meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
        meeting.location = slot.location
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, now(db)
        _tell_everybody(db, meeting, letters.MEETING_CHANGED)
    db.flush()
    _record(db, "training.meeting_moved", meeting)
    return meeting


def cancel_meeting(db: Db, meeting_id: UUID) -> TrainingMeeting:
    """It doesn't take place; its line in a calendar says so. Twice does nothing more."""
    meeting = queries.lock_meeting(db, meeting_id)
    if meeting.is_cancelled:
        return meeting
    _check_can_change(meeting)
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, now(db)
    meeting.cancelled_at = meeting.changed_at
    db.flush()
    _tell_everybody(db, meeting, letters.MEETING_CANCELLED)
    _record(db, "training.meeting_cancelled", meeting)
    return meeting


def hand_over(db: Db, cohort: Cohort, trainer_id: UUID) -> None:
    """What the cohort's trainer would still hold goes to the new one; a stand-in stays."""
    for meeting in queries.meetings_of(db, cohort.id):
        if meeting.trainer_id == cohort.trainer_id and meeting.starts_at > now(db):
            meeting.trainer_id = trainer_id
    db.flush()


def sign_up(db: Db, meeting: TrainingMeeting, mentor: Mentor) -> None:
    """For a meeting without a cohort that is still to come; twice does nothing more."""
    take_turns(db, meeting.id.bytes + mentor.id.bytes)
    rules.check_can_sign_up(meeting.starts_at, now(db), is_cancelled=meeting.is_cancelled)
    if own.sign_up_of(db, meeting.id, mentor.id) is not None:
        return
    row = MeetingSignUp(
        subject_id=mentor.subject_id,
        meeting_id=meeting.id,
        mentor_id=mentor.id,
        signed_up_at=now(db),
    )
    db.add(row)
    db.flush()
    _record_own(db, "training.signed_up", meeting, mentor)


def sign_off(db: Db, meeting: TrainingMeeting, mentor: Mentor) -> None:
    rules.check_can_sign_up(meeting.starts_at, now(db), is_cancelled=False)
    row = own.sign_up_of(db, meeting.id, mentor.id)
    if row is not None:
        db.delete(row)
        db.flush()
        _record_own(db, "training.signed_off", meeting, mentor)


def _check_can_change(meeting: TrainingMeeting) -> None:
    if meeting.is_cancelled:
        raise rules.MeetingCancelled
    if meeting.attendance_saves:
        raise rules.MeetingOver


def _tell_everybody(db: Db, meeting: TrainingMeeting, letter: Letter) -> None:
    """Nobody is told of a change to what is over."""
    if max(meeting.starts_at, meeting.ends_at) > now(db):
        for mentor in queries.expected_at(db, meeting):
            letters.tell(db, mentor, letter)


def _record(db: Db, action: str, meeting: TrainingMeeting) -> None:
    audit.record(db, action, object_id=meeting.id, sequence=meeting.sequence)


def _record_own(db: Db, action: str, meeting: TrainingMeeting, mentor: Mentor) -> None:
    audit.record(
        db, action, subject_id=mentor.subject_id, object_id=meeting.id, purpose=Purpose.TRAINING
    )
