"""One pair opened beside the list of pairs, and the decision about it."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import pair_rules, policy, services
from mentorship.matching.forms import DecisionForm
from mentorship.matching.labels import obstacle_words
from mentorship.matching.matches.decisions import find_decision, reason_of
from mentorship.matching.matches.lending import lender_of
from mentorship.matching.matches.queries import find_of_proposal
from mentorship.matching.matches.rules import AlreadyDecided, CannotChoose, LendingNotAgreed
from mentorship.matching.models import PairRule
from mentorship.matching.rounds import queries, telling, telling_looks
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.matching.rounds.newer import newest_after
from mentorship.matching.views import just_decided
from mentorship.matching.views.answers import (
    Answer,
    first_round,
    look_reader,
    mentors_to_open,
    read_apart,
    visible_round,
)
from mentorship.matching.views.rounds import house_names
from mentorship.referrals.mentees.queries import lock_mentee


@requires(Permission.MATCH_READ)
def one(round_id: UUID, proposal_id: UUID) -> Answer:
    db = request_db()
    row = visible_round(db, round_id)
    return _page(db, row, _visible(db, row, proposal_id), DecisionForm())


@requires(Permission.MATCH_DECIDE)
def decide(round_id: UUID, proposal_id: UUID) -> Answer:
    form = DecisionForm()
    if not form.validate():
        return _again(round_id, proposal_id, form)
    db, actor = request_db(), user_actor()
    row = visible_round(db, round_id)
    proposal = _visible(db, row, proposal_id)
    mentee = lock_mentee(db, policy.mentees_of(actor), proposal.mentee_id) or abort(404)
    try:
        services.decide(
            db,
            proposal,
            mentee,
            form.decided,
            form.reason.data,
            actor.id,
            is_lending_agreed=form.is_lending_agreed.data,
        )
    except LendingNotAgreed:
        db.rollback()
        form.refuse(_("Ask the House of this mentor first, and tick the box."), "is_lending_agreed")
        return _again(round_id, proposal_id, form)
    except (AlreadyDecided, CannotChoose) as refused:
        db.rollback()
        return _too_late(round_id, proposal_id, form, refused)
    next_id = _next_undecided(db, row.id, proposal.id)
    home = first_round(db, row) or row
    db.commit()
    just_decided.remember(proposal)
    if next_id is None:
        return redirect(url_for("matching.rounds_one", round_id=home.id), 303)
    address = url_for("matching.proposals_one", round_id=round_id, proposal_id=next_id)
    return redirect(address, 303)


def _visible(db: Db, row: MatchRound, proposal_id: UUID) -> Proposal:
    visible = policy.proposals_of(user_actor())
    return queries.find_proposal(db, visible, row.id, proposal_id) or abort(404)


def _newer(db: Db, row: MatchRound, proposal: Proposal) -> MatchRound | None:
    rounds = policy.rounds_of(user_actor())
    return newest_after(db, rounds, row, proposal.mentee_id)


def _next_undecided(db: Db, round_id: UUID, decided: UUID) -> UUID | None:
    """The next pair that waits, round and round; nothing when all are decided."""
    visible = policy.proposals_of(user_actor())
    ids = queries.ids_in_order(db, visible, round_id)
    still_open = set(queries.open_in(db, visible, round_id))
    at = ids.index(decided)
    return next((key for key in (*ids[at + 1 :], *ids[:at]) if key in still_open), None)


def _too_late(
    round_id: UUID, proposal_id: UUID, form: DecisionForm, refused: AlreadyDecided | CannotChoose
) -> tuple[str, int]:
    """What changed meanwhile, with the reason that was typed; nothing was done."""
    if isinstance(refused, CannotChoose):
        return _refused(round_id, proposal_id, form, refused)
    return read_apart(lambda db: _decided_before(db, round_id, proposal_id, form))


def _decided_before(
    db: Db, round_id: UUID, proposal_id: UUID, form: DecisionForm
) -> tuple[str, int]:
    """By whom and when: that may have been oneself, in another tab."""
    decision = queries.decisions_of(db, [proposal_id])[proposal_id]
    page = render_template(
        "matching/too_late.html",
        round_id=round_id,
        proposal_id=proposal_id,
        obstacles=(),
        decided_at=decision.decided_at,
        is_own=decision.decided_by == user_actor().id,
        decided_by=names_of_ids(db, {decision.decided_by}).get(decision.decided_by),
        reason=form.reason.data,
    )
    return page, 409


def _refused(
    round_id: UUID, proposal_id: UUID, form: DecisionForm, refused: CannotChoose
) -> tuple[str, int]:
    page = render_template(
        "matching/too_late.html",
        round_id=round_id,
        proposal_id=proposal_id,
        obstacles=[obstacle_words(obstacle) for obstacle in refused.obstacles],
        reason=form.reason.data,
    )
    return page, 409


def _again(round_id: UUID, proposal_id: UUID, form: DecisionForm) -> Answer:
    def page(db: Db) -> Answer:
        row = visible_round(db, round_id)
        return _page(db, row, _visible(db, row, proposal_id), form)

    return read_apart(page)


def _page(db: Db, row: MatchRound, proposal: Proposal, form: DecisionForm) -> Answer:
    told = telling.proposal(db, row, proposal)
    if told is None:
        abort(404)
    decision = find_decision(db, proposal)
    open_ids = queries.open_in(db, policy.proposals_of(user_actor()), row.id)
    pin = _pin(db, row, proposal) if told.part.is_pinned else None
    makers = {one.decided_by for one in (decision,) if one} | {one.made_by for one in (pin,) if one}
    page = render_template(
        "matching/proposal.html",
        row=row,
        home=first_round(db, row) or row,
        said_no=telling_looks.why_the_mentor_said_no(db, look_reader(), row),
        proposal=proposal,
        told=told,
        form=form,
        **_beside(db, row, proposal),
        decision=decision,
        is_open=proposal.id in open_ids,
        open_ids=open_ids,
        newer=None if decision else _newer(db, row, proposal),
        has_more_to_decide=any(key != proposal.id for key in open_ids),
        just_decided=just_decided.take(db),
        reason=reason_of(db, decision) if decision else "",
        colleagues=names_of_ids(db, makers),
        pin=pin,
        why_pinned=pair_rules.reasons_of(db, [pin]).get(pin.id, "") if pin else "",
        to_open=mentors_to_open(db, [proposal.mentor_id]),
        match=find_of_proposal(db, proposal.id),
        house_names=house_names(db),
        lender=lender_of(db, proposal.mentor_id, proposal.mentee_id),
    )
    return page, form.status


def _beside(db: Db, row: MatchRound, proposal: Proposal) -> dict[str, Any]:
    """The list of pairs in which this one stands, and its neighbours."""
    visible = policy.proposals_of(user_actor())
    ids = queries.ids_in_order(db, visible, row.id)
    at = ids.index(proposal.id)
    page_of_list = at // queries.PAGE + 1
    beside, _pages = queries.proposals_in(db, visible, row.id, page_of_list)
    return {
        "beside": telling.lines(db, beside, queries.decisions_of(db, [one.id for one in beside])),
        "place": at + 1,
        "total": len(ids),
        "previous_id": ids[at - 1] if at else None,
        "next_id": ids[at + 1] if at + 1 < len(ids) else None,
        "page_of_list": page_of_list,
    }


def _pin(db: Db, row: MatchRound, proposal: Proposal) -> PairRule | None:
    return pair_rules.pin_in(db, policy.pair_rules_of(user_actor()), row, proposal)
