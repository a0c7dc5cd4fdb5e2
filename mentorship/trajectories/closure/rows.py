"""Builds the rows of the end with their words sealed, for a first note as for its correction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from mentorship.foundation import vault
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db, now
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    AftercareOutcome,
    Closure,
    ContactAfterwards,
    ContactStatement,
    ExitTalk,
    ExitTopic,
    TalkSide,
)
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.corrections import Note
from mentorship.trajectories.course import free_key
from mentorship.trajectories.models import Trajectory

OneRow = TypeVar("OneRow", bound=Row)


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


def add_closure(db: Db, trajectory: Trajectory, ending: Ending, note: Note) -> Closure:
    row = Closure(
        **_common(db, Closure, trajectory, note), kind=ending.kind, reason=ending.reason,
        ended_by=ending.ended_by, ended_on=ending.ended_on, what_next=ending.what_next,
        was_celebrated=ending.was_celebrated,
    )  # fmt: skip
    return _added(db, row, note, explanation=ending.explanation or None)


def add_talk(db: Db, trajectory: Trajectory, talk: Talk, note: Note) -> ExitTalk:
    topics = [topic.value for topic in ExitTopic if talk.is_held and topic in talk.topics]
    row = ExitTalk(
        **_common(db, ExitTalk, trajectory, note), side=talk.side, is_held=talk.is_held,
        talked_on=talk.talked_on, topics=topics, topics_covered=len(topics),
        minutes=talk.minutes,
    )  # fmt: skip
    return _added(db, row, note, notes=talk.notes or None)


def add_statement(db: Db, trajectory: Trajectory, agreed: Agreed, note: Note) -> ContactStatement:
    row = ContactStatement(
        **_common(db, ContactStatement, trajectory, note), text_version=agreed.text_version,
        choice=agreed.choice, may_be_online=agreed.may_be_online, agreed_on=agreed.agreed_on,
        known_to_mentor=agreed.known_to_mentor, known_to_mentee=agreed.known_to_mentee,
    )  # fmt: skip
    return _added(db, row, note)


def add_check(db: Db, trajectory: Trajectory, checked: Checked, note: Note) -> AftercareCheck:
    row = AftercareCheck(
        **_common(db, AftercareCheck, trajectory, note), months=checked.months,
        held_on=checked.held_on, outcome=checked.outcome,
        has_natural_mentor=checked.has_natural_mentor, minutes=checked.minutes,
    )  # fmt: skip
    return _added(db, row, note, notes=checked.notes or None)


def _common(db: Db, kind: type[Row], trajectory: Trajectory, note: Note) -> dict[str, Any]:
    return {
        "id": free_key(db, kind, note.key),
        "subject_id": trajectory.subject_id,
        "trajectory_id": trajectory.id,
        "corrects_id": note.corrects,
        "noted_at": now(db),
        "noted_by": note.by,
    }


def _added(db: Db, row: OneRow, note: Note, **words: str | None) -> OneRow:
    vault.write(db, row, correction_reason=note.why, **words)
    db.add(row)
    db.flush()
    return row
