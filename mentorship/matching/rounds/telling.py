"""A round as its pages show it: names instead of numbers, and everything in words."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment import model
from mentorship.matching.models import DecisionOutcome, ProposalDecision
from mentorship.matching.people_files.numbers import MENTEES, MENTORS, Side, is_id, keys_of_numbers
from mentorship.matching.report_parts import ProposalPart, proposal_part
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds import queries
from mentorship.matching.rounds.explanations import Other, WhyProposed
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundMentee,
    RoundMentor,
)
from mentorship.matching.rounds.snapshots import thawed
from mentorship.matching.words.objectives import counted_first_words
from mentorship.matching.words.prices import outcome_words, without_words
from mentorship.matching.words.told import Told
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import slot_names
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.queries import houses, short_names


@dataclass(frozen=True)
class ProposalLine:
    """One proposal in the list."""

    id: UUID
    mentee_id: UUID
    mentor_id: UUID
    mentee: str
    mentor: str
    fit: int
    metres: int
    slots: str
    house_code: str
    lent_by: str | None
    outcome: DecisionOutcome | None


@dataclass(frozen=True)
class OtherFit:
    """Another mentor who fits, and what the round as a whole has with that one instead."""

    mentor_id: UUID | None
    name: str
    fit: int
    instead: str | None


@dataclass(frozen=True)
class ToldProposal:
    """Everything about one pair."""

    part: ProposalPart
    others: tuple[OtherFit, ...]
    is_told_whole: bool = True


def names_of_mentees(db: Db, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.exec(select(Mentee).where(col(Mentee.id).in_(ids))).all()
    return mentees.first_names_of(db, rows, Purpose.MATCHING)


def names_of_mentors(db: Db, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.exec(select(Mentor).where(col(Mentor.id).in_(ids))).all()
    return mentors.names_of(db, rows, Purpose.MATCHING)


def names_of_consultants(db: Db, people: Iterable[model.Mentee]) -> dict[str, str]:
    """By the id the round knows them by; only those with a caseload are known to it."""
    ids = {UUID(one.consultant) for one in people if one.consultant}
    return {str(key): name for key, name in names_of_ids(db, ids).items()} if ids else {}


def lines(
    db: Db, proposals: Sequence[Proposal], decisions: Mapping[UUID, ProposalDecision]
) -> list[ProposalLine]:
    """As many statements for one as for fifty; who was erased is left out."""
    young = names_of_mentees(db, [one.mentee_id for one in proposals])
    older = names_of_mentors(db, [one.mentor_id for one in proposals])
    whys = vault.scan(db, proposals, "explanation", purpose=Purpose.MATCHING)
    return [
        _line(one, young, older, thawed(WhyProposed, whys[one.id]), decisions.get(one.id))
        for one in proposals
        if one.id in whys
    ]


def _line(
    one: Proposal,
    young: Mapping[UUID, str],
    older: Mapping[UUID, str],
    why: WhyProposed,
    decision: ProposalDecision | None,
) -> ProposalLine:
    return ProposalLine(
        id=one.id,
        mentee_id=one.mentee_id,
        mentor_id=one.mentor_id,
        mentee=young.get(one.mentee_id, ""),
        mentor=older.get(one.mentor_id, ""),
        fit=one.fit,
        metres=why.pair.metres,
        slots=slot_names(why.pair.shared_slots),
        house_code=one.house_code,
        lent_by=one.mentor_house_code if one.is_lent else None,
        outcome=decision.outcome if decision else None,
    )


def proposal(db: Db, round_: MatchRound, one: Proposal) -> ToldProposal | None:
    """One pair with rules, points and who else fits; None when one of the two was erased."""
    mentee_row = queries.mentees_in(db, round_.id, [one.mentee_id]).get(one.mentee_id)
    mentor_row = queries.mentors_in(db, round_.id, [one.mentor_id]).get(one.mentor_id)
    if mentee_row is None or mentor_row is None:
        return None
    why = thawed(WhyProposed, _read(db, one, "explanation"))
    mentee = thawed(model.Mentee, _read(db, mentee_row, "snapshot"))
    mentor = thawed(model.Mentor, _read(db, mentor_row, "snapshot"))
    young = names_of_mentees(db, [one.mentee_id]).get(one.mentee_id, "")
    older = names_of_mentors(db, [one.mentor_id]).get(one.mentor_id, "")
    short = short_names(db)
    told = Told(
        pair=replace(why.pair, mentee=young, mentor=older),
        mentee=replace(mentee, id=young, house=short.get(mentee.house or "")),
        mentor=replace(mentor, id=older, house=short.get(mentor.house or "")),
        year=round_.day.year,
        vocabulary=shipped_vocabulary(),
    )
    settings = settings_of_round(db, round_)
    first = counted_first_words(settings.objective)
    otherwise = (first, without_words(why.refusal)) if why.refusal else ()
    part = proposal_part(one.number, told, settings.policy, tuple(filter(None, otherwise)))
    return ToldProposal(part, _others(db, round_.id, why))


def _others(db: Db, round_id: UUID, why: WhyProposed) -> tuple[OtherFit, ...]:
    if not why.others:
        return ()
    meant = mentors_by_number(db, round_id, {one.mentor for one in why.others})
    names = names_of_mentors(db, set(meant.values()))
    return tuple(_other(one, meant.get(one.mentor), names) for one in why.others)


def _other(one: Other, mentor_id: UUID | None, names: Mapping[UUID, str]) -> OtherFit:
    name = names.get(mentor_id, one.mentor) if mentor_id else one.mentor
    instead = outcome_words(one.price) if one.price else None
    return OtherFit(mentor_id, name, one.fit, instead)


def policy_of(db: Db, round_: MatchRound) -> model.Policy:
    return settings_of_round(db, round_).policy


def settings_of_round(db: Db, round_: MatchRound) -> RoundSettings:
    return settings_history.settings_in(settings_history.find(db, round_.settings_number))


def mentors_by_number(db: Db, round_id: UUID, numbers: Collection[str]) -> dict[str, UUID]:
    return _by_number(db, MENTORS, numbers, lambda ids: queries.mentors_in(db, round_id, ids))


def mentees_by_number(db: Db, round_id: UUID, numbers: Collection[str]) -> dict[str, UUID]:
    return _by_number(db, MENTEES, numbers, lambda ids: queries.mentees_in(db, round_id, ids))


def _by_number(
    db: Db,
    side: Side[Any],
    numbers: Collection[str],
    taking_part: Callable[[set[UUID]], Mapping[UUID, RoundMentee | RoundMentor]],
) -> dict[str, UUID]:
    """Two Houses may use one number; in a round it was only used when one of them did."""
    codes = [house.code for house in houses(db)]
    known = keys_of_numbers(db, side, codes, numbers)
    ids = {number: UUID(number) for number in numbers if is_id(number)}
    keys = {*ids.values(), *(key for by_number in known.values() for key in by_number.values())}
    here = taking_part(keys)
    given = {
        number: key
        for house, by_number in known.items()
        for number, key in by_number.items()
        if key in here and here[key].house_code == house
    }
    return given | {number: key for number, key in ids.items() if key in here}


def _read(db: Db, row: Row, name: str) -> str:
    return vault.read(db, row, name, purpose=Purpose.MATCHING) or ""


@dataclass(frozen=True)
class DroppedPinLine:
    """A pin that the round couldn't keep, and why."""

    mentee: str
    mentor: str
    rules: tuple[model.Rule, ...]
    is_caseload_full: bool
    is_consultant_full: bool


def dropped_pins(db: Db, pins: Sequence[DroppedPin]) -> list[DroppedPinLine]:
    young = names_of_mentees(db, [pin.mentee_id for pin in pins])
    older = names_of_mentors(db, [pin.mentor_id for pin in pins])
    whys = vault.scan(db, pins, "explanation", purpose=Purpose.MATCHING)
    told = [(pin, thawed(model.PinRefused, whys[pin.id])) for pin in pins if pin.id in whys]
    return [
        DroppedPinLine(
            young.get(pin.mentee_id, ""),
            older.get(pin.mentor_id, ""),
            why.rules,
            why.is_caseload_full,
            why.is_consultant_full,
        )
        for pin, why in told
    ]
