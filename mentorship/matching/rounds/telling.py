"""A round as its pages show it: names instead of numbers, and everything in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment import model
from mentorship.matching.models import DecisionOutcome, ProposalDecision
from mentorship.matching.people_files.numbers import MENTORS, is_id, keys_of_numbers
from mentorship.matching.report_parts import (
    ProposalPart,
    RoundFacts,
    WaitingPart,
    proposal_part,
    waiting_part,
)
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds import queries
from mentorship.matching.rounds.explanations import Other, WhyProposed
from mentorship.matching.rounds.models import DroppedPin, MatchRound, Proposal, Unmatched
from mentorship.matching.rounds.snapshots import thawed, why_waiting
from mentorship.matching.rounds.supposing import ask_of
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
class WaitingLine:
    """Somebody without a proposal, and why."""

    mentee_id: UUID
    name: str
    part: WaitingPart
    asks: tuple[dict[str, str] | None, ...]

    @property
    def freeing(self) -> list[tuple[str, dict[str, str] | None]]:
        """Each change that would help, and the fields of the page that supposes it."""
        return list(zip(self.part.freeing, self.asks, strict=True))


@dataclass(frozen=True)
class OtherFit:
    """Another mentor who fits, and what the round as a whole has with that one instead."""

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
    names = _names_by_number(db, round_id, {one.mentor for one in why.others})
    return tuple(_other(names.get(one.mentor, one.mentor), one) for one in why.others)


def _other(name: str, one: Other) -> OtherFit:
    return OtherFit(name, one.fit, outcome_words(one.price) if one.price else None)


def waiting(db: Db, round_: MatchRound, rows: Sequence[Unmatched]) -> list[WaitingLine]:
    """Each with the rules that stand in the way, and with whom the least does."""
    known = queries.mentees_in(db, round_.id, [row.mentee_id for row in rows])
    snapshots = vault.scan(db, known.values(), "snapshot", purpose=Purpose.MATCHING)
    whys = vault.scan(db, rows, "explanation", purpose=Purpose.MATCHING)
    names = names_of_mentees(db, [row.mentee_id for row in rows])
    reasons = {row.id: why_waiting(whys[row.id]) for row in rows if row.id in whys}
    told = {key: why.unmatched for key, why in reasons.items()}
    serving = {key: why.serve for key, why in reasons.items() if why.serve}
    nearest_ones = {why.nearest_mentor for why in told.values() if why.nearest_mentor}
    named = nearest_ones | {serve.mentor for serve in serving.values()}
    named |= {change.mentor for why in told.values() for change in why.freed_by}
    meant = _mentors_by_number(db, round_.id, named)
    mentor_names = _names_of(db, meant)
    mentors_then = _mentors_then(db, round_.id, nearest_ones)
    facts = RoundFacts(policy_of(db, round_), round_.day, queries.count_mentors(db, round_.id))
    short = short_names(db)
    found = []
    for row in rows:
        taking_part = known.get(row.mentee_id)
        if taking_part is None or taking_part.id not in snapshots or row.id not in told:
            continue
        mentee = thawed(model.Mentee, snapshots[taking_part.id])
        name, why = names.get(row.mentee_id, ""), told[row.id]
        mentee = replace(mentee, id=name, house=short.get(mentee.house or ""))
        older = mentor_names.get(why.nearest_mentor or "", why.nearest_mentor)
        then = mentors_then.get(why.nearest_mentor or "")
        nearest = replace(then, id=older) if then and older else None
        serve = serving.get(row.id)
        if serve is not None:
            serve = replace(serve, mentor=mentor_names.get(serve.mentor, serve.mentor))
        why = replace(why, mentee=name, nearest_mentor=older)
        part = waiting_part(why, mentee, nearest, facts, serve=serve, names=mentor_names)
        asks = (ask_of(one, row.mentee_id, meant.get(one.mentor)) for one in why.freed_by)
        found.append(WaitingLine(row.mentee_id, name, part, tuple(asks)))
    return found


def policy_of(db: Db, round_: MatchRound) -> model.Policy:
    return settings_of_round(db, round_).policy


def settings_of_round(db: Db, round_: MatchRound) -> RoundSettings:
    return settings_history.settings_in(settings_history.find(db, round_.settings_number))


def _names_by_number(db: Db, round_id: UUID, numbers: Collection[str]) -> dict[str, str]:
    """Who is meant by these numbers in this round; nobody else of it is read."""
    return _names_of(db, _mentors_by_number(db, round_id, numbers))


def _names_of(db: Db, meant: Mapping[str, UUID]) -> dict[str, str]:
    names = names_of_mentors(db, set(meant.values()))
    return {number: names[key] for number, key in meant.items() if key in names}


def _mentors_then(db: Db, round_id: UUID, numbers: Collection[str]) -> dict[str, model.Mentor]:
    """As they were in this round."""
    meant = _mentors_by_number(db, round_id, numbers)
    rows = queries.mentors_in(db, round_id, set(meant.values()))
    read = vault.scan(db, rows.values(), "snapshot", purpose=Purpose.MATCHING)
    return {
        number: thawed(model.Mentor, read[rows[key].id])
        for number, key in meant.items()
        if key in rows and rows[key].id in read
    }


def _mentors_by_number(db: Db, round_id: UUID, numbers: Collection[str]) -> dict[str, UUID]:
    """Two Houses may use one number; in a round it was only used when one of them did."""
    codes = [house.code for house in houses(db)]
    known = keys_of_numbers(db, MENTORS, codes, numbers)
    ids = {number: UUID(number) for number in numbers if is_id(number)}
    keys = {*ids.values(), *(key for by_number in known.values() for key in by_number.values())}
    here = queries.mentors_in(db, round_id, keys)
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
        )
        for pin, why in told
    ]
