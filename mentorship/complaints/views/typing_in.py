"""Where a confidant types in what somebody told by telephone, on paper or in a talk."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.complaints import policy, queries, rules
from mentorship.complaints.forms import TypeInForm
from mentorship.complaints.views.asking import take_in
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, current_database, request_db

Answer = Response | str | tuple[str, int]


@requires(Permission.COMPLAINT_HANDLE)
def type_in() -> Answer:
    form = TypeInForm()
    if request.method in SAFE_METHODS or not form.validate():
        return _page(form)
    db, actor = request_db(), user_actor()
    try:
        complaint = take_in(db, form, came_by=form.way, noted_by=actor.id)
    except rules.NobodyReads:
        db.rollback()
        return _page(form, is_nobody=True)
    if complaint is None:
        return _page(form)
    may_open = queries.find(db, policy.visible_to(db, actor), complaint.id) is not None
    db.commit()
    flash(_("Saved. Make a link for who told it, if they want to read what becomes of it."), "ok")
    if not may_open:  # about the one who typed it in, or about a colleague of theirs
        return redirect(url_for("complaints.index"), 303)
    return redirect(url_for("complaints.one", complaint_id=complaint.id), 303)


def _page(form: TypeInForm, *, is_nobody: bool = False) -> tuple[str, int]:
    page = render_template(
        "complaints/type_in.html",
        form=form,
        is_nobody=is_nobody,
        call=current_database().settings.complaint_call,
    )
    return page, 409 if is_nobody else form.status
