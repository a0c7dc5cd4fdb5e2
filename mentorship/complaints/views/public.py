"""What anybody sees without an account: telling a complaint, and later what became of it."""

from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Throttled
from mentorship.complaints import admitting, file, queries, rules, services
from mentorship.complaints.forms import MoreForm, TellForm
from mentorship.complaints.models import Complaint
from mentorship.complaints.telling import LINK
from mentorship.complaints.views.asking import take_in
from mentorship.foundation import links
from mentorship.foundation.access import public
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import SAFE_METHODS, current_database
from mentorship.referrals.mentees.views.intake import as_pdf

Answer = Response | str | tuple[str, int]
_TOO_MUCH = _l("Too much was sent from this device. Wait ten minutes and send it again.")


@public
def new() -> Answer:
    """Written by nobody, also when somebody is signed in: the trail must not say who complained."""
    form = TellForm()
    if request.method in SAFE_METHODS or not form.validate():
        return _page(form)
    with current_database().writing() as db:
        try:
            admitting.admit(db, request.remote_addr or "")
            complaint = take_in(db, form)
        except Throttled:
            db.rollback()
            form.refuse(_TOO_MUCH)
            return _page(form, 429)
        except rules.NobodyReads:
            db.rollback()
            return _page(form, 409, is_nobody=True)
        token = services.first_link(db, complaint) if complaint else None
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
    return _shown(token, MoreForm(formdata=None))


@public
def more(token: str) -> Answer:
    """What the teller adds later; the trail learns of nobody, as when it was told."""
    form = MoreForm()
    if not form.validate():
        return _shown(token, form)
    try:
        with current_database().writing() as db:
            complaint, _until = _behind(db, token)
            admitting.admit(db, request.remote_addr or "")
            services.add_more(db, queries.locked(db, complaint), form.more.data, key=form.key)
            db.commit()
    except links.LinkError as problem:
        return _stopped(problem)
    except Throttled:
        form.refuse(_TOO_MUCH)
        return _shown(token, form, 429)
    except rules.AlreadyClosed:
        form.refuse(_("The confidant has finished, so this was not sent any more."))
        return _shown(token, form, 409)
    return redirect(url_for("complaints.told", token=token), 303)


def _shown(token: str, form: MoreForm, status: int | None = None) -> Answer:
    with current_database().reading() as db:
        try:
            return _told(db, token, form, status)
        except links.LinkError as problem:
            return _stopped(problem)


def _told(db: Db, token: str, form: MoreForm, status: int | None = None) -> Answer:
    """Raises what `links.find` raises."""
    settings = current_database().settings
    complaint, until = _behind(db, token)
    page = render_template(
        "complaints/told.html",
        complaint=complaint,
        form=form,
        added=file.added_at(db, complaint),
        letter=file.letter_of(db, complaint),
        until=until,
        token=token,
        address=settings.base_url.rstrip("/") + url_for("complaints.told", token=token),
        call=settings.complaint_call,
        days=settings.complaint_days,
    )
    return page, status or form.status


@public
def letter(token: str) -> Answer:
    """The letter on paper, once it is there."""
    with current_database().reading() as db:
        try:
            complaint, _until = _behind(db, token)
        except links.LinkError as problem:
            return _stopped(problem)
        written = file.letter_of(db, complaint) or abort(404)
        paper = render_template(
            "complaints/letter_paper.html",
            complaint=complaint,
            letter=written,
            call=current_database().settings.complaint_call,
        )
    return as_pdf(paper, _("Letter"))


def _behind(db: Db, token: str) -> tuple[Complaint, datetime]:
    """The complaint, and until when the link works; raises what `links.find` raises."""
    link = links.find(db, LINK, token)
    complaint = db.get(Complaint, link.target_id)
    if complaint is None:  # erased meanwhile
        raise links.LinkExpired
    return complaint, link.expires_at


def _stopped(problem: links.LinkError) -> tuple[str, int]:
    page = render_template(
        "complaints/no_link.html", call=current_database().settings.complaint_call
    )
    return page, 404 if isinstance(problem, links.LinkUnknown) else 410
