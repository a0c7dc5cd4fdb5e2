"""The consultant's side: whom an invitation may be passed on to, the letter, and what came of it.

All of it ends when the invitation does: then these pages are a 404.
"""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation.interviews import labels, passing, policy, queries, rules
from mentorship.evaluation.interviews.forms import AskingForm
from mentorship.evaluation.interviews.models import InterviewInvitation
from mentorship.evaluation.interviews.queries import Person
from mentorship.evaluation.interviews.views.answers import REFUSALS, REFUSED, Answer, explain
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import LANGUAGES, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views.intake import as_pdf


@requires(Permission.INTERVIEW_HAND_ON)
def running() -> str:
    db, actor = request_db(), user_actor()
    found = policy.passed_on_by(actor, today(db))
    page = queries.page_of(db, found, version_in(request.args.get("page")))
    return render_template(
        "evaluation/interviews/running.html",
        page=page,
        words=queries.words_of(db, page.rows),
        left=queries.left_to_ask(db, actor),
    )


@requires(Permission.INTERVIEW_HAND_ON)
def people(invitation_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    row = _found(db, invitation_id)
    page = queries.people(db, actor, row, version_in(request.args.get("page")))
    return render_template(
        "evaluation/interviews/people.html",
        row=row,
        words=queries.words_of(db, [row])[row.id],
        half_years=half_year_names(row.cohorts),
        page=page,
        noted_by=names_of_ids(db, {one.asking.noted_by for one in page.rows if one.asking}),
        labels=labels,
    )


def _found(db: Db, invitation_id: UUID) -> InterviewInvitation:
    visible = policy.passed_on_by(user_actor(), today(db))
    return queries.find(db, visible, invitation_id) or abort(404)


@requires(Permission.INTERVIEW_HAND_ON)
def letter(invitation_id: UUID) -> FlaskResponse:
    """The same sheet for everybody: whoever finds it on a printer learns nothing of anybody."""
    db = request_db()
    row = _found(db, invitation_id)
    language = request.args.get("language", "nl")
    if language not in LANGUAGES:
        abort(404)
    with speaking(language):
        paper = render_template(
            "evaluation/interviews/letter_paper.html",
            row=row, words=queries.words_of(db, [row])[row.id], language=language,
        )  # fmt: skip
        return as_pdf(paper, _("Invitation to a talk"))


@requires(Permission.INTERVIEW_HAND_ON)
def person(invitation_id: UUID, mentee_id: UUID) -> Answer:
    day = day_of(current_database().clock())
    form = AskingForm(day)
    if not form.is_submitted():
        form.happened_on.data = day
    try:
        is_noted = form.validate_on_submit() and _is_noted(invitation_id, mentee_id, form)
    except rules.NotToBeAsked:
        request_db().rollback()
        flash(_("This young person may not be asked any more. Nothing is noted."), "info")
        return redirect(url_for("interviews.people", invitation_id=invitation_id), 303)
    if is_noted:
        flash(_("It is noted."), "ok")
        return redirect(url_for("interviews.people", invitation_id=invitation_id), 303)
    with current_database().reading(audit_actor()) as db:
        row = _found(db, invitation_id)
        one = _person(db, row, mentee_id)
        page = render_template(
            "evaluation/interviews/person.html",
            row=row,
            one=one,
            labels=labels,
            noted_by=names_of_ids(db, {one.asking.noted_by} if one.asking else set()),
            form=form,
        )
    return page, form.status


def _person(db: Db, row: InterviewInvitation, mentee_id: UUID) -> Person:
    """Who may not be asked (any more) is as unknown as somebody else's."""
    return queries.person(db, user_actor(), row, mentee_id) or abort(404)


def _is_noted(invitation_id: UUID, mentee_id: UUID, form: AskingForm) -> bool:
    db, actor = request_db(), user_actor()
    row, mentee = _locked(db, invitation_id, mentee_id)
    try:
        passing.note(db, row, mentee, form.chosen, form.happened_on.day, actor, form.key)
    except REFUSED as refusal:
        db.rollback()
        explain(form, refusal)
        return False
    db.commit()
    return True


def _locked(db: Db, invitation_id: UUID, mentee_id: UUID) -> tuple[InterviewInvitation, Mentee]:
    return passing.lock(db, user_actor(), invitation_id, mentee_id) or abort(404)


@requires(Permission.INTERVIEW_HAND_ON)
def take_back(invitation_id: UUID, mentee_id: UUID) -> Answer:
    db, form = request_db(), Form()
    row, mentee = _locked(db, invitation_id, mentee_id)
    if not queries.is_to_be_asked(db, user_actor(), row, mentee):
        abort(404)
    asking = queries.asking_of(db, row, mentee)
    if form.validate_on_submit() and asking is not None:
        if request.form.get("asking") == str(asking.id):
            passing.take_back(db, asking)
            db.commit()
            flash(_("It is taken back. You can note something else."), "ok")
        else:  # not what the page showed
            flash(str(REFUSALS[rules.NotedBefore][0]), "info")
    return redirect(url_for("interviews.people", invitation_id=invitation_id), 303)
