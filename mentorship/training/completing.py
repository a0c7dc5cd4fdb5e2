"""The verbs that make a mentor trained: attendance, assessment, completion with a certificate."""

from uuid import UUID

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, expect_version, now
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.services import record_trained
from mentorship.training import letters, progress, queries, rules
from mentorship.training.facts import AttendanceSheet, Finding
from mentorship.training.models import (
    Assessment,
    Attendance,
    Certificate,
    CohortPlace,
    CohortStatus,
    Presence,
    TrainingMeeting,
)


def record_attendance(db: Db, meeting_id: UUID, sheet: AttendanceSheet, by: UUID) -> None:
    """One save for everybody on the page; who isn't marked stays unmarked.

    Raises ChangedMeanwhile when somebody saved since and says otherwise, NotInCohort,
    MeetingCancelled, MeetingInTheFuture.
    """
    meeting = queries.lock_meeting(db, meeting_id)
    if meeting.is_cancelled:
        raise rules.MeetingCancelled
    rules.check_held(meeting.starts_at, now(db))
    known = queries.attendance_rows(db, meeting.id)
    changed = {
        mentor_id: presence
        for mentor_id, presence in sheet.presences.items()
        if mentor_id not in known or known[mentor_id].presence is not presence
    }
    if not changed:
        return  # sent twice, or nothing was marked
    expect_version(meeting, sheet.version)
    mentors = {mentor.id: mentor for mentor in queries.expected_at(db, meeting)}
    if changed.keys() - mentors.keys():
        raise rules.NotInCohort
    for mentor_id, presence in changed.items():
        _mark(db, meeting, mentors[mentor_id], presence, known.get(mentor_id), by)
    meeting.attendance_saves += 1
    _start(db, meeting)
    db.flush()


def assess(db: Db, place_id: UUID, finding: Finding, by: UUID) -> Assessment:
    """Adds what was found; sent twice it is there once. Raises AssessedMeanwhile, NotInCohort."""
    place = _seat(db, place_id)
    earlier = progress.assessments_of(db, place.cohort_id, place.mentor_id)
    if finding.number <= len(earlier):
        return _sent_before(db, earlier[finding.number - 1], finding, by)
    made = Assessment(
        subject_id=place.subject_id,
        cohort_id=place.cohort_id,
        mentor_id=place.mentor_id,
        number=len(earlier) + 1,
        outcome=finding.outcome,
        assessed_by=by,
        assessed_at=now(db),
    )
    vault.write(db, made, note=finding.note or None)
    db.add(made)
    db.flush()
    _record(db, "training.assessed", place)
    return made


def complete(db: Db, place_id: UUID, by: UUID) -> Certificate:
    """The mentor is trained from today on, and gets a certificate; twice it is the same one.

    Raises NotComplete, NotInCohort.
    """
    place = _seat(db, place_id)
    if known := progress.certificate_of(db, place.cohort_id, place.mentor_id):
        return known
    reached = progress.progress_of(db, place.cohort_id, [place.mentor_id])[place.mentor_id]
    if not reached.is_complete:
        raise rules.NotComplete
    mentor = db.get_one(Mentor, place.mentor_id)
    certificate = _issue(db, place, reached.minutes)
    record_trained(db, mentor, certificate.issued_on, by)
    _record(db, "training.completed", place)
    letters.tell(db, mentor, letters.COMPLETED)
    return certificate


def code_hash(db: Db, code: str) -> bytes:
    """`code` as the rules tidy it."""
    return vault.blind_index(db, "certificate.code", code)


def _issue(db: Db, place: CohortPlace, minutes: int) -> Certificate:
    code = rules.new_code()
    certificate = Certificate(
        subject_id=place.subject_id,
        cohort_id=place.cohort_id,
        mentor_id=place.mentor_id,
        code_hash=code_hash(db, code),
        issued_on=queries.today(db),
        minutes=minutes,
    )
    vault.write(db, certificate, code=code)
    db.add(certificate)
    db.flush()
    return certificate


def _seat(db: Db, place_id: UUID) -> CohortPlace:
    """The place of somebody with a seat, while its cohort is held."""
    queries.lock_cohort(db, queries.reload_place(db, place_id).cohort_id)
    place = queries.reload_place(db, place_id)
    if not place.status.has_seat:
        raise rules.NotInCohort
    return place


def _mark(
    db: Db,
    meeting: TrainingMeeting,
    mentor: Mentor,
    presence: Presence,
    row: Attendance | None,
    by: UUID,
) -> None:
    if row is None:
        row = Attendance(
            subject_id=mentor.subject_id,
            meeting_id=meeting.id,
            mentor_id=mentor.id,
            presence=presence,
            recorded_by=by,
            recorded_at=now(db),
        )
        db.add(row)
    else:
        row.presence, row.recorded_by, row.recorded_at = presence, by, now(db)
    audit.record(
        db, "training.attendance", subject_id=mentor.subject_id, object_id=meeting.id,
        purpose=Purpose.TRAINING,
    )  # fmt: skip


def _start(db: Db, meeting: TrainingMeeting) -> None:
    """The first attendance sets the cohort going."""
    cohort = queries.cohort_of(db, meeting)
    if cohort is not None and cohort.status is CohortStatus.PLANNED:
        cohort.status = CohortStatus.RUNNING


def _sent_before(db: Db, made: Assessment, finding: Finding, by: UUID) -> Assessment:
    note = vault.read(db, made, "note", purpose=Purpose.TRAINING) or ""
    if (made.outcome, note, made.assessed_by) != (finding.outcome, finding.note, by):
        raise rules.AssessedMeanwhile
    return made


def _record(db: Db, action: str, place: CohortPlace) -> None:
    audit.record(
        db, action, subject_id=place.subject_id, object_id=place.id, purpose=Purpose.TRAINING,
        cohort=place.cohort_id,
    )  # fmt: skip
