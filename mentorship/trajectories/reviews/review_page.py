"""The page on which a review is written, whether for the first time or to correct it."""

from flask import render_template

from mentorship.foundation.db import Db
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import labels
from mentorship.trajectories.reviews.forms import ReviewForm
from mentorship.trajectories.reviews.models import Wave


def rendered(
    db: Db, trajectory: Trajectory, form: ReviewForm, wave: Wave, *, has_draft: bool = False
) -> str:
    return render_template(
        "trajectories/reviews/form.html",
        trajectory=trajectory,
        pair=pages.pair_of(db, trajectory),
        form=form,
        wave=wave,
        has_draft=has_draft,
        labels=labels,
    )
