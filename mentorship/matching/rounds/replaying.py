"""Opens a kept round as it was asked, and says whether solving it again gives the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Consultant, Mentee, Mentor, Round
from mentorship.matching.outcomes import Certificate
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundConsultant,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.matching.rounds.snapshots import answer_sha256, texts_of, thawed, why_waiting

Kind = TypeVar("Kind", bound=Row)
COMPARED = ("input_sha256", "settings_sha256", "objective", "answer_sha256")


class ReplayRefused(Exception):
    """There is nothing to replay from; the subclass says why."""


class NoSuchRound(ReplayRefused):
    """No round has this id."""


class NotSolved(ReplayRefused):
    """The round has no answer: it runs, was cancelled, or failed."""


class PeopleErased(ReplayRefused):
    """Somebody who took part was erased since; the certificate is what remains."""


@dataclass(frozen=True)
class Kept:
    """A round as it was asked, and the fingerprints of what came of it.

    Rounds of before what would help was worked out are compared without it.
    """

    round: Round
    settings: RoundSettings
    certificate: Mapping[str, Any]
    answer_sha256: str
    has_helps: bool


@dataclass(frozen=True)
class Compared:
    """What differs of a round that was solved again: of `COMPARED`, in this order.

    Another version of the program may seal the same answer in other words.
    """

    differs: tuple[str, ...]
    answer_sha256: str


@dataclass(frozen=True)
class Opened:
    """A round as it was asked, and by which id each person was known in it."""

    round: Round
    settings: RoundSettings
    certificate: Mapping[str, Any]
    mentees: Mapping[UUID, str]
    mentors: Mapping[UUID, str]


def kept(db: Db, round_id: UUID) -> Kept:
    """Raises `ReplayRefused`. Reading everybody who took part leaves a trace about each."""
    row = db.get(MatchRound, round_id)
    if row is None:
        raise NoSuchRound
    then = opened(db, row)
    waiting = [text for _row, text in _texts(db, row, Unmatched, "explanation")]
    answer = waiting + [
        text
        for table in (Proposal, DroppedPin)
        for _row, text in _texts(db, row, table, "explanation")
    ]
    has_helps = any(why_waiting(text).helps for text in waiting)
    return Kept(then.round, then.settings, then.certificate, answer_sha256(answer), has_helps)


def opened(db: Db, row: MatchRound) -> Opened:
    """Raises `NotSolved` and `PeopleErased`; leaves a trace about everybody who took part."""
    if row.status is not RoundStatus.DONE or row.certificate is None:
        raise NotSolved
    mentees = {
        taking_part.mentee_id: thawed(Mentee, text)
        for taking_part, text in _texts(db, row, RoundMentee, "snapshot")
    }
    mentors = {
        taking_part.mentor_id: thawed(Mentor, text)
        for taking_part, text in _texts(db, row, RoundMentor, "snapshot")
    }
    counts = row.certificate["counts"]
    if len(mentees) < counts["mentees"] or len(mentors) < counts["mentors"]:
        raise PeopleErased
    settings = settings_history.settings_in(settings_history.find(db, row.settings_number))
    round_ = Round(
        mentees=tuple(mentees.values()),
        mentors=tuple(mentors.values()),
        date=row.day,
        policy=settings.policy,
        objective=settings.objective,
        seed=row.seed,
        consultants=_consultants(db, row),
    )
    return Opened(
        round_,
        settings,
        row.certificate,
        {key: one.id for key, one in mentees.items()},
        {key: one.id for key, one in mentors.items()},
    )


def _consultants(db: Db, row: MatchRound) -> tuple[Consultant, ...]:
    rows = db.exec(select(RoundConsultant).where(col(RoundConsultant.round_id) == row.id))
    found = (
        Consultant(id=str(one.user_id), house=one.house_code, places=one.places) for one in rows
    )
    return tuple(sorted(found, key=lambda one: (one.house or "", one.id)))


def compared(then: Kept, solved: Solved) -> Compared:
    certificate = Certificate(then.round, solved.answer, then.settings, 0, {}).as_plain()
    if not then.has_helps:
        solved = replace(solved, helps=None)
    fingerprint = answer_sha256(texts_of(solved))
    now = {**certificate, "answer_sha256": fingerprint}
    before = {**then.certificate, "answer_sha256": then.answer_sha256}
    return Compared(tuple(name for name in COMPARED if now[name] != before[name]), fingerprint)


def _texts(db: Db, row: MatchRound, table: type[Kind], name: str) -> list[tuple[Kind, str]]:
    """Of whoever was erased there is nothing."""
    found = select(table).where(col(table.round_id) == row.id)  # type: ignore[attr-defined]
    rows = db.exec(found).all()
    read = vault.scan(db, rows, name, purpose=Purpose.MATCHING)
    return [(one, read[one.id]) for one in rows if one.id in read]  # type: ignore[attr-defined]
