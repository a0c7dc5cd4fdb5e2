"""Gathers what the page of one trajectory shows; each room beside tells its own part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts import queries as accounts
from mentorship.accounts.access import UserActor
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import asking
from mentorship.matching.models import Match
from mentorship.matching.rounds import telling
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import processes, queries, timeline, worklist
from mentorship.trajectories.closure import section as closure
from mentorship.trajectories.concerns import file as concerns
from mentorship.trajectories.contacts import section as contacts
from mentorship.trajectories.due import Due
from mentorship.trajectories.models import (
    CommitmentAgreement,
    Extension,
    FirstMeeting,
    Phase,
    PhaseChange,
    Trajectory,
)
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.queries import Standing
from mentorship.trajectories.reviews import overview as reviews
from mentorship.trajectories.sessions import section as sessions


@dataclass(frozen=True)
class Course:
    """What was planned, agreed and changed on the way, with the words that belong to it."""

    meetings: Sequence[FirstMeeting]
    places: dict[UUID, str]
    agreement: CommitmentAgreement | None
    changes: Sequence[PhaseChange]
    next_phases: Sequence[Phase]
    pauses: Sequence[Span]
    extensions: Sequence[Extension]
    extension_reasons: dict[UUID, str]


@dataclass(frozen=True)
class People:
    """Whom the page is about, by name, and how the young person is asked while they are a pair."""

    mentee: Mentee
    name: str
    mentor: str
    consultant: str
    contact: SafeContact | None


@dataclass(frozen=True)
class Page:
    """One trajectory as its page shows it on a day."""

    trajectory: Trajectory
    match: Match
    standing: Standing
    day: date
    people: People
    due: Sequence[Due]
    course: Course
    end: closure.EndSection
    concerns: Sequence[concerns.Line]
    contacts: contacts.Section
    sessions: sessions.Section
    reviews: reviews.Section
    timeline: timeline.Timeline


def page_of(db: Db, trajectory: Trajectory, actor: UserActor) -> Page:
    standing = queries.standing_of(db, trajectory)
    match = queries.match_of(db, trajectory)
    return Page(
        trajectory=trajectory,
        match=match,
        standing=standing,
        day=today(db),
        people=_people(db, trajectory, match, standing),
        due=worklist.due_of_all(db, [trajectory])[trajectory.id],
        course=_course(db, trajectory, standing),
        end=closure.section_of(db, trajectory),
        concerns=concerns.section_of(db, trajectory, actor),
        contacts=contacts.section_of(db, trajectory),
        sessions=sessions.section_of(db, trajectory),
        reviews=reviews.section_of(db, trajectory),
        timeline=timeline.timeline_of(db, trajectory),
    )


def _people(db: Db, trajectory: Trajectory, match: Match, standing: Standing) -> People:
    mentee, mentor_id = db.get_one(Mentee, trajectory.mentee_id), trajectory.mentor_id
    names = telling.names_of_mentees(db, [mentee.id])
    ids = {mentee.consultant_id} if mentee.consultant_id else set()
    return People(
        mentee=mentee,
        name=names.get(mentee.id, ""),
        mentor=telling.names_of_mentors(db, [mentor_id]).get(mentor_id, ""),
        consultant=next(iter(accounts.names_of_ids(db, ids).values()), ""),
        contact=asking.safe_contact(db, match) if standing.phase.is_open else None,
    )


def _course(db: Db, trajectory: Trajectory, standing: Standing) -> Course:
    meetings = queries.meetings_of(db, trajectory)
    extensions = queries.extensions_of(db, trajectory)
    steps = processes.steps_from(trajectory.process_number, standing.phase)
    return Course(
        meetings=meetings,
        places=vault.scan(db, meetings, "place", purpose=Purpose.GUIDANCE),
        agreement=queries.agreement_of(db, trajectory),
        changes=queries.steps_of(db, trajectory),
        next_phases=[phase for phase in steps if phase.is_running],
        pauses=queries.pauses_of(db, [trajectory.id])[trajectory.id],
        extensions=extensions,
        extension_reasons=vault.scan(db, extensions, "reason", purpose=Purpose.GUIDANCE),
    )
