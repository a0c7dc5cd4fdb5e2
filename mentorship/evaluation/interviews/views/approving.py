"""The coordinator's side: reading an invitation before a young person does, and ending one."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation.interviews import labels, policy, queries, services
from mentorship.evaluation.interviews.forms import DecisionForm
from mentorship.evaluation.interviews.rules import State
from mentorship.evaluation.interviews.views.answers import REFUSED, Answer, explain
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.region.models import Organisation


@requires(Permission.INTERVIEW_APPROVE)
def overview() -> str:
    db = request_db()
    page = queries.page_of(db, policy.judged_by(user_actor()), version_in(request.args.get("page")))
    return render_template(
        "evaluation/interviews/overview.html",
        page=page,
        words=queries.words_of(db, page.rows),
        standings=queries.standings(db, page.rows),
        purposes=queries.purposes_of(db, page.rows),
        names=names_of_ids(db, {row.written_by for row in page.rows}),
        labels=labels,
    )


@requires(Permission.INTERVIEW_APPROVE)
def decide(invitation_id: UUID) -> Answer:
    """What it says, and for who didn't write it themself the decision."""
    form = DecisionForm()
    if form.validate_on_submit() and _is_decided(invitation_id, form):
        if form.is_approved:
            flash(_("Consultants find the invitation on their page Today."), "ok")
        else:
            flash(_("The invitation is sent back."), "ok")
        return redirect(url_for("interviews.overview"), 303)
    return _page(invitation_id, form)


def _is_decided(invitation_id: UUID, form: DecisionForm) -> bool:
    db, actor = request_db(), user_actor()
    row = queries.lock(db, policy.judged_by(actor), invitation_id) or abort(404)
    seen = version_in(form.seen.data)
    try:
        if form.is_approved:
            services.approve(db, row, actor.id, seen=seen)
        else:
            services.send_back(db, row, form.because.data or "", actor.id, seen=seen)
    except REFUSED as refusal:
        db.rollback()
        explain(form, refusal)
        return False
    db.commit()
    return True


def _page(invitation_id: UUID, form: DecisionForm) -> Answer:
    actor = user_actor()
    with current_database().reading(audit_actor()) as db:
        row = queries.find(db, policy.judged_by(actor), invitation_id) or abort(404)
        form.seen.data = str(row.version)  # what is shown below is what is decided about next
        bundle = db.get_one(EvaluationBundle, row.bundle_id)
        standing = queries.standings(db, [row])[row.id]
        people = {row.written_by} | ({row.decided_by} if row.decided_by else set())
        page = render_template(
            "evaluation/interviews/decide.html",
            row=row,
            bundle=bundle,
            words=queries.words_of(db, [row])[row.id],
            standing=standing,
            half_years=half_year_names(row.cohorts),
            organisation=db.get_one(Organisation, bundle.organisation_id).name,
            names=names_of_ids(db, people),
            labels=labels,
            may_decide=standing.state is State.WAITING and actor.id != row.written_by,
            form=form,
        )
    return page, form.status


@requires(Permission.INTERVIEW_APPROVE)
def end(invitation_id: UUID) -> Answer:
    db, form = request_db(), Form()
    row = queries.lock(db, policy.judged_by(user_actor()), invitation_id) or abort(404)
    if form.validate_on_submit():
        services.close(db, row)
        db.commit()
        flash(_("The invitation is closed. Nobody passes it on any more."), "ok")
    return redirect(url_for("interviews.overview"), 303)
