"""Where a mentor adds something to the own concern, or says that it was a mistake."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.matching.views.answers import read_apart
from mentorship.trajectories.concerns import expecting, policy, queries, rules, services
from mentorship.trajectories.concerns.forms import AddForm, MistakeForm
from mentorship.trajectories.concerns.models import AdditionKind

Answer = Response | tuple[str, int]


@requires(Permission.SESSION_LOG)
def add(concern_id: UUID) -> Answer:
    said = _("Added. Whoever has your concern gets an e-mail.")
    return _told(concern_id, AddForm(), AdditionKind.MORE, said)


@requires(Permission.SESSION_LOG)
def mistake(concern_id: UUID) -> Answer:
    said = _("Sent. A consultant reads it, may call you, and closes your concern.")
    return _told(concern_id, MistakeForm(), AdditionKind.MISTAKE, said)


def _told(concern_id: UUID, form: AddForm | MistakeForm, kind: AdditionKind, said: str) -> Answer:
    if request.method in SAFE_METHODS:
        return _page(request_db(), concern_id, form, kind)
    if not form.validate():
        return read_apart(lambda db: _page(db, concern_id, form, kind))
    db = request_db()
    concern = queries.lock(db, policy.raised_by(user_actor()), concern_id) or abort(404)
    try:
        services.add(db, concern, kind, form.words.data or "", key=form.key)
    except rules.AlreadyClosed:
        db.rollback()
        return _page(db, concern_id, form, kind)
    db.commit()
    flash(said, "ok")
    return redirect(url_for("concerns.mine"), 303)


def _page(
    db: Db, concern_id: UUID, form: AddForm | MistakeForm, kind: AdditionKind
) -> tuple[str, int]:
    """Of one that was closed meanwhile what was typed stands there still."""
    concern = queries.find(db, policy.raised_by(user_actor()), concern_id) or abort(404)
    page = render_template(
        "trajectories/concerns/add.html",
        form=form,
        concern=concern,
        title=expecting.title_of(db, concern),
        is_mistake=kind is AdditionKind.MISTAKE,
        house_codes=queries.houses_of(db, [concern.trajectory_id]),
    )
    return page, form.status if concern.is_open else 409
