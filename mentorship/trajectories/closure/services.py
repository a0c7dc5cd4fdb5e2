"""The verbs of the end: end it, note the talks, agree on contact, and look how it goes later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.working_days import months_later
from mentorship.matching import services as matching
from mentorship.matching.matches import queries as matches
from mentorship.matching.models import MatchStatus
from mentorship.mentors import services as mentors
from mentorship.referrals.calendar import today
from mentorship.referrals.mentees import verbs as courses
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.trajectories import on_the_way, queries
from mentorship.trajectories.closure import queries as endings
from mentorship.trajectories.closure import rules
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    AftercareOutcome,
    Closure,
    ContactAfterwards,
    ContactStatement,
    ExitTalk,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.course import done_before, free_key, record, settings_of, step
from mentorship.trajectories.models import Phase, Trajectory
from mentorship.trajectories.queries import Standing
from mentorship.trajectories.rules import check_day
from mentorship.trajectories.sessions import queries as sessions

_SOONER = timedelta(days=21)  # so long before its day a moment of aftercare may be held


@dataclass(frozen=True)
class Talk:
    """One talk at the end; without topics and not held it was offered and not wanted."""

    side: TalkSide
    talked_on: date
    is_held: bool = True
    topics: Collection[ExitTopic] = ()
    notes: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Agreed:
    """What the two agreed about contact afterwards."""

    choice: ContactAfterwards
    may_be_online: bool
    agreed_on: date
    text_version: str
    known_to_mentor: bool = True
    known_to_mentee: bool = True


@dataclass(frozen=True)
class Checked:
    """How it goes, three or six months after the end."""

    months: int
    held_on: date
    outcome: AftercareOutcome
    has_natural_mentor: bool | None = None
    notes: str = ""
    minutes: int | None = None


def choices_after(db: Db, trajectory: Trajectory) -> tuple[WhatNext, ...]:
    """What may come next for the young person, as it stands now."""
    match = queries.match_of(db, trajectory)
    awaits = match.status is MatchStatus.ACTIVE or matches.asks_what_is_next(db, match)
    stage = db.get_one(Mentee, trajectory.mentee_id).stage
    phase = queries.standing_of(db, trajectory).phase
    return rules.next_choices(phase, stage, awaits_choice=awaits)


def end_trajectory(
    db: Db, trajectory: Trajectory, ending: Ending, *, by: UUID, key: UUID | None = None
) -> Closure:
    """The trajectory is locked. The match ends with it, the mentor gets a rest, and the young
    person waits again, gets aftercare or is done. Raises a kind of TrajectoryRefused."""
    key = key or uuid4()
    if (before := done_before(db, Closure, key, trajectory)) is not None:
        return before
    standing = queries.standing_of(db, trajectory)
    _check(db, standing, ending)
    row = Closure(
        id=free_key(db, Closure, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, kind=ending.kind, reason=ending.reason,
        ended_by=ending.ended_by, ended_on=ending.ended_on, what_next=ending.what_next,
        was_celebrated=ending.was_celebrated, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, row, explanation=ending.explanation or None)
    db.add(row)
    trajectory.ended_on = ending.ended_on
    if standing.is_paused:
        on_the_way.resume(db, trajectory, ending.ended_on)
    step(db, trajectory, rules.phase_after(ending.what_next), ending.ended_on, by)
    _end_match(db, trajectory, ending)
    if standing.phase.is_running:
        _give_rest(db, trajectory, ending)
    record(db, "trajectory.ended", trajectory)
    return row


def _check(db: Db, standing: Standing, ending: Ending) -> None:
    if not standing.phase.is_open:
        raise rules.EndedBefore
    rules.check_ending(ending)
    if ending.what_next not in choices_after(db, standing.trajectory):
        raise rules.NextImpossible
    check_day(ending.ended_on, after=_no_earlier_than(db, standing), today=today(db))


def _no_earlier_than(db: Db, standing: Standing) -> date:
    """What is known of their time together lies before the end: the last phase, pause, session."""
    key = standing.trajectory.id
    pauses = queries.pauses_of(db, [key])[key]
    met = [log.held_on for log in sessions.logs_of(db, [key])[key]]
    ended = [span.until or span.start for span in pauses]
    return max([standing.last.entered_on, *ended, *met])


def _end_match(db: Db, trajectory: Trajectory, ending: Ending) -> None:
    """What a colleague should know stands in the closure, once."""
    match = queries.match_of(db, trajectory)
    looks_again = ending.what_next is WhatNext.OTHER_MENTOR
    if match.status is MatchStatus.ACTIVE:
        matching.end_match(db, match, "", looks_again=looks_again)
    elif matches.asks_what_is_next(db, match):
        matching.choose_next(db, match, "", looks_again=looks_again)


def _give_rest(db: Db, trajectory: Trajectory, ending: Ending) -> None:
    settings, mentee = settings_of(db), db.get_one(Mentee, trajectory.mentee_id)
    mentor = matches.mentor_of(db, queries.match_of(db, trajectory))
    mentors.rest(db, mentor, ending.ended_on + timedelta(days=settings.mentor_rest_days))
    if mentee.stage is Stage.WAITING:
        courses.give_time(db, mentee, ending.ended_on + timedelta(days=settings.rematch_days))


def note_exit_talk(
    db: Db, trajectory: Trajectory, talk: Talk, *, by: UUID, key: UUID | None = None
) -> ExitTalk:
    """Around the end, so also shortly before it; raises NotedBefore or DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, ExitTalk, key, trajectory)) is not None:
        return before
    if any(known.side is talk.side for known in endings.talks_of(db, trajectory)):
        raise rules.NotedBefore
    check_day(talk.talked_on, after=trajectory.started_on, today=today(db))
    topics = [topic.value for topic in ExitTopic if talk.is_held and topic in talk.topics]
    row = ExitTalk(
        id=free_key(db, ExitTalk, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, side=talk.side, is_held=talk.is_held,
        talked_on=talk.talked_on, topics=topics, topics_covered=len(topics),
        minutes=talk.minutes, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, row, notes=talk.notes or None)
    db.add(row)
    db.flush()
    record(db, "exit_talk.noted", trajectory, side=talk.side)
    return row


def agree_contact(
    db: Db, trajectory: Trajectory, agreed: Agreed, *, by: UUID, key: UUID | None = None
) -> ContactStatement:
    """Once for a trajectory, around its end; raises NotedBefore or DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, ContactStatement, key, trajectory)) is not None:
        return before
    if endings.statement_of(db, trajectory) is not None:
        raise rules.NotedBefore
    check_day(agreed.agreed_on, after=trajectory.started_on, today=today(db))
    row = ContactStatement(
        id=free_key(db, ContactStatement, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, text_version=agreed.text_version, choice=agreed.choice,
        may_be_online=agreed.may_be_online, known_to_mentor=agreed.known_to_mentor,
        known_to_mentee=agreed.known_to_mentee, agreed_on=agreed.agreed_on,
        noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(row)
    db.flush()
    record(db, "contact_afterwards.agreed", trajectory)
    return row


def note_aftercare(
    db: Db, trajectory: Trajectory, checked: Checked, *, by: UUID, key: UUID | None = None
) -> AftercareCheck:
    """The last moment, or one after which nobody wants another, ends the aftercare; whoever wants a
    mentor again waits anew. Raises NotEnded, NotedBefore, TooEarly, DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, AftercareCheck, key, trajectory)) is not None:
        return before
    ended_on = trajectory.ended_on
    if queries.standing_of(db, trajectory).phase is not Phase.AFTERCARE or ended_on is None:
        raise rules.NotEnded
    if any(known.months == checked.months for known in endings.checks_of(db, trajectory)):
        raise rules.NotedBefore
    check_day(checked.held_on, after=ended_on, today=today(db))
    if checked.held_on < months_later(ended_on, checked.months) - _SOONER:
        raise rules.TooEarly
    row = AftercareCheck(
        id=free_key(db, AftercareCheck, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, months=checked.months, held_on=checked.held_on,
        outcome=checked.outcome, has_natural_mentor=checked.has_natural_mentor,
        minutes=checked.minutes, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, row, notes=checked.notes or None)
    db.add(row)
    db.flush()
    if checked.outcome is AftercareOutcome.REOPENED:
        _reopen(db, trajectory)
    if rules.ends_aftercare(checked.months, checked.outcome):
        step(db, trajectory, Phase.DONE, checked.held_on, by)
    record(db, "aftercare.noted", trajectory, months=checked.months)
    return row


def _reopen(db: Db, trajectory: Trajectory) -> None:
    """Somebody who took up the course again in another way has their place already."""
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    if mentee.stage is Stage.ENDED:
        courses.note_reopened(db, mentee)
