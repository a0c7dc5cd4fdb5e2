"""The mentor's own page: what is missing, until when something blocks, profile and pause."""

from uuid import UUID

from flask import render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.requests import request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import file, policy, queries
from mentorship.mentors.views.answers import Answer, own_mentor
from mentorship.mentors.views.offers import ask_pause, ask_profile, end_one_pause
from mentorship.region.models import House


@requires(Permission.MENTOR_OWN)
def mine() -> str:
    """Somebody with the role but without a file reads whom to call."""
    db = request_db()
    mentor = db.exec(policy.own_of(user_actor())).one_or_none()
    if mentor is None:
        return render_template("mentors/no_file.html")
    day = queries.today(db)
    return render_template(
        "mentors/mine.html",
        mentor=mentor,
        readiness=queries.readiness_of(db, mentor, day),
        profile=queries.profile_of(db, mentor, Purpose.MATCHING),
        seats=len(queries.open_seats(db, mentor.id)),
        pauses=file.pause_on(queries.pauses_of(db, mentor), day),
        house=db.get_one(House, mentor.house_code),
    )


@requires(Permission.MENTOR_OWN)
def profile() -> Answer:
    return ask_profile(own_mentor, url_for("mentors.mine_mine"))


@requires(Permission.MENTOR_OWN)
def pause() -> Answer:
    return ask_pause(own_mentor, url_for("mentors.mine_mine"))


@requires(Permission.MENTOR_OWN)
def end_pause(pause_id: UUID) -> Answer:
    return end_one_pause(own_mentor, pause_id, url_for("mentors.mine_mine"))
