"""Recommendations: kept by the coordinator, followed by their owner, read by who made the study."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.forms import ROLE_NAMES
from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.evaluation import policy as bundles_policy
from mentorship.evaluation import queries as bundles
from mentorship.evaluation.forms import WordsForm
from mentorship.evaluation.recommendations import labels, policy, queries, rules, services
from mentorship.evaluation.recommendations.forms import AgreedForm, MoveForm, NewForm
from mentorship.evaluation.recommendations.queries import Shelf
from mentorship.evaluation.views.answers import Answer
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import LazyText, format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import audit_actor, current_database, request_db

SHELVES: dict[Shelf, LazyText] = {
    Shelf.RUNNING: _l("Running"),
    Shelf.MINE: _l("Mine"),
    Shelf.CLOSED: _l("Done or put aside"),
}
REFUSALS: dict[type[rules.RecommendationRefused], tuple[LazyText, str | None]] = {
    rules.NotAnOwner: (_l("This person can't own it any more. Choose another."), "owner"),
    rules.NotReleased: (_l("Choose another bundle, or a study without one."), "bundle"),
    rules.StudyUntold: (_l("Choose a bundle, or fill in the title of the study."), "study"),
    rules.StudyDateUntold: (_l("Fill in the date of the study."), "studied_on"),
    rules.StudyToCome: (_l("The study has to be over already. Check the date."), "studied_on"),
    rules.ActByPassed: (_l("Choose a day that is still to come."), "act_by"),
    rules.ReasonMissing: (_l("Fill in why it is put aside."), "said"),
    rules.NothingNew: (_l("Choose another status, or fill in what was done."), "said"),
    rules.RecommendationClosed: (
        _l("It was done or put aside meanwhile, so nothing of it can be changed."),
        None,
    ),
}


@requires(Permission.RECOMMENDATION_READ)
def overview() -> str:
    db, actor = request_db(), user_actor()
    asked = request.args.get("list", "")
    which = Shelf(asked) if asked in set(Shelf) else Shelf.RUNNING
    found = queries.shelf(db, actor, which)
    page = queries.page_of(db, found, version_in(request.args.get("page")))
    return render_template(
        "evaluation/recommendations.html",
        page=page,
        which=which,
        shelves=SHELVES,
        labels=labels,
        purposes=queries.purposes_of(db, page.rows),
        names=names_of_ids(db, {row.owner_id for row in page.rows}),
        today=bundles.today(db),
    )


@requires(Permission.RECOMMENDATION_MANAGE)
def new() -> Answer:
    with current_database().reading(audit_actor()) as db:
        form = NewForm(_owners(db))
        form.offer(_released(db))
    if form.validate_on_submit():
        db = request_db()
        try:
            services.note(db, form.origin, form.agreed, user_actor().id, form.key)
        except rules.RecommendationRefused as refused:
            db.rollback()
            _explain(form, refused)
        else:
            db.commit()
            flash(_("The recommendation is noted. Its owner finds it on the page Today."), "ok")
            return redirect(url_for("evaluation.recommendations_overview"), 303)
    return render_template("evaluation/recommendation_new.html", form=form), form.status


def _owners(db: Db) -> dict[UUID, str]:
    """With their role, as two people may have the same name."""
    found = queries.owners(db)
    names = names_of_ids(db, set(found))
    people = sorted(
        (names.get(key, _("No name")), str(ROLE_NAMES[role]), key) for key, role in found.items()
    )
    return {key: f"{name}, {role}" for name, role, key in people}


def _released(db: Db) -> dict[UUID, str]:
    """The newest first."""
    found = reversed(bundles.released_bundles(db))
    return {
        one.id: f"{one.purpose}, {format_date(one.released_at.date())}"
        for one in found
        if one.released_at is not None
    }


@requires(Permission.RECOMMENDATION_READ)
def recommendation(recommendation_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    row = queries.find(db, policy.visible_to(actor), recommendation_id) or abort(404)
    steps = queries.steps_of(db, row)
    people = {one.noted_by for one in steps} | {one.owner_id for one in steps}
    return render_template(
        "evaluation/recommendation.html",
        row=row,
        steps=steps,
        purpose=queries.purposes_of(db, [row]).get(row.bundle_id) if row.bundle_id else None,
        names=names_of_ids(db, people),
        labels=labels,
        may_move=queries.find(db, policy.moved_by(actor), recommendation_id) is not None,
        today=bundles.today(db),
    )


@requires(Permission.RECOMMENDATION_MANAGE)
def change(recommendation_id: UUID) -> Answer:
    """Other words, another owner or another day; what is closed stays as it is."""
    with current_database().reading(audit_actor()) as db:
        row = queries.find(db, policy.visible_to(user_actor()), recommendation_id) or abort(404)
        seen = queries.steps_of(db, row)[0].number
        form = AgreedForm(
            _owners(db), seen=seen, recommendation=row.recommendation,
            owner=str(row.owner_id), act_by=row.act_by,
        )  # fmt: skip
    if form.validate_on_submit():
        db, actor = request_db(), user_actor()
        locked = queries.lock(db, policy.visible_to(actor), recommendation_id) or abort(404)
        try:
            services.change(
                db, locked, form.agreed, actor.id, form.key, seen=version_in(form.seen.data)
            )
        except (rules.RecommendationRefused, ChangedMeanwhile) as refused:
            db.rollback()
            _explain(form, refused)
        else:
            db.commit()
            flash(_("The recommendation is changed."), "ok")
            return _back(recommendation_id)
    return render_template("evaluation/recommendation_change.html", row=row, form=form), form.status


@requires(Permission.RECOMMENDATION_READ)
def move(recommendation_id: UUID) -> Answer:
    """For its owner, and for who keeps recommendations."""
    mine = policy.moved_by(user_actor())
    with current_database().reading(audit_actor()) as db:
        row = queries.find(db, mine, recommendation_id) or abort(404)
        form = MoveForm(seen=queries.steps_of(db, row)[0].number, stands=row.status.value)
    if form.validate_on_submit():
        db, by = request_db(), user_actor().id
        locked = queries.lock(db, mine, recommendation_id) or abort(404)
        seen = version_in(form.seen.data)
        try:
            services.move(db, locked, form.chosen, form.said.data or "", by, form.key, seen=seen)
        except (rules.RecommendationRefused, ChangedMeanwhile) as refused:
            db.rollback()
            _explain(form, refused)
        else:
            db.commit()
            flash(_("Where it stands is noted. Who made the study can read it."), "ok")
            return _back(recommendation_id)
    return render_template("evaluation/recommendation_move.html", row=row, form=form), form.status


@requires(Permission.RECOMMENDATION_MANAGE)
def words(recommendation_id: UUID) -> Answer:
    """Takes out what names somebody after all."""
    visible = policy.visible_to(user_actor())
    with current_database().reading(audit_actor()) as db:
        row = queries.find(db, visible, recommendation_id) or abort(404)
        form = WordsForm({one.id: one.said for one in queries.steps_of(db, row) if one.said})
    if form.validate_on_submit():
        db = request_db()
        locked = queries.lock(db, visible, recommendation_id) or abort(404)
        services.take_out(db, locked, form.chosen)
        db.commit()
        flash(_("The words are taken out."), "ok")
        return _back(recommendation_id)
    back = _address(recommendation_id)
    return render_template("evaluation/words.html", form=form, back=back), form.status


def _explain(form: Form, refused: Exception) -> None:
    if isinstance(refused, rules.RecommendationRefused):
        text, field = REFUSALS[type(refused)]
        form.refuse(text, field)
    else:
        form.refuse(
            _("Somebody else changed this recommendation meanwhile. Open it again first; your text "
              "is still here.")
        )  # fmt: skip


def _back(recommendation_id: UUID) -> Answer:
    return redirect(_address(recommendation_id), 303)


def _address(recommendation_id: UUID) -> str:
    page = "evaluation.recommendations_recommendation"
    return url_for(page, recommendation_id=recommendation_id)


@requires(Permission.BUNDLE_READ)
def mine(bundle_id: UUID) -> str:
    """What came of what this recipient recommended, without names; also when the bundle is over."""
    db = request_db()
    bundle = bundles.find(db, bundles_policy.had_by(user_actor()), bundle_id) or abort(404)
    page = queries.page_of(db, policy.made_of(bundle), version_in(request.args.get("page")))
    return render_template(
        "evaluation/recommendations_mine.html",
        bundle=bundle,
        page=page,
        steps=queries.last_steps(db, page.rows),
        labels=labels,
    )
