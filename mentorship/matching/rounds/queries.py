"""Finds rounds, their proposals in pages, and who decided what about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.foundation.jobs import Job
from mentorship.matching.counts import to_decide, to_widen
from mentorship.matching.models import ProposalDecision
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.referrals.mentees.models import Mentee

PAGE = 50


@dataclass(frozen=True)
class Progress:
    """How far the work is: what the row says, unless its job ended without a word."""

    status: RoundStatus
    percent: int


@dataclass(frozen=True)
class HouseCount:
    """One House in a round, in numbers."""

    code: str
    waiting: int
    mentors: int
    proposed: int
    lent_in: int
    lent_out: int


def find(db: Db, visible: SelectOfScalar[MatchRound], round_id: UUID) -> MatchRound | None:
    return db.exec(visible.where(col(MatchRound.id) == round_id)).one_or_none()


def page_of_rounds(
    db: Db, visible: SelectOfScalar[MatchRound], page: int
) -> tuple[Sequence[MatchRound], int]:
    """Newest first, and how many pages there are; second looks stand with the round they follow."""
    found = visible.where(~_stands_with_its_first(visible))
    order = (col(MatchRound.created_at).desc(), col(MatchRound.id))
    rows = db.exec(found.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, _pages(_count(db, found))


def _stands_with_its_first(visible: SelectOfScalar[MatchRound]) -> ColumnElement[bool]:
    """A second look whose first round may be opened too."""
    firsts = visible.with_only_columns(col(MatchRound.id)).correlate(None)
    is_second = col(MatchRound.follows_id).is_not(None)
    return is_second & col(MatchRound.follows_id).in_(firsts)


def progress_of(db: Db, round_: MatchRound) -> Progress:
    job = db.get(Job, round_.job_id) if round_.job_id else None
    if job is None or not round_.status.is_open:
        return Progress(round_.status, 100)
    ended = RoundStatus.CANCELLED if job.is_cancel_requested else RoundStatus.FAILED
    return Progress(ended if job.is_finished else round_.status, job.progress)


def proposals_in(
    db: Db, visible: SelectOfScalar[Proposal], round_id: UUID, page: int
) -> tuple[Sequence[Proposal], int]:
    mine = visible.where(col(Proposal.round_id) == round_id)
    order = (col(Proposal.house_code), col(Proposal.number), col(Proposal.id))
    rows = db.exec(mine.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, _pages(_count(db, mine))


def unmatched_in(
    db: Db, visible: SelectOfScalar[Unmatched], round_id: UUID, page: int
) -> tuple[Sequence[Unmatched], int]:
    mine = visible.where(col(Unmatched.round_id) == round_id)
    order = (col(Unmatched.reason), col(Unmatched.id))
    rows = db.exec(mine.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, _count(db, mine)


def elsewhere(
    db: Db, visible: SelectOfScalar[Proposal], round_id: UUID, own: Collection[str], page: int
) -> tuple[Sequence[Proposal], int]:
    """Proposals for other Houses' mentees, which are shown without a name, and their pages.

    Only in a round of the region: a deputy has nothing to do with the others of a House.
    """
    found = select(Proposal).where(
        col(Proposal.round_id) == round_id,
        col(Proposal.house_code).not_in(sorted(own)),
        col(Proposal.id).not_in(visible.with_only_columns(col(Proposal.id))),
        col(Proposal.round_id).in_(
            select(MatchRound.id).where(col(MatchRound.house_code).is_(None))
        ),
    )
    order = (col(Proposal.house_code), col(Proposal.number), col(Proposal.id))
    rows = db.exec(found.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, _pages(_count(db, found))


def find_proposal(
    db: Db, visible: SelectOfScalar[Proposal], round_id: UUID, proposal_id: UUID
) -> Proposal | None:
    found = visible.where(col(Proposal.id) == proposal_id, col(Proposal.round_id) == round_id)
    return db.exec(found).one_or_none()


def ids_in_order(db: Db, visible: SelectOfScalar[Proposal], round_id: UUID) -> list[UUID]:
    """All own proposals of a round, as one goes through them."""
    mine = visible.where(col(Proposal.round_id) == round_id)
    order = (col(Proposal.house_code), col(Proposal.number), col(Proposal.id))
    return list(db.scalars(mine.with_only_columns(col(Proposal.id)).order_by(*order)))


def decisions_of(db: Db, proposal_ids: Collection[UUID]) -> dict[UUID, ProposalDecision]:
    found = select(ProposalDecision).where(col(ProposalDecision.proposal_id).in_(proposal_ids))
    return {decision.proposal_id: decision for decision in db.exec(found)}


def open_in(db: Db, visible: SelectOfScalar[Proposal], round_id: UUID) -> list[UUID]:
    """Own proposals of a round that wait for a decision, as one goes through them."""
    mine = to_decide(visible).where(col(Proposal.round_id) == round_id)
    order = (col(Proposal.house_code), col(Proposal.number), col(Proposal.id))
    return list(db.scalars(mine.with_only_columns(col(Proposal.id)).order_by(*order)))


def to_decide_of(
    db: Db, visible: SelectOfScalar[Proposal], mentee_ids: Collection[UUID]
) -> dict[UUID, Proposal]:
    """By mentee the proposal that waits for a decision now."""
    return _by_mentee(db, to_decide(visible), mentee_ids)


def to_widen_of(
    db: Db, visible: SelectOfScalar[Proposal], mentee_ids: Collection[UUID]
) -> dict[UUID, Proposal]:
    """By mentee the proposal after which one talks about the wishes first."""
    return _by_mentee(db, to_widen(visible), mentee_ids)


def _by_mentee(
    db: Db, found: SelectOfScalar[Proposal], mentee_ids: Collection[UUID]
) -> dict[UUID, Proposal]:
    of_these = found.where(col(Proposal.mentee_id).in_(mentee_ids))
    return {proposal.mentee_id: proposal for proposal in db.exec(of_these)}


def houses_in(db: Db, round_id: UUID) -> list[HouseCount]:
    """The round at a glance; nothing is unsealed for it."""
    waiting = _per_house(db, RoundMentee.house_code, RoundMentee.round_id, round_id)
    mentors = _per_house(db, RoundMentor.house_code, RoundMentor.round_id, round_id)
    pairs = db.exec(
        select(col(Proposal.house_code), col(Proposal.mentor_house_code), func.count())
        .where(col(Proposal.round_id) == round_id)
        .group_by(col(Proposal.house_code), col(Proposal.mentor_house_code))
    ).all()
    return [
        HouseCount(
            code=code,
            waiting=waiting.get(code, 0),
            mentors=mentors.get(code, 0),
            proposed=sum(n for mine, _, n in pairs if mine == code),
            lent_in=sum(n for mine, theirs, n in pairs if mine == code != theirs),
            lent_out=sum(n for mine, theirs, n in pairs if theirs == code != mine),
        )
        for code in sorted({*waiting, *mentors})
    ]


def mentees_in(db: Db, round_id: UUID, mentee_ids: Collection[UUID]) -> dict[UUID, RoundMentee]:
    found = select(RoundMentee).where(
        col(RoundMentee.round_id) == round_id, col(RoundMentee.mentee_id).in_(mentee_ids)
    )
    return {row.mentee_id: row for row in db.exec(found)}


def count_mentors(db: Db, round_id: UUID) -> int:
    return _count(db, select(RoundMentor).where(col(RoundMentor.round_id) == round_id))


def mentors_in(db: Db, round_id: UUID, mentor_ids: Collection[UUID]) -> dict[UUID, RoundMentor]:
    found = select(RoundMentor).where(
        col(RoundMentor.round_id) == round_id, col(RoundMentor.mentor_id).in_(mentor_ids)
    )
    return {row.mentor_id: row for row in db.exec(found)}


def own_mentees_in(db: Db, visible: SelectOfScalar[Mentee], round_id: UUID) -> set[UUID]:
    """Who of one's own took part."""
    mine = visible.with_only_columns(col(Mentee.id))
    found = select(col(RoundMentee.mentee_id)).where(
        col(RoundMentee.round_id) == round_id, col(RoundMentee.mentee_id).in_(mine)
    )
    return set(db.exec(found))


