"""Where the privacy officer looks once more at what goes, and then erases who asked for it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import login
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.erasure import ErasureBlocked
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, audit_actor, current_database
from mentorship.privacy.register_words import KINDS
from mentorship.privacy.rights import erasing, policy, queries, rules, telling
from mentorship.privacy.rights.models import RequestKind, SubjectRequest

Answer = Response | str | tuple[str, int]
_REFUSED = (
    rules.StillMatched, rules.OtherRole, rules.StillHandled, rules.StillHeld, ErasureBlocked,
)  # fmt: skip


@requires(Permission.RIGHTS_HANDLE)
def erase(request_id: UUID) -> Answer:
    """With a fresh second factor; nothing brings back what went."""
    with current_database().reading(audit_actor()) as db:
        asked = queries.find(db, policy.handled_by(login.user_actor()), request_id) or abort(404)
    if asked.kind is not RequestKind.ERASURE or not asked.is_open:
        flash(_("There is nothing to erase with this request."), "info")
        return redirect(url_for("privacy.requests_one", request_id=request_id), 303)
    login.require_fresh_factor(url_for("privacy.erasing_erase", request_id=request_id))
    if request.method in SAFE_METHODS:
        return _page(asked)
    try:
        erasing.erase(current_database(), asked, audit_actor())
    except _REFUSED as refused:
        return _page(asked, _words(refused), status=409)
    except (rules.RequestClosed, rules.NothingToErase):
        flash(_("There is nothing to erase with this request."), "info")
    else:
        done = _("Everything about this person is erased. The audit trail says that it was done.")
        flash(done, "ok")
    return redirect(url_for("privacy.requests_overview"), 303)


def _page(asked: SubjectRequest, refused: str = "", status: int = 200) -> Answer:
    with current_database().reading(audit_actor()) as db:
        body = render_template(
            "privacy/rights/erase.html",
            line=telling.line_of(db, asked),
            going=erasing.what_goes(db, asked.subject_id),
            kind_names=KINDS,
            refused=refused,
        )
    return body, status


def _words(refused: Exception) -> str:
    if isinstance(refused, rules.StillMatched):
        return _(
            "There still is a match, or a question about one. Ask the consultant to end it first. "
            "Nothing was erased."
        )
    if isinstance(refused, rules.OtherRole):
        return _(
            "This mentor has another role too, and would lose the account for it. Ask the "
            "coordinator to end that role first. Nothing was erased."
        )
    if isinstance(refused, rules.StillHandled):
        return _(
            "Somebody is still at work on something about this person. Try again later. Nothing "
            "was erased."
        )
    if isinstance(refused, rules.StillHeld):
        return _(
            "What is kept about this person has to stay until a day to come: see the retention "
            "runs. Nothing was erased: refuse the request for now and say so, or wait."
        )
    return _(
        "What is kept about others still names this person, such as the file of a young person "
        "they were matched with. Those others keep it until its term ends. Nothing was erased: "
        "refuse the request for now and say so, or wait."
    )
