"""The requests of people about their own data, for who watches over privacy: never a name."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.privacy.rights import labels, policy, queries, services, telling
from mentorship.privacy.rights.forms import CloseForm
from mentorship.privacy.rights.models import SubjectRequest
from mentorship.privacy.rights.rules import NotErased, NothingToSee, RequestClosed

Answer = Response | str | tuple[str, int]


@requires(Permission.AUDIT_READ)
def overview() -> str:
    db, visible = request_db(), policy.visible_to(user_actor())
    return render_template(
        "privacy/rights/list.html",
        waiting=telling.lines_of(db, queries.open_in(db, visible)),
        closed=telling.lines_of(db, queries.closed_in(db, visible)),
        labels=labels,
    )


@requires(Permission.AUDIT_READ)
def one(request_id: UUID) -> Answer:
    return _page(request_db(), request_id, CloseForm(formdata=None))


@requires(Permission.RIGHTS_HANDLE)
def close(request_id: UUID) -> Answer:
    form = CloseForm()
    if not form.validate_on_submit():
        with current_database().reading(audit_actor()) as reading:
            return _page(reading, request_id, form)
    db = request_db()
    request = locked(db, request_id)
    try:
        services.close(db, request, form.chosen, form.answer.data, user_actor().id)
    except RequestClosed:
        return already_closed(db, request_id)
    except NotErased:
        db.rollback()
        form.refuse(_("Erase this person above, or refuse it here and say why."), "outcome")
        with current_database().reading(audit_actor()) as reading:
            return _page(reading, request_id, form)
    db.commit()
    flash(_("Closed. The consultant reads the answer and passes it on."), "ok")
    return redirect(url_for("privacy.requests_overview"), 303)


@requires(Permission.RIGHTS_HANDLE)
def approve(request_id: UUID) -> Answer:
    db = request_db()
    request = locked(db, request_id)
    try:
        services.approve(db, request, user_actor().id)
    except RequestClosed:
        return already_closed(db, request_id)
    except NothingToSee:
        abort(404)
    db.commit()
    flash(_("It lies ready. The consultant gets an e-mail and takes it along."), "ok")
    return redirect(url_for("privacy.requests_one", request_id=request_id), 303)


def found(db: Db, request_id: UUID) -> SubjectRequest:
    return queries.find(db, policy.visible_to(user_actor()), request_id) or abort(404)


def locked(db: Db, request_id: UUID) -> SubjectRequest:
    return queries.lock(db, policy.handled_by(user_actor()), request_id) or abort(404)


def already_closed(db: Db, request_id: UUID) -> Response:
    db.rollback()
    flash(_("This request was closed already. Nothing was changed."), "warning")
    return redirect(url_for("privacy.requests_one", request_id=request_id), 303)


def _page(db: Db, request_id: UUID, form: CloseForm) -> Answer:
    line = telling.line_of(db, found(db, request_id))
    handles = queries.find(db, policy.handled_by(user_actor()), request_id) is not None
    body = render_template(
        "privacy/rights/one.html", line=line, form=form, labels=labels, handles=handles
    )
    return body, form.status