def houses_of_mentors_in(db: Db, round_id: UUID) -> dict[UUID, str]:
    """Every mentor who took part, and of which House."""
    found = select(col(RoundMentor.mentor_id), col(RoundMentor.house_code))
    return dict(db.exec(found.where(col(RoundMentor.round_id) == round_id)).all())


def houses_of_mentees_in(db: Db, round_id: UUID) -> dict[UUID, str]:
    found = select(col(RoundMentee.mentee_id), col(RoundMentee.house_code))
    return dict(db.exec(found.where(col(RoundMentee.round_id) == round_id)).all())


def numbers_in(db: Db, round_id: UUID) -> dict[UUID, int]:
    """By mentee the number under which other Houses see their proposal."""
    found = select(col(Proposal.mentee_id), col(Proposal.number))
    return dict(db.exec(found.where(col(Proposal.round_id) == round_id)).all())


def dropped_pins_in(
    db: Db, visible: SelectOfScalar[DroppedPin], round_id: UUID
) -> Sequence[DroppedPin]:
    found = visible.where(col(DroppedPin.round_id) == round_id)
    return db.exec(found.order_by(col(DroppedPin.id))).all()


def _per_house(db: Db, house: Any, of_round: Any, round_id: UUID) -> dict[str, int]:
    code, key = col(house), col(of_round)
    counted = select(code, func.count()).where(key == round_id).group_by(code)
    return dict(db.exec(counted).all())


def _count(db: Db, found: SelectOfScalar[Any]) -> int:
    return db.exec(select(func.count()).select_from(found.subquery())).one()


def _pages(rows: int) -> int:
    return max(1, -(-rows // PAGE))


def undecided_in(
    db: Db,
    visible: SelectOfScalar[Proposal],
    rounds: SelectOfScalar[MatchRound],
    round_ids: Collection[UUID] | None = None,
) -> dict[UUID, int]:
    """Per round how many of one's own proposals wait for a decision; of all rounds, or of these.

    Those of second looks count with the round they follow, where that may be opened.
    """
    waiting = to_decide(visible).subquery()
    first = case(
        (_stands_with_its_first(rounds), col(MatchRound.follows_id)), else_=col(MatchRound.id)
    )
    counted = select(first, func.count()).join(waiting, waiting.c.round_id == col(MatchRound.id))
    if round_ids is not None:
        counted = counted.where(first.in_(round_ids))
    return dict(db.exec(counted.group_by(first)).all())


def lock(db: Db, round_id: UUID) -> MatchRound:
    found = select(MatchRound).where(col(MatchRound.id) == round_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()
