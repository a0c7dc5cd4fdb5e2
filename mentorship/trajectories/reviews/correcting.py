"""The page that puts a review right: its day, its decision, its words and the levels of goals."""

from uuid import UUID

from flask import abort, flash, redirect, url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories.corrections import CorrectedBefore
from mentorship.trajectories.course_pages import Answer
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import queries, services
from mentorship.trajectories.reviews.forms import CorrectReviewForm, review_form
from mentorship.trajectories.reviews.models import Review
from mentorship.trajectories.reviews.review_page import rendered
from mentorship.trajectories.rules import TrajectoryRefused


@requires(Permission.TRAJECTORY_EDIT)
def correct(trajectory_id: UUID, review_id: UUID) -> Answer:
    """Whoever may note a review may put it right; what stood there stays below it."""
    with pages.reading() as db:
        trajectory = pages.found(db, trajectory_id)
        review = _found(db, trajectory, review_id)
        form = review_form(queries.goals_of(db, trajectory), CorrectReviewForm)(
            today=pages.current_day()
        )
        if pages.is_asking():
            words = queries.words_of(db, [review]).get(review_id, {})
            form.show(review, words, queries.levels_at(db, [review])[review_id])
    if pages.is_asking() or not form.validate():
        return _shown(form, trajectory_id, review_id)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    review = _found(db, trajectory, review_id)
    by, key = user_actor().id, form.key
    try:
        services.correct_review(
            db, trajectory, review, form.told, why=form.why.data, by=by, key=key
        )
    except TrajectoryRefused as refused:
        return _refused(form, trajectory_id, review_id, refused)
    db.commit()
    flash(_("The correction is saved. What stood there before stays readable."), "ok")
    return redirect(url_for("reviews.overview", trajectory_id=trajectory_id), 303)


def _found(db: Db, trajectory: Trajectory, review_id: UUID) -> Review:
    return queries.find(db, trajectory, review_id) or abort(404)


def _shown(
    form: CorrectReviewForm, trajectory_id: UUID, review_id: UUID, *, status: int | None = None
) -> Answer:
    with pages.reading() as db:
        trajectory = pages.found(db, trajectory_id)
        page = rendered(db, trajectory, form, _found(db, trajectory, review_id).wave)
    return page, status or form.status


def _refused(
    form: CorrectReviewForm, trajectory_id: UUID, review_id: UUID, refused: TrajectoryRefused
) -> Answer:
    request_db().rollback()
    if isinstance(refused, CorrectedBefore):
        form.refuse(
            _("This was corrected already, perhaps by a colleague. Look at what stands there now.")
        )
        return _shown(form, trajectory_id, review_id, status=409)
    form.refuse(_("This day is before the first meeting. Check the day."), "held_on")
    return _shown(form, trajectory_id, review_id)
