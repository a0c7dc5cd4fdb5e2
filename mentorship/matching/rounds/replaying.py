"""Solves a kept round again, from the people it sealed, and says whether the answer is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Mentee, Mentor, Round
from mentorship.matching.outcomes import Certificate
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.matching.rounds.snapshots import answer_sha256, thawed

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
    """A round as it was asked, and the fingerprints of what came of it."""

    round: Round
    settings: RoundSettings
    certificate: Mapping[str, Any]
    answer_sha256: str


@dataclass(frozen=True)
class Compared:
    """What differs of a round that was solved again: of `COMPARED`, in this order.

    Another version of the program may seal the same answer in other words.
    """

    differs: tuple[str, ...]
    answer_sha256: str


def kept(db: Db, round_id: UUID) -> Kept:
    """Raises `ReplayRefused`. Reading everybody who took part leaves a trace about each."""
    row = db.get(MatchRound, round_id)
    if row is None:
        raise NoSuchRound
    if row.status is not RoundStatus.DONE or row.certificate is None:
        raise NotSolved
    mentees, mentors = _texts(db, row, RoundMentee), _texts(db, row, RoundMentor)
    answer = [
        text
        for table in (Proposal, Unmatched, DroppedPin)
        for text in _texts(db, row, table, "explanation")
    ]
    counts = row.certificate["counts"]
    if len(mentees) < counts["mentees"] or len(mentors) < counts["mentors"]:
        raise PeopleErased
    settings = settings_history.settings_in(settings_history.find(db, row.settings_number))
    round_ = Round(
        mentees=tuple(thawed(Mentee, text) for text in mentees),
        mentors=tuple(thawed(Mentor, text) for text in mentors),
        date=row.day,
        policy=settings.policy,
        seed=row.seed,
    )
    return Kept(round_, settings, row.certificate, answer_sha256(answer))


def compared(then: Kept, solved: Solved) -> Compared:
    certificate = Certificate(then.round, solved.answer, then.settings, 0, {}).as_plain()
    fingerprint = answer_sha256(solved.texts())
    now = {**certificate, "answer_sha256": fingerprint}
    before = {**then.certificate, "answer_sha256": then.answer_sha256}
    return Compared(tuple(name for name in COMPARED if now[name] != before[name]), fingerprint)


def _texts(db: Db, row: MatchRound, table: type[Row], name: str = "snapshot") -> list[str]:
    found = select(table).where(col(table.round_id) == row.id)  # type: ignore[attr-defined]
    return list(vault.scan(db, db.exec(found).all(), name, purpose=Purpose.MATCHING).values())
