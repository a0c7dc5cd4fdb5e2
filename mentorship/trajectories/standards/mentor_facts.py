"""Collects the plain facts of mentors: screening, training and the time that they guided."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching.models import Match
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorReference,
    ReferenceOutcome,
    TrainingRecord,
    VogSighting,
)
from mentorship.training.models import (
    Attendance,
    MeetingKind,
    Presence,
    TrainingMeeting,
    TrainingModule,
)
from mentorship.training.programme import topics_of
from mentorship.training.queries import modules as programme_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.standards.plain import MentorFacts, Trained


def mentors_of(db: Db, houses: Collection[str]) -> dict[str, list[MentorFacts]]:
    """By House, those who ended too."""
    rows = db.exec(select(Mentor).where(col(Mentor.house_code).in_(houses))).all()
    known = _Known(db, [row.id for row in rows])
    found: dict[str, list[MentorFacts]] = {house: [] for house in houses}
    for row in rows:
        found[row.house_code].append(known.mentor(row))
    return found


class _Known:
    """All rows that hang on these mentors, read once."""

    def __init__(self, db: Db, ids: Collection[UUID]) -> None:
        self.interviews = _rows_of(db, Interview, ids)
        self.references = _rows_of(db, MentorReference, ids)
        self.vogs = _rows_of(db, VogSighting, ids)
        self.agreements = _rows_of(db, Agreement, ids)
        self.completed = _rows_of(db, TrainingRecord, ids)
        self.matches = _rows_of(db, Match, ids)
        self.trajectories = _rows_of(db, Trajectory, ids)
        self.modules = {row.code: row for row in programme_of(db)}
        self.attended = self._attended(db, ids)

    def mentor(self, row: Mentor) -> MentorFacts:
        begun = [one for one in self.matches[row.id] if one.started_at is not None]
        return MentorFacts(
            applied_on=day_of(row.applied_at),
            first_match_on=min((day_of(one.started_at) for one in begun), default=None),
            has_motivation=row.motivation is not None,
            has_application=None not in (row.motivation, row.place)
            and (row.email is not None or row.phone is not None),
            interviews=tuple(one.held_on for one in self.interviews[row.id]),
            references=tuple(
                day_of(one.judged_at) for one in self.references[row.id]
                if one.outcome is ReferenceOutcome.ACCEPTED and one.judged_at
            ),
            vogs=tuple((one.issued_on, one.seen_on) for one in self.vogs[row.id]),
            agreements=tuple((one.signed_on, one.months) for one in self.agreements[row.id]),
            trained=(*self.attended[row.id], *map(self._whole, self._first_completed(row.id))),
            guided=tuple(self._guided(row.id, begun)),
        )  # fmt: skip

    def _guided(self, mentor_id: UUID, begun: list[Match]) -> Iterator[Span]:
        """From each first meeting to the last day, that of the match until it is closed."""
        over = {one.id: day_of(one.closed_at) for one in begun if one.closed_at}
        for one in self.trajectories[mentor_id]:
            if one.started_on is not None:
                last = one.ended_on or over.get(one.match_id)
                yield Span(one.started_on, last + timedelta(days=1) if last else None)

    def _first_completed(self, mentor_id: UUID) -> list[TrainingRecord]:
        """Where nobody was marked present, that the training was completed stands for all of it."""
        if any(one.is_pre for one in self.attended[mentor_id]):
            return []
        return sorted(self.completed[mentor_id], key=lambda one: one.completed_on)[:1]

    def _whole(self, record: TrainingRecord) -> Trained:
        modules = [module for module in self.modules.values() if module.is_pre_match]
        topics = frozenset(topic for module in modules for topic in self._topics(module))
        minutes = sum(module.minutes for module in modules)
        return Trained(record.completed_on, True, False, minutes, topics)

    def _topics(self, module: TrainingModule | None) -> frozenset[str]:
        known = topics_of(module) if module else []
        return frozenset(f"{topic.benchmark}:{topic.code}" for topic in known)

    def _attended(self, db: Db, ids: Collection[UUID]) -> defaultdict[UUID, list[Trained]]:
        found: defaultdict[UUID, list[Trained]] = defaultdict(list)
        rows = db.exec(
            select(Attendance, TrainingMeeting)
            .join(TrainingMeeting, col(TrainingMeeting.id) == col(Attendance.meeting_id))
            .where(
                col(Attendance.mentor_id).in_(ids),
                col(Attendance.presence) == Presence.PRESENT,
                col(TrainingMeeting.cancelled_at).is_(None),
            )
        )
        for was, meeting in rows:
            module = self.modules.get(meeting.module_code or "")
            minutes = (meeting.ends_at - meeting.starts_at).seconds // 60
            found[was.mentor_id].append(
                Trained(
                    day_of(meeting.starts_at), meeting.kind is MeetingKind.PRE_MATCH,
                    meeting.kind is MeetingKind.PEER_SUPERVISION, minutes, self._topics(module),
                )
            )  # fmt: skip
        return found


def _rows_of(db: Db, kind: Any, ids: Collection[UUID]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in db.exec(select(kind).where(col(kind.mentor_id).in_(ids))):
        found[row.mentor_id].append(row)
    return found
