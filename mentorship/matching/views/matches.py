"""One match: who answered what, the briefing, a link for the young person, taking it back."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.cover import notes as covers
from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, may, requires
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import policy, services
from mentorship.matching.forms import NextForm, NotedAnswerForm, ReasonForm
from mentorship.matching.matches import asking, queries
from mentorship.matching.matches import briefing as briefings
from mentorship.matching.matches.lending import lender_of
from mentorship.matching.matches.rules import MatchRefused
from mentorship.matching.models import OPENS_A_PLACE, AnsweredBy, Match, MatchStatus, Side
from mentorship.matching.rounds import queries as rounds
from mentorship.matching.rounds import telling, telling_looks
from mentorship.matching.views import new_link
from mentorship.matching.views.answers import (
    Answer,
    locked_match,
    look_reader,
    mentors_to_open,
    page_number,
    read_apart,
    refusal_words,
    visible_match,
)
from mentorship.matching.views.documents import briefing_document
from mentorship.matching.views.rounds import house_names
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.labels import CONTACT_ROUTES

_LONGEST_LOOK = timedelta(minutes=15)


@requires(Permission.MATCH_READ)
def closed() -> str:
    """What was turned down, taken back or has ended; or all that are asked, or all that run."""
    db, asked = request_db(), request.args.get("list", queries.MatchList.CLOSED)
    if asked not in set(queries.MatchList):
        abort(404)
    kind = queries.MatchList(asked)
    page = queries.page_of(db, policy.matches_of(user_actor()), kind, page_number())
    return render_template(
        "matching/closed.html",
        page=page,
        young=telling.names_of_mentees(db, [one.match.mentee_id for one in page.rows]),
        older=telling.names_of_mentors(db, [one.match.mentor_id for one in page.rows]),
        to_open=mentors_to_open(db, [one.match.mentor_id for one in page.rows]),
    )


@requires(Permission.MATCH_READ)
def one(match_id: UUID) -> Answer:
    return _page(request_db(), match_id, Forms())


@requires(Permission.MATCH_READ)
def looking(match_id: UUID) -> str:
    """The part of the page that looks again by itself."""
    db = request_db()
    match = visible_match(db, match_id)
    return render_template("matching/looking.html", is_looking=_is_looking(db, match))


@requires(Permission.MATCH_READ)
def briefing(match_id: UUID) -> str:
    db = request_db()
    match = visible_match(db, match_id)
    return render_template(
        "matching/briefing.html", match=match, told=briefings.for_mentor(db, match)
    )


@requires(Permission.MATCH_READ)
def briefing_pdf(match_id: UUID) -> Response:
    db = request_db()
    return briefing_document(briefings.for_mentor(db, visible_match(db, match_id)))


@requires(Permission.MATCH_DECIDE)
def answer(match_id: UUID) -> Answer:
    """What a consultant heard; whose turn it is, that one's answer it is."""
    form = NotedAnswerForm()
    if not form.validate():
        return _again(match_id, Forms(noted=form))
    db, actor = request_db(), user_actor()
    match = locked_match(db, match_id)
    side = queries.with_answers(db, [match])[0].awaits or Side.MENTOR
    try:
        services.answer(db, match, form.reply(side), AnsweredBy.CONSULTANT, noted_by=actor.id)
    except MatchRefused as refused:
        db.rollback()
        flash(refusal_words(refused), "warning")
        return redirect(url_for("matching.matches_one", match_id=match_id), 303)
    is_running = match.status is MatchStatus.ACTIVE
    db.commit()
    flash(_("Both said yes: the match runs.") if is_running else _("The answer is noted."), "ok")
    return redirect(url_for("matching.matches_one", match_id=match_id), 303)


@requires(Permission.MATCH_DECIDE)
def link(match_id: UUID) -> Answer:
    """Shown once on the page of the match, to hand over by the safe route."""
    db = request_db()
    match = locked_match(db, match_id)
    side = queries.with_answers(db, [match])[0].awaits
    if side is None:
        db.rollback()
        flash(_("This question has ended, so nothing was changed."), "warning")
        return redirect(url_for("matching.matches_one", match_id=match_id), 303)
    address = asking.new_link(db, match, side)
    db.commit()
    new_link.remember(match, address)
    return redirect(url_for("matching.matches_one", match_id=match_id), 303)


