"""What changed in the programme, noted so that a break in the figures can be read."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.evaluation import labels, queries, services
from mentorship.evaluation.forms import ChangeForm
from mentorship.evaluation.views.answers import Answer
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db


@requires(Permission.BUNDLE_SPECIFY)
def overview() -> Answer:
    form, db = ChangeForm(), request_db()
    if form.validate_on_submit():
        services.add_change(
            db, form.day, form.chosen_kind, form.change.data,
            user_actor().id, form.key,
        )  # fmt: skip
        db.commit()
        flash(_("The change is noted."), "ok")
        return redirect(url_for("evaluation.changes_overview"), 303)
    page = render_template(
        "evaluation/changes.html", form=form, changes=queries.changes(db), labels=labels
    )
    return page, form.status


@requires(Permission.BUNDLE_SPECIFY)
def withdraw(change_id: UUID) -> Answer:
    """To who asks for bundles none is foreign."""
    db = request_db()
    change = queries.lock_change(db, change_id) or abort(404)
    services.withdraw_change(db, change, user_actor().id)
    db.commit()
    flash(_("The change is withdrawn. It goes along with no later bundle."), "ok")
    return redirect(url_for("evaluation.changes_overview"), 303)
