"""Finds matches and what was said about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import links, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches.rules import LINK_PURPOSES, awaited_of
from mentorship.matching.models import (
    LIVE,
    OPENS_A_PLACE,
    TURNED_DOWN,
    Match,
    MatchAnswer,
    MatchStatus,
    Side,
)
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import rules as courses
from mentorship.referrals.mentees.intake_models import ConsentPurpose
from mentorship.referrals.mentees.models import Mentee, Stage

PAGE = 50
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class OneMatch:
    """A match with what was said; `awaits` is whose answer comes next.

    `has_link` when the young person may hold a link to answer with.
    """

    match: Match
    answers: dict[Side, MatchAnswer]
    has_link: bool = False

    @property
    def awaits(self) -> Side | None:
        return awaited_of(self.match.status, said(self.answers))

    @property
    def is_to_ask(self) -> bool:
        """The mentor said yes, and nobody asked the young person as far as we know."""
        return self.awaits is Side.MENTEE and not self.has_link

    @property
    def mentor_said_no(self) -> bool:
        """False too when nobody waits for an answer any more and none was given."""
        return said(self.answers).get(Side.MENTOR) is False


def find(db: Db, visible: SelectOfScalar[Match], match_id: UUID) -> Match | None:
    return db.exec(visible.where(col(Match.id) == match_id)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[Match], match_id: UUID) -> Match | None:
    """Mentee, mentor, then the match as it is by then; everybody takes them in this order.

    The mentor too, because one who stops at this moment may not get a match any more.
    """
    found = find(db, visible, match_id)
    if found is None:
        return None
    if mentees.lock_mentee(db, select(Mentee), found.mentee_id) is None:
        return None
    mentors.lock(db, found.mentor_id)
    again = visible.where(col(Match.id) == match_id).with_for_update(of=Match)
    return db.exec(again.execution_options(populate_existing=True)).one_or_none()


def live_of_mentee(db: Db, mentee_id: UUID) -> Match | None:
    """As it is now; the database lets them have one."""
    return db.exec(_live().where(col(Match.mentee_id) == mentee_id)).one_or_none()


def live_of_mentor(db: Db, mentor_id: UUID) -> list[Match]:
    found = _live().where(col(Match.mentor_id) == mentor_id)
    return list(db.exec(found.order_by(col(Match.id))))


def _live() -> SelectOfScalar[Match]:
    found = select(Match).where(col(Match.status).in_(LIVE))
    return found.execution_options(populate_existing=True)


def mentee_of(db: Db, match: Match) -> Mentee:
    return db.get_one(Mentee, match.mentee_id)


def mentor_of(db: Db, match: Match) -> Mentor:
    return db.get_one(Mentor, match.mentor_id)


def takes_part(db: Db, mentee: Mentee) -> bool:
    """Whether everybody who has to agree to it does."""
    return is_agreed(db, mentee, ConsentPurpose.PARTICIPATION)


def is_agreed(db: Db, mentee: Mentee, purpose: ConsentPurpose) -> bool:
    agreed = frozenset(mentees.agreed_by(db, [mentee.id]).get(mentee.id, ()))
    return courses.is_agreed_by_all(mentee.authority, agreed, purpose)


def answers_of(db: Db, match_ids: Collection[UUID]) -> dict[UUID, dict[Side, MatchAnswer]]:
    found: dict[UUID, dict[Side, MatchAnswer]] = {key: {} for key in match_ids}
    for row in db.exec(select(MatchAnswer).where(col(MatchAnswer.match_id).in_(match_ids))):
        found[row.match_id][row.side] = row
    return found


def with_answers(db: Db, matches: Sequence[Match]) -> list[OneMatch]:
    ids = [match.id for match in matches]
    answers = answers_of(db, ids)
    linked = links.open_for(db, LINK_PURPOSES[Side.MENTEE], ids)
    return [OneMatch(match, answers[match.id], match.id in linked) for match in matches]


def said(answers: dict[Side, MatchAnswer]) -> dict[Side, bool]:
    return {side: answer.is_yes for side, answer in answers.items()}


class MatchList(StrEnum):
    """The lists of matches; who is asked by the last day for an answer, the others newest first."""

    ASKED = "asked"
    RUNNING = "running"
    CLOSED = "closed"
    STOPPED = "stopped"
    TURNED_DOWN = "turned-down"


@cache
def awaits_choice() -> ColumnElement[bool]:
    """Ended because somebody stopped, while nobody said yet what comes for the young person."""
    other = aliased(Match)
    later = select(other.id).where(
        col(other.mentee_id) == col(Match.mentee_id),
        col(other.started_at) > col(Match.started_at),
    )
    started = select(col(Mentee.id)).where(col(Mentee.stage) == Stage.STARTED)
    is_over = (col(Match.status) == MatchStatus.ENDED) & ~later.correlate(Match).exists()
    return is_over & col(Match.mentee_id).in_(started)


@cache
def still_looks() -> ColumnElement[bool]:
    """A mentee who waits, while nobody is asked or found."""
    live = select(Match.id).where(
        col(Match.mentee_id) == col(Mentee.id), col(Match.status).in_(LIVE)
    )
    return (col(Mentee.stage) == Stage.WAITING) & ~live.correlate(Mentee).exists()


def waits_again(moment: datetime) -> ColumnElement[bool]:
    """Turned down lately while the mentee still looks; of each mentee the last."""
    other = aliased(Match)
    later = select(other.id).where(
        col(other.mentee_id) == col(Match.mentee_id),
        col(other.status).in_(TURNED_DOWN),
        col(other.closed_at) > col(Match.closed_at),
    )
    looking = select(col(Mentee.id)).where(still_looks())
    is_down = col(Match.status).in_(TURNED_DOWN) & (col(Match.closed_at) >= moment - LATELY)
    return is_down & col(Match.mentee_id).in_(looking) & ~later.correlate(Match).exists()


def waiting_again(db: Db, visible: SelectOfScalar[Match]) -> Sequence[Match]:
    found = visible.where(waits_again(now(db)))
    return db.exec(found.order_by(col(Match.closed_at).desc(), col(Match.id))).all()


def asks_what_is_next(db: Db, match: Match) -> bool:
    found = select(Match.id).where(col(Match.id) == match.id, awaits_choice())
    return db.exec(found).first() is not None


_IN_LIST = {
    MatchList.ASKED: col(Match.status) == MatchStatus.ASKED,
    MatchList.RUNNING: col(Match.status) == MatchStatus.ACTIVE,
    MatchList.CLOSED: col(Match.status).not_in(LIVE),
    MatchList.STOPPED: awaits_choice(),
}  # and who waits again, which looks at the clock
_ORDER = {
    MatchList.ASKED: col(Match.answer_due),
    MatchList.RUNNING: col(Match.started_at).desc(),
    MatchList.CLOSED: col(Match.closed_at).desc(),
    MatchList.STOPPED: col(Match.closed_at),
    MatchList.TURNED_DOWN: col(Match.closed_at).desc(),
}


@dataclass(frozen=True)
class MatchPage:
    """One page of a list, and how many there are in all."""

    kind: MatchList
    rows: list[OneMatch]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def page_of(db: Db, visible: SelectOfScalar[Match], kind: MatchList, number: int = 1) -> MatchPage:
    is_down = kind is MatchList.TURNED_DOWN
    found = visible.where(waits_again(now(db)) if is_down else _IN_LIST[kind])
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    ordered = found.order_by(_ORDER[kind], col(Match.id))
    rows = db.exec(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
    return MatchPage(kind, with_answers(db, rows), number, total)


def asked_now(db: Db) -> Sequence[Match]:
    found = select(Match).where(col(Match.status) == MatchStatus.ASKED)
    return db.exec(found.order_by(col(Match.answer_due), col(Match.id))).all()


def running_of_stopped(db: Db) -> Sequence[Match]:
    """Whose course is over, or whose mentor is no mentor any more."""
    closed = [stage for stage in Stage if not stage.is_open]
    found = (
        select(Match)
        .join(Mentee, col(Mentee.id) == col(Match.mentee_id))
        .join(Mentor, col(Mentor.id) == col(Match.mentor_id))
    )
    is_over = col(Mentee.stage).in_(closed) | (col(Mentor.status) != MentorStatus.OPEN)
    found = found.where(col(Match.status) == MatchStatus.ACTIVE, is_over)
    return db.exec(found.order_by(col(Match.id))).all()


def live_of(
    db: Db, visible: SelectOfScalar[Match], mentee_ids: Collection[UUID]
) -> dict[UUID, OneMatch]:
    """By mentee who is asked for them, or found; nobody has two."""
    found = visible.where(col(Match.mentee_id).in_(mentee_ids), col(Match.status).in_(LIVE))
    return {one.match.mentee_id: one for one in with_answers(db, db.exec(found).all())}


def awaiting_choice_of(
    db: Db, visible: SelectOfScalar[Match], mentee_ids: Collection[UUID]
) -> dict[UUID, Match]:
    """By mentee the match that ended while nobody said yet what comes next."""
    found = visible.where(col(Match.mentee_id).in_(mentee_ids), awaits_choice())
    return {match.mentee_id: match for match in db.exec(found)}


def ended_of(
    db: Db, visible: SelectOfScalar[Match], proposal_ids: Collection[UUID]
) -> dict[UUID, OneMatch]:
    """By proposal the question about it that ended without a match."""
    is_over = col(Match.status).in_(OPENS_A_PLACE)
    found = visible.where(col(Match.proposal_id).in_(proposal_ids), is_over)
    return {one.match.proposal_id: one for one in with_answers(db, db.exec(found).all())}


def find_of_proposal(db: Db, proposal_id: UUID) -> Match | None:
    return db.exec(select(Match).where(col(Match.proposal_id) == proposal_id)).one_or_none()


def reason_of_closing(db: Db, match: Match) -> str:
    return vault.read(db, match, "closing_reason", purpose=Purpose.MATCHING) or ""


def round_of(db: Db, match: Match) -> UUID:
    return db.get_one(Proposal, match.proposal_id).round_id


def of_mentor(db: Db, visible: SelectOfScalar[Match]) -> list[OneMatch]:
    """What is asked now, then the running ones, then what is over; the newest of each first."""
    newest = func.coalesce(col(Match.closed_at), col(Match.started_at), col(Match.decided_at))
    rows = db.exec(visible.order_by(newest.desc(), col(Match.id))).all()
    order = {MatchStatus.ASKED: 0, MatchStatus.ACTIVE: 1}
    return with_answers(db, sorted(rows, key=lambda row: order.get(row.status, 2)))
