"""What the pages of a trajectory share: find it, lock it, act once, say what could not be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching.rounds import telling
from mentorship.trajectories import corrections, rules
from mentorship.trajectories.closure import rules as closing
from mentorship.trajectories.course_pages import (
    Answer,
    found,
    is_asking,
    locked,
    reading,
)
from mentorship.trajectories.models import Trajectory

__all__ = ["Answer", "acted", "back", "found", "is_asking", "locked", "reading", "shown"]


def name_of(db: Db, trajectory: Trajectory) -> str:
    names = telling.names_of_mentees(db, [trajectory.mentee_id])
    return names.get(trajectory.mentee_id) or _("a young person")


def shown(
    template: str, trajectory_id: UUID, form: Form, *, status: int | None = None, **more: Any
) -> Answer:
    with reading() as db:
        trajectory = found(db, trajectory_id)
        page = render_template(
            f"trajectories/{template}.html",
            trajectory=trajectory,
            name=name_of(db, trajectory),
            form=form,
            **more,
        )
    return page, status or form.status


def acted(
    template: str,
    trajectory_id: UUID,
    form: Form,
    act: Callable[[Db, Trajectory], object],
    said: str,
    **more: Any,
) -> Answer:
    """The page with its form, or, when that is sent and in order, the act and the way back."""
    if not form.validate_on_submit():
        return shown(template, trajectory_id, form, **more)
    db = request_db()
    try:
        act(db, locked(db, trajectory_id))
    except rules.TrajectoryRefused as refused:
        db.rollback()
        form.refuse(refusal_words(refused))
        return shown(template, trajectory_id, form, status=409, **more)
    db.commit()
    return back(trajectory_id, said)


def back(trajectory_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("trajectories.one", trajectory_id=trajectory_id), 303)


def refusal_words(refused: rules.TrajectoryRefused) -> str:
    """What is in the way and what to do; nothing was saved, and what was typed is still there."""
    if isinstance(refused, rules.EndImpossible):
        return _(
            "Choose a day after today and not later than %(day)s, another one than now.",
            day=format_date(refused.latest, "long"),
        )
    return str(_WORDS[type(refused)]())


_WORDS: dict[type[rules.TrajectoryRefused], Callable[[], str]] = {
    rules.MatchNotRunning: lambda: _("This match does not run any more. Nothing was saved."),
    rules.StepUnknown: lambda: _(
        "This phase can't follow now: a colleague may have taken a step meanwhile. Open the "
        "trajectory again."
    ),
    rules.PausedNow: lambda: _("There is a pause now. End the pause first."),
    rules.MentorHeld: lambda: _("The mentor is not available for now, so they cannot go on yet."),
    rules.NotPaused: lambda: _("There is no pause (any more) that could end."),
    rules.NotRunning: lambda: _("This is possible only while the two meet each other."),
    rules.PlannedBefore: lambda: _(
        "A first meeting is planned already. Note first what became of it."
    ),
    rules.NotPlanned: lambda: _("No first meeting is planned (any more). Plan it first."),
    rules.SignedBefore: lambda: _("The agreement was noted already."),
    rules.DayImpossible: lambda: _(
        "This day can't be: it is still to come, or before what it follows on. Check the day."
    ),
    closing.ReasonImpossible: lambda: _("These answers do not belong together. Check them."),
    closing.NextImpossible: lambda: _(
        "What comes next was chosen differently meanwhile. Look what is possible now."
    ),
    closing.EndedBefore: lambda: _("This trajectory was closed already."),
    closing.NotEnded: lambda: _("Aftercare comes after the end, and this has none (any more)."),
    closing.NotedBefore: lambda: _("This was noted already, perhaps by a colleague."),
    closing.OutcomeFollowed: lambda: _(
        "What followed from this was done already: aftercare has ended, or a mentor is looked for "
        "again. You can correct the day and the notes, not this outcome."
    ),
    corrections.CorrectedBefore: lambda: _(
        "This was corrected already, perhaps by a colleague. Look at what stands there now."
    ),
    closing.TooEarly: lambda: _(
        "It is too early for this moment of aftercare: it may be three weeks before its day."
    ),
}
