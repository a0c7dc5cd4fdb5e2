"""The pages of reviews: all waves of a trajectory, one review, the scale of one goal."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories import drafting
from mentorship.trajectories.course_pages import Answer
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import (
    correcting,
    labels,
    paper_pages,
    queries,
    rules,
    services,
)
from mentorship.trajectories.reviews.check_ins import views as check_ins
from mentorship.trajectories.reviews.check_ins.figures import lines_of
from mentorship.trajectories.reviews.forms import ReviewForm, ScaleForm, review_form
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.overview import section_of
from mentorship.trajectories.reviews.queries import GoalTold
from mentorship.trajectories.reviews.review_page import rendered
from mentorship.trajectories.rules import DayImpossible, TrajectoryRefused

blueprint = Blueprint("reviews", __name__, template_folder="../templates")


@requires(Permission.TRAJECTORY_READ)
def overview(trajectory_id: UUID) -> str:
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    section = section_of(db, trajectory)
    history = queries.history_of(db, trajectory)
    every = [one.row for first in history.values() for one in (first, *first.earlier)]
    return render_template(
        "trajectories/reviews/overview.html",
        trajectory=trajectory,
        pair=pages.pair_of(db, trajectory),
        section=section,
        goals=queries.goals_of(db, trajectory),
        lines=lines_of(db, trajectory, with_mentor=True),
        history=history,
        levels_of=queries.levels_at(db, every),
        people=names_of_ids(db, {one.noted_by for one in every}),
        labels=labels,
    )


@requires(Permission.TRAJECTORY_EDIT)
def review(trajectory_id: UUID, wave: str) -> Answer:
    of = _wave(wave)
    if pages.is_asking():
        return _asked(trajectory_id, of)
    with pages.reading() as db:
        form = _form(db, pages.found(db, trajectory_id))
    if not form.validate():
        return _shown(form, trajectory_id, of)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    by = user_actor().id
    try:
        services.note_review(db, trajectory, of, form.told, by=by, key=form.key)
    except TrajectoryRefused as refused:
        return _refused(form, trajectory_id, of, refused)
    drafting.discard(db, by, _kind(trajectory_id, of))
    db.commit()
    return _back(trajectory_id, _("The review is saved."))


@requires(Permission.TRAJECTORY_EDIT)
def keep_draft(trajectory_id: UUID, wave: str) -> Answer:
    return pages.autosave(trajectory_id, _kind(trajectory_id, _wave(wave)))


@requires(Permission.TRAJECTORY_EDIT)
def discard_draft(trajectory_id: UUID, wave: str) -> Response:
    db = request_db()
    pages.found(db, trajectory_id)
    drafting.discard(db, user_actor().id, _kind(trajectory_id, _wave(wave)))
    db.commit()
    return _back(trajectory_id, _("The draft is thrown away. Nothing of it is kept."))


@requires(Permission.TRAJECTORY_EDIT)
def scale(trajectory_id: UUID, goal_id: UUID) -> Answer:
    form = ScaleForm()
    if pages.is_asking():
        goal = _goal(request_db(), trajectory_id, goal_id)
        if goal.scale is not None:
            form.show(goal)
    if not form.validate_on_submit():
        return _scale_shown(form, trajectory_id, goal_id)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    goal_row = queries.find_goal(db, trajectory, goal_id) or abort(404)
    try:
        services.set_scale(
            db, trajectory, goal_row, form.told,
            version=version_in(form.version.data), by=user_actor().id,
        )  # fmt: skip
    except (TrajectoryRefused, ChangedMeanwhile) as refused:
        db.rollback()
        form.refuse(_why_no_scale(refused))
        return _scale_shown(form, trajectory_id, goal_id, status=409)
    db.commit()
    return _back(trajectory_id, _("The levels of this goal are saved."))


def _why_no_scale(refused: Exception) -> str:
    if isinstance(refused, rules.ScaleFixed):
        return _("A review gave this goal a level already, so its levels stay as they are.")
    if isinstance(refused, rules.GoalPutAside):
        return _("This goal was put aside meanwhile. Nothing was saved.")
    return _("Somebody else changed these levels meanwhile. Nothing was saved; look at them first.")


def _wave(name: str) -> Wave:
    """Only one that somebody decides at."""
    if name not in set(Wave) or not Wave(name).has_review:
        abort(404)
    return Wave(name)


def _kind(trajectory_id: UUID, wave: Wave) -> str:
    return drafting.kind_of(f"review_{wave.value}", trajectory_id)


def _form(db: Db, trajectory: Trajectory, **sent: Any) -> ReviewForm:
    form = review_form(queries.goals_of(db, trajectory), ReviewForm)
    return form(today=pages.current_day(), **sent)


def _asked(trajectory_id: UUID, wave: Wave) -> Answer:
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    if queries.review_of(db, trajectory, wave) is not None or trajectory.started_on is None:
        abort(404)
    draft = drafting.find(db, user_actor().id, _kind(trajectory_id, wave))
    if draft is not None:
        form = _form(db, trajectory, formdata=pages.as_sent(draft))
    else:
        form = _form(db, trajectory)
        form.held_on.data = form.today
        form.took_part.data = ["mentee", "mentor", "consultant"]
    return _shown(form, trajectory_id, wave, has_draft=draft is not None)


def _shown(
    form: ReviewForm,
    trajectory_id: UUID,
    wave: Wave,
    *,
    has_draft: bool = False,
    status: int | None = None,
) -> Answer:
    with pages.reading() as db:
        page = rendered(db, pages.found(db, trajectory_id), form, wave, has_draft=has_draft)
    return page, status or form.status


def _refused(
    form: ReviewForm, trajectory_id: UUID, wave: Wave, refused: TrajectoryRefused
) -> Answer:
    request_db().rollback()
    if isinstance(refused, DayImpossible):
        form.refuse(_("This day is before the first meeting. Check the day."), "held_on")
        return _shown(form, trajectory_id, wave)
    if isinstance(refused, rules.ReviewedBefore):
        form.refuse(_("This review was saved already. Nothing was saved now; your text is below."))
    else:
        form.refuse(_("They have not met yet, so there is nothing to review."))
    return _shown(form, trajectory_id, wave, status=409)


def _goal(db: Db, trajectory_id: UUID, goal_id: UUID) -> GoalTold:
    told = queries.goals_of(db, pages.found(db, trajectory_id))
    return next((one for one in told if one.goal.id == goal_id), None) or abort(404)


def _scale_shown(
    form: ScaleForm, trajectory_id: UUID, goal_id: UUID, *, status: int | None = None
) -> Answer:
    with pages.reading() as db:
        goal = _goal(db, trajectory_id, goal_id)
        page = render_template(
            "trajectories/reviews/scale.html",
            trajectory_id=trajectory_id,
            goal=goal,
            form=form,
            labels=labels,
            is_fixed=goal.scale is not None and queries.is_fixed(db, goal.scale),
        )
    return page, status or form.status


def _back(trajectory_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("reviews.overview", trajectory_id=trajectory_id), 303)


_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ONE = "/trajectories/<uuid:trajectory_id>"
for _address, _page, _methods in (
    (f"{_ONE}/reviews", overview, _GET),
    (f"{_ONE}/reviews/<wave>", review, _BOTH),
    (f"{_ONE}/reviews/<uuid:review_id>/correct", correcting.correct, _BOTH),
    (f"{_ONE}/reviews/<wave>/draft", keep_draft, _POST),
    (f"{_ONE}/reviews/<wave>/draft/discard", discard_draft, _POST),
    (f"{_ONE}/goals/<uuid:goal_id>/scale", scale, _BOTH),
    (f"{_ONE}/paper", paper_pages.paper, _GET),
):
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    check_ins.install(app)
