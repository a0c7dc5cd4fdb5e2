"""Answers what a round would propose if one thing were different; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.matching.assignment import changing
from mentorship.matching.assignment.changing import NobodyChanged, Side
from mentorship.matching.assignment.helps import Help
from mentorship.matching.assignment.model import Change, Criterion, Round, Rule
from mentorship.matching.rounds.models import DroppedPin, MatchRound, Proposal
from mentorship.matching.rounds.replaying import Opened, opened

if TYPE_CHECKING:
    from mentorship.matching.assignment.what_if import WhatIf

# Solving holds up the other pages of this process and can't be stopped. So many, of whom everybody
# fits everybody, take a second or two; a House or region has 10 to 500.
MOST_PEOPLE = 1_000
_TENTH_OF_A_KM = 100


class Kind(StrEnum):
    """What may be supposed."""

    PIN = "pin"
    BAN = "ban"
    TRAVEL = "travel"
    SLOT = "slot"
    LANGUAGE = "language"
    WISH = "wish"
    SEAT = "seat"
    WEIGHT = "weight"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One change: of a pair, of one of the two, or of a weight.

    Only of travel both may be asked together: a pair may need some of each. `wish` is the rule
    whose condition becomes a wish.
    """

    kind: Kind
    mentee: UUID | None = None
    mentor: UUID | None = None
    mentee_metres: int = 0
    mentor_metres: int = 0
    slot: str = ""
    language: str = ""
    wish: Rule | None = None
    criterion: Criterion | None = None
    weight: int = 0


class SupposingRefused(Exception):
    """There is no answer; the subclass says why."""


class TooManyPeople(SupposingRefused):
    """More than `MOST_PEOPLE`: this would hold up everybody's pages."""


class AlreadySo(SupposingRefused):
    """The change changes nothing: it was so in this round."""


class OtherAnswer(SupposingRefused):
    """This version of the program answers the round itself otherwise: there is no comparing."""


@dataclass(frozen=True)
class Supposed:
    """A round as it was solved, and as it would be."""

    opened: Opened
    real: Round
    changed: Round


def is_too_large(row: MatchRound) -> bool:
    counts = row.certificate["counts"] if row.certificate else {"mentees": 0, "mentors": 0}
    return bool(counts["mentees"] + counts["mentors"] > MOST_PEOPLE)


def suppose(db: Db, row: MatchRound, question: Question) -> Supposed:
    """Raises `SupposingRefused`, `ReplayRefused`, and `NobodyChanged` for who took no part.

    Reading everybody who took part leaves a trace about each.
    """
    if is_too_large(row):
        raise TooManyPeople
    then = opened(db, row)
    real = _as_it_was_solved(db, row, then)
    changed = with_change(real, question, then)
    if changed == real:
        raise AlreadySo
    return Supposed(then, real, changed)


def proposed_in(db: Db, row: MatchRound, then: Opened) -> Mapping[str, str]:
    """By mentee the mentor, as the round knew both by their ids."""
    found = select(col(Proposal.mentee_id), col(Proposal.mentor_id))
    rows = db.exec(found.where(col(Proposal.round_id) == row.id))
    return {then.mentees[mentee]: then.mentors[mentor] for mentee, mentor in rows}


def with_change(round_: Round, question: Question, then: Opened) -> Round:
    mentee = then.mentees.get(question.mentee) if question.mentee else None
    mentor = then.mentors.get(question.mentor) if question.mentor else None
    if (question.mentee and mentee is None) or (question.mentor and mentor is None):
        raise NobodyChanged
    return _CHANGES[question.kind](round_, question, mentee or "", mentor or "")


def answered(one: Supposed, proposed: Mapping[str, str]) -> WhatIf:
    """Solves both; raises `OtherAnswer`, and `PinsRefused` where a pin breaks a rule by it."""
    # Loads OR-Tools: only in a process of pages where somebody asks for it.
    from mentorship.matching.assignment.engine import solve  # noqa: PLC0415
    from mentorship.matching.assignment.what_if import what_if  # noqa: PLC0415

    real = solve(one.real, with_prices=False)
    if {pair.mentee: pair.mentor for pair in real.proposals} != proposed:
        raise OtherAnswer
    return what_if(real, one.changed)


