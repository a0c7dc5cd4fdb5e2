"""Collects the plain facts of each House; as many statements for one pair as for thousands."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from mentorship.foundation.calendar import day_of
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.matching.models import Match
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.trajectories.closure.models import Closure, ContactStatement, ExitTalk
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.contacts.models import ContactHow, SupportContact
from mentorship.trajectories.contacts.rules import Course, is_complete
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import (
    CommitmentAgreement,
    FirstMeeting,
    MeetingOutcome,
    Trajectory,
)
from mentorship.trajectories.reviews import queries as reviews
from mentorship.trajectories.rules import Terms
from mentorship.trajectories.sessions import queries as sessions
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from mentorship.trajectories.standards import words
from mentorship.trajectories.standards.mentor_facts import mentors_of
from mentorship.trajectories.standards.plain import (
    AgreementFacts,
    ClosureFacts,
    ContactFacts,
    Facts,
    PairFacts,
    ReferralFacts,
    SessionFacts,
)

OneRow = TypeVar("OneRow", bound=Row)


def facts_of(db: Db, houses: Collection[str]) -> dict[str, Facts]:
    """By House: where a young person's file is now, and where a mentor belongs."""
    referred, guided, paired = _referrals(db, houses), mentors_of(db, houses), _pairs(db, houses)
    return {
        house: Facts(tuple(referred[house]), tuple(guided[house]), tuple(paired[house]))
        for house in houses
    }


def _referrals(db: Db, houses: Collection[str]) -> dict[str, list[ReferralFacts]]:
    found: dict[str, list[ReferralFacts]] = {house: [] for house in houses}
    for row in db.exec(select(Referral).where(col(Referral.house_code).in_(houses))):
        waits = row.status is ReferralStatus.QUESTION_ASKED
        is_decided = row.triaged_at is not None and not waits
        fact = ReferralFacts(day_of(row.received_at), row.triage_due, is_decided, waits)
        found[row.house_code].append(fact)
    return found


def _pairs(db: Db, houses: Collection[str]) -> dict[str, list[PairFacts]]:
    """Every match to which both said yes."""
    joined = select(Match, Mentee).join(Mentee, col(Mentee.id) == col(Match.mentee_id))
    rows = db.exec(
        joined.where(col(Mentee.house_code).in_(houses), col(Match.started_at).is_not(None))
    ).all()
    known = _Known(db, [match for match, _ in rows])
    found: dict[str, list[PairFacts]] = {house: [] for house in houses}
    for match, mentee in rows:
        found[mentee.house_code].append(known.pair(match, mentee))
    return found


class _Known:
    """All rows that hang on these matches, read once."""

    def __init__(self, db: Db, matches: Collection[Match]) -> None:
        match_ids = [one.id for one in matches]
        begun = db.exec(select(Trajectory).where(col(Trajectory.match_id).in_(match_ids))).all()
        ids = [one.id for one in begun]
        self.terms = Terms.of(settings_of(db))
        self.permissions = words.permissions_of(db, {one.mentee_id for one in matches})
        self.reasoned = words.with_a_reason(db, [one.proposal_id for one in matches])
        self.agreed = words.agreed_by_both(db, match_ids)
        self.trajectories = {one.match_id: one for one in begun}
        self.courses = contacts.courses_of(db, begun)
        self.contacts = _by_trajectory(contacts.contacts_of(db, ids))
        self.sessions = sessions.logs_of(db, ids)
        self.logged = sessions.first_logged(db, ids)
        self.reviews = _by_trajectory(reviews.reviews_of(db, ids))
        self.meetings = _rows_of(db, FirstMeeting, ids)
        self.agreements = _rows_of(db, CommitmentAgreement, ids)
        self.closures = _rows_of(db, Closure, ids, counts(Closure))
        self.talks = _rows_of(db, ExitTalk, ids, counts(ExitTalk))
        self.statements = _rows_of(db, ContactStatement, ids, counts(ContactStatement))

    def pair(self, match: Match, mentee: Mentee) -> PairFacts:
        matched_on = day_of(match.started_at or match.decided_at)
        trajectory = self.trajectories.get(match.id)
        key = trajectory.id if trajectory else match.id
        held = [m for m in self.meetings[key] if m.outcome is MeetingOutcome.HELD]
        closed_on = day_of(match.closed_at) if match.closed_at else None
        return PairFacts(
            matched_on=matched_on,
            meet_by=matched_on + self.terms.first_meeting,
            closed_on=closed_on,
            has_reason=match.proposal_id in self.reasoned,
            has_both_words=match.id in self.agreed,
            has_met=bool(held),
            needs_guardian=words.needs_guardian(mentee),
            has_guardian_agreed=self.permissions.stood(mentee, matched_on),
            course=_until(self.courses.get(key), closed_on),
            is_staff_present=held[0].is_staff_present if held else None,
            agreement=next(map(_agreement, self.agreements[key]), None),
            contacts=tuple(_contact(one) for one in self.contacts[key] if one.is_reached),
            reviewed=frozenset(one.wave for one in self.reviews[key]),
            sessions=tuple(
                _session(one, self.logged[one.id])
                for one in self.sessions.get(key, ())
                if one.kind is SessionKind.MET
            ),
            closure=self._closure(self.closures[key], trajectory),
        )

    def _closure(
        self, rows: Collection[Closure], trajectory: Trajectory | None
    ) -> ClosureFacts | None:
        """Of two who never met nobody asks for talks, nor what they agreed about afterwards."""
        row = next(iter(rows), None)
        if row is None or trajectory is None or trajectory.started_on is None:
            return None
        talks, stated = self.talks[row.trajectory_id], self.statements[row.trajectory_id]
        known = [one.known_to_mentor and one.known_to_mentee for one in stated]
        return ClosureFacts(
            ended_on=row.ended_on,
            was_celebrated=row.was_celebrated,
            talks={one.side: one.topics_covered for one in talks},
            held_with=frozenset(one.side for one in talks if one.is_held),
            is_statement_known=known[0] if known else None,
        )


def _until(course: Course | None, closed_on: date | None) -> Course | None:
    """Until somebody closes it, a trajectory is over when the match is: nothing is asked then."""
    if course is None or course.ended_on is not None:
        return course
    return replace(course, ended_on=closed_on)


def _by_trajectory(rows: Collection[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.trajectory_id].append(row)
    return found


def _rows_of(
    db: Db, kind: type[OneRow], ids: Collection[UUID], *only: ColumnElement[bool]
) -> defaultdict[UUID, list[OneRow]]:
    table: Any = kind
    rows = db.exec(select(kind).where(col(table.trajectory_id).in_(ids), *only)).all()
    return _by_trajectory(rows)


def _agreement(row: CommitmentAgreement) -> AgreementFacts:
    return AgreementFacts(
        row.signed_on, row.meetings_per_month, row.hours_per_month, row.months,
        row.signed_by_guardian,
    )  # fmt: skip


def _contact(row: SupportContact) -> ContactFacts:
    is_in_person = row.how is ContactHow.IN_PERSON
    return ContactFacts(row.side, row.held_on, is_in_person, is_complete(row.topics))


def _session(row: SessionLog, logged_at: datetime) -> SessionFacts:
    """A correction makes no log late: what counts is when the first was written down."""
    is_described = row.topics is not None or row.note is not None
    is_whole = row.minutes is not None and is_described
    return SessionFacts(row.held_on, day_of(logged_at), is_whole)
