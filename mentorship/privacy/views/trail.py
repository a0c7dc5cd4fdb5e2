"""The audit trail: reading it, narrowing it down, taking it along, having it checked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation import audit
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.privacy import checking, files, filters, forms, queries, telling
from mentorship.privacy.filters import FilterUnreadable, TrailFilter
from mentorship.privacy.forms import MOST_FOUND, TrailForm

Answer = Response | str | tuple[str, int]


@requires(Permission.AUDIT_READ)
def overview() -> str:
    db, actor = request_db(), user_actor()
    wanted = _wanted(request.args)
    before, after = (_seq(request.args.get(name)) for name in ("before", "after"))
    page = queries.page_of_events(db, wanted, before=before, after=after)
    standing = checking.standing(db)
    asked_by = standing.last.asked_by if standing.last else None
    others = {one for one in (asked_by, wanted.who) if one is not None}
    names = telling.names_in(db, actor, page.rows, others)
    _leave_trace(db, wanted, [one.seq for one in page.rows])
    return render_template(
        "privacy/trail.html",
        form=forms.filled(wanted),
        wanted=wanted,
        page=page,
        lines=telling.lines(db, page.rows, names),
        standing=standing,
        names=names,
    )


def _leave_trace(db: Db, wanted: TrailFilter, seqs: list[int]) -> None:
    """Which events were looked at; about whom they are stands in themselves."""
    newest, oldest = (seqs[0], seqs[-1]) if seqs else (None, None)
    audit.record(
        db, "trail.read", purpose=Purpose.OVERSIGHT, filter=wanted.asked, newest=newest,
        oldest=oldest,
    )  # fmt: skip


@requires(Permission.AUDIT_READ)
def find() -> Answer:
    """From what was filled in to the address of that part; a name goes no further than here."""
    form, found = TrailForm(), dict[UUID, str]()
    typed = form.name.data or ""
    if form.validate_on_submit():
        if typed:
            with current_database().reading(audit_actor()) as db:
                found = forms.users_named(db, user_actor(), typed)
        if not typed or len(found) == 1:
            return redirect(_address(_of(form, next(iter(found), None))), 303)
        if not found:
            form.refuse(_("There is no user of this name or address."), "name")
        elif len(found) > MOST_FOUND:
            form.refuse(_("Too many users have this name. Fill in more of it."), "name")
            found = {}
    page = render_template(
        "privacy/find.html",
        form=form,
        choices=[(_address(_of(form, key)), name) for key, name in found.items()],
    )
    return page, form.status


@requires(Permission.AUDIT_READ)
def file() -> Response:
    """Noted and committed before the first byte leaves; what comes later isn't in it."""
    wanted, actor, database = _wanted(request.form), user_actor(), current_database()
    with database.reading(audit_actor()) as reading:
        upto = queries.last_seq(reading)
        users = queries.users_in(reading, wanted, upto)
        names = telling.names_for(reading, actor, users, queries.all_organisations(reading))
    db = request_db()
    audit.record(db, "trail.exported", purpose=Purpose.OVERSIGHT, filter=wanted.asked, newest=upto)
    db.commit()
    parts = files.trail_file(database, audit_actor(), wanted, names, upto)
    disposition = f'attachment; filename="{_("audit-trail")}.csv"'
    headers = {"Content-Type": files.CONTENT_TYPE, "Content-Disposition": disposition}
    return Response(parts, headers=headers)


@requires(Permission.AUDIT_CHECK)
def check() -> Response:
    db = request_db()
    checking.ask_check(db, user_actor().id)
    db.commit()
    flash(_("The audit trail is being checked. That can take some minutes."), "ok")
    return redirect(url_for("privacy.trail_overview"), 303)


def _wanted(values: Mapping[str, str]) -> TrailFilter:
    try:
        return filters.read(values)
    except FilterUnreadable:
        abort(404)


def _seq(text: str | None) -> int | None:
    try:
        return filters.read_seq(text)
    except FilterUnreadable:
        abort(404)


def _of(form: TrailForm, who: UUID | None) -> TrailFilter:
    try:
        return form.wanted(who)
    except FilterUnreadable:
        abort(404)


def _address(wanted: TrailFilter) -> str:
    values: dict[str, Any] = {**wanted.values}
    return url_for("privacy.trail_overview", **values)
