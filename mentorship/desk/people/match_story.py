"""What matching did for one person: proposals, decisions, questions, answers, rules of a pair."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from mentorship.accounts.access import UserActor
from mentorship.desk.people.happenings import Happening, Reading
from mentorship.desk.tasks.task import Place
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.matching import policy
from mentorship.matching.labels import MATCH_STATUSES, OUTCOMES, REFUSALS, SIDES
from mentorship.matching.models import (
    LookedFor,
    Match,
    MatchAnswer,
    PairRule,
    ProposalDecision,
    RuleKind,
    SecondLook,
)
from mentorship.matching.rounds.models import MatchRound, Proposal, Unmatched
from mentorship.matching.rounds.telling import names_of_mentees, names_of_mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee

_REASON = _l("Reason")
_MENTOR_GONE = _l("a mentor who was erased")
_MENTEE_GONE = _l("somebody who was erased")


def of_mentee(db: Db, actor: UserActor, mentee: Mentee) -> Iterator[Happening]:
    """With the names of the mentors."""
    reading = Reading(db, Purpose.MATCHING)
    matches = db.exec(policy.matches_of(actor).where(col(Match.mentee_id) == mentee.id)).all()
    proposals = db.exec(
        select(Proposal, MatchRound, ProposalDecision)
        .join(MatchRound, col(MatchRound.id) == col(Proposal.round_id))
        .join(
            ProposalDecision,
            col(ProposalDecision.proposal_id) == col(Proposal.id),
            isouter=True,
        )
        .where(col(Proposal.mentee_id) == mentee.id)
    ).all()
    rules = db.exec(policy.pair_rules_of(actor).where(col(PairRule.mentee_id) == mentee.id)).all()
    ids = {match.mentor_id for match in matches} | {rule.mentor_id for rule in rules}
    ids |= {proposal.mentor_id for proposal, *_others in proposals}
    names = names_of_mentors(db, ids) if ids else {}
    for proposal, round_, decision in proposals:
        name = names.get(proposal.mentor_id, str(_MENTOR_GONE))
        yield from _proposed(reading, proposal, round_, decision, name)
    yield from _without_proposal(db, mentee)
    for rule in rules:
        yield from _laid_down(reading, rule, names.get(rule.mentor_id, str(_MENTOR_GONE)))
    said = _answers(db, [match.id for match in matches])
    for match in matches:
        name = names.get(match.mentor_id, str(_MENTOR_GONE))
        yield from _course_of(match, said.get(match.id, []), name, reading)


def of_mentor(db: Db, actor: UserActor, mentor: Mentor) -> Iterator[Happening]:
    """Only what was asked for young people whose files this person opens, and no reasons."""
    matches = db.exec(policy.matches_of(actor).where(col(Match.mentor_id) == mentor.id)).all()
    names = names_of_mentees(db, {row.mentee_id for row in matches}) if matches else {}
    said = _answers(db, [match.id for match in matches])
    for match in matches:
        name = names.get(match.mentee_id, str(_MENTEE_GONE))
        yield from _course_of(match, said.get(match.id, []), name, None)


def _proposed(
    reading: Reading,
    proposal: Proposal,
    round_: MatchRound,
    decision: ProposalDecision | None,
    name: str,
) -> Iterator[Happening]:
    place = Place(
        "matching.proposals_one", {"round_id": proposal.round_id, "proposal_id": proposal.id}
    )
    yield Happening(round_.created_at, _("Proposed: %(name)s", name=name), place=place)
    if decision is not None:
        yield Happening(
            decision.decided_at,
            _(
                "About the proposal of %(name)s: %(outcome)s",
                name=name,
                outcome=OUTCOMES[decision.outcome],
            ),
            by=decision.decided_by,
            words=reading.words(decision, reason=_REASON),
            place=place,
        )


def _without_proposal(db: Db, mentee: Mentee) -> Iterator[Happening]:
    found = (
        select(MatchRound)
        .join(Unmatched, col(Unmatched.round_id) == col(MatchRound.id))
        .where(col(Unmatched.mentee_id) == mentee.id, ~_is_about_a_seat())
    )
    for row in db.exec(found):
        place = Place("matching.rounds_waiting", {"round_id": row.id})
        yield Happening(row.created_at, _("A round found no mentor"), place=place)


def _is_about_a_seat() -> ColumnElement[bool]:
    """A second look at somebody else's place, which others could have had."""
    found = select(SecondLook.round_id).where(
        col(SecondLook.looked_for) == LookedFor.SEAT, col(SecondLook.round_id).is_not(None)
    )
    return col(MatchRound.id).in_(found)


def _laid_down(reading: Reading, rule: PairRule, name: str) -> Iterator[Happening]:
    laid_down, taken_away = _titles(rule.kind, name)
    yield Happening(
        rule.made_at,
        laid_down,
        by=rule.made_by,
        words=reading.words(rule, reason=_REASON),
        place=Place("matching.pairs_standing"),
    )
    if rule.ended_at is not None:
        yield Happening(rule.ended_at, taken_away, by=rule.ended_by)


def _titles(kind: RuleKind, name: str) -> tuple[str, str]:
    """When it was laid down, and when it was taken away."""
    return {
        RuleKind.PIN: (
            _("Pinned to a mentor: %(name)s", name=name),
            _("No longer pinned: %(name)s", name=name),
        ),
        RuleKind.BAN: (
            _("A ban was laid down: %(name)s", name=name),
            _("A ban was taken away: %(name)s", name=name),
        ),
        RuleKind.CONFLICT: (
            _("A conflict was laid down: %(name)s", name=name),
            _("A conflict was taken away: %(name)s", name=name),
        ),
    }[kind]


def _course_of(
    match: Match, answers: list[MatchAnswer], name: str, reading: Reading | None
) -> Iterator[Happening]:
    """`reading` is of the young person's file; without it nothing that was written is told."""
    place = Place("matching.matches_one", {"match_id": match.id})
    yield Happening(
        match.decided_at,
        _("A match was asked: %(name)s", name=name),
        by=match.decided_by,
        place=place,
    )
    for answer in answers:
        refused = REFUSALS[answer.refusal] if answer.refusal else None
        said = _("Yes") if refused is None else _("No: %(reason)s", reason=refused)
        yield Happening(
            answer.answered_at,
            _("%(side)s answered: %(said)s", side=SIDES[answer.side], said=said),
            by=answer.noted_by,
            place=place,
        )
    if match.started_at is not None:
        yield Happening(match.started_at, _("The match began: %(name)s", name=name), place=place)
    if match.closed_at is not None:
        yield Happening(
            match.closed_at,
            _(
                "The match with %(name)s: %(status)s",
                name=name,
                status=MATCH_STATUSES[match.status],
            ),
            words=reading.words(match, closing_reason=_REASON) if reading else (),
            place=place,
        )


def _answers(db: Db, match_ids: Collection[UUID]) -> dict[UUID, list[MatchAnswer]]:
    found: dict[UUID, list[MatchAnswer]] = {}
    for row in db.exec(select(MatchAnswer).where(col(MatchAnswer.match_id).in_(match_ids))):
        found.setdefault(row.match_id, []).append(row)
    return found
