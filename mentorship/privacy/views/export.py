"""Where a consultant takes out everything that is kept about who asked for it."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, render_template
from werkzeug.wrappers import Response

from mentorship.accounts.forms import role_words
from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.documents import PdfUnavailable, render_pdf
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.privacy.rights import exporting, policy, queries, services
from mentorship.privacy.rights.exporting import Everything
from mentorship.privacy.rights.rules import NotReady


@requires(Permission.MENTEE_EDIT, Permission.MENTOR_SCREEN)
def file(request_id: UUID) -> Response:
    return _taken_out(request_id, exporting.as_file, "application/json", _("own-data") + ".json")


@requires(Permission.MENTEE_EDIT, Permission.MENTOR_SCREEN)
def paper(request_id: UUID) -> Response:
    return _taken_out(request_id, _pages, "application/pdf", _("own-data") + ".pdf")


def _taken_out(
    request_id: UUID, written: Callable[[Everything], bytes], kind: str, name: str
) -> Response:
    """Made first, apart from any writing; noted and committed before it leaves."""
    mine = policy.handed_over_by(user_actor())
    with current_database().reading(audit_actor()) as reading:
        request = queries.find(reading, mine, request_id) or abort(404)
        if not services.is_ready(reading, request):
            return _not_ready(queries.path_of(reading, request))
        content = written(exporting.gather(reading, request.subject_id))
    db = request_db()
    locked = queries.lock(db, mine, request_id) or abort(404)
    try:
        services.hand_over(db, locked, user_actor().id)
    except NotReady:
        db.rollback()
        return _not_ready(queries.path_of(db, request))
    db.commit()
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _pages(told: Everything) -> bytes:
    title = _("Everything that is kept about you")
    page = render_template(
        "privacy/rights/paper.html",
        told=told,
        title=title,
        kind_words=exporting.kind_words,
        lines_of=exporting.lines_of,
        role_words=role_words,
    )
    try:
        return render_pdf(page, title=title, language=current_language())
    except PdfUnavailable:
        abort(503)


def _not_ready(path: str) -> Response:
    flash(_("It does not lie ready any more. Ask the privacy officer once more."), "warning")
    return redirect(path, 303)
