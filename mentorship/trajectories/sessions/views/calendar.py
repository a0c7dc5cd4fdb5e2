"""The secret address of a mentor's calendar: made, taken back, and what a phone reads there."""

from uuid import UUID, uuid4

from flask import (
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import speaking
from mentorship.foundation.requests import request_db
from mentorship.training.calendars import CONTENT_TYPE
from mentorship.trajectories.sessions import feed

LONGEST_TOKEN = 100


@requires(Permission.SESSION_LOG)
def make() -> Response:
    """Sent once more, as a browser does, it makes no other one."""
    db, actor = request_db(), user_actor()
    try:
        made = UUID(request.form.get("made", ""))
    except ValueError:
        made = uuid4()
    feed.make_address(db, actor.id, actor.subject_id, made)
    db.commit()
    return redirect(url_for(".calendar_made", made=made), 303)


@requires(Permission.SESSION_LOG)
def made(made: UUID) -> str:
    """The address, while it works; whoever lost it makes another."""
    db, actor = request_db(), user_actor()
    if not feed.is_made(db, actor.id, made):
        abort(404)
    token = feed.token_of(db, actor.id, made)
    base = current_app.extensions["settings"].base_url.rstrip("/")
    address = base + url_for(".calendar_read", token=token)
    return render_template("trajectories/sessions/calendar.html", address=address)


@requires(Permission.SESSION_LOG)
def end() -> Response:
    db = request_db()
    feed.end_address(db, user_actor().id)
    db.commit()
    flash(_("The address of your calendar works no more."), "ok")
    return redirect(url_for(".mine_mine"), 303)


@public
def read(token: str) -> Response:
    """For a calendar program, which can't sign in: the address itself is the key."""
    db = request_db()
    user = feed.reader_of(db, token) if len(token) <= LONGEST_TOKEN else None
    if user is None:
        abort(404)
    with speaking(user.language):
        body = feed.calendar_for(db, user, current_app.extensions["settings"].mail_from)
    answer = make_response(body)
    answer.headers["Content-Type"] = CONTENT_TYPE
    return answer
