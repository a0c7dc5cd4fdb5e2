"""The form of a mentor: note an appointment, keep a draft of it, correct what was noted."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation import drafts
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import DraftChanged, DraftTooLong, DraftUnknown, OpenedDraft
from mentorship.foundation.i18n import format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import (
    SAFE_METHODS,
    audit_actor,
    current_database,
    request_db,
)
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import appointments, drafting, queries, rules, services
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.forms import FIELDS, SessionForm, as_sent, as_texts
from mentorship.trajectories.sessions.models import SessionLog
from mentorship.trajectories.sessions.views.finding import (
    locked_trajectory,
    own_mentor,
    own_trajectory,
    readable_log,
    words_of,
)

Answer = Response | str | tuple[str, int] | tuple[Response, int]


@requires(Permission.SESSION_LOG)
def new(trajectory_id: UUID) -> Answer:
    if request.method in SAFE_METHODS:
        return _begun(request_db(), trajectory_id)
    return _sent(trajectory_id, None)


@requires(Permission.SESSION_LOG)
def correct(trajectory_id: UUID, log_id: UUID) -> Answer:
    """The log as it stands, to be put right; what it said before stays in the history."""
    if request.method not in SAFE_METHODS:
        return _sent(trajectory_id, log_id)
    db = request_db()
    trajectory = own_trajectory(db, trajectory_id)
    log = readable_log(db, trajectory, log_id)
    newest = queries.history_of(db, log)[0]
    if newest.id != log.id:
        return redirect(
            url_for(".logging_correct", trajectory_id=trajectory_id, log_id=newest.id), 303
        )
    if (waiting := _waiting(db)) is not None:
        form = _refused_form(db, trajectory, waiting)
    else:
        form = SessionForm()
        form.show(queries.told_of(db, [log])[log.id])
    return _page(form, trajectory_id, log_id=log_id, waiting=waiting)


@requires(Permission.SESSION_LOG)
def keep(trajectory_id: UUID) -> Answer:
    """What the page's script sends while somebody writes; says what stands under the form."""
    db = request_db()
    trajectory = locked_trajectory(db, trajectory_id)
    form = SessionForm()
    try:
        kept = drafting.keep_draft(
            db, user_actor().id, trajectory, as_texts(request.form), form.seen_version
        )
    except drafting.SentMeanwhile:
        abort(404)
    except DraftChanged:
        said = _("Not kept: you write about the same match in another window too. That text is "
                 "kept; the text here is not.")  # fmt: skip
        return jsonify(said=said), 409
    except DraftTooLong:
        return jsonify(said=_("Not kept: your text is far too long. Make it shorter.")), 422
    db.commit()
    said = _("Kept at %(time)s, in case something comes up.", time=format_time(kept.updated_at))
    return jsonify(said=said, version=kept.version)


@requires(Permission.SESSION_LOG)
def forget(trajectory_id: UUID) -> Response:
    """Throws the draft away, or what came from a phone and was refused."""
    db = request_db()
    own_trajectory(db, trajectory_id)
    if waiting := _waiting(db):
        drafts.discard(db, user_actor().id, waiting.id)
    else:
        drafting.forget_draft(db, user_actor().id, trajectory_id)
    db.commit()
    flash(_("Thrown away. Nothing of it is kept."), "ok")
    return redirect(url_for(".mine_mine"), 303)


def _begun(db: Db, trajectory_id: UUID) -> Answer:
    """An empty form, or what this mentor was writing; never what was sent before."""
    trajectory = own_trajectory(db, trajectory_id)
    waiting = _waiting(db)
    if waiting is not None:
        return _page(_refused_form(db, trajectory, waiting), trajectory_id, waiting=waiting)[0]
    draft = drafting.find_draft(db, user_actor().id, trajectory.id)
    if draft is None:
        form = SessionForm()
        form.held_on.data = today(db)
    else:
        form = SessionForm.holding(draft.fields, day_of(draft.updated_at))
        form.held_on.write_out()
        form.next_on.write_out()
        form.version.data = str(draft.version)
    return _page(form, trajectory_id, draft=draft)


