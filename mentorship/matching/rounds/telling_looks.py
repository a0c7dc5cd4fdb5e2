"""Second looks as pages show them: for whom, what came of it, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.matching.counts import to_decide
from mentorship.matching.matches.queries import with_answers
from mentorship.matching.models import (
    LookedFor,
    LookOutcome,
    Match,
    MatchStatus,
    Refusal,
    SecondLook,
    Side,
)
from mentorship.matching.rounds import queries, telling, telling_waiting
from mentorship.matching.rounds.models import MatchRound, Proposal, Unmatched
from mentorship.matching.rounds.telling import ProposalLine, ToldProposal
from mentorship.matching.rounds.telling_waiting import WaitingLine


@dataclass(frozen=True)
class Reader:
    """What somebody may open: proposals and who waits of their own young people, and matches."""

    proposals: SelectOfScalar[Proposal]
    unmatched: SelectOfScalar[Unmatched]
    matches: SelectOfScalar[Match]


@dataclass(frozen=True)
class LookLine:
    """One second look in a list; without a line it proposes nobody whom the reader knows.

    `house_code` is where the young person is to whom the place is proposed there.
    """

    look: SecondLook
    row: MatchRound | None
    match_id: UUID
    mentee: str
    mentor: str
    line: ProposalLine | None
    is_open: bool
    house_code: str = ""


@dataclass(frozen=True)
class ToldLook:
    """One look on the page of the match that ended, with the reasons.

    `mentor_said` is why the mentor whose place it is said no: then one calls before asking again.
    After somebody took the question back its two count as excluded, this once.
    """

    line: LookLine
    proposal: ToldProposal | None
    waiting: WaitingLine | None
    mentor_said: Refusal | None
    is_taken_back: bool


def lines_of_round(db: Db, reader: Reader, row: MatchRound) -> list[LookLine]:
    """What was looked at again after questions of this round had ended, the newest first."""
    looks = (
        select(SecondLook)
        .join(Match, col(Match.id) == col(SecondLook.match_id))
        .join(Proposal, col(Proposal.id) == col(Match.proposal_id))
        .where(
            col(Proposal.round_id).in_(_family(row)),
            col(SecondLook.outcome) != LookOutcome.PASSED,
        )
        .order_by(col(SecondLook.looked_at).desc(), col(SecondLook.looked_for))
    )
    return _lines(db, reader, db.exec(looks).all())


def of_match(db: Db, reader: Reader, match: Match) -> list[ToldLook]:
    """The young person first; nothing where nobody had to be looked for."""
    found = select(SecondLook).where(
        col(SecondLook.match_id) == match.id, col(SecondLook.outcome) != LookOutcome.PASSED
    )
    looks = db.exec(found.order_by(col(SecondLook.looked_for))).all()
    said = _said(db, match)
    is_back = match.status is MatchStatus.WITHDRAWN and match.closing_reason is not None
    return [_told(db, reader, line, said, is_back) for line in _lines(db, reader, looks)]


def why_the_mentor_said_no(db: Db, reader: Reader, row: MatchRound) -> Refusal | None:
    """Just before this seat was looked at, to a question that the reader may open."""
    found = (
        select(SecondLook)
        .where(col(SecondLook.round_id) == row.id, col(SecondLook.looked_for) == LookedFor.SEAT)
        .where(col(SecondLook.match_id).in_(reader.matches.with_only_columns(col(Match.id))))
    )
    look = db.exec(found).one_or_none()
    return _said(db, db.get_one(Match, look.match_id)) if look else None


def is_looking(db: Db, match: Match) -> bool:
    """The work waits or runs still."""
    found = select(SecondLook.id).where(col(SecondLook.match_id) == match.id)
    return len(db.exec(found).all()) < len(LookedFor)


def _said(db: Db, match: Match) -> Refusal | None:
    (one,) = with_answers(db, [match])
    no = one.answers.get(Side.MENTOR)
    return no.refusal if no is not None else None


def _family(row: MatchRound) -> SelectOfScalar[UUID]:
    found = select(MatchRound.id)
    return found.where((col(MatchRound.id) == row.id) | (col(MatchRound.follows_id) == row.id))


def _lines(db: Db, reader: Reader, looks: Sequence[SecondLook]) -> list[LookLine]:
    """Of a match of somebody else only what is proposed to one's own young people."""
    ids = [look.match_id for look in looks]
    matches = {one.id: one for one in db.exec(reader.matches.where(col(Match.id).in_(ids)))}
    rounds = _rounds(db, [look.round_id for look in looks if look.round_id])
    proposed = _proposed(db, list(rounds))
    own = _own(db, reader, list(rounds))
    open_ids = set(
        db.scalars(to_decide(reader.proposals).with_only_columns(col(Proposal.id))) if own else ()
    )
    decided = queries.decisions_of(db, [one.id for one in own])
    told = {one.id: one for one in telling.lines(db, own, decided)}
    of_round = {one.round_id: told.get(one.id) for one in own}
    young = telling.names_of_mentees(db, [one.mentee_id for one in matches.values()])
    older = telling.names_of_mentors(db, [one.mentor_id for one in matches.values()])
    found = []
    for look in looks:
        match, line = matches.get(look.match_id), of_round.get(look.round_id or look.id)
        if match is None and line is None:
            continue
        there = proposed.get(look.round_id or look.id)
        found.append(
            LookLine(
                look=look,
                row=rounds.get(look.round_id or look.id),
                match_id=look.match_id,
                mentee=young.get(match.mentee_id, "") if match else "",
                mentor=older.get(match.mentor_id, "") if match else "",
                line=line,
                is_open=line is not None and line.id in open_ids,
                house_code=there.house_code if there else "",
            )
        )
    return found


def _rounds(db: Db, ids: Collection[UUID]) -> dict[UUID, MatchRound]:
    found = select(MatchRound).where(col(MatchRound.id).in_(ids))
    return {row.id: row for row in db.exec(found)} if ids else {}


def _proposed(db: Db, round_ids: Collection[UUID]) -> dict[UUID, Proposal]:
    found = select(Proposal).where(col(Proposal.round_id).in_(round_ids))
    return {one.round_id: one for one in db.exec(found)} if round_ids else {}


def _own(db: Db, reader: Reader, round_ids: Collection[UUID]) -> Sequence[Proposal]:
    found = reader.proposals.where(col(Proposal.round_id).in_(round_ids))
    return db.exec(found).all() if round_ids else []


def _told(
    db: Db, reader: Reader, line: LookLine, said: Refusal | None, is_taken_back: bool
) -> ToldLook:
    is_seat = line.look.looked_for is LookedFor.SEAT
    proposal, waiting = None, None
    if line.row is not None and line.line is not None:
        made = queries.find_proposal(db, reader.proposals, line.row.id, line.line.id)
        proposal = telling.proposal(db, line.row, made) if made else None
    elif line.row is not None and not is_seat:
        rows, _total = queries.unmatched_in(db, reader.unmatched, line.row.id, 1)
        own = [row.mentee_id for row in rows]
        waiting = next(iter(telling_waiting.waiting(db, line.row, rows, own)), None)
    return ToldLook(line, proposal, waiting, said if is_seat else None, is_taken_back)