@requires(Permission.MATCH_DECIDE)
def withdraw(match_id: UUID) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return _again(match_id, Forms(reason=form))
    db = request_db()
    match = locked_match(db, match_id)
    try:
        services.withdraw(db, match, form.reason.data)
    except MatchRefused as refused:
        db.rollback()
        flash(refusal_words(refused), "warning")
        return redirect(url_for("matching.matches_one", match_id=match_id), 303)
    db.commit()
    flash(_("The question is taken back. Seat and young person are free again."), "ok")
    return redirect(url_for("matching.matches_one", match_id=match_id), 303)


@requires(Permission.MATCH_DECIDE)
def choose_next(match_id: UUID) -> Answer:
    """For a young person whose mentor stopped: wait for another one, or be done."""
    form = NextForm()
    if not form.validate():
        return _again(match_id, Forms(comes=form))
    db = request_db()
    match = locked_match(db, match_id)
    try:
        services.choose_next(db, match, form.reason.data, looks_again=form.looks_again)
    except MatchRefused as refused:
        db.rollback()
        flash(refusal_words(refused), "warning")
        return redirect(url_for("matching.matches_one", match_id=match_id), 303)
    db.commit()
    flash(
        _("The young person waits for another mentor.")
        if form.looks_again
        else _("The young person is done. The file is closed."),
        "ok",
    )
    return redirect(url_for("matching.matches_one", match_id=match_id), 303)


@dataclass
class Forms:
    """The forms of the page of a match; what isn't sent is empty."""

    noted: NotedAnswerForm = field(default_factory=lambda: NotedAnswerForm(formdata=None))
    reason: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None))
    comes: NextForm = field(default_factory=lambda: NextForm(formdata=None))

    @property
    def status(self) -> int:
        return max(self.noted.status, self.reason.status, self.comes.status)


def _round_to_open(db: Db, match: Match) -> UUID | None:
    """That of another House stays there when the young person moves."""
    row = rounds.find(db, policy.rounds_of(user_actor()), queries.round_of(db, match))
    return row.id if row is not None else None


def _safe_contact(db: Db, one: queries.OneMatch) -> SafeContact | None:
    """While somebody has to get in touch, for whoever does so and may open the file."""
    is_asked = one.awaits is Side.MENTEE
    if is_asked and may(Permission.MATCH_DECIDE) and may(Permission.MENTEE_READ):
        return asking.safe_contact(db, one.match)
    return None


def _is_looking(db: Db, match: Match) -> bool:
    """Not for ever: what wasn't done by then may have stopped, and a round can be started."""
    is_over = match.status in OPENS_A_PLACE and match.closed_at is not None
    if not is_over or now(db) - (match.closed_at or now(db)) > _LONGEST_LOOK:
        return False
    return telling_looks.is_looking(db, match)


def _again(match_id: UUID, forms: Forms) -> Answer:
    return read_apart(lambda db: _page(db, match_id, forms))


def _page(db: Db, match_id: UUID, forms: Forms) -> tuple[str, int]:
    match = visible_match(db, match_id)
    one, mentor = queries.with_answers(db, [match])[0], queries.mentor_of(db, match)
    mentee, names = queries.mentee_of(db, match), house_names(db)
    colleagues = {match.decided_by, *(a.noted_by for a in one.answers.values() if a.noted_by)}
    page = render_template(
        "matching/match.html",
        one=one,
        match=match,
        noted=forms.noted,
        reason=forms.reason,
        comes=forms.comes,
        asks_what_is_next=queries.asks_what_is_next(db, match),
        can_write_to_mentor=asking.can_write_to_mentor(db, match),
        has_to_be_called=asking.has_to_be_called(db, one),
        round_id=_round_to_open(db, match),
        young=telling.names_of_mentees(db, [match.mentee_id]).get(match.mentee_id, ""),
        older=telling.names_of_mentors(db, [match.mentor_id]).get(match.mentor_id, ""),
        mentor_phone=asking.phone_to_call(db, one),
        new_link=new_link.take(db, one),
        contact=_safe_contact(db, one),
        to_open=mentors_to_open(db, [mentor.id]),
        colleagues=names_of_ids(db, colleagues),
        closing_reason=queries.reason_of_closing(db, match),
        contact_routes=CONTACT_ROUTES,
        house=names[mentee.house_code],
        house_names=names,
        is_looking=_is_looking(db, match),
        looks=telling_looks.of_match(db, look_reader(), match),
        cover=covers.cover_note(db, user_actor(), mentee.consultant_id),
        lender=lender_of(db, match.mentor_id, match.mentee_id),
    )
    return page, forms.status
