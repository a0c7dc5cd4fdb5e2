"""The pages on which somebody answers: behind a one-time link, and a mentor's own page."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from sqlmodel import select
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation import links
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError, LinkExpired, LinkUsed
from mentorship.foundation.requests import request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import queries, services
from mentorship.trajectories.reviews.check_ins.forms import QuestionsForm, questions_form
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow, CheckIn
from mentorship.trajectories.reviews.instruments.definitions import Definition
from mentorship.trajectories.reviews.labels import WAVES
from mentorship.trajectories.reviews.models import Wave

Answer = Response | str | tuple[str, int]


def page(form: QuestionsForm, *, is_paper: bool = False) -> tuple[str, int]:
    """Names nobody and no programme: it may be open where others look."""
    told = render_template("trajectories/reviews/questions.html", form=form, is_paper=is_paper)
    return told, form.status


@public
def by_link(token: str) -> Answer:
    try:
        with pages.reading() as db:
            check_in = _asked(db, token)
            form = questions_form(queries.questions_of(db, check_in))()
        if not form.validate_on_submit():
            return page(form)
        _take_in(request_db(), token, form)
    except LinkError as problem:
        return _stopped(problem)
    request_db().commit()
    return redirect(url_for("check_ins.thanks"), 303)


def _asked(db: Db, token: str) -> CheckIn:
    """What this link asks; it ends with taking part, and with an answer given elsewhere."""
    link = links.find(db, services.LINK, token)
    check_in = queries.fresh(db, link.target_id)
    if check_in is None or check_in.answered_at is not None:
        raise LinkExpired
    if not services.may_answer(db, db.get_one(Trajectory, check_in.trajectory_id)):
        raise LinkExpired
    return check_in


def _take_in(db: Db, token: str, form: QuestionsForm) -> None:
    """Behind the locks that every verb of a case takes first."""
    check_in = _asked(db, token)
    trajectory = trajectories.lock(db, select(Trajectory), check_in.trajectory_id)
    if trajectory is None:
        raise LinkExpired
    check_in = _asked(db, token)
    links.use(db, services.LINK, token)
    services.answer(db, trajectory, check_in, form.sheets, AnsweredHow.LINK)


@public
def thanks() -> str:
    """The same for everybody: who looks at this address learns nothing."""
    return render_template("trajectories/reviews/thanks.html")


def _stopped(problem: LinkError) -> tuple[str, int]:
    told = render_template(
        "trajectories/reviews/no_questions.html", is_used=isinstance(problem, LinkUsed)
    )
    return told, 410 if isinstance(problem, LinkUsed | LinkExpired) else 404


@requires(Permission.SESSION_LOG)
def mine(trajectory_id: UUID) -> Answer:
    """A mentor's own experience at this moment; answers of the young person stand nowhere here."""
    with pages.reading() as db:
        _trajectory, mentor, wave, questions = _asked_of_me(db, trajectory_id)
        name = _name(db, mentor, trajectory_id)
    if wave is None:
        # Sent twice, it was saved the first time.
        return render_template("trajectories/reviews/mine.html") if pages.is_asking() else _home()
    form = questions_form(questions)()
    if not form.validate_on_submit():
        told = render_template(
            "trajectories/reviews/mine.html", name=name, form=form, wave=WAVES[wave]
        )
        return told, form.status
    db = request_db()
    if trajectories.lock(db, policy.own_of(mentor), trajectory_id) is None:
        abort(404)
    trajectory, mentor, wave, questions = _asked_of_me(db, trajectory_id)
    if wave is not None:
        services.answer_as_mentor(db, trajectory, mentor, wave, questions, form.sheets)
        db.commit()
    return _home()


def _home() -> Response:
    flash(_("Thank you. Your answers are saved."), "ok")
    return redirect(url_for("desk.home"), 303)


def _asked_of_me(
    db: Db, trajectory_id: UUID
) -> tuple[Trajectory, Mentor, Wave | None, list[Definition]]:
    mentor = mentor_of_user(db, user_actor().id) or abort(404)
    trajectory = trajectories.find(db, policy.own_of(mentor), trajectory_id) or abort(404)
    for one, wave, questions in queries.asked_of_mentor(db, mentor, pages.current_day()):
        if one.id == trajectory.id:
            return trajectory, mentor, wave, questions
    return trajectory, mentor, None, []


def _name(db: Db, mentor: Mentor, trajectory_id: UUID) -> str:
    """Nobody's once the match has ended: then a mentor reads nothing about anybody any more."""
    running = trajectories.find(db, policy.running_of(mentor), trajectory_id)
    if running is None:
        return ""
    return file.name_of(db, db.get_one(Mentee, running.mentee_id), Purpose.GUIDANCE)
