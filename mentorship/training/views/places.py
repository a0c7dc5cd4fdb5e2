"""One mentor in one cohort: attended modules, assessment, completion, certificate."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from sqlmodel.sql.expression import SelectOfScalar
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import name_of
from mentorship.mentors.rules import MentorEnded
from mentorship.training import policy, progress, queries, rules, services
from mentorship.training.forms import AssessForm
from mentorship.training.models import Cohort, CohortPlace
from mentorship.training.programme import title_of
from mentorship.training.views import paper
from mentorship.training.views.answers import REFUSALS, Answer, words, words_of


@requires(Permission.TRAINING_READ)
def place(place_id: UUID) -> Answer:
    return _page(place_id, AssessForm())


def _page(place_id: UUID, form: AssessForm) -> tuple[str, int]:
    """Read apart, so that no writer has to wait."""
    with current_database().reading(audit_actor()) as db:
        actor = user_actor()
        row = _get(db, policy.places_visible_to(actor), place_id)
        cohort, mentor = db.get_one(Cohort, row.cohort_id), db.get_one(Mentor, row.mentor_id)
        meetings = queries.meetings_of(db, cohort.id)
        noted = queries.attendance_of(db, [meeting.id for meeting in meetings])
        found = progress.assessments_of(db, cohort.id, mentor.id)
        notes = vault.scan(db, found, "note", purpose=Purpose.TRAINING)
        if not form.is_submitted():
            form.number.data = str(len(found) + 1)
        page = render_template(
            "training/place.html",
            form=form,
            place=row,
            cohort=cohort,
            mentor=mentor,
            name=name_of(db, mentor, Purpose.TRAINING),
            reached=progress.progress_of(db, cohort.id, [mentor.id])[mentor.id],
            modules={module.code: title_of(module) for module in queries.modules(db)},
            meetings=[(meeting, noted.get((meeting.id, mentor.id))) for meeting in meetings],
            assessments=[(one, notes.get(one.id)) for one in found],
            assessors=names_of_ids(db, {one.assessed_by for one in found}),
            certificate=progress.certificate_of(db, cohort.id, mentor.id),
            can_hold=policy.can_hold(actor, cohort),
            **words(db),
        )
    return page, form.status


@requires(Permission.TRAINING_HOLD, Permission.TRAINING_MANAGE)
def assess(place_id: UUID) -> Answer:
    form = AssessForm()
    if not form.validate():
        return _page(place_id, form)
    db, actor = request_db(), user_actor()
    row = _get(db, policy.places_held_by(actor), place_id)
    try:
        services.assess(db, row.id, form.finding, actor.id)
    except rules.AssessedMeanwhile:
        db.rollback()
        form.refuse(_("Somebody else wrote an assessment meanwhile. Read it, and send yours again "
                      "if it still holds."))  # fmt: skip
        form.number.data = str(int(form.number.data) + 1)
        return _page(place_id, form)
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal))
        return _page(place_id, form)
    db.commit()
    flash(_("The assessment is saved."), "ok")
    return redirect(url_for("training.places_place", place_id=place_id), 303)


@requires(Permission.TRAINING_HOLD, Permission.TRAINING_MANAGE)
def complete(place_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    row = _get(db, policy.places_held_by(actor), place_id)
    try:
        services.complete(db, row.id, actor.id)
    except MentorEnded:
        db.rollback()
        flash(_("This mentor has stopped or withdrawn."), "error")
    except REFUSALS as refusal:
        db.rollback()
        flash(words_of(refusal), "error")
    else:
        db.commit()
        flash(_("The mentor has completed the training. The certificate is ready."), "ok")
    return redirect(url_for("training.places_place", place_id=place_id), 303)


@requires(Permission.TRAINING_MANAGE)
def leave(place_id: UUID) -> Answer:
    """Asked first: the seat goes to who waits."""
    db, form = request_db(), Form()
    row = _get(db, policy.places_held_by(user_actor()), place_id)
    if not form.validate_on_submit():
        mentor = db.get_one(Mentor, row.mentor_id)
        name = name_of(db, mentor, Purpose.TRAINING)
        return render_template("training/leave.html", place=row, name=name, form=form), form.status
    try:
        services.leave(db, row.id)
    except REFUSALS as refusal:
        db.rollback()
        flash(words_of(refusal), "error")
    else:
        db.commit()
        flash(_("The mentor no longer has a place in this cohort."), "ok")
    return redirect(url_for("training.cohorts_cohort", cohort_id=row.cohort_id), 303)


@requires(Permission.TRAINING_READ)
def certificate(place_id: UUID) -> Response:
    db = request_db()
    row = _get(db, policy.places_visible_to(user_actor()), place_id)
    found = progress.certificate_of(db, row.cohort_id, row.mentor_id) or abort(404)
    return paper.certificate_answer(db, found)


def _get(db: Db, visible: SelectOfScalar[CohortPlace], place_id: UUID) -> CohortPlace:
    return queries.find_place(db, visible, place_id) or abort(404)
