"""The target of one House for one year: set it, or change it with a reason."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.desk.targets import queries, rules, services
from mentorship.desk.targets.forms import ChangeTargetForm, TargetForm
from mentorship.desk.targets.models import FIRST_YEAR, LAST_YEAR
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, request_db
from mentorship.matching.views.answers import read_apart
from mentorship.region.queries import short_names

Answer = Response | str | tuple[str, int]


@requires(Permission.TARGET_MANAGE)
def target(year: int, house_code: str) -> Answer:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    form = read_apart(lambda db: _form(db, year, house_code))
    if not form.validate_on_submit():
        return read_apart(lambda db: _page(db, year, house_code, form))
    db = request_db()
    try:
        services.set_target(
            db, year, house_code, int(form.guided.data), position=version_in(form.version.data),
            reason=form.why, by=user_actor().id, key=form.key,
        )  # fmt: skip
    except (rules.ReasonMissing, ChangedMeanwhile):
        db.rollback()
        form.refuse(_("Somebody changed this target meanwhile. Nothing was saved; look below."))
        return read_apart(lambda db: _page(db, year, house_code, form, status=409))
    db.commit()
    flash(_("The target is saved."), "ok")
    return redirect(url_for("targets.of_year", year=year), 303)


def _form(db: Db, year: int, house_code: str) -> TargetForm:
    """Who changes one says why; what was sent is answered by what its page showed."""
    if house_code not in short_names(db):
        abort(404)
    if request.method in SAFE_METHODS:
        is_change = bool(queries.history_of_target(db, year, house_code))
    else:
        is_change = version_in(request.form.get("version")) > 0
    return ChangeTargetForm() if is_change else TargetForm()


def _page(
    db: Db, year: int, house_code: str, form: TargetForm, *, status: int | None = None
) -> tuple[str, int]:
    before = queries.history_of_target(db, year, house_code)
    if request.method in SAFE_METHODS or status == 409:
        form.version.data = str(before[0].position if before else 0)
    if request.method in SAFE_METHODS and before:
        form.guided.data = str(before[0].guided)
    page = render_template(
        "desk/targets/target.html",
        year=year,
        house=short_names(db)[house_code],
        form=form,
        before=before,
        names=names_of_ids(db, {row.set_by for row in before}),
    )
    return page, status or form.status
