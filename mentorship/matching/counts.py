"""Counts what asks for attention in matching; nothing is unsealed for it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.matching.matches.queries import OneMatch, awaits_choice, still_looks, with_answers
from mentorship.matching.models import (
    DecisionOutcome,
    Match,
    MatchAnswer,
    MatchStatus,
    ProposalDecision,
    Side,
)
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundMentee, RoundStatus
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.queries import can_be_matched, waits_on


@dataclass(frozen=True)
class Awaited:
    """Matches by whose turn it is; the first last day first.

    `to_ask` are for us: the mentor said yes, and no link was made for the young person.
    """

    of_mentors: list[UUID]
    to_ask: list[UUID]
    of_mentees: list[UUID]
    too_late: list[UUID]


@dataclass(frozen=True)
class HouseWaiting:
    """How many of a House wait for a mentor, and how many whole weeks the longest of them."""

    house_code: str
    number: int
    weeks: int


def to_decide(proposals: SelectOfScalar[Proposal]) -> SelectOfScalar[Proposal]:
    """Of the newest round of each mentee who still waits; an older proposal is history.

    After a transfer the round of the old House is closed to whoever decides by now, so its
    proposals wait for nobody.
    """
    return _newest(proposals).where(~_is_decided())


def to_widen(proposals: SelectOfScalar[Proposal]) -> SelectOfScalar[Proposal]:
    """Decided about, to talk about the wishes first; no round looked at the mentee since."""
    return _newest(proposals).where(_is_decided(DecisionOutcome.WIDEN))


def left_waiting(proposals: SelectOfScalar[Proposal]) -> SelectOfScalar[Proposal]:
    """A person decided that this mentee waits, or talks about the wishes first; so it stays until
    a next round."""
    later = (DecisionOutcome.WAIT, DecisionOutcome.WIDEN)
    return _newest(proposals).where(_is_decided(*later))


def _newest(proposals: SelectOfScalar[Proposal]) -> SelectOfScalar[Proposal]:
    return proposals.join(Mentee, col(Mentee.id) == col(Proposal.mentee_id)).where(
        still_looks(), _is_open_to_house(), ~_has_newer_round()
    )


def awaited(db: Db, matches: SelectOfScalar[Match], day: date) -> Awaited:
    asked = matches.where(col(Match.status) == MatchStatus.ASKED)
    found = Awaited([], [], [], [])
    rows = db.exec(asked.order_by(col(Match.answer_due), col(Match.id))).all()
    for one in with_answers(db, rows):
        if one.match.answer_due < day:
            found.too_late.append(one.match.id)
        elif one.awaits is Side.MENTOR:
            found.of_mentors.append(one.match.id)
        elif one.is_to_ask:
            found.to_ask.append(one.match.id)
        else:
            found.of_mentees.append(one.match.id)
    return found


def count_awaits_choice(db: Db, matches: SelectOfScalar[Match]) -> int:
    """Ended because the mentor stopped, while nobody chose what comes for the young person."""
    return _count(db, matches.where(awaits_choice()).with_only_columns(col(Match.id)))


def waiting_too_long(mentees: SelectOfScalar[Mentee], day: date) -> SelectOfScalar[Mentee]:
    """Past the last day for a match, and nobody is asked for them; the longest waiting first."""
    found = mentees.where(
        still_looks(), col(Mentee.waiting_since).is_not(None), col(Mentee.matching_due) < day
    )
    return found.order_by(col(Mentee.matching_due), col(Mentee.id))


def count_waiting_too_long(db: Db, mentees: SelectOfScalar[Mentee], day: date) -> int:
    found = waiting_too_long(mentees, day).order_by(None)
    return _count(db, found.with_only_columns(col(Mentee.id)))


def waiting_by_house(db: Db) -> dict[str, int]:
    """How many wait for a mentor in each House; a number, nobody in particular."""
    found = (
        select(col(Mentee.house_code), func.count())
        .where(still_looks(), col(Mentee.waiting_since).is_not(None))
        .group_by(col(Mentee.house_code))
    )
    return dict(db.exec(found).all())


def waiting_now(db: Db, day: date) -> list[HouseWaiting]:
    """Who would take part in a round of this day, per House; numbers, nobody in particular."""
    found = (
        select(col(Mentee.house_code), func.count(), func.min(col(Mentee.waiting_since)))
        .where(*_takes_part(day))
        .group_by(col(Mentee.house_code))
        .order_by(col(Mentee.house_code))
    )
    return [
        HouseWaiting(code, number, (day - (since or day)).days // 7)
        for code, number, since in db.exec(found)
    ]


def takes_part(mentees: SelectOfScalar[Mentee], day: date) -> SelectOfScalar[Mentee]:
    """The people behind these numbers, the longest waiting first."""
    found = mentees.where(*_takes_part(day))
    return found.order_by(col(Mentee.waiting_since), col(Mentee.id))


def _takes_part(day: date) -> tuple[ColumnElement[bool], ...]:
    return can_be_matched(), waits_on(day), still_looks()


def questions_to(db: Db, asked: SelectOfScalar[Match], day: date) -> list[Match]:
    """What this mentor has still to answer, the first last day first."""
    is_open = (col(Match.status) == MatchStatus.ASKED) & (col(Match.answer_due) >= day)
    found = asked.where(is_open, ~_mentor_said())
    return list(db.exec(found.order_by(col(Match.answer_due), col(Match.id))))


def unanswered_until(db: Db, first: date, last: date) -> list[tuple[Match, UUID]]:
    """Questions whose last day is one of these, each with the account of the mentor."""
    found = (
        select(Match, col(Mentor.user_id))
        .join(Mentor, col(Mentor.id) == col(Match.mentor_id))
        .where(
            col(Match.status) == MatchStatus.ASKED,
            col(Match.answer_due).between(first, last),
            col(Mentor.user_id).is_not(None),
            col(Mentor.status) == MentorStatus.OPEN,
            ~_mentor_said(),
        )
    )
    return [(match, user_id) for match, user_id in db.exec(found) if user_id is not None]


def to_call_about(db: Db, first: date, last: date) -> list[Match]:
    """Questions whose last day is one of these, and that only a person can remind of: the young
    person has to answer, or a mentor without an account. Not on the day on which it was asked."""
    found = select(Match).where(
        col(Match.status) == MatchStatus.ASKED, col(Match.answer_due).between(first, last)
    )
    rows = db.exec(found.order_by(col(Match.answer_due), col(Match.id))).all()
    with_account = set(
        db.exec(
            select(Mentor.id).where(
                col(Mentor.id).in_([one.mentor_id for one in rows]),
                col(Mentor.user_id).is_not(None),
            )
        )
    )
    return [
        one.match
        for one in with_answers(db, rows)
        if _asked_on(one) < first
        and (one.awaits is Side.MENTEE or one.match.mentor_id not in with_account)
    ]


def _asked_on(one: OneMatch) -> date:
    """The young person is asked when the mentor has answered."""
    said = one.answers.get(Side.MENTOR)
    return (said.answered_at if said else one.match.decided_at).astimezone(TIME_ZONE).date()


def _mentor_said() -> ColumnElement[bool]:
    said = select(MatchAnswer.id).where(
        col(MatchAnswer.match_id) == col(Match.id), col(MatchAnswer.side) == Side.MENTOR
    )
    return said.correlate(Match).exists()


@cache
def _is_open_to_house() -> ColumnElement[bool]:
    """The round is that of the region, or of the House where the mentee is now."""
    is_seen = col(MatchRound.house_code).is_(None) | (
        col(MatchRound.house_code) == col(Mentee.house_code)
    )
    found = select(MatchRound.id).where(col(MatchRound.id) == col(Proposal.round_id), is_seen)
    return found.correlate(Proposal, Mentee).exists()


@cache
def _is_decided(*outcomes: DecisionOutcome) -> ColumnElement[bool]:
    """As one of these; in any way when none is named."""
    found = select(ProposalDecision.id).where(col(ProposalDecision.proposal_id) == col(Proposal.id))
    if outcomes:
        found = found.where(col(ProposalDecision.outcome).in_(outcomes))
    return found.correlate(Proposal).exists()


@cache
def _has_newer_round() -> ColumnElement[bool]:
    own, other = aliased(MatchRound), aliased(MatchRound)
    made_at = (
        select(own.created_at)
        .where(col(own.id) == col(Proposal.round_id))
        .correlate(Proposal)
        .scalar_subquery()
    )
    found = (
        select(RoundMentee.id)
        .join(other, col(other.id) == col(RoundMentee.round_id))
        .where(
            col(RoundMentee.mentee_id) == col(Proposal.mentee_id),
            col(other.status) == RoundStatus.DONE,
            col(other.created_at) > made_at,
            col(other.follows_id).is_(None) | _proposes_in(other),
        )
    )
    return found.correlate(Proposal).exists()


def _proposes_in(round_: type[MatchRound]) -> ColumnElement[bool]:
    """A second look is news only to whom it proposes something."""
    made = aliased(Proposal)
    found = select(made.id).where(
        col(made.round_id) == col(round_.id), col(made.mentee_id) == col(RoundMentee.mentee_id)
    )
    return found.correlate(round_, RoundMentee).exists()


def _count(db: Db, found: Select[Any]) -> int:
    return db.exec(select(func.count()).select_from(found.subquery())).one()
