"""How many young people each consultant can take on: to read, and to set."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from sqlmodel import col

from mentorship.accounts.login import user_actor
from mentorship.accounts.models import RoleGrant
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import policy, services
from mentorship.matching.caseloads import queries
from mentorship.matching.caseloads.forms import CaseloadForm
from mentorship.matching.views.answers import Answer, read_apart
from mentorship.region.queries import short_names


@requires(Permission.MATCH_READ, Permission.MATCH_SETTINGS)
def overview() -> str:
    db, actor = request_db(), user_actor()
    return render_template(
        "matching/caseloads.html",
        lines=queries.lines(db, policy.caseloads_of(actor)),
        own=set(db.scalars(policy.caseloads_to_set(actor).with_only_columns(col(RoleGrant.id)))),
        house_names=short_names(db),
    )


@requires(Permission.MATCH_DECIDE, Permission.MATCH_SETTINGS)
def change(grant_id: UUID) -> Answer:
    form = CaseloadForm()
    if not form.validate_on_submit():
        return read_apart(lambda db: _page(db, grant_id, form))
    db, actor = request_db(), user_actor()
    grant = _grant(db, grant_id)
    try:
        services.set_caseload(db, grant, form.most.data, actor.id, seen=version_in(form.seen.data))
    except ChangedMeanwhile:
        db.rollback()
        form.refuse(_("Somebody changed this meanwhile. Nothing was saved; look below."))
        return read_apart(lambda reading: _page(reading, grant_id, form, is_changed=True))
    db.commit()
    flash(_("Saved. It counts from the next round."), "ok")
    return redirect(url_for("matching.caseloads_overview"), 303)


def _grant(db: Db, grant_id: UUID) -> RoleGrant:
    mine = policy.caseloads_to_set(user_actor())
    return db.exec(mine.where(col(RoleGrant.id) == grant_id)).one_or_none() or abort(404)


def _page(
    db: Db, grant_id: UUID, form: CaseloadForm, *, is_changed: bool = False
) -> tuple[str, int]:
    _grant(db, grant_id)
    mine = policy.caseloads_to_set(user_actor())
    (line,) = queries.lines(db, mine.where(col(RoleGrant.id) == grant_id))
    if not form.is_submitted():
        form.most.data = line.most
    if not form.is_submitted() or is_changed:
        form.seen.data = str(line.version)
    page = render_template(
        "matching/caseload.html", line=line, form=form, house_names=short_names(db)
    )
    return page, 409 if is_changed else form.status
