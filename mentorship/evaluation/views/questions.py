"""Questions about bundles: asked by the recipient, answered by who asks for bundles."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import policy, queries, questions, rules
from mentorship.evaluation.forms import AnswerForm, QuestionForm, WordsForm
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.views.answers import Answer
from mentorship.foundation.access import Permission, may, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.region.models import Organisation


@requires(Permission.BUNDLE_READ)
def mine(bundle_id: UUID) -> Answer:
    """While the bundle is at hand: an answer tells of its figures, so it ends with them."""
    db, actor, form = request_db(), user_actor(), QuestionForm()
    look = queries.lock if request.method == "POST" else queries.find
    row = look(db, policy.at_hand_of(actor, queries.today(db)), bundle_id) or abort(404)
    if form.validate_on_submit():
        try:
            questions.ask(db, row, form.question.data, db.get_one(User, actor.id), form.key)
        except rules.SentWithOtherWords:
            db.rollback()
            form.ask_again(_sent_before())
        else:
            db.commit()
            flash(_("Your question is sent. You get an e-mail when there is an answer."), "ok")
            return redirect(url_for("evaluation.questions_mine", bundle_id=bundle_id), 303)
    asked = questions.of_bundle(db, row, version_in(request.args.get("page")))
    return render_template(
        "evaluation/questions_mine.html", bundle=row, asked=asked, form=form
    ), form.status


def _sent_before() -> str:
    return _(
        "This page was sent before with other words; these are kept. Look first, and send what "
        "is in the field once more if you want to add it."
    )


@requires(Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)
def overview() -> str:
    db = request_db()
    asked = questions.all_of_them(db, version_in(request.args.get("page")))
    return render_template(
        "evaluation/questions.html",
        asked=asked,
        purposes=questions.purposes_of(db, asked.rows),
        names=names_of_ids(db, {one.by for one in asked.rows}),
    )


@requires(Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)
def question(question_id: UUID) -> Answer:
    """Who releases bundles reads what was answered: that is told as well."""
    return _page(request_db(), question_id, AnswerForm())


@requires(Permission.BUNDLE_SPECIFY)
def answer(question_id: UUID) -> Answer:
    """To who asks for bundles none is foreign."""
    db, actor, form = request_db(), user_actor(), AnswerForm()
    row = questions.lock(db, question_id) or abort(404)
    if not form.validate_on_submit():
        return _page(db, question_id, form)
    seen = version_in(form.seen.data)
    try:
        questions.answer(db, row, form.answer.data, actor.id, form.key, seen=seen)
    except ChangedMeanwhile:
        db.rollback()
        form.refuse(_("A colleague answered meanwhile. Is there still something to add?"))
        return _page(db, question_id, form, is_changed=True)
    except rules.SentWithOtherWords:
        db.rollback()
        form.ask_again(_sent_before())
        return _page(db, question_id, form, is_changed=True)
    except rules.NobodyReadsIt:
        db.rollback()
        flash(_("Nobody can read an answer to this question any more."), "info")
        return redirect(url_for("evaluation.questions_question", question_id=question_id), 303)
    db.commit()
    flash(_("The answer is sent."), "ok")
    return redirect(url_for("evaluation.questions_overview"), 303)


@requires(Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)
def words(question_id: UUID) -> Answer:
    """Takes out what names somebody after all."""
    with current_database().reading(audit_actor()) as db:
        asked = questions.find(db, question_id) or abort(404)
    texts = {asked.id: asked.text} | {one.id: one.text for one in asked.answers}
    form = WordsForm({key: text for key, text in texts.items() if text})
    back = url_for("evaluation.questions_question", question_id=question_id)
    if form.validate_on_submit():
        db = request_db()
        row = questions.lock(db, question_id) or abort(404)
        questions.take_out(db, row, form.chosen)
        db.commit()
        flash(_("The words are taken out."), "ok")
        return redirect(back, 303)
    return render_template("evaluation/words.html", form=form, back=back), form.status


def _page(db: Db, question_id: UUID, form: AnswerForm, *, is_changed: bool = False) -> Answer:
    """`is_changed`: what came in between is shown now, so the next sending is on top of it."""
    asked = questions.find(db, question_id) or abort(404)
    if not form.is_submitted() or is_changed:
        form.seen.data = str(len(asked.answers))
    bundle = db.get_one(EvaluationBundle, asked.bundle_id)
    page = render_template(
        "evaluation/question.html",
        asked=asked,
        bundle=bundle,
        organisation=db.get_one(Organisation, bundle.organisation_id).name,
        names=names_of_ids(db, {asked.by, *(one.by for one in asked.answers)}),
        may_answer=may(Permission.BUNDLE_SPECIFY) and asked.is_open and asked.by != user_actor().id,
        form=form,
    )
    return page, 409 if is_changed else form.status
