"""Stops contact at once: no new match for the mentor, and the pairs that run don't meet."""

from contextlib import suppress
from uuid import UUID

from sqlmodel import select

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.complaints import acts, letters, queries, rules
from mentorship.complaints.models import ActKind, Complaint
from mentorship.complaints.people import mentor_in
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.foundation.outbox import Letter
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import asking, closing
from mentorship.matching.matches import letters as matching_letters
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.readers import readers_of
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors import queries as mentors
from mentorship.mentors import services as mentor_verbs
from mentorship.mentors.holding import open_hold
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.padding import unpad
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.beginning import note_not_held
from mentorship.trajectories.models import MeetingOutcome, PauseReason
from mentorship.trajectories.on_the_way import pause
from mentorship.trajectories.rules import TrajectoryRefused


def suspend(db: Db, complaint: Complaint, by: UUID) -> None:
    """The complaint is locked; then every young person of the mentor, as everywhere.

    The consultants are told that the mentor isn't available, never why; when another complaint
    stopped contact before, they know. Raises MentorMissing when no mentor is linked or they are
    none any more, NotHolder, AlreadyClosed.
    """
    rules.check_holder(complaint, by)
    mentor = _mentor(db, complaint)
    if queries.is_stopping(db, complaint):
        return
    known = sorted(match.mentee_id for match in matches.live_of_mentor(db, mentor.id))
    for mentee_id in known:
        mentees.lock_mentee(db, select(Mentee), mentee_id)
    mentor = _locked(db, mentor)
    if open_hold(db, mentor.id) is None:
        _stop_all(db, mentor, by)
    acts.note(db, complaint, ActKind.SUSPENDED, by=by)


def lift(db: Db, complaint: Complaint, by: UUID) -> bool:
    """The mentor can be matched again; whether a pair goes on, its consultant arranges with them.

    False when another complaint keeps them out. While it is open its holder lifts, later any
    confidant who may read it. Raises MentorMissing, NotHolder, NotTakenOn.
    """
    if complaint.is_open:
        rules.check_holder(complaint, by)
    mentor = _locked(db, _mentor(db, complaint))
    if queries.is_stopping(db, complaint):
        acts.note(db, complaint, ActKind.LIFTED, by=by)
        if not _is_stopped_elsewhere(db, complaint, mentor):
            _let_go_on(db, mentor)
    return open_hold(db, mentor.id) is None


def keeps_out(db: Db, complaint: Complaint) -> bool:
    """Whether this complaint keeps a mentor out of matching who is still one."""
    if not queries.is_stopping(db, complaint):
        return False
    with suppress(rules.MentorMissing):
        return _mentor(db, complaint).is_open
    return False


def _stop_all(db: Db, mentor: Mentor, by: UUID) -> None:
    mentor_verbs.hold(db, mentor)
    told: set[UUID] = set()
    for match in matches.live_of_mentor(db, mentor.id):
        told |= _stop(db, match, mentor, by)
    _tell_house(db, mentor, letters.NOT_AVAILABLE, but=told)


def _let_go_on(db: Db, mentor: Mentor) -> None:
    mentor_verbs.lift_hold(db, mentor)
    told: set[UUID] = set()
    for match in matches.live_of_mentor(db, mentor.id):
        told |= _tell_readers(db, match, mentor, letters.AVAILABLE)
    _tell_house(db, mentor, letters.AVAILABLE, but=told)


def _is_stopped_elsewhere(db: Db, complaint: Complaint, mentor: Mentor) -> bool:
    """The mentor is locked, so that of two that are lifted at once the second sees the first."""
    others = queries.others_kept_from(db, complaint, mentor.subject_id)
    stopping = [one for one in others if queries.is_stopping(db, one)]
    codes = vault.scan(db, stopping, "concerned", purpose=Purpose.COMPLAINT)
    return any(mentor_in(unpad(code)) == mentor.id for code in codes.values())


def _stop(db: Db, match: Match, mentor: Mentor, by: UUID) -> set[UUID]:
    """A question is withdrawn, a pair that meets pauses, a first meeting to come is off. Who was
    told of it."""
    if match.status is not MatchStatus.ACTIVE:
        closing.call_off(db, match)
        asking.tell_mentor(db, match, matching_letters.CLOSED)
        asking.tell_consultant(db, match, matching_letters.IMPOSSIBLE)
        return set()
    trajectory = trajectories.of_match(db, match.id)
    if trajectory is not None:
        with suppress(TrajectoryRefused):  # paused already, or they haven't met yet
            pause(db, trajectory, today(db), PauseReason.NO_REASON, by=by)
        meeting = trajectories.open_meeting(db, trajectory)
        if meeting is not None and meeting.starts_at > now(db):
            note_not_held(db, trajectory, MeetingOutcome.MOVED)
    return _tell_readers(db, match, mentor, letters.NOT_AVAILABLE)


def _tell_readers(db: Db, match: Match, mentor: Mentor, letter: Letter) -> set[UUID]:
    trajectory = trajectories.of_match(db, match.id)
    path = f"/trajectories/{trajectory.id}" if trajectory else f"/matching/matches/{match.id}"
    return _post(db, readers_of(db, match), mentor, letter, path)


def _tell_house(db: Db, mentor: Mentor, letter: Letter, *, but: set[UUID]) -> None:
    there = users_with_role(db, Role.MENTOR_CONSULTANT, mentor.house_code)
    users = [user for user in there if user.id not in but]
    _post(db, users, mentor, letter, f"/mentors/{mentor.id}")


def _post(db: Db, users: list[User], mentor: Mentor, letter: Letter, path: str) -> set[UUID]:
    """Nobody gets one about themself: a mentor may be a consultant too."""
    for user in users:
        if user.subject_id != mentor.subject_id:
            posting.post(db, user, letter, posting.page(db, path))
    return {user.id for user in users}


def _locked(db: Db, mentor: Mentor) -> Mentor:
    locked = mentors.lock(db, mentor.id)
    if locked is None or not locked.is_open:
        raise rules.MentorMissing
    return locked


def _mentor(db: Db, complaint: Complaint) -> Mentor:
    code = unpad(vault.read(db, complaint, "concerned", purpose=Purpose.COMPLAINT))
    mentor_id = mentor_in(code)
    mentor = db.get(Mentor, mentor_id) if mentor_id else None
    if mentor is None:
        raise rules.MentorMissing
    return mentor
