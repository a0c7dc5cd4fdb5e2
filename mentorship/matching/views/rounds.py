"""Rounds: what awaits somebody, starting one, its progress, and its outcome at a glance."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import counts, policy, services, settings_history
from mentorship.matching.forms import StartRoundForm
from mentorship.matching.matches import queries as matches
from mentorship.matching.rounds import overtaken, queries, telling, telling_looks, telling_waiting
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.services import RoundRunning
from mentorship.matching.views import just_decided
from mentorship.matching.views.answers import (
    Answer,
    first_round,
    look_reader,
    mentors_to_open,
    page_number,
    read_apart,
    visible_round,
)
from mentorship.matching.words.objectives import (
    counted_first_words,
    no_prices_words,
    objective_words,
)
from mentorship.mentors.queries import today
from mentorship.region.queries import houses, short_names

_NEWEST = 5  # rounds that stand open on the page of all; the older ones are folded away


@requires(Permission.MATCH_READ)
def overview() -> Answer:
    return _overview(request_db(), StartRoundForm())


def _overview(db: Db, form: StartRoundForm) -> tuple[str, int]:
    actor = user_actor()
    names = house_names(db)
    own = sorted(policy.houses_of(actor))
    form.offer([(code, names[code]) for code in own], request.args.get("scope", ""))
    number = page_number()
    rows, pages = queries.page_of_rounds(db, policy.rounds_of(actor), number)
    kinds = (matches.MatchList.ASKED, matches.MatchList.RUNNING)
    asked, running = (matches.page_of(db, policy.matches_of(actor), kind) for kind in kinds)
    live = [*asked.rows, *running.rows]
    page = render_template(
        "matching/overview.html",
        form=form,
        rounds=[(row, queries.progress_of(db, row)) for row in rows],
        newest=_NEWEST,
        undecided=queries.undecided_in(
            db, policy.proposals_of(actor), policy.rounds_of(actor), [row.id for row in rows]
        ),
        page=number,
        pages=pages,
        house_names=names,
        short_names=short_names(db),
        own_houses=own,
        waiting=counts.waiting_now(db, today(db)),
        elsewhere=overtaken.waiting_elsewhere(db, own),
        overtaken=overtaken.lately(db, policy.proposals_of(actor), actor.id),
        to_decide=queries.undecided_in(db, policy.proposals_of(actor), policy.rounds_of(actor)),
        asked=asked,
        running=running,
        young=telling.names_of_mentees(db, [one.match.mentee_id for one in live]),
        older=telling.names_of_mentors(db, [one.match.mentor_id for one in live]),
        to_open=mentors_to_open(db, [one.match.mentor_id for one in live]),
    )
    return page, form.status


@requires(Permission.MATCH_ROUND)
def start() -> Answer:
    db, actor = request_db(), user_actor()
    form = StartRoundForm()
    names = house_names(db)
    form.offer([(code, names[code]) for code in sorted(policy.houses_of(actor))])
    if not form.validate():
        db.rollback()
        return read_apart(lambda reading: _overview(reading, form))
    try:
        made = services.start_round(db, form.house_code, actor.id, key=sending_of(form))
    except RoundRunning as running:
        db.rollback()
        flash(_("A round is being computed already; this is it."), "info")
        return redirect(url_for("matching.rounds_one", round_id=running.round_id), 303)
    db.commit()
    return redirect(url_for("matching.rounds_one", round_id=made.id), 303)


def sending_of(form: StartRoundForm) -> UUID | None:
    """Which sending of the page this is, so that a double click starts one round."""
    try:
        return UUID(form.submission.data or "")
    except ValueError:
        return None


@requires(Permission.MATCH_READ)
def one(round_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    row = visible_round(db, round_id)
    if row.certificate is None:
        told = queries.progress_of(db, row)
        return render_template(
            "matching/computing.html", row=row, told=told, house_names=house_names(db)
        )
    visible = policy.proposals_of(actor)
    _first, waiting_count = queries.unmatched_in(db, policy.unmatched_of(actor), row.id, 1)
    dropped = queries.dropped_pins_in(db, policy.dropped_pins_of(actor), row.id)
    return render_template(
        "matching/round.html",
        row=row,
        **_own_pairs(db, row),
        **_pairs_elsewhere(db, row),
        **_what_it_went_by(db, row),
        first=first_round(db, row) if row.follows_id else None,
        open_ids=queries.open_in(db, visible, row.id),
        overtaken=overtaken.overtaken(db, visible, actor.id, of_round=row.id),
        waiting_count=waiting_count,
        glance=queries.houses_in(db, row.id),
        dropped=telling.dropped_pins(db, dropped),
        house_names=house_names(db),
        just_decided=just_decided.take(db),
    )


def _own_pairs(db: Db, row: MatchRound) -> dict[str, Any]:
    """A page of the pairs to decide about, and what came of those that ended."""
    actor, number = user_actor(), page_number()
    proposals, pages = queries.proposals_in(db, policy.proposals_of(actor), row.id, number)
    ids = [one.id for one in proposals]
    looks = telling_looks.lines_of_round(db, look_reader(), row)
    to_name = [one.line.mentor_id for one in looks if one.line]
    return {
        "lines": telling.lines(db, proposals, queries.decisions_of(db, ids)),
        "ended": matches.ended_of(db, policy.matches_of(actor), ids),
        "to_open": mentors_to_open(db, [one.mentor_id for one in proposals] + to_name),
        "looks": looks,
        "open_looks": [one for one in looks if one.is_open],
        "page": number,
        "pages": pages,
    }


def _pairs_elsewhere(db: Db, row: MatchRound) -> dict[str, Any]:
    """Young people of other Houses; named are the mentors of the own ones alone."""
    actor, number = user_actor(), page_number("others")
    own = policy.houses_of(actor)
    others, pages = queries.elsewhere(db, policy.proposals_of(actor), row.id, own, number)
    mentors = [one.mentor_id for one in others if one.mentor_house_code in own]
    return {
        "others": others,
        "decisions": queries.decisions_of(db, [one.id for one in others]),
        "own_mentors": telling.names_of_mentors(db, mentors),
        "others_page": number,
        "others_pages": pages,
    }


def _what_it_went_by(db: Db, row: MatchRound) -> dict[str, Any]:
    settings = telling.settings_of_round(db, row)
    return {
        "policy": settings.policy,
        "objective": objective_words(settings.objective),
        "counted_first": counted_first_words(settings.objective),
        "no_prices": no_prices_words(),
        "started_by": names_of_ids(db, {row.started_by}).get(row.started_by, ""),
        "version": settings_history.find(db, row.settings_number),
    }


@requires(Permission.MATCH_READ)
def progress(round_id: UUID) -> Answer:
    """The part of the page that looks again by itself."""
    db = request_db()
    row = visible_round(db, round_id)
    told = queries.progress_of(db, row)
    return render_template("matching/progress.html", row=row, told=told)


@requires(Permission.MATCH_ROUND)
def cancel(round_id: UUID) -> Answer:
    db = request_db()
    row = _locked(db, round_id)
    services.cancel_round(db, row)
    db.commit()
    return redirect(url_for("matching.rounds_one", round_id=round_id), 303)


def _locked(db: Db, round_id: UUID) -> MatchRound:
    visible_round(db, round_id)
    return queries.lock(db, round_id)


@requires(Permission.MATCH_READ)
def waiting(round_id: UUID) -> Answer:
    """Who has no proposal and why, each with what stands in the way."""
    db, actor = request_db(), user_actor()
    row = visible_round(db, round_id)
    if row.certificate is None:
        return redirect(url_for("matching.rounds_one", round_id=row.id))
    number = page_number()
    own = queries.own_mentees_in(db, policy.mentees_of(actor), row.id)
    rows, total = queries.unmatched_in(db, policy.unmatched_of(actor), row.id, number)
    return render_template(
        "matching/waiting.html",
        row=row,
        lines=telling_waiting.waiting(db, row, rows, own),
        total=total,
        page=number,
        pages=max(1, -(-total // queries.PAGE)),
        house_names=house_names(db),
    )


def house_names(db: Db) -> dict[str, str]:
    return {house.code: house.name for house in houses(db)}