def _sent(trajectory_id: UUID, log_id: UUID | None) -> Answer:
    with current_database().reading(audit_actor()) as db:
        own_trajectory(db, trajectory_id)
        waiting = _waiting(db)
        form = SessionForm.on(today(db))
    if not form.validate():
        return _page(form, trajectory_id, log_id=log_id, waiting=waiting)
    db = request_db()
    try:
        stored = _store(db, trajectory_id, log_id, form)
    except rules.OtherBody as other:
        db.rollback()
        return _two_texts(trajectory_id, other.log_id, form)
    except rules.LogRefused as refused:
        db.rollback()
        _say(form, refused)
        return _page(form, trajectory_id, log_id=log_id, waiting=waiting)
    if waiting is not None:
        drafts.discard(db, user_actor().id, waiting.id)
    elif log_id is None and "from" not in request.form:
        drafting.forget_draft(db, user_actor().id, trajectory_id)
    db.commit()
    flash(_thanks(stored.log, is_correction=log_id is not None), "ok")
    return redirect(url_for(".mine_mine"), 303)


def _refused_form(db: Db, trajectory: Trajectory, waiting: OpenedDraft) -> SessionForm:
    """What was refused, checked once more: what is wrong stands at its field."""
    form = SessionForm.holding({**waiting.fields, drafting.PAGE: str(uuid4())}, None)
    form.validate()
    form.csrf_token.errors = []  # the phone sent the words, the page its token
    if form.held_on.data and not form.held_on.errors:
        try:
            services.check_day(db, trajectory, form.held_on.data)
        except rules.LogRefused as refused:
            _say(form, refused)
    return form


def _store(db: Db, trajectory_id: UUID, log_id: UUID | None, form: SessionForm) -> services.Stored:
    trajectory = locked_trajectory(db, trajectory_id)
    corrects = None
    if log_id is not None:
        corrects = readable_log(db, trajectory, log_id)
    return services.log_session(
        db, trajectory, own_mentor(db), form.told(),
        key=form.key, by=user_actor().id, corrects=corrects,
        asks_for_another=log_id is None and not form.another.data,
    )  # fmt: skip


def _say(form: SessionForm, refused: rules.LogRefused) -> None:
    if isinstance(refused, rules.KeyTaken):
        form.ask_again(words_of(refused))
    elif isinstance(refused, rules.SameDay):
        form.refuse(words_of(refused), "another")
    elif isinstance(refused, rules.CorrectedBefore | rules.NotTheWriter | rules.TakenBack):
        form.refuse(words_of(refused))
    else:
        form.refuse(words_of(refused), "held_on")


def _thanks(log: SessionLog, *, is_correction: bool) -> str:
    if is_correction:
        return _("Corrected. What stood there before can still be read with this log.")
    if log.kind.is_contact:
        return _("Saved. Thank you for your time: it counts.")
    return _("Saved. Thank you for trying: that counts too.")


def _waiting(db: Db) -> OpenedDraft | None:
    """What was sent from a phone and refused, when the page is asked to show it."""
    asked = request.values.get("from", "")
    try:
        found = drafts.load(db, user_actor().id, UUID(asked)) if asked else None
    except (ValueError, DraftUnknown):
        return None
    return found if found and drafting.REASON in found.fields else None


def _two_texts(trajectory_id: UUID, log_id: UUID, form: SessionForm) -> tuple[str, int]:
    """Stored under this key with other words: both stand here, and nothing is lost."""
    with current_database().reading(audit_actor()) as db:
        trajectory = own_trajectory(db, trajectory_id)
        log = readable_log(db, trajectory, log_id)
        newest = queries.history_of(db, log)[0]
        told = queries.told_of(db, [newest])[newest.id]
    form.submission.data = str(uuid4())
    page = render_template(
        "trajectories/sessions/two_texts.html",
        form=form, trajectory_id=trajectory_id, log=newest, stored=told, typed=form.told(),
        sent=as_sent(as_texts(request.form)),
    )  # fmt: skip
    return page, 409


def _page(form: SessionForm, trajectory_id: UUID, **more: Any) -> tuple[str, int]:
    known: Mapping[str, OpenedDraft | Told | UUID | None] = {
        "draft": None, "waiting": None, "log_id": None,
    }  # fmt: skip
    told = {
        **known,
        **more,
        "form": form,
        "trajectory_id": trajectory_id,
        "coming": _standing(trajectory_id) if more.get("log_id") is None else None,
        "offline_fields": " ".join(FIELDS),
        "offline_user": user_actor().id,
    }
    page = render_template("trajectories/sessions/log.html", **told)
    return page, form.status


def _standing(trajectory_id: UUID) -> appointments.Coming | None:
    """What a new log leaves as it is, unless its writer says something else."""
    with current_database().reading(audit_actor()) as db:
        if queries.end_of(db, own_trajectory(db, trajectory_id)) is not None:
            return None
        return appointments.coming(db, [trajectory_id]).get(trajectory_id)