def ask_of(change: Change, mentee: UUID, mentor: UUID | None) -> Ask | None:
    """The fields of the page that supposes this; None where the mentor isn't known any more."""
    asked = {"mentee": str(mentee), "ask": "1"}
    if change.rule is Rule.SLOTS:
        return Ask(asked | {"change": Kind.SLOT, "slot": change.value})
    if change.rule is Rule.LANGUAGE:
        return Ask(asked | {"change": Kind.LANGUAGE, "language": change.value})
    if change.rule is not Rule.TRAVEL:
        return Ask(asked | {"change": Kind.WISH, "wish": change.rule})
    asked["change"] = Kind.TRAVEL
    if not change.mentee_extra_m:
        del asked["mentee"]
    else:
        asked["mentee_km"] = _enough(change.mentee_extra_m)
    if not change.mentor_extra_m:
        return Ask(asked)
    if mentor is None:
        return None
    return Ask(asked | {"mentor": str(mentor), "mentor_km": _enough(change.mentor_extra_m)})


@dataclass(frozen=True)
class Ask:
    """One question to the page that supposes it, by its fields; `value` where there are more."""

    fields: Mapping[str, str]
    value: str = ""


def asks_of(one: Help, mentee: UUID, by: UUID | None) -> tuple[Ask, ...]:
    """A question for each value; none where the mentor isn't known any more."""
    if one.by and by is None:
        return ()
    who = {"mentor": str(by)} if one.by else {"mentee": str(mentee)}
    if one.rule in (Rule.SLOTS, Rule.LANGUAGE):
        kind = Kind.SLOT if one.rule is Rule.SLOTS else Kind.LANGUAGE
        asked = [Ask(who | {"ask": "1", "change": kind, kind.value: v}, v) for v in one.values]
        return tuple(asked) if len(asked) > 1 else tuple(Ask(ask.fields) for ask in asked)
    if one.rule is Rule.CAPACITY:
        return (Ask(who | {"ask": "1", "change": Kind.SEAT}),)
    if one.rule is not Rule.TRAVEL:
        return (Ask(who | {"ask": "1", "change": Kind.WISH, "wish": one.rule}),)
    fields = {"ask": "1", "change": Kind.TRAVEL.value}
    if one.mentee_extra_m:
        fields |= {"mentee": str(mentee), "mentee_km": _enough(one.mentee_extra_m)}
    if one.by:
        fields |= {"mentor": str(by), "mentor_km": _enough(one.mentor_extra_m)}
    return (Ask(fields),)


def _enough(metres: int) -> str:
    """Kilometres, rounded up as the sentence about it does."""
    tenths = -(-metres // _TENTH_OF_A_KM)
    return f"{tenths // 10}.{tenths % 10}"


def _as_it_was_solved(db: Db, row: MatchRound, then: Opened) -> Round:
    """Without the pins that it couldn't keep."""
    found = select(col(DroppedPin.mentee_id)).where(col(DroppedPin.round_id) == row.id)
    dropped = {then.mentees.get(mentee) for mentee in db.exec(found)}
    mentees = (replace(m, pinned=None) if m.id in dropped else m for m in then.round.mentees)
    return replace(then.round, mentees=tuple(mentees))


def _travel(round_: Round, question: Question, mentee: str, mentor: str) -> Round:
    if mentee:
        metres = question.mentee_metres
        round_ = changing.with_further_travel(round_, Side.MENTEE, mentee, metres)
    if mentor:
        metres = question.mentor_metres
        round_ = changing.with_further_travel(round_, Side.MENTOR, mentor, metres)
    return round_


def _slot(round_: Round, question: Question, mentee: str, mentor: str) -> Round:
    return changing.with_slot(round_, _side(mentee), mentee or mentor, question.slot)


def _language(round_: Round, question: Question, mentee: str, mentor: str) -> Round:
    return changing.with_language(round_, _side(mentee), mentee or mentor, question.language)


def _wish(round_: Round, question: Question, mentee: str, mentor: str) -> Round:
    if question.wish is Rule.WISH_GENDER:
        return changing.with_gender_as_wish(round_, mentee)
    return changing.with_age_as_wish(round_, mentee)


def _weight(round_: Round, question: Question, mentee: str, mentor: str) -> Round:
    if question.criterion is None:
        raise ValueError("a weight is that of a criterion")
    return changing.with_weight(round_, question.criterion, question.weight)


def _side(mentee: str) -> Side:
    return Side.MENTEE if mentee else Side.MENTOR


_CHANGES: dict[Kind, Callable[[Round, Question, str, str], Round]] = {
    Kind.PIN: lambda round_, _question, mentee, mentor: changing.with_pin(round_, mentee, mentor),
    Kind.BAN: lambda round_, _question, mentee, mentor: changing.with_ban(round_, mentee, mentor),
    Kind.TRAVEL: _travel,
    Kind.SLOT: _slot,
    Kind.LANGUAGE: _language,
    Kind.WISH: _wish,
    Kind.SEAT: lambda round_, _question, _mentee, mentor: changing.with_seat(round_, mentor),
    Kind.WEIGHT: _weight,
}
