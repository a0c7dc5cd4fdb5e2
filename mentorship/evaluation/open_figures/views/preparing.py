"""The coordinator's side: which years can be told, looking, proposing, taking back."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import queries as evaluation
from mentorship.evaluation.open_figures import labels, policy, queries, rules, services
from mentorship.evaluation.open_figures.forms import WithdrawFiguresForm
from mentorship.evaluation.open_figures.models import FiguresStatus
from mentorship.evaluation.open_figures.shown import shown
from mentorship.evaluation.open_figures.views.answers import (
    REFUSALS,
    REFUSED,
    Answer,
    answer_of_year,
    get_figures,
    lock_figures,
)
from mentorship.evaluation.views import telling
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db

_PREPARES = (Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)


@requires(*_PREPARES)
def overview() -> Answer:
    db = request_db()
    closed = rules.closed_years(evaluation.counted_cohorts(db))
    taken = queries.years_taken(db)
    return render_template(
        "evaluation/figures/overview.html",
        rows=queries.newest_first(db, policy.visible_to(user_actor())),
        years=[year for year in closed if year not in taken],
        still_open=telling.open_told(db),
        labels=labels,
    )


@requires(Permission.BUNDLE_SPECIFY)
def look(year: int) -> Answer:
    """What everybody would read, and proposing it; looking keeps nothing."""
    form = Form()
    if form.validate_on_submit():
        db = request_db()
        try:
            figures = services.propose(db, year, user_actor().id)
        except REFUSED as refusal:
            db.rollback()
            flash(str(REFUSALS[type(refusal)]), "info")
            return redirect(url_for("open_figures.overview"), 303)
        db.commit()
        flash(_("The privacy officer is asked to look at it and to publish it."), "ok")
        return redirect(url_for("open_figures.one", figures_id=figures.id), 303)
    with current_database().reading(audit_actor()) as db:
        if year not in rules.closed_years(evaluation.counted_cohorts(db)):
            abort(404)
        told = answer_of_year(db, services.look(db, year))
        is_taken = year in queries.years_taken(db)
    page = render_template(
        "evaluation/figures/look.html", year=year, told=told, is_taken=is_taken, form=form
    )
    return page, form.status


@requires(*_PREPARES)
def one(figures_id: UUID) -> Answer:
    """Before the publication what may be told now; after it what everybody reads."""
    db, actor = request_db(), user_actor()
    row = get_figures(db, figures_id)
    is_waiting, is_told = row.status is FiguresStatus.PROPOSED, bool(row.told)
    notes = queries.notes(db).get(row.id, [])
    people = {row.proposed_by, row.published_by, row.withdrawn_by}
    return render_template(
        "evaluation/figures/one.html",
        figures=row,
        told=answer_of_year(db, services.look(db, row.year)) if is_waiting else None,
        shown=shown(row, notes) if is_told else None,
        notes=notes,
        names=names_of_ids(db, {one for one in people if one is not None}),
        labels=labels,
        may_publish=policy.can_publish(actor, row),
        may_withdraw=policy.can_withdraw(actor, row),
        may_note=policy.can_note(actor, row),
    )


@requires(*_PREPARES)
def withdraw(figures_id: UUID) -> Answer:
    db, actor, form = request_db(), user_actor(), WithdrawFiguresForm()
    row = get_figures(db, figures_id)
    back = redirect(url_for("open_figures.one", figures_id=figures_id), 303)
    if not policy.can_withdraw(actor, row):
        flash(str(REFUSALS[rules.FiguresDecided]), "info")
        return back
    if not form.validate_on_submit():
        is_refusal = row.status is FiguresStatus.PROPOSED and row.proposed_by != actor.id
        page = render_template(
            "evaluation/figures/withdraw.html", figures=row, form=form, is_refusal=is_refusal
        )
        return page, form.status
    locked = lock_figures(db, figures_id)
    if policy.can_withdraw(actor, locked):
        services.withdraw(db, locked, form.because.data, actor.id)
        db.commit()
        flash(_("The figures are withdrawn. Nobody reads them on the website."), "ok")
    return back
