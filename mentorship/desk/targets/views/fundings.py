"""A funding: note one, change it with a reason, leave one out that was noted by mistake."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.desk.targets import queries, rules, services
from mentorship.desk.targets.forms import ChangeFundingForm, FundingForm, key_of
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.matching.views.answers import read_apart
from mentorship.region.queries import short_names

Answer = Response | str | tuple[str, int]


@requires(Permission.TARGET_MANAGE)
def new_funding() -> Answer:
    form = read_apart(lambda db: FundingForm(houses=short_names(db)))
    if not form.validate_on_submit():
        return _new_page(form)
    db = request_db()
    try:
        services.note_funding(db, form.terms, by=user_actor().id, key=key_of(form))
    except rules.DaysImpossible:
        db.rollback()
        _refuse_days(form)
        return _new_page(form)
    db.commit()
    return _back(_("The funding is saved."))


@requires(Permission.TARGET_MANAGE)
def funding(funding_id: UUID) -> Answer:
    form = read_apart(lambda db: ChangeFundingForm(houses=short_names(db)))
    if not form.validate_on_submit():
        return read_apart(lambda db: _page(db, funding_id, form))
    db = request_db()
    row = queries.lock_funding(db, funding_id) or abort(404)
    by, key, reason = user_actor().id, key_of(form), form.reason.data
    try:
        if form.is_mistake.data:
            services.withdraw_funding(db, row, reason, by=by, key=key)
        else:
            services.change_funding(db, row, form.terms, reason, by=by, key=key)
    except rules.DaysImpossible:
        db.rollback()
        _refuse_days(form)
        return read_apart(lambda db: _page(db, funding_id, form))
    except rules.FundingChanged:
        db.rollback()
        flash(_("Somebody changed this funding meanwhile. Nothing was saved; look below."), "error")
        return redirect(url_for("targets.index", _anchor="funding"), 303)
    db.commit()
    return _back(_("The funding is saved."))


def _refuse_days(form: FundingForm) -> None:
    form.refuse(_("The last day is before the first. Check the days."), "last_day")


def _new_page(form: FundingForm) -> tuple[str, int]:
    return render_template("desk/targets/funding.html", form=form, funding=None), form.status


def _page(db: Db, funding_id: UUID, form: ChangeFundingForm) -> tuple[str, int]:
    row = queries.find_funding(db, funding_id) or abort(404)
    if request.method in SAFE_METHODS:
        form.show(row)
    before = queries.history_of_funding(db, row)
    page = render_template(
        "desk/targets/funding.html",
        form=form,
        funding=row,
        rows=[row, *before],
        houses=short_names(db),
        names=names_of_ids(db, {one.noted_by for one in [row, *before]}),
    )
    return page, form.status


def _back(said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("targets.index", _anchor="funding"), 303)
