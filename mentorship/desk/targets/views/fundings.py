"""A funding: note one, change it with a reason, leave one out that was noted by mistake."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.desk.targets import queries, rules, services
from mentorship.desk.targets.forms import ChangeFundingForm, FundingForm
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.matching.views.answers import read_apart
from mentorship.region.queries import short_names

Answer = Response | str | tuple[str, int]
_DAYS = (rules.DaysImpossible, rules.DaysOutOfReach)


@requires(Permission.TARGET_MANAGE)
def new_funding() -> Answer:
    form = read_apart(lambda db: FundingForm(houses=short_names(db)))
    if not form.validate_on_submit():
        return _new_page(form)
    db = request_db()
    try:
        services.note_funding(db, form.terms, by=user_actor().id, key=form.key)
    except _DAYS as refusal:
        db.rollback()
        _refuse_days(form, refusal)
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
    by, key, reason = user_actor().id, form.key, form.reason.data
    try:
        if form.is_mistake.data:
            services.withdraw_funding(db, row, reason, by=by, key=key)
        else:
            services.change_funding(db, row, form.terms, reason, by=by, key=key)
    except _DAYS as refusal:
        db.rollback()
        _refuse_days(form, refusal)
        return read_apart(lambda db: _page(db, funding_id, form))
    except rules.FundingChanged:
        db.rollback()
        return read_apart(lambda db: _changed(db, funding_id, form))
    db.commit()
    return _back(_("The funding is saved."))


def _changed(db: Db, funding_id: UUID, form: ChangeFundingForm) -> Answer:
    """What was typed stays, beside what stands there now; not where it was left out meanwhile."""
    told = _("Somebody changed this funding meanwhile. Nothing was saved; look below.")
    if queries.newest_of(db, funding_id) is None:
        flash(told, "error")
        return redirect(url_for("targets.index", _anchor="funding"), 303)
    form.refuse(told)
    return _page(db, funding_id, form, status=409)


def _refuse_days(form: FundingForm, refusal: Exception) -> None:
    if isinstance(refusal, rules.DaysImpossible):
        form.refuse(_("The last day is before the first. Check the days."), "last_day")
        return
    first, last = format_date(rules.FIRST_DAY), format_date(rules.LAST_DAY)
    told = _("Choose a day from %(first)s to %(last)s.", first=first, last=last)
    form.refuse(told, "first_day" if form.first_day.day < rules.FIRST_DAY else "last_day")


def _new_page(form: FundingForm) -> tuple[str, int]:
    return render_template("desk/targets/funding.html", form=form, funding=None), form.status


def _page(
    db: Db, funding_id: UUID, form: ChangeFundingForm, *, status: int | None = None
) -> tuple[str, int]:
    is_looking = request.method in SAFE_METHODS
    find = queries.find_funding if is_looking else queries.newest_of
    row = find(db, funding_id) or abort(404)
    if is_looking:
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
    return page, status or form.status


def _back(said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("targets.index", _anchor="funding"), 303)
