"""The privacy officer's side: looking, publishing as the second person, and correcting in words."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for

from mentorship.accounts import login
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import counting
from mentorship.evaluation import queries as evaluation
from mentorship.evaluation.open_figures import policy, queries, rules, services
from mentorship.evaluation.open_figures.forms import NoteForm, PublishForm
from mentorship.evaluation.open_figures.models import OpenFigures
from mentorship.evaluation.open_figures.views.answers import (
    REFUSALS,
    REFUSED,
    Answer,
    answer_of_year,
    get_figures,
    lock_figures,
)
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db


@requires(Permission.BUNDLE_RELEASE)
def publish(figures_id: UUID) -> Answer:
    """With a fresh second factor; counting takes a while, so before the writing begins."""
    back = redirect(url_for("open_figures.one", figures_id=figures_id), 303)
    actor, form = login.user_actor(), PublishForm()
    with current_database().reading(audit_actor()) as db:
        may_publish = policy.can_publish(actor, get_figures(db, figures_id))
    if not may_publish:
        flash(
            _("You can't publish these figures: you proposed them, or they do not wait any more."),
            "info",
        )
        return back
    login.require_fresh_factor(url_for("open_figures.publish", figures_id=figures_id))
    if form.validate_on_submit() and _is_published(figures_id, form):
        flash(_("The figures are published. Everybody can read them now."), "ok")
        return back
    with current_database().reading(audit_actor()) as db:
        return _page(db, get_figures(db, figures_id), form), form.status


def _is_published(figures_id: UUID, form: PublishForm) -> bool:
    """Counted anew first: whoever withdrew a consent since the night isn't in it."""
    counting.recount(current_database())
    db = request_db()
    try:
        locked = lock_figures(db, figures_id)
        services.publish(db, locked, form.seen.data or "", login.user_actor().id)
    except REFUSED as refusal:
        db.rollback()
        form.refuse(str(REFUSALS[type(refusal)]))
        return False
    db.commit()
    return True


def _page(db: Db, figures: OpenFigures, form: PublishForm) -> str:
    tables = services.look(db, figures.year)
    form.seen.data = services.seen_of(tables)
    names = names_of_ids(db, {figures.proposed_by})
    return render_template(
        "evaluation/figures/publish.html",
        figures=figures,
        told=answer_of_year(db, tables),
        proposed_by=names.get(figures.proposed_by, _("No name")),
        bundles=len(evaluation.released_bundles(db)),
        years=[one.year for one in queries.published(db)],
        form=form,
    )


@requires(Permission.BUNDLE_RELEASE)
def note(figures_id: UUID) -> Answer:
    """Everybody reads it, so with a fresh second factor as well."""
    db, actor, form = request_db(), login.user_actor(), NoteForm()
    row = get_figures(db, figures_id)
    back = redirect(url_for("open_figures.one", figures_id=figures_id), 303)
    if not policy.can_note(actor, row):
        flash(_("Only figures that were published can have a note."), "info")
        return back
    login.require_fresh_factor(url_for("open_figures.note", figures_id=figures_id))
    if form.validate_on_submit():
        try:
            services.add_note(db, row, form.note.data, actor.id, form.key)
        except rules.NumberInANote as refusal:
            form.refuse(str(REFUSALS[type(refusal)]), "note")
        else:
            db.commit()
            flash(_("The note stands beside the figures."), "ok")
            return back
    page = render_template("evaluation/figures/note.html", figures=row, form=form)
    return page, form.status
