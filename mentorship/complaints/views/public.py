"""What anybody sees without an account: telling a complaint, and later what became of it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import sign_ins
from mentorship.accounts.models import AttemptKind
from mentorship.accounts.rules import PER_ADDRESS, Throttled
from mentorship.complaints import file, queries, rules, services
from mentorship.complaints.forms import TellForm
from mentorship.complaints.models import Complaint
from mentorship.complaints.telling import LINK
from mentorship.complaints.views.asking import take_in
from mentorship.foundation import links
from mentorship.foundation.access import public
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, current_database

Answer = Response | str | tuple[str, int]


@public
def new() -> Answer:
    """Written by nobody, also when somebody is signed in: the trail must not say who complained."""
    form = TellForm()
    if request.method in SAFE_METHODS or not form.validate():
        return _page(form)
    with current_database().writing() as db:
        try:
            who = sign_ins.address_index(db, request.remote_addr or "")
            sign_ins.admit(db, AttemptKind.ADDRESS, who, PER_ADDRESS)
            complaint = take_in(db, form)
        except Throttled:
            db.rollback()
            form.refuse(
                _("Too much was sent from this device. Wait ten minutes and send it again.")
            )
            return _page(form, 429)
        except rules.NobodyReads:
            db.rollback()
            return _page(form, 409, is_nobody=True)
        token = services.new_link(db, complaint) if complaint else None
        db.commit()
    if token is None:
        return _page(form)
    return redirect(url_for("complaints.told", token=token), 303)


def _page(form: TellForm, status: int | None = None, *, is_nobody: bool = False) -> Answer:
    """`is_nobody` says whom to call instead; what was typed stays on the page."""
    with current_database().reading() as db:
        is_nobody = is_nobody or not queries.confidants(db)
    settings = current_database().settings
    page = render_template(
        "complaints/new.html",
        form=form,
        is_nobody=is_nobody,
        call=settings.complaint_call,
        days=settings.complaint_days,
        weeks=settings.complaint_weeks,
    )
    return page, status or form.status


@public
def told(token: str) -> Answer:
    """Opening it spends nothing: it is read again and again until it ends."""
    settings = current_database().settings
    with current_database().reading() as db:
        try:
            link = links.find(db, LINK, token)
        except links.LinkUnknown:
            return render_template("complaints/no_link.html", call=settings.complaint_call), 404
        except links.LinkError:
            return render_template("complaints/no_link.html", call=settings.complaint_call), 410
        complaint = db.get(Complaint, link.target_id)
        if complaint is None:
            return render_template("complaints/no_link.html", call=settings.complaint_call), 410
        return render_template(
            "complaints/told.html",
            complaint=complaint,
            letter=file.letter_of(db, complaint),
            until=link.expires_at,
            address=settings.base_url.rstrip("/") + request.path,
            days=settings.complaint_days,
            weeks=settings.complaint_weeks,
        )
