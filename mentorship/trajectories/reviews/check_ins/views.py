"""The consultant's pages of check-ins: ask, hand over a link, fill in here or from paper."""

from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation import links
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError
from mentorship.foundation.requests import request_db
from mentorship.matching.matches.asking import safe_contact
from mentorship.referrals.mentees.labels import CONTACT_ROUTES
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.contacts.queries import courses_of
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.course_pages import Answer
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import labels as review_labels
from mentorship.trajectories.reviews import queries as reviews
from mentorship.trajectories.reviews import rules as waves
from mentorship.trajectories.reviews.check_ins import answering, labels, queries, services
from mentorship.trajectories.reviews.check_ins.forms import questions_form
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow, CheckIn
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.rules import TrajectoryRefused

blueprint = Blueprint("check_ins", __name__, template_folder="../../templates")

_NEW_LINK = "new_check_in"  # waits in the cookie of who made it, until the page showed it once


@requires(Permission.TRAJECTORY_EDIT)
def overview(trajectory_id: UUID) -> str:
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    check_ins = queries.check_ins_of(db, trajectory)
    course = courses_of(db, [trajectory]).get(trajectory.id)
    lead = reviews.lead_of(db)
    wave = waves.current_wave(course, pages.current_day(), lead) if course else None
    done = {one.wave for one in check_ins if one.answered_at is not None}
    new_link = _take_link(db, trajectory)
    return render_template(
        "trajectories/reviews/check_ins.html",
        trajectory=trajectory,
        pair=pages.pair_of(db, trajectory),
        check_ins=check_ins,
        moments=[*([wave] if wave is not None and wave not in done else []), None],
        may_answer=course is not None and services.may_answer(db, trajectory),
        calls={one.check_in_id for one in queries.calls_due(db, [trajectory.id])},
        new_link=new_link,
        contact=safe_contact(db, trajectories.match_of(db, trajectory)) if new_link else None,
        routes=CONTACT_ROUTES,
        days=settings_of(db).check_in_days,
        labels=labels,
        waves=review_labels.WAVES,
    )


@requires(Permission.TRAJECTORY_EDIT)
def ask(trajectory_id: UUID) -> Answer:
    """By link, here, or from paper: each begins with the same question to the same person."""
    how, wave = request.form.get("how", ""), request.form.get("wave", "")
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    if how not in set(AnsweredHow) or (wave and wave not in set(Wave)):
        abort(400)
    if not services.may_answer(db, trajectory):
        return _back(trajectory_id, _("They do not take part any more, so nothing is asked."))
    try:
        check_in = services.ask(db, trajectory, Wave(wave) if wave else None, by=user_actor().id)
        if how == AnsweredHow.LINK:
            address = services.new_link(db, trajectory, check_in)
    except TrajectoryRefused:
        db.rollback()
        return _back(trajectory_id, _("This was answered already, or they have not met yet."))
    db.commit()
    if how == AnsweredHow.LINK:
        session[_NEW_LINK] = [str(check_in.id), address]
        return redirect(url_for("check_ins.overview", trajectory_id=trajectory_id), 303)
    page = "check_ins.on_device" if how == AnsweredHow.ON_DEVICE else "check_ins.paper"
    return redirect(url_for(page, trajectory_id=trajectory_id, check_in_id=check_in.id), 303)


@requires(Permission.TRAJECTORY_EDIT)
def on_device(trajectory_id: UUID, check_in_id: UUID) -> Answer:
    """The same page as behind a link, for whoever gets the device handed over."""
    answer = _filled_in(trajectory_id, check_in_id, AnsweredHow.ON_DEVICE)
    if answer is not None:
        return answer
    return redirect(url_for("check_ins.thanks"), 303)


@requires(Permission.TRAJECTORY_EDIT)
def paper(trajectory_id: UUID, check_in_id: UUID) -> Answer:
    answer = _filled_in(trajectory_id, check_in_id, AnsweredHow.PAPER)
    if answer is not None:
        return answer
    return _back(trajectory_id, _("The answers are saved."))


def _filled_in(trajectory_id: UUID, check_in_id: UUID, how: AnsweredHow) -> Answer | None:
    """The page with the questions; None once the answers are saved."""
    with pages.reading() as db:
        check_in = _open_check_in(db, pages.found(db, trajectory_id), check_in_id)
        form = questions_form(queries.questions_of(db, check_in))()
    if not form.validate_on_submit():
        return answering.page(form, is_paper=how is AnsweredHow.PAPER)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    check_in = _open_check_in(db, trajectory, check_in_id)
    services.answer(db, trajectory, check_in, form.sheets, how)
    db.commit()
    return None


def _open_check_in(db: Db, trajectory: Trajectory, check_in_id: UUID) -> CheckIn:
    check_in = queries.find(db, trajectory, check_in_id)
    if check_in is None or check_in.answered_at is not None:
        abort(404)
    return check_in


def _take_link(db: Db, trajectory: Trajectory) -> str | None:
    """As long as it works; one of another trajectory is forgotten unread."""
    check_in_id, address = session.pop(_NEW_LINK, (None, ""))
    try:
        found = links.find(db, services.LINK, str(address).rpartition("/")[2])
    except LinkError:
        return None
    is_this = str(found.target_id) == check_in_id
    return address if is_this and queries.find(db, trajectory, found.target_id) else None


def _back(trajectory_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("check_ins.overview", trajectory_id=trajectory_id), 303)


_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ALL = "/trajectories/<uuid:trajectory_id>/check-ins"
for _address, _page, _methods in (
    (_ALL, overview, _GET),
    (f"{_ALL}/ask", ask, _POST),
    (f"{_ALL}/<uuid:check_in_id>/here", on_device, _BOTH),
    (f"{_ALL}/<uuid:check_in_id>/paper", paper, _BOTH),
    ("/check-in/<token>", answering.by_link, _BOTH),
    ("/check-in/thanks", answering.thanks, _GET),
    ("/my-answers/<uuid:trajectory_id>", answering.mine, _BOTH),
):
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    app.register_blueprint(blueprint)
