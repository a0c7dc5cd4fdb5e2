"""Pins, bans and conflicts: what people lay down about a pair, with a reason."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.spelling import is_found, words_of
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import checks
from mentorship.matching.matches.rules import CannotChoose, Hindrance, Obstacle
from mentorship.matching.models import LIVE, Match, PairRule, RuleKind
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee

PAGE = 50


class LaidDownBefore(Exception):
    """This rule stands already, or the mentee is pinned to another mentor."""


def lay_down(
    db: Db, mentee: Mentee, mentor_id: UUID, kind: RuleKind, reason: str, made_by: UUID
) -> PairRule:
    """The mentee is locked. A pin must be possible today: CannotChoose says why it isn't."""
    if stands(db, mentee.id, mentor_id, kind):
        raise LaidDownBefore
    mentor = mentors.lock(db, mentor_id)
    if mentor is None or not mentor.is_open:
        raise CannotChoose((Obstacle(Hindrance.MENTOR_LEFT),))
    if kind is RuleKind.PIN:
        _check_pin(db, mentee, mentor)
    rule = PairRule(
        subject_id=mentee.subject_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        kind=kind,
        made_by=made_by,
        made_at=now(db),
    )
    vault.write(db, rule, reason=reason)
    db.add(rule)
    db.flush()
    _record(db, f"pair.{kind}", rule)
    return rule


def _check_pin(db: Db, mentee: Mentee, mentor: Mentor) -> None:
    """Every rule of a round, and a seat that no other pin took."""
    if found := checks.obstacles(db, mentee, mentor, mentors.today(db)):
        raise CannotChoose(found)
    matched = select(col(Match.mentee_id)).where(col(Match.status).in_(LIVE))
    pinned = select(PairRule.id).where(
        col(PairRule.mentor_id) == mentor.id,
        col(PairRule.kind) == RuleKind.PIN,
        col(PairRule.ended_at).is_(None),
        col(PairRule.mentee_id).not_in(matched),
    )
    if len(db.exec(pinned).all()) >= checks.count_free_seats(db, mentor):
        raise CannotChoose((Obstacle(Hindrance.NO_SEAT),))


def stands(db: Db, mentee_id: UUID, mentor_id: UUID, kind: RuleKind) -> bool:
    found = select(PairRule.id).where(
        col(PairRule.mentee_id) == mentee_id,
        col(PairRule.kind) == kind,
        col(PairRule.ended_at).is_(None),
    )
    if kind is not RuleKind.PIN:
        found = found.where(col(PairRule.mentor_id) == mentor_id)
    return db.exec(found).first() is not None


def end_rule(db: Db, rule: PairRule, ended_by: UUID) -> None:
    if rule.ended_at is None:
        rule.ended_at, rule.ended_by = now(db), ended_by
        db.flush()
        _record(db, "pair.ended", rule)


def standing(
    db: Db, visible: SelectOfScalar[PairRule], page: int
) -> tuple[Sequence[PairRule], int]:
    """Newest first, and how many pages there are."""
    found = visible.where(col(PairRule.ended_at).is_(None))
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    ordered = found.order_by(col(PairRule.made_at).desc(), col(PairRule.id))
    rows = db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, max(1, -(-total // PAGE))


def pin_in(
    db: Db, visible: SelectOfScalar[PairRule], round_: MatchRound, proposal: Proposal
) -> PairRule | None:
    """The pin of these two that stood when the round was computed; it may have ended since."""
    found = visible.where(
        col(PairRule.mentee_id) == proposal.mentee_id,
        col(PairRule.mentor_id) == proposal.mentor_id,
        col(PairRule.kind) == RuleKind.PIN,
        col(PairRule.made_at) <= round_.finished_at,
        col(PairRule.ended_at).is_(None) | (col(PairRule.ended_at) > round_.created_at),
    )
    return db.exec(found.order_by(col(PairRule.made_at).desc()).limit(1)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[PairRule], rule_id: UUID) -> PairRule | None:
    found = visible.where(col(PairRule.id) == rule_id).with_for_update(of=PairRule)
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def _record(db: Db, action: str, rule: PairRule) -> None:
    audit.record(
        db, action, subject_id=rule.subject_id, object_id=rule.id, purpose=Purpose.MATCHING,
        kind=rule.kind,
    )  # fmt: skip


def reasons_of(db: Db, rules: Sequence[PairRule]) -> dict[UUID, str]:
    return vault.scan(db, rules, "reason", purpose=Purpose.MATCHING)


MOST_OFFERED = 50


def mentors_to_choose(db: Db, part: str, chosen: UUID | None) -> tuple[list[tuple[UUID, str]], int]:
    """Open mentors of the region by name, since Houses lend to each other, and how many there are.

    Of more than can be offered nobody is read before part of a name is asked for. Whoever was
    chosen before is always there.
    """
    everybody = mentors.open_in(None)
    picked = db.exec(everybody.where(col(Mentor.id) == chosen)).all() if chosen else []
    asked = words_of(part)
    total = db.exec(select(func.count()).select_from(everybody.subquery())).one()
    rows = db.exec(everybody).all() if asked or total <= MOST_OFFERED else picked
    names = mentors.names_of(db, rows, Purpose.MATCHING)
    found = sorted(
        (pair for pair in names.items() if is_found(asked, pair[1])),
        key=lambda pair: (pair[1].casefold(), str(pair[0])),
    )
    offered = found[:MOST_OFFERED]
    kept = [(one.id, names[one.id]) for one in picked if one.id in names]
    offered = [pair for pair in kept if pair not in offered] + offered
    return offered, len(found) if asked else total
