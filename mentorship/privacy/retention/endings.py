"""Of whom nothing goes on any more, and since when: what the other rooms know, without a name."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from mentorship.accounts.models import RoleGrant
from mentorship.complaints import policy as complaints
from mentorship.complaints import queries as complaint_queries
from mentorship.complaints.models import Complaint, ComplaintExclusion, ComplaintStatus
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching.models import LIVE, Match
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.privacy.retention.models import RetentionKind
from mentorship.privacy.retention.rules import Case
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.trajectories.concerns.models import Concern, ConcernStatus
from mentorship.trajectories.models import Phase, PhaseChange, Trajectory

_UNDECIDED = (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED)
_REFUSED = (ReferralStatus.ADVISED_ELSEWHERE, ReferralStatus.DECLINED)
Only = UUID | None  # one person, or everybody


def cases(db: Db, kind: RetentionKind, only: Only = None) -> list[Case]:
    """Everybody of this kind of whom all has ended."""
    return _CASES[kind](db, only)


def _young_people(db: Db, only: Only) -> list[Case]:
    """The course is closed, every trajectory done with its aftercare, nothing asked anew."""
    closed = select(Mentee).where(
        col(Mentee.closed_on).is_not(None), *_is(col(Mentee.subject_id), only)
    )
    busy = _busy(db)
    last = _last_steps(db, only)
    decided = _last_decisions(db, only)
    asked_anew = _asked_anew(db)
    found = []
    for mentee in db.exec(closed):
        steps = last.get(mentee.id, [])
        if mentee.subject_id in busy or mentee.known_key in asked_anew or mentee.closed_on is None:
            continue
        if any(phase is not Phase.DONE for phase, _ in steps):
            continue
        closed_on = mentee.closed_on
        days = [closed_on, decided.get(mentee.subject_id, closed_on), *(day for _, day in steps)]
        began = day_of(mentee.accepted_at)
        found.append(Case(RetentionKind.TRAJECTORY, mentee.subject_id, began, max(days)))
    return found


def _last_steps(db: Db, only: Only) -> dict[UUID, list[tuple[Phase, date]]]:
    """Of each trajectory of a young person the phase that it is in, and since when."""
    steps = db.exec(
        select(Trajectory.mentee_id, PhaseChange)
        .join(PhaseChange, col(PhaseChange.trajectory_id) == col(Trajectory.id))
        .where(*_is(col(Trajectory.subject_id), only))
        .order_by(col(PhaseChange.position))
    )
    last = {step.trajectory_id: (mentee_id, step) for mentee_id, step in steps}
    found: dict[UUID, list[tuple[Phase, date]]] = {}
    for mentee_id, step in last.values():
        found.setdefault(mentee_id, []).append((step.to_phase, step.entered_on))
    return found


def _busy(db: Db) -> set[UUID]:
    """A match that runs or is asked, a concern that is open, a referral not decided on."""
    live = select(Match.subject_id).where(col(Match.status).in_(LIVE))
    worried = select(Concern.subject_id).where(col(Concern.status) != ConcernStatus.CLOSED)
    referred = select(Referral.subject_id).where(col(Referral.status).in_(_UNDECIDED))
    return {*db.exec(live), *db.exec(worried), *db.exec(referred)}


def _asked_anew(db: Db) -> set[bytes]:
    """Keyed names of who is referred now: a House may recognise the earlier file of the same."""
    found = select(Referral.known_key).where(col(Referral.status).in_(_UNDECIDED))
    return set(db.exec(found))


def _last_decisions(db: Db, only: Only) -> dict[UUID, date]:
    decided = select(Referral.subject_id, Referral.triaged_at).where(
        col(Referral.triaged_at).is_not(None), *_is(col(Referral.subject_id), only)
    )
    found: dict[UUID, date] = {}
    for subject_id, moment in db.exec(decided):
        day = _day(moment)
        found[subject_id] = max(found.get(subject_id, day), day)
    return found


def _refused(db: Db, only: Only) -> list[Case]:
    """A referral that opened no file: declined, or advised to go elsewhere."""
    known = set(db.exec(select(Mentee.subject_id)))
    asked_anew = _asked_anew(db)
    rows = db.exec(select(Referral).where(*_is(col(Referral.subject_id), only))).all()
    kept = known | {
        row.subject_id for row in rows if row.status not in _REFUSED or row.known_key in asked_anew
    }
    found: dict[UUID, Case] = {}
    for row in rows:
        if row.subject_id in kept:
            continue
        began, ended = day_of(row.received_at), _day(row.triaged_at)
        if (before := found.get(row.subject_id)) is not None:
            began, ended = min(before.began, began), max(before.ended, ended)
        found[row.subject_id] = Case(RetentionKind.REFERRAL, row.subject_id, began, ended)
    return list(found.values())


def _mentors(db: Db, only: Only) -> list[Case]:
    """They left, hold no other role, and no open complaint may be about them."""
    rows = db.exec(
        select(Mentor.subject_id, Mentor.user_id, Mentor.applied_at, Mentor.ended_at)
        .where(col(Mentor.status) != MentorStatus.OPEN, *_is(col(Mentor.subject_id), only))
    ).all()  # fmt: skip
    active = set(db.exec(select(RoleGrant.user_id).where(col(RoleGrant.ended_at).is_(None))))
    complained = complained_about(db)
    return [
        Case(RetentionKind.MENTOR, subject_id, day_of(applied_at), _day(ended_at))
        for subject_id, user_id, applied_at, ended_at in rows
        if user_id not in active and complaints.person_hash(db, subject_id) not in complained
    ]


def complained_about(db: Db) -> set[bytes]:
    """Keyed hashes of who is kept from a complaint that is open: it may be about them."""
    kept = (
        select(ComplaintExclusion.person_hash)
        .join(Complaint, col(Complaint.id) == col(ComplaintExclusion.complaint_id))
        .where(col(Complaint.status) != ComplaintStatus.CLOSED)
    )
    return set(db.exec(kept))


def _complaints(db: Db, only: Only) -> list[Case]:
    """Closed, and no mentor is kept out of matching by it any more: only from it that is lifted."""
    closed = select(Complaint).where(
        col(Complaint.status) == ComplaintStatus.CLOSED, *_is(col(Complaint.subject_id), only)
    )
    return [
        Case(RetentionKind.COMPLAINT, row.subject_id, day_of(row.told_at), _day(row.closed_at))
        for row in db.exec(closed).all()
        if not complaint_queries.is_stopping(db, row)
    ]


def _is(column: Mapped[UUID], only: Only) -> Iterable[ColumnElement[bool]]:
    return [] if only is None else [column == only]


def _day(moment: datetime | None) -> date:
    return day_of(moment) if moment else date.max  # a CHECK of each table: what ended has a time


_CASES = {
    RetentionKind.TRAJECTORY: _young_people,
    RetentionKind.REFERRAL: _refused,
    RetentionKind.MENTOR: _mentors,
    RetentionKind.COMPLAINT: _complaints,
}
