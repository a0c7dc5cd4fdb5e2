"""Questions about bundles: asked by the recipient, answered by who asks for bundles."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.evaluation import policy, queries, questions
from mentorship.evaluation.forms import AnswerForm, QuestionForm
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.views.answers import Answer
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db


@requires(Permission.BUNDLE_READ)
def mine(bundle_id: UUID) -> Answer:
    """Also when the bundle is over: the answers stay to be read."""
    db, actor, form = request_db(), user_actor(), QuestionForm()
    row = queries.find(db, policy.had_by(actor), bundle_id) or abort(404)
    may_ask = policy.can_ask(actor, row, queries.today(db))
    if request.method == "POST" and not may_ask:
        abort(404)
    if form.validate_on_submit():
        questions.ask(db, row, form.question.data, actor.id, form.key)
        db.commit()
        flash(_("Your question is sent. You get an e-mail when there is an answer."), "ok")
        return redirect(url_for("evaluation.questions_mine", bundle_id=row.id), 303)
    page = render_template(
        "evaluation/questions_mine.html",
        bundle=row, asked=questions.of_bundle(db, row), may_ask=may_ask, form=form,
    )  # fmt: skip
    return page, form.status


@requires(Permission.BUNDLE_SPECIFY)
def overview() -> Answer:
    db = request_db()
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    asked, page, pages = questions.page_of_questions(db, number)
    purposes = questions.purposes_of(db, asked)
    return render_template(
        "evaluation/questions.html", asked=asked, purposes=purposes, page=page, pages=pages
    )


@requires(Permission.BUNDLE_SPECIFY)
def question(question_id: UUID) -> Answer:
    """To who asks for bundles none is foreign."""
    db, form = request_db(), AnswerForm()
    asked = questions.find(db, question_id) or abort(404)
    if form.validate_on_submit():
        questions.answer(db, asked.question, form.answer.data, user_actor().id, form.key)
        db.commit()
        flash(_("The answer is sent."), "ok")
        return redirect(url_for("evaluation.questions_overview"), 303)
    bundle = db.get_one(EvaluationBundle, asked.question.bundle_id)
    page = render_template("evaluation/question.html", asked=asked, bundle=bundle, form=form)
    return page, form.status
