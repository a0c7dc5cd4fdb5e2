"""The one-time links of a question: read without signing in, answered once."""

from flask import render_template
from sqlmodel import select

from mentorship.foundation import links
from mentorship.foundation.access import public
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError, LinkExpired, LinkUsed
from mentorship.foundation.requests import request_db
from mentorship.matching import services
from mentorship.matching.forms import AnswerForm
from mentorship.matching.matches import briefing, queries
from mentorship.matching.matches.rules import LINK_PURPOSES, MatchRefused
from mentorship.matching.models import AnsweredBy, Match, Side
from mentorship.matching.views.answers import Answer, read_apart, refusal_words


@public
def mentor(token: str) -> Answer:
    return _answer(Side.MENTOR, token)


@public
def mentee(token: str) -> Answer:
    return _answer(Side.MENTEE, token)


def _answer(side: Side, token: str) -> Answer:
    form = AnswerForm()
    try:
        if not form.validate_on_submit():
            return read_apart(lambda db: _page(db, side, token, form))
        db = request_db()
        link = links.find(db, LINK_PURPOSES[side], token)
        match = queries.lock(db, select(Match), link.target_id)
        if match is None:
            raise LinkExpired
        # Behind the locks that everybody takes first: whoever ends the links holds them too.
        links.use(db, LINK_PURPOSES[side], token)
        services.answer(db, match, form.reply(side), AnsweredBy.LINK)
    except LinkError as problem:
        return _stopped(_why_not(problem))
    except MatchRefused as refused:
        request_db().rollback()
        return _stopped(refusal_words(refused))
    db.commit()
    return render_template("matching/link_thanks.html", side=side, is_yes=form.answer.data == "yes")


def _page(db: Db, side: Side, token: str, form: AnswerForm) -> tuple[str, int]:
    match = db.get(Match, links.find(db, LINK_PURPOSES[side], token).target_id)
    if match is None or queries.with_answers(db, [match])[0].awaits is not side:
        raise LinkExpired
    if not briefing.may_be_told(db, match):
        raise LinkExpired
    if side is Side.MENTOR:
        page = render_template(
            "matching/link_mentor.html", told=briefing.for_mentor(db, match), form=form
        )
    else:
        page = render_template(
            "matching/link_mentee.html", told=briefing.for_mentee(db, match), form=form
        )
    return page, form.status


def _stopped(why: str) -> tuple[str, int]:
    return render_template("matching/link_stopped.html", why=why), 410


def _why_not(problem: LinkError) -> str:
    if isinstance(problem, LinkUsed):
        return _("This link was used already. Your answer has arrived.")
    if isinstance(problem, LinkExpired):
        return _("This link has ended. Ask the person who sent it to you how it goes on.")
    return _("We do not know this link. Was it cut off? Copy the whole link and try again.")
