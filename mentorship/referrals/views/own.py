"""What a referrer sees of their own referrals: the receipt, the status, a question."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.referrals import drafting, for_referrers, policy, queries, services
from mentorship.referrals.labels import STATUSES_FOR_REFERRER
from mentorship.referrals.models import Referral
from mentorship.referrals.rules import NothingToAnswer
from mentorship.referrals.terms import deadlines, terms_of
from mentorship.referrals.triage_forms import AnswerForm

Answer = Response | str | tuple[str, int]


@requires(Permission.REFERRAL_READ_OWN)
def mine() -> str:
    db, actor = request_db(), user_actor()
    drafts = drafting.drafts_of(db, actor.id)
    return render_template(
        "referrals/mine.html",
        referrals=for_referrers.own_referrals(db, actor),
        drafts=drafts,
        draft_names=drafting.first_names_of(db, drafts),
        asked=for_referrers.questions_to(db, actor),
        statuses=STATUSES_FOR_REFERRER,
    )


@requires(Permission.REFERRAL_READ_OWN)
def one(referral_id: UUID) -> Answer:
    return _page(request_db(), _own(referral_id), AnswerForm())


@requires(Permission.REFERRAL_READ_OWN)
def receipt(referral_id: UUID) -> str:
    db, referral = request_db(), _own(referral_id)
    return render_template(
        "referrals/receipt.html",
        referral=referral,
        own=for_referrers.own_referral(db, referral),
        due=deadlines(queries.day_of(referral.received_at), terms_of(current_database().settings)),
        house=for_referrers.house_sent_to(db, referral),
    )


@requires(Permission.REFERRAL_ANSWER)
def answer(referral_id: UUID) -> Answer:
    form = AnswerForm()
    if not form.validate():
        return _again(referral_id, form)
    db, actor = request_db(), user_actor()
    referral = queries.lock(db, policy.own_of(db, actor), referral_id) or abort(404)
    try:
        services.answer_question(db, referral, form.answer.data)
    except NothingToAnswer:
        db.rollback()
        form.refuse(_("This question is answered already. Your text was not sent; it is below."))
        return _again(referral_id, form, keep_text=True)
    db.commit()
    flash(_("Your answer is sent. Thank you."), "ok")
    return redirect(url_for("referrals.one", referral_id=referral_id), 303)


def _again(referral_id: UUID, form: Form, *, keep_text: bool = False) -> Answer:
    """The page with what has to be put right; read apart, so that no writer has to wait."""
    with current_database().reading(audit_actor()) as db:
        mine = policy.own_of(db, user_actor())
        referral = queries.find(db, mine, referral_id) or abort(404)
        return _page(db, referral, form, keep_text=keep_text)


def _own(referral_id: UUID) -> Referral:
    db = request_db()
    return queries.find(db, policy.own_of(db, user_actor()), referral_id) or abort(404)


def _page(db: Db, referral: Referral, form: Form, *, keep_text: bool = False) -> tuple[str, int]:
    page = render_template(
        "referrals/own.html",
        form=form,
        referral=for_referrers.own_referral(db, referral),
        question=queries.open_question(db, referral),
        keep_text=keep_text,
        statuses=STATUSES_FOR_REFERRER,
    )
    return page, form.status
