"""What a mentor sees of the own training, and signs up for."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.training import own, progress, queries, services
from mentorship.training.models import Certificate, Cohort, TrainingMeeting
from mentorship.training.programme import pre_match, title_of, topics_of
from mentorship.training.views import paper
from mentorship.training.views.answers import REFUSALS, calendar_answer, words, words_of


@requires(Permission.TRAINING_OWN)
def mine() -> str:
    db = request_db()
    mentor = mentor_of_user(db, user_actor().id)
    if mentor is None:
        return render_template("training/not_a_mentor.html")
    meetings = own.all_meetings_of(db, mentor.id)
    noted = queries.attendance_of(db, [meeting.id for meeting in meetings])
    place = queries.last_place_of(db, mentor.id)
    moment = now(db)
    return render_template(
        "training/mine.html",
        place=place,
        cohort=db.get_one(Cohort, place.cohort_id) if place else None,
        turn=queries.turn_of(db, place) if place else None,
        reached=_reached(db, place.cohort_id, mentor.id) if place else None,
        coming=[meeting for meeting in meetings if meeting.ends_at > moment],
        past=[
            (meeting, noted.get((meeting.id, mentor.id)))
            for meeting in reversed(meetings)
            if meeting.ends_at <= moment
        ],
        offered=own.to_sign_up_for(db, mentor),
        certificates=[(one, paper.facts_of(one, queries.today(db)))
                      for one in progress.certificates_of(db, mentor.id)],
        modules={module.code: title_of(module) for module in queries.modules(db)},
        **words(db),
    )  # fmt: skip


def _reached(db: Db, cohort_id: UUID, mentor_id: UUID) -> object:
    return progress.progress_of(db, cohort_id, [mentor_id])[mentor_id]


@requires(Permission.TRAINING_OWN)
def programme() -> str:
    modules = queries.modules(request_db())
    return render_template(
        "training/own_programme.html",
        modules=pre_match(modules),
        later=[module for module in modules if not module.is_pre_match],
        title_of=title_of,
        topics_of=topics_of,
    )


@requires(Permission.TRAINING_OWN)
def calendar() -> Response:
    db = request_db()
    mentor = _mentor(db)
    return calendar_answer(db, own.all_meetings_of(db, mentor.id), "mijn-training")


@requires(Permission.TRAINING_OWN)
def certificate(certificate_id: UUID) -> Response:
    db = request_db()
    mentor = _mentor(db)
    found = db.get(Certificate, certificate_id)
    if found is None or found.mentor_id != mentor.id:
        abort(404)
    return paper.certificate_answer(db, found)


@requires(Permission.TRAINING_OWN)
def sign_up(meeting_id: UUID) -> Response:
    db = request_db()
    mentor, meeting = _mentor(db), _offered(db, meeting_id)
    try:
        services.sign_up(db, meeting, mentor)
    except REFUSALS as refusal:
        db.rollback()
        flash(words_of(refusal), "error")
    else:
        db.commit()
        flash(_("You are on the list. See you there!"), "ok")
    return redirect(url_for("training.own_mine"), 303)


@requires(Permission.TRAINING_OWN)
def sign_off(meeting_id: UUID) -> Response:
    db = request_db()
    mentor, meeting = _mentor(db), _offered(db, meeting_id)
    try:
        services.sign_off(db, meeting, mentor)
    except REFUSALS as refusal:
        db.rollback()
        flash(words_of(refusal), "error")
    else:
        db.commit()
        flash(_("You are off the list."), "ok")
    return redirect(url_for("training.own_mine"), 303)


def _mentor(db: Db) -> Mentor:
    return mentor_of_user(db, user_actor().id) or abort(404)


def _offered(db: Db, meeting_id: UUID) -> TrainingMeeting:
    return queries.find_meeting(db, own.open_for_sign_up(_mentor(db)), meeting_id) or abort(404)
