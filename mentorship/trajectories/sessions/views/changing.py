"""A mentor changes or calls off the next appointment, and takes back a log that was a mistake."""

from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE, format_datetime
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories import policy, queries
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.rules import MentorHeld
from mentorship.trajectories.sessions import appointments, own, rules, services
from mentorship.trajectories.sessions.forms import AppointmentForm
from mentorship.trajectories.sessions.views.finding import (
    locked_trajectory,
    readable_log,
    words_of,
)

Answer = Response | str | tuple[str, int]


@requires(Permission.SESSION_LOG)
def appointment(trajectory_id: UUID) -> Answer:
    """When they meet next, without a log."""
    db = request_db()
    trajectory = _running(db, trajectory_id)
    form = AppointmentForm(meta={"today": today(db)})
    if request.method in SAFE_METHODS:
        _show(db, trajectory, form)
        return _page(db, trajectory, form)
    if not form.validate():
        return _page(db, trajectory, form)
    place = form.next_place.data or ""
    try:
        said = appointments.set_next(
            db, trajectory, form.starts_at, place, key=form.key, by=user_actor().id
        )
    except rules.AppointmentPast:
        form.refuse(_("This moment has passed. Fill in a day and a time still to come."), "next_on")
        return _page(db, trajectory, form)
    except MentorHeld:
        form.refuse(_("You are not available for now, so you cannot agree on a next time yet."))
        return _page(db, trajectory, form)
    db.commit()
    assert said.starts_at is not None  # noqa: S101 — the form asked for it
    moment = format_datetime(said.starts_at, "full")
    flash(_("Noted. You meet on %(moment)s.", moment=moment), "ok")
    return redirect(url_for(".mine_mine"), 303)


@requires(Permission.SESSION_LOG)
def call_off(trajectory_id: UUID) -> Response:
    """What was agreed does not go on; with nothing agreed it changes nothing."""
    db = request_db()
    trajectory = _running(db, trajectory_id)
    if trajectory.id in appointments.coming(db, [trajectory.id]):
        appointments.set_next(db, trajectory, None, "", key=uuid4(), by=user_actor().id)
        db.commit()
    flash(_("The appointment is off. Tell the young person too, if they do not know yet."), "ok")
    return redirect(url_for(".mine_mine"), 303)


@requires(Permission.SESSION_LOG)
def withdraw(trajectory_id: UUID, log_id: UUID) -> Response:
    """There was no such session."""
    db = request_db()
    trajectory = locked_trajectory(db, trajectory_id)
    log = readable_log(db, trajectory, log_id)
    try:
        services.withdraw(db, trajectory, log, by=user_actor().id)
    except rules.LogRefused as refused:
        flash(words_of(refused), "error")
        return redirect(url_for(".mine_one", trajectory_id=trajectory_id, log_id=log_id), 303)
    db.commit()
    flash(_("Taken back: this session counts nowhere any more."), "ok")
    return redirect(url_for(".mine_mine"), 303)


def _running(db: Db, trajectory_id: UUID) -> Trajectory:
    """Of this mentor while the two meet, or the same 404 as for none; locked when it is changed."""
    mentor = mentor_of_user(db, user_actor().id) or abort(404)
    find = queries.find if request.method in SAFE_METHODS else queries.lock
    trajectory = find(db, policy.running_of(mentor), trajectory_id) or abort(404)
    return trajectory if trajectory.started_on is not None else abort(404)


def _show(db: Db, trajectory: Trajectory, form: AppointmentForm) -> None:
    """What stands now, to be changed."""
    if (now := own.next_time(db, trajectory)) is None or now.is_first:
        return
    start = now.at.astimezone(TIME_ZONE)
    form.next_on.data, form.next_clock.data = start.date(), f"{start:%H:%M}"
    form.next_place.data = now.place


def _page(db: Db, trajectory: Trajectory, form: AppointmentForm) -> tuple[str, int]:
    page = render_template(
        "trajectories/sessions/appointment.html",
        form=form,
        trajectory=trajectory,
        coming=appointments.coming(db, [trajectory.id]).get(trajectory.id),
    )
    return page, form.status
