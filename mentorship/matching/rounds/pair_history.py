"""What was between two people before: who said no and when, and what was laid down about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Rule
from mentorship.matching.models import (
    TURNED_DOWN,
    Match,
    MatchAnswer,
    MatchStatus,
    PairRule,
    RuleKind,
    Side,
)

Pair = tuple[UUID, UUID]  # mentee, mentor


def history_of(db: Db, names: Mapping[Pair, tuple[str, str]]) -> Mapping[Pair, Mapping[Rule, str]]:
    """A sentence by rule for each of these pairs, with the names that may be said of both."""
    told: dict[Pair, dict[Rule, str]] = {pair: {} for pair in names}
    for match, answer in _turned_down(db, {mentee for mentee, _mentor in names}):
        pair = (match.mentee_id, match.mentor_id)
        if pair in told:
            told[pair][Rule.EARLIER_REFUSAL] = _refusal_words(match, answer, *names[pair])
    for rule in _laid_down(db, {mentee for mentee, _mentor in names}):
        pair = (rule.mentee_id, rule.mentor_id)
        if pair in told:
            told[pair][Rule.EXCLUDED] = _rule_words(rule)
    return told


def _turned_down(db: Db, mentees: Collection[UUID]) -> list[tuple[Match, MatchAnswer | None]]:
    """The newest last, each with the no that closed it."""
    is_no = (col(MatchAnswer.match_id) == col(Match.id)) & ~col(MatchAnswer.is_yes)
    found = (
        select(Match, MatchAnswer)
        .outerjoin(MatchAnswer, is_no)
        .where(col(Match.mentee_id).in_(mentees), col(Match.status).in_(TURNED_DOWN))
        .order_by(col(Match.decided_at), col(MatchAnswer.answered_at))
    )
    return [(match, answer) for match, answer in db.exec(found)]


def _laid_down(db: Db, mentees: Collection[UUID]) -> list[PairRule]:
    """Also what was ended since: the round of then kept to it."""
    found = select(PairRule).where(
        col(PairRule.mentee_id).in_(mentees), col(PairRule.kind) != RuleKind.PIN
    )
    return list(db.exec(found.order_by(col(PairRule.made_at))))


def _refusal_words(match: Match, answer: MatchAnswer | None, mentee: str, mentor: str) -> str:
    if answer is not None:
        who = mentee if answer.side is Side.MENTEE else mentor
        return _("%(who)s said no to this match on %(day)s.",
                 who=who, day=format_date(answer.answered_at))  # fmt: skip
    closed = format_date(match.closed_at or match.decided_at)
    if match.status is MatchStatus.EXPIRED:
        return _("This match was asked before; on %(day)s the time for an answer was over.",
                 day=closed)  # fmt: skip
    return _("This match was turned down before, on %(day)s.", day=closed)


def _rule_words(rule: PairRule) -> str:
    day = format_date(rule.made_at)
    if rule.kind is RuleKind.CONFLICT:
        return _("These two may not be matched: a conflict was noted on %(day)s.", day=day)
    return _("These two may not be matched: a ban was laid down on %(day)s.", day=day)
