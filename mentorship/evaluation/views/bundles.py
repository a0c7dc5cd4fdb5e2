"""The coordinator's side: the list, asking for a bundle, one bundle with its tables and its log."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import building, labels, policy, queries, rules, services, shown
from mentorship.evaluation.forms import BundleForm, WithdrawForm
from mentorship.evaluation.judging import Judgement, judged, judged_bundle
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.registry import measures
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.evaluation.views import telling
from mentorship.evaluation.views.answers import (
    REFUSALS,
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
from mentorship.region.queries import names_of_organisations

_PREPARES = (Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE)


@requires(*_PREPARES)
def overview() -> Answer:
    db = request_db()
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    found = queries.page_of_bundles(db, policy.visible_to(user_actor()), number)
    rows, page, pages = found
    return render_template(
        "evaluation/bundles.html",
        rows=rows,
        being_made=building.being_made(db, [row.id for row in rows]),
        page=page,
        pages=pages,
        organisations=names_of_organisations(db, (row.organisation_id for row in rows)),
        half_years=half_year_names,
        labels=labels,
    )


@requires(Permission.BUNDLE_SPECIFY)
def ask() -> Answer:
    """Looking first and asking are the same page; looking keeps nothing."""
    told = None
    with current_database().reading(audit_actor()) as db:
        form = BundleForm([*measures(db), *CROSSED])
        recipients, settings = _recipients(db), queries.settings_of(db)
        least, most = settings.bundle_kept_least, settings.bundle_kept_most
        keeping = rules.keeping(queries.today(db), least, most)
        form.offer(recipients, queries.counted_cohorts(db), keeping)
        if form.is_submitted() and "look" in request.form and _is_choice_well(form):
            told = telling.answer_of(db, _looked_at(db, form))
        still_open = telling.open_told(db)
    if "look" not in request.form and form.validate_on_submit():
        bundle = _asked(form)
        if bundle is not None:
            flash(_("The privacy officer is asked to look at it and to release it."), "ok")
            return redirect(url_for("evaluation.bundles_bundle", bundle_id=bundle.id), 303)
    page = render_template(
        "evaluation/ask.html",
        form=form,
        questions=form.by_question,
        told=told,
        threshold=telling.threshold_told(settings),
        still_open=still_open,
        has_cohorts=bool(form.cohorts.choices),
        has_recipients=bool(recipients),
    )
    return page, form.status


def _looked_at(db: Db, form: BundleForm) -> Judgement:
    """For whom may still be open; rows are then looked at as for an evaluator."""
    return judged(
        db, form.measures.data, form.cohorts.data, form.with_records.data, form.chosen_recipient
    )


def _recipients(db: Db) -> dict[UUID, str]:
    """By organisation: of municipal experts there may be one for each municipality."""
    found = services.recipients(db)
    names, places = names_of_ids(db, set(found)), names_of_organisations(db, found.values())
    people = sorted((places[at], names.get(key, _("No name")), key) for key, at in found.items())
    return {key: f"{place}, {name}" for place, name, key in people}


def _is_choice_well(form: BundleForm) -> bool:
    """Only what a look needs: the rest may still be empty."""
    return all([form.measures.validate(form), form.cohorts.validate(form)])


def _asked(form: BundleForm) -> EvaluationBundle | None:
    wanted, by = form.wanted, user_actor().id
    try:
        with current_database().reading(audit_actor()) as db:
            services.check(db, wanted, by, form.key)
        bundle = services.specify(request_db(), wanted, by, form.key)
    except rules.SentWithOtherWords:
        form.ask_again(_sent_before())
        return None
    except REFUSED as refusal:
        form.refuse(words_of(refusal), REFUSALS[type(refusal)][1])
        return None
    request_db().commit()
    return bundle


def _sent_before() -> str:
    return _(
        "You sent this page before, and it asked for something else. That bundle is in your list. "
        "Send this one only if you want a second bundle; if the first one is wrong, withdraw it."
    )


@requires(*_PREPARES)
def bundle(bundle_id: UUID) -> Answer:
    """Before the release what may be told now; after it what is in the file."""
    db, actor = request_db(), user_actor()
    row = get_bundle(db, bundle_id)
    is_asked_for = row.status is BundleStatus.SPECIFIED
    made = building.progress_of_bundle(db, row.id)
    is_being_made = is_asked_for and made is not None and made.is_open
    is_waiting = is_asked_for and not is_being_made
    file = queries.file_of(db, row)
    downloads = queries.downloads_of(db, row)
    people = {row.recipient_id, row.specified_by, row.released_by, row.withdrawn_by}
    people |= {one.user_id for one in downloads}
    people |= {made.build.asked_by} if made is not None else set()
    return render_template(
        "evaluation/bundle.html",
        bundle=row,
        made=made,
        is_being_made=is_being_made,
        is_mine=made is not None and made.build.asked_by == actor.id,
        organisation=db.get_one(Organisation, row.organisation_id).name,
        half_years=half_year_names(row.cohorts),
        told=telling.answer_of(db, judged_bundle(db, row)) if is_waiting else None,
        because=queries.why_withdrawn(db, row),
        shown=shown.shown(file.content) if file else None,
        downloads=downloads,
        names=names_of_ids(db, {one for one in people if one is not None}),
        labels=labels,
        may_release=policy.can_release(actor, row) and not is_being_made,
        may_withdraw=policy.can_withdraw(actor, row),
    )


@requires(*_PREPARES)
def withdraw(bundle_id: UUID) -> Response | Answer:
    db, actor, form = request_db(), user_actor(), WithdrawForm()
    row = get_bundle(db, bundle_id)
    back = redirect(url_for("evaluation.bundles_bundle", bundle_id=bundle_id), 303)
    if not policy.can_withdraw(actor, row):
        flash(_("This bundle does not wait any more."), "info")
        return back
    if not form.validate_on_submit():
        is_refusal = row.status is BundleStatus.SPECIFIED and row.specified_by != actor.id
        page = render_template(
            "evaluation/withdraw.html", bundle=row, form=form, is_refusal=is_refusal
        )
        return page, form.status
    locked = queries.lock(db, policy.visible_to(actor), bundle_id)
    try:
        if locked is not None and policy.can_withdraw(actor, locked):
            services.withdraw(db, locked, form.because.data, actor.id)
    except REFUSED as refusal:
        db.rollback()
        flash(words_of(refusal), "info")
    else:
        db.commit()
        flash(_("The bundle is withdrawn. Nobody can download it."), "ok")
    return back
