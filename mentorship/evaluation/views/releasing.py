"""The privacy officer's side: looking at every table, then releasing, as the second person.

Making a bundle takes its time, so a job does that and releases it in the name of who pressed.
"""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for

from mentorship.accounts import login
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import building, judging, labels, policy, queries, rules
from mentorship.evaluation.forms import ReleaseForm
from mentorship.evaluation.models import BuildOutcome, BundleStatus, EvaluationBundle
from mentorship.evaluation.open_figures import queries as open_figures
from mentorship.evaluation.views import telling
from mentorship.evaluation.views.answers import (
    REFUSED,
    Answer,
    get_bundle,
    words_of,
)
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.region.models import Organisation


@requires(Permission.BUNDLE_RELEASE)
def release(bundle_id: UUID) -> Answer:
    """With a fresh second factor; whoever presses while it is being made sees how far it is."""
    here = url_for("evaluation.releasing_release", bundle_id=bundle_id)
    there = redirect(url_for("evaluation.bundles_bundle", bundle_id=bundle_id), 303)
    actor, form = login.user_actor(), ReleaseForm()
    with current_database().reading(audit_actor()) as db:
        may_release = policy.can_release(actor, get_bundle(db, bundle_id))
        is_being_made = bundle_id in building.being_made(db, [bundle_id])
    if not may_release:
        flash(_("You can't release this bundle: you asked for it, or it does not wait any more."),
              "info")  # fmt: skip
    if not may_release or is_being_made:
        return there
    login.require_fresh_factor(here)
    if form.validate_on_submit() and _is_asked_for(bundle_id, form):
        return there
    with current_database().reading(audit_actor()) as db:
        return _page(db, get_bundle(db, bundle_id), form), form.status


def _is_asked_for(bundle_id: UUID, form: ReleaseForm) -> bool:
    """Held against what they looked at first, while nobody who writes waits for it."""
    actor, looked_at = login.user_actor(), form.seen.data or ""
    try:
        with current_database().reading(audit_actor()) as reading:
            building.check(reading, get_bundle(reading, bundle_id), looked_at)
        db = request_db()
        locked = queries.lock(db, policy.visible_to(actor), bundle_id)
        if locked is None:
            abort(404)
        building.ask(db, locked, looked_at, actor.id)
    except REFUSED as refusal:
        form.refuse(_destroy_by_passed() if isinstance(refusal, rules.DestroyByPassed)
                    else words_of(refusal))  # fmt: skip
        return False
    db.commit()
    return True


@requires(Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)
def progress(bundle_id: UUID) -> Answer:
    """The part of the page that looks again by itself."""
    db = request_db()
    bundle = get_bundle(db, bundle_id)
    is_waiting = bundle.status is BundleStatus.SPECIFIED
    made = building.progress_of_bundle(db, bundle_id) if is_waiting else None
    return render_template("evaluation/progress.html", made=made, labels=labels)


@requires(Permission.BUNDLE_RELEASE)
def cancel(bundle_id: UUID) -> Answer:
    """By who asked for it, until it is released."""
    db, actor = request_db(), login.user_actor()
    locked = queries.lock(db, policy.visible_to(actor), bundle_id)
    if locked is None:
        abort(404)
    building.cancel(db, locked, actor.id)
    db.commit()
    return redirect(url_for("evaluation.bundles_bundle", bundle_id=bundle_id), 303)


def _destroy_by_passed() -> str:
    return str(labels.OUTCOMES[BuildOutcome.DESTROY_BY_PASSED])


def _page(db: Db, bundle: EvaluationBundle, form: ReleaseForm) -> str:
    tables = judging.judged_bundle(db, bundle)
    changes = judging.changes_of(db, bundle)
    people = names_of_ids(db, {bundle.recipient_id, bundle.specified_by})
    form.seen.data = judging.seen(tables, changes)
    day = queries.today(db)
    days = queries.settings_of(db).bundle_days
    organisation = db.get_one(Organisation, bundle.organisation_id)
    return render_template(
        "evaluation/release.html",
        bundle=bundle,
        organisation=organisation.name,
        knows_some=organisation.type.refers,
        half_years=half_year_names(bundle.cohorts),
        told=telling.answer_of(db, tables),
        recipient=people.get(bundle.recipient_id, _("No name")),
        asked_by=people.get(bundle.specified_by, _("No name")),
        earlier=[
            (one, db.get_one(Organisation, one.organisation_id).name, half_year_names(one.cohorts))
            for one in reversed(queries.released_bundles(db))
        ],
        open_years=[one.year for one in open_figures.ever_published(db)],
        changes=changes,
        expires_on=rules.last_day_to_download(day, days, bundle.destroy_by),
        labels=labels,
        form=form,
    )
