"""The list of cohorts, one cohort, the programme, and what a coordinator changes."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.region.queries import houses
from mentorship.training import enrolling, policy, progress, queries, services
from mentorship.training.forms import CohortForm, EnrolForm, PlanCohortForm, submission_of
from mentorship.training.models import Cohort, PlaceStatus
from mentorship.training.programme import coverage, title_of, topics_of
from mentorship.training.views.answers import (
    REFUSALS,
    Answer,
    calendar_answer,
    get_cohort,
    words,
    words_of,
)
from mentorship.training.views.wanted import wanted_mentors


@requires(Permission.TRAINING_READ)
def overview() -> str:
    db, actor = request_db(), user_actor()
    visible = policy.cohorts_visible_to(actor)
    pages = queries.pages_of(db, visible)
    page = min(max(1, request.args.get("page", 1, int)), pages)
    rows = queries.cohorts_on(db, visible, page)
    loose = queries.upcoming_without_cohort(db, policy.meetings_visible_to(actor))
    return render_template(
        "training/overview.html",
        cohorts=rows,
        counts=queries.counts_of(db, [row.id for row in rows]),
        meetings=loose,
        coming=queries.sign_ups_of(db, [row.id for row in loose]),
        trainers=queries.trainer_names(db, [*rows, *loose]),
        wanted=wanted_mentors(db),
        page=page,
        pages=pages,
        **words(db),
    )


@requires(Permission.TRAINING_READ)
def programme() -> str:
    modules = queries.modules(request_db())
    return render_template(
        "training/programme.html",
        modules=modules,
        coverage=coverage(modules),
        title_of=title_of,
        topics_of=topics_of,
    )


@requires(Permission.TRAINING_READ)
def cohort(cohort_id: UUID) -> str:
    db, actor, row = request_db(), user_actor(), get_cohort(cohort_id)
    names_of = policy.houses_of_names(actor, row)
    people = queries.participants_of(db, row, names_of)
    meetings = queries.meetings_of(db, row.id)
    seated = [one for one in people if one.place.status.has_seat]
    return render_template(
        "training/cohort.html",
        cohort=row,
        people=[one for one in seated if one.name is not None],
        others=sum(one.name is None for one in seated),
        waiting=[one for one in people if one.place.status is PlaceStatus.WAITING],
        reached=progress.progress_of(db, row.id, [one.mentor.id for one in seated]),
        certified=progress.certified_in(db, row.id),
        meetings=meetings,
        can_hold=policy.can_hold(actor, row),
        trainers=queries.trainer_names(db, [row, *meetings]),
        **words(db),
    )


@requires(Permission.TRAINING_MANAGE)
def plan() -> Answer:
    form = PlanCohortForm()
    with current_database().reading(audit_actor()) as db:
        form.offer(houses(db), queries.trainers(db))
    if not form.validate_on_submit():
        return render_template("training/plan_cohort.html", form=form), form.status
    db = request_db()
    made = services.plan_cohort(db, form.facts, form.series, cohort_id=submission_of(form))
    db.commit()
    flash(_("The cohort is planned, with a meeting for each module. Check the days."), "ok")
    return redirect(url_for("training.cohorts_cohort", cohort_id=made.id), 303)


@requires(Permission.TRAINING_MANAGE)
def change(cohort_id: UUID) -> Answer:
    form = CohortForm()
    with current_database().reading(audit_actor()) as db:
        row = queries.find_cohort(db, policy.cohorts_visible_to(user_actor()), cohort_id)
        row = row or abort(404)
        form.offer(houses(db), queries.trainers(db))
    if form.validate_on_submit() and _changed(cohort_id, form):
        flash(_("The cohort is changed."), "ok")
        return redirect(url_for("training.cohorts_cohort", cohort_id=cohort_id), 303)
    if not form.is_submitted():
        _show(form, row)
    return render_template("training/change_cohort.html", form=form, cohort=row), form.status


def _show(form: CohortForm, row: Cohort) -> None:
    form.version.data, form.name.data = str(row.version), row.name
    form.house.data, form.trainer.data = row.house_code or "", str(row.trainer_id)
    form.capacity.data, form.starts_on.data = row.capacity, row.starts_on


def _changed(cohort_id: UUID, form: CohortForm) -> bool:
    db = request_db()
    try:
        services.change_cohort(db, cohort_id, form.facts, form.seen_version)
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal))
        return False
    db.commit()
    return True


@requires(Permission.TRAINING_MANAGE)
def enrol(cohort_id: UUID) -> Answer:
    form = EnrolForm()
    with current_database().reading(audit_actor()) as db:
        visible = policy.cohorts_visible_to(user_actor())
        row = queries.find_cohort(db, visible, cohort_id) or abort(404)
        asked = request.args.get("page", 1, int)
        found = enrolling.mentors_to_enrol(db, row, asked)
        form.offer(found.people)
        counts = queries.counts_of(db, [row.id])[row.id]
    if form.validate_on_submit() and _enrolled(cohort_id, form):
        return redirect(url_for("training.cohorts_cohort", cohort_id=cohort_id), 303)
    page = render_template("training/enrol.html", form=form, cohort=row, counts=counts, found=found)
    return page, form.status


def _enrolled(cohort_id: UUID, form: EnrolForm) -> bool:
    db = request_db()
    try:
        place = services.enrol(db, cohort_id, UUID(form.mentor.data))
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal), "mentor")
        return False
    db.commit()
    if place.status is PlaceStatus.WAITING:
        flash(_("The cohort is full. The mentor is on the waiting list."), "info")
    else:
        flash(_("The mentor has a place in this cohort."), "ok")
    return True


@requires(Permission.TRAINING_MANAGE)
def finish(cohort_id: UUID) -> Answer:
    return _asked_first(cohort_id, "training/finish_cohort.html", _("The cohort is completed."))


@requires(Permission.TRAINING_MANAGE)
def cancel(cohort_id: UUID) -> Answer:
    return _asked_first(cohort_id, "training/cancel_cohort.html", _("The cohort is cancelled."))


def _asked_first(cohort_id: UUID, template: str, done: str) -> Answer:
    """What can't be taken back is asked on a page of its own."""
    row, form = get_cohort(cohort_id), Form()
    if not form.validate_on_submit():
        counts = queries.counts_of(request_db(), [row.id])[row.id]
        return render_template(template, cohort=row, form=form, counts=counts), form.status
    verb = services.finish_cohort if "finish" in template else services.cancel_cohort
    try:
        verb(request_db(), row.id)
    except REFUSALS as refusal:
        request_db().rollback()
        flash(words_of(refusal), "error")
    else:
        request_db().commit()
        flash(done, "ok")
    return redirect(url_for("training.cohorts_cohort", cohort_id=cohort_id), 303)


@requires(Permission.TRAINING_READ)
def calendar(cohort_id: UUID) -> Response:
    db, row = request_db(), get_cohort(cohort_id)
    return calendar_answer(db, queries.meetings_of(db, row.id), "training")
