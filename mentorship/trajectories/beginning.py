"""The verbs of the beginning: plan the first meeting, note what became of it, sign together."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from mentorship.accounts.models import Language
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.foundation.working_days import months_later
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors.holding import open_hold
from mentorship.trajectories import processes, queries, rules
from mentorship.trajectories.course import (
    done_before,
    first_step,
    free_key,
    record,
    settings_of,
    step,
)
from mentorship.trajectories.models import (
    CommitmentAgreement,
    FirstMeeting,
    MeetingOutcome,
    PauseReason,
    Phase,
    Trajectory,
)
from mentorship.trajectories.on_the_way import pause


@dataclass(frozen=True)
class Signed:
    """What stands on the signed paper."""

    signed_on: date
    meetings_per_month: int
    hours_per_month: int
    months: int
    text_version: str
    language: Language
    by_guardian: bool = False


def plan_first_meeting(
    db: Db, match: Match, starts_at: datetime, place: str, *, by: UUID, key: UUID | None = None
) -> FirstMeeting:
    """The match is locked. The first plan opens the trajectory; another one may follow when that
    meeting was moved or somebody stayed away. Raises MatchNotRunning, MentorHeld or
    PlannedBefore."""
    trajectory = queries.of_match(db, match.id)
    key = key or uuid4()
    if trajectory is not None:
        if (before := done_before(db, FirstMeeting, key, trajectory)) is not None:
            return before
        if queries.standing_of(db, trajectory).phase is not Phase.PLANNED:
            raise rules.PlannedBefore
    if match.status is not MatchStatus.ACTIVE:
        raise rules.MatchNotRunning
    if open_hold(db, match.mentor_id) is not None:
        raise rules.MentorHeld
    trajectory = trajectory or _open(db, match, by)
    if queries.open_meeting(db, trajectory) is not None:
        raise rules.PlannedBefore
    meeting = FirstMeeting(
        id=free_key(db, FirstMeeting, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, starts_at=starts_at, planned_at=now(db), planned_by=by,
    )  # fmt: skip
    vault.write(db, meeting, place=place)
    db.add(meeting)
    db.flush()
    record(db, "first_meeting.planned", trajectory)
    return meeting


def _open(db: Db, match: Match, by: UUID) -> Trajectory:
    trajectory = Trajectory(
        subject_id=match.subject_id, mentee_id=match.mentee_id, mentor_id=match.mentor_id,
        match_id=match.id, process_number=processes.CURRENT, opened_at=now(db), opened_by=by,
    )  # fmt: skip
    db.add(trajectory)
    db.flush()
    first_step(db, trajectory, today(db), by)
    return trajectory


def note_not_held(
    db: Db, trajectory: Trajectory, outcome: MeetingOutcome, *, minutes: int | None = None
) -> None:
    """Moved, or somebody stayed away: it can be planned anew. Raises NotPlanned."""
    if outcome is MeetingOutcome.HELD:
        raise ValueError("a held meeting begins the trajectory: note_held")
    meeting = queries.open_meeting(db, trajectory)
    if meeting is None:
        raise rules.NotPlanned
    meeting.outcome, meeting.minutes, meeting.noted_at = outcome, minutes, now(db)
    db.flush()
    record(db, "first_meeting.not_held", trajectory, outcome=outcome)


def note_held(
    db: Db,
    trajectory: Trajectory,
    *,
    is_staff_present: bool,
    by: UUID,
    minutes: int | None = None,
) -> None:
    """They met, so the trajectory has begun, on the day of the plan; and it pauses at once when
    the mentor isn't available now. Raises NotPlanned, MatchNotRunning, or DayImpossible before
    that day."""
    if queries.match_of(db, trajectory).status is not MatchStatus.ACTIVE:
        raise rules.MatchNotRunning
    meeting = queries.open_meeting(db, trajectory)
    if meeting is None:
        raise rules.NotPlanned
    day = day_of(meeting.starts_at)
    rules.check_day(day, after=None, today=today(db))
    meeting.outcome, meeting.noted_at = MeetingOutcome.HELD, now(db)
    meeting.is_staff_present, meeting.minutes = is_staff_present, minutes
    trajectory.started_on = day
    trajectory.planned_end = months_later(day, settings_of(db).trajectory_months)
    db.flush()
    step(db, trajectory, Phase.GETTING_ACQUAINTED, day, by)
    if open_hold(db, trajectory.mentor_id) is not None:
        pause(db, trajectory, today(db), PauseReason.NO_REASON, by=by)


def sign_agreement(
    db: Db, trajectory: Trajectory, signed: Signed, *, by: UUID, key: UUID | None = None
) -> CommitmentAgreement:
    """All have signed on paper; the agreed length moves the planned end. Raises SignedBefore,
    NotRunning, DayImpossible, EndImpossible."""
    key = key or uuid4()
    if (before := done_before(db, CommitmentAgreement, key, trajectory)) is not None:
        return before
    if queries.agreement_of(db, trajectory) is not None:
        raise rules.SignedBefore
    rules.check_running(queries.standing_of(db, trajectory).phase)
    assert trajectory.started_on is not None  # noqa: S101 — it runs
    rules.check_day(signed.signed_on, after=trajectory.started_on, today=today(db))
    rules.check_length(trajectory.started_on, signed.months, rules.Terms.of(settings_of(db)))
    agreement = CommitmentAgreement(
        id=free_key(db, CommitmentAgreement, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, text_version=signed.text_version, language=signed.language,
        meetings_per_month=signed.meetings_per_month, hours_per_month=signed.hours_per_month,
        months=signed.months, signed_on=signed.signed_on, signed_by_mentor=True,
        signed_by_mentee=True, signed_by_staff=True, signed_by_guardian=signed.by_guardian,
        noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(agreement)
    if not queries.extensions_of(db, trajectory):
        trajectory.planned_end = months_later(trajectory.started_on, signed.months)
    db.flush()
    record(db, "agreement.signed", trajectory)
    return agreement
