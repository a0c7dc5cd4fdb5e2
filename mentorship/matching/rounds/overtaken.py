"""Pairs that waited for a decision, and whose place a round of the region takes or took."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db, now
from mentorship.matching.counts import to_decide
from mentorship.matching.matches.queries import still_looks
from mentorship.matching.models import ProposalDecision
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundMentee, RoundStatus
from mentorship.referrals.mentees.models import Mentee

_TOLD = timedelta(days=7)


@dataclass(frozen=True)
class Overtaken:
    """How many pairs this round took the place of before anybody had decided about them."""

    by: MatchRound
    number: int


def waiting_elsewhere(db: Db, own: Collection[str]) -> dict[str, int]:
    """Per other House how many pairs wait for its decision; numbers, nobody in particular."""
    house = col(Proposal.house_code)
    found = to_decide(select(Proposal)).where(house.not_in(sorted(own)))
    counted = found.with_only_columns(house, func.count()).group_by(house).order_by(house)
    return {str(code): int(number) for code, number in db.execute(counted)}


def lately(db: Db, visible: SelectOfScalar[Proposal], reader: UUID) -> list[Overtaken]:
    """Of the last week: after that, who still waits is found among who waits."""
    return overtaken(db, visible, reader, since=now(db) - _TOLD)


def overtaken(
    db: Db,
    visible: SelectOfScalar[Proposal],
    reader: UUID,
    *,
    since: datetime | None = None,
    of_round: UUID | None = None,
) -> list[Overtaken]:
    """By rounds of the region that somebody else started, the newest first; whoever starts one is
    warned beforehand. Once the young person is decided about, or is in a next round, it's history.
    """
    own, newer, is_news = _rounds()
    found = (
        visible.join(Mentee, col(Mentee.id) == col(Proposal.mentee_id))
        .join(own, col(own.id) == col(Proposal.round_id))
        .join(RoundMentee, col(RoundMentee.mentee_id) == col(Proposal.mentee_id))
        .join(newer, col(newer.id) == col(RoundMentee.round_id))
        .where(
            still_looks(),
            col(newer.house_code).is_(None),
            *_is_whole(newer),
            col(newer.started_by) != reader,
            col(newer.created_at) > col(own.created_at),
            *is_news,
        )
    )
    if since is not None:
        found = found.where(col(newer.created_at) >= since)
    if of_round is not None:
        found = found.where(col(own.id) == of_round)
    by = found.with_only_columns(col(newer.id).label("by_id")).subquery()
    counted = select(MatchRound, func.count()).join(by, by.c.by_id == col(MatchRound.id))
    rows = db.exec(counted.group_by(col(MatchRound.id)).order_by(col(MatchRound.created_at).desc()))
    return [Overtaken(row, number) for row, number in rows]


def _is_whole(round_: type[MatchRound]) -> tuple[ColumnElement[bool], ...]:
    return col(round_.status) == RoundStatus.DONE, col(round_.follows_id).is_(None)


@cache
def _rounds() -> tuple[type[MatchRound], type[MatchRound], tuple[ColumnElement[bool], ...]]:
    """In which they were proposed, the one of the region after it, and that it isn't history yet.

    Kept as one: threads that begin together may each make them, and conditions about the rounds of
    another thread say nothing about one's own.
    """
    own, newer = aliased(MatchRound), aliased(MatchRound)
    return own, newer, (~_looked_between(own, newer), ~_is_decided_in(own, newer))


def _looked_between(own: type[MatchRound], newer: type[MatchRound]) -> ColumnElement[bool]:
    """Another whole round looked at them after the first: it overtook, or the second is history."""
    other, there = aliased(MatchRound), aliased(RoundMentee)
    found = (
        select(there.id)
        .join(other, col(other.id) == col(there.round_id))
        .where(
            col(there.mentee_id) == col(Proposal.mentee_id),
            *_is_whole(other),
            col(other.id) != col(newer.id),
            col(other.created_at) > col(own.created_at),
        )
    )
    return found.correlate(Proposal, own, newer).exists()


def _is_decided_in(own: type[MatchRound], newer: type[MatchRound]) -> ColumnElement[bool]:
    made = aliased(Proposal)
    found = (
        select(ProposalDecision.id)
        .join(made, col(made.id) == col(ProposalDecision.proposal_id))
        .where(
            col(made.mentee_id) == col(Proposal.mentee_id),
            col(made.round_id).in_((col(own.id), col(newer.id))),
        )
    )
    return found.correlate(Proposal, own, newer).exists()
