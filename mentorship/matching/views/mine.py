"""A mentor's own page: the question about a young person, without a name, and the answer."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import policy, services
from mentorship.matching.forms import AnswerForm
from mentorship.matching.matches import briefing, queries
from mentorship.matching.matches.rules import MatchRefused
from mentorship.matching.models import AnsweredBy, Match, Side
from mentorship.matching.views.answers import Answer, read_apart, refusal_words
from mentorship.matching.views.documents import briefing_document
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user


@requires(Permission.MATCH_OWN)
def mine() -> str:
    db = request_db()
    mentor = mentor_of_user(db, user_actor().id)
    rows = queries.of_mentor(db, policy.own_matches(mentor)) if mentor else []
    return render_template("matching/mine.html", rows=rows)


@requires(Permission.MATCH_OWN)
def one(match_id: UUID) -> Answer:
    return _page(request_db(), match_id, AnswerForm())


@requires(Permission.MATCH_OWN)
def pdf(match_id: UUID) -> Response:
    db = request_db()
    match = _own(db, match_id)
    if not briefing.may_be_told(db, match):
        abort(404)
    return briefing_document(briefing.for_mentor(db, match))


@requires(Permission.MATCH_OWN)
def answer(match_id: UUID) -> Answer:
    form = AnswerForm()
    if not form.validate():
        return read_apart(lambda db: _page(db, match_id, form))
    db = request_db()
    match = queries.lock(db, policy.own_matches(_mentor(db)), match_id) or abort(404)
    try:
        services.answer(db, match, form.reply(Side.MENTOR), AnsweredBy.PAGE)
    except MatchRefused as refused:
        db.rollback()
        flash(refusal_words(refused), "warning")
        return redirect(url_for("matching.mine_mine"), 303)
    db.commit()
    flash(_("Thank you for your answer. Your consultant contacts you."), "ok")
    return redirect(url_for("matching.mine_mine"), 303)


def _mentor(db: Db) -> Mentor:
    return mentor_of_user(db, user_actor().id) or abort(404)


def _own(db: Db, match_id: UUID) -> Match:
    return queries.find(db, policy.own_matches(_mentor(db)), match_id) or abort(404)


def _page(db: Db, match_id: UUID, form: AnswerForm) -> tuple[str, int]:
    """What was turned down or has ended tells nothing more about anybody."""
    match = _own(db, match_id)
    told = briefing.for_mentor(db, match) if briefing.may_be_told(db, match) else None
    page = render_template(
        "matching/my_match.html",
        one=queries.with_answers(db, [match])[0],
        match=match,
        told=told,
        form=form,
    )
    return page, form.status
