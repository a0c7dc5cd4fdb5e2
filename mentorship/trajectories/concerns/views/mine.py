"""What a mentor sees of concerns: whom to call, a few words to send, how far the own ones are."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import DraftChanged, DraftTooLong, DraftUnknown
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.matching.views.answers import read_apart
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import drafting, expecting, queries, services
from mentorship.trajectories.concerns import policy as concerns
from mentorship.trajectories.concerns.forms import RaiseForm
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.telling_mentors import Pair, begun_of, lines_of, pairs_of

Answer = Response | str | tuple[str, int] | tuple[Response, int]


@requires(Permission.SESSION_LOG)
def mine() -> str:
    db, actor = request_db(), user_actor()
    mentor = mentor_of_user(db, actor.id)
    raised = queries.newest_first(db, concerns.raised_by(actor))
    pairs = pairs_of(db, mentor) if mentor else []
    return render_template(
        "trajectories/concerns/mine.html",
        house_codes=_houses(db, mentor, pairs, raised),
        pairs=pairs,
        begun=begun_of(db, mentor) if mentor else [],
        lines=lines_of(db, raised),
    )


@requires(Permission.SESSION_LOG)
def new(trajectory_id: UUID) -> Answer:
    form = RaiseForm()
    if request.method in SAFE_METHODS:
        return _page(request_db(), trajectory_id, form)
    if not form.validate():
        return read_apart(lambda db: _page(db, trajectory_id, form))
    db = request_db()
    trajectory = trajectories.lock(db, policy.own_of(_mentor(db)), trajectory_id) or abort(404)
    services.raise_concern(
        db, trajectory, form.words.data, is_now=bool(form.is_now.data), by=user_actor().id,
        key=form.key,
    )  # fmt: skip
    db.commit()
    flash(_("Sent. Below you read who gets it, and when."), "ok")
    return redirect(url_for("concerns.mine"), 303)


@requires(Permission.SESSION_LOG)
def autosave(trajectory_id: UUID) -> Answer:
    """What the page's script sends while somebody writes; says what stands under the form."""
    db, form = request_db(), RaiseForm()
    trajectory = trajectories.find(db, policy.own_of(_mentor(db)), trajectory_id) or abort(404)
    version = version_in(form.version.data)
    try:
        kept = drafting.keep(db, user_actor().id, trajectory, form.fields, form.key, version)
    except DraftUnknown:
        abort(404)
    except DraftChanged:
        return jsonify(said=_("This was changed in another window. You can still send it.")), 409
    except DraftTooLong:
        return jsonify(said=_("This text is too long to keep. Make it shorter.")), 422
    db.commit()
    said = _("Not sent yet. Your text is kept (%(time)s).", time=format_time(kept.updated_at))
    return jsonify(said=said, version=kept.version)


@requires(Permission.SESSION_LOG)
def discard(trajectory_id: UUID) -> Response:
    """What somebody began and doesn't want to send."""
    db = request_db()
    if trajectories.find(db, policy.own_of(_mentor(db)), trajectory_id) is None:
        abort(404)
    drafting.forget(db, user_actor().id, trajectory_id)
    db.commit()
    flash(_("Thrown away. Nothing was sent."), "ok")
    return redirect(url_for("concerns.mine"), 303)


def _houses(
    db: Db, mentor: Mentor | None, pairs: Sequence[Pair], raised: Sequence[Concern]
) -> set[str]:
    """Whom to call: those who follow the young people, else the House of the mentor."""
    about = {one.trajectory_id for one in pairs}
    about |= {one.trajectory_id for one in raised if one.is_open}
    if found := queries.houses_of(db, about):
        return found
    return {mentor.house_code} if mentor else set()


def _before(db: Db, trajectory_id: UUID) -> list[tuple[UUID, str]]:
    """What this mentor told of the same young person and is still open, and when."""
    told = queries.open_of(db, concerns.raised_by(user_actor()), trajectory_id)
    return [(one.id, expecting.when(db, one.raised_at)) for one in told]


def _mentor(db: Db) -> Mentor:
    return mentor_of_user(db, user_actor().id) or abort(404)


def _page(db: Db, trajectory_id: UUID, form: RaiseForm) -> tuple[str, int]:
    mentor = _mentor(db)
    trajectory = trajectories.find(db, policy.own_of(mentor), trajectory_id) or abort(404)
    kept = None
    if request.method in SAFE_METHODS:
        kept = drafting.find(db, user_actor().id, trajectory.id)
    if kept is not None:
        form.show(kept.fields, kept.version)
    page = render_template(
        "trajectories/concerns/new.html",
        form=form,
        trajectory_id=trajectory.id,
        house_codes=queries.houses_of(db, [trajectory.id]),
        before=_before(db, trajectory.id),
        kept_at=kept.updated_at if kept else None,
    )
    return page, form.status
