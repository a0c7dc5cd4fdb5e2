"""The pages between start and end: the next phase, a pause, another planned end."""

from uuid import UUID

from flask import abort

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import processes, queries, services
from mentorship.trajectories.forms import ExtendForm, PauseForm, PhaseForm, ResumeForm
from mentorship.trajectories.models import Phase, Trajectory
from mentorship.trajectories.views import steps
from mentorship.trajectories.views.steps import Answer


@requires(Permission.TRAJECTORY_EDIT)
def phase(trajectory_id: UUID) -> Answer:
    with steps.reading() as reader:
        standing = queries.standing_of(reader, steps.found(reader, trajectory_id))
        day = today(reader)
    possible = _phases_after(standing.trajectory.process_number, standing.phase)
    form = PhaseForm(steps=possible)
    if steps.is_asking():
        form.on.data = day
        if len(possible) == 1:
            form.phase.data = possible[0].value

    def act(db: Db, trajectory: Trajectory) -> None:
        services.go_on(db, trajectory, form.chosen, form.on.day, by=user_actor().id)

    return steps.acted(
        "phase", trajectory_id, form, act, _("The next phase has begun."), standing=standing
    )


def _phases_after(process_number: int, now_in: Phase) -> tuple[Phase, ...]:
    """And the one it is in, so that a page sent twice finds its answer again."""
    later = [step for step in processes.steps_from(process_number, now_in) if step.is_running]
    return tuple(later) if steps.is_asking() else (now_in, *later)


@requires(Permission.TRAJECTORY_EDIT)
def pause(trajectory_id: UUID) -> Answer:
    form = PauseForm()
    if steps.is_asking():
        form.from_on.data = today(request_db())

    def act(db: Db, trajectory: Trajectory) -> None:
        services.pause(
            db, trajectory, form.from_on.day, form.why, expected_on=form.expected_on.data,
            by=user_actor().id, key=form.key,
        )  # fmt: skip

    return steps.acted("pause", trajectory_id, form, act, _("The pause is noted."))


@requires(Permission.TRAJECTORY_EDIT)
def resume(trajectory_id: UUID) -> Answer:
    form = ResumeForm()
    if steps.is_asking():
        form.on.data = today(request_db())

    def act(db: Db, trajectory: Trajectory) -> None:
        services.resume(db, trajectory, form.on.day)

    return steps.acted("resume", trajectory_id, form, act, _("They meet each other again."))


@requires(Permission.TRAJECTORY_EDIT)
def extend(trajectory_id: UUID) -> Answer:
    form = ExtendForm()

    def act(db: Db, trajectory: Trajectory) -> None:
        services.extend(
            db, trajectory, form.new_end.day, form.reason.data or "",
            by=user_actor().id, key=form.key,
        )  # fmt: skip

    with steps.reading() as db:
        if steps.found(db, trajectory_id).planned_end is None:
            abort(404)
    return steps.acted("extend", trajectory_id, form, act, _("The planned end is changed."))
