"""The evaluator's side: an invitation at a bundle, and where it stands; never who was asked."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from sqlmodel import col

from mentorship.accounts.login import user_actor
from mentorship.accounts.models import User
from mentorship.evaluation import policy as bundles_policy
from mentorship.evaluation import queries as bundles
from mentorship.evaluation.interviews import labels, policy, queries, rules, services
from mentorship.evaluation.interviews.forms import InvitationForm
from mentorship.evaluation.interviews.models import InterviewInvitation
from mentorship.evaluation.interviews.rules import State
from mentorship.evaluation.interviews.views.answers import REFUSED, Answer, explain
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.rules import SentWithOtherWords
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import audit_actor, current_database, request_db

_NOT_WAITING = _l(
    "The invitation was approved or closed meanwhile, so it can't be changed any more. Your text "
    "is below: you can copy it into a new invitation."
)
_CHANGED = _l(
    "The invitation was changed or sent back meanwhile. Your text is below. Look first what is "
    "different, and send your text once more if it is still right."
)


@requires(Permission.INTERVIEW_INVITE)
def mine(bundle_id: UUID) -> str:
    """Also when the bundle is over: then they are closed, and nothing can be added."""
    db, actor = request_db(), user_actor()
    bundle = bundles.find(db, bundles_policy.had_by(actor), bundle_id) or abort(404)
    written = policy.written_by(actor).where(col(InterviewInvitation.bundle_id) == bundle.id)
    page = queries.page_of(db, written, version_in(request.args.get("page")))
    return render_template(
        "evaluation/interviews/mine.html",
        bundle=bundle,
        page=page,
        words=queries.words_of(db, page.rows),
        standings=queries.standings(db, page.rows),
        half_years=half_year_names,
        labels=labels,
        is_at_hand=_at_hand(db, bundle_id) is not None,
    )


def _at_hand(db: Db, bundle_id: UUID, *, is_sent: bool = False) -> EvaluationBundle | None:
    """While the evaluator holds the figures; the row is locked when something is sent."""
    look = bundles.lock if is_sent else bundles.find
    return look(db, bundles_policy.at_hand_of(user_actor(), bundles.today(db)), bundle_id)


@requires(Permission.INTERVIEW_INVITE)
def new(bundle_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    bundle = _at_hand(db, bundle_id, is_sent=request.method == "POST") or abort(404)
    form = InvitationForm(bundle.cohorts, cohorts=bundle.cohorts)
    back = url_for("interviews.mine", bundle_id=bundle_id)
    if form.validate_on_submit():
        try:
            services.write(db, bundle, form.wanted, db.get_one(User, actor.id), form.key)
        except SentWithOtherWords:
            db.rollback()
            form.ask_again(_sent_before())
        except REFUSED as refusal:
            db.rollback()
            explain(form, refusal)
        else:
            db.commit()
            flash(_("Your invitation is sent. The programme reads it first."), "ok")
            return redirect(back, 303)
    return render_template(
        "evaluation/interviews/write.html", bundle_id=bundle_id, form=form, back=back, is_new=True
    ), form.status


def _sent_before() -> str:
    return _(
        "You sent this page before, and it said something else. That invitation is in your list, "
        "and you can change it there. Send this one only if you want a second invitation."
    )


@requires(Permission.INTERVIEW_INVITE)
def written(bundle_id: UUID, invitation_id: UUID) -> str:
    db = request_db()
    row = _written(db, bundle_id, invitation_id)
    return render_template(
        "evaluation/interviews/written.html",
        row=row,
        words=queries.words_of(db, [row])[row.id],
        standing=queries.standings(db, [row])[row.id],
        half_years=half_year_names(row.cohorts),
        labels=labels,
    )


def _written(db: Db, bundle_id: UUID, invitation_id: UUID) -> InterviewInvitation:
    look = queries.lock if request.method == "POST" else queries.find
    found = policy.written_by(user_actor()).where(col(InterviewInvitation.bundle_id) == bundle_id)
    return look(db, found, invitation_id) or abort(404)


@requires(Permission.INTERVIEW_INVITE)
def change(bundle_id: UUID, invitation_id: UUID) -> Answer:
    """What waits or was sent back; what is approved stays as it was approved."""
    with current_database().reading(audit_actor()) as db:
        bundle = _at_hand(db, bundle_id) or abort(404)
        found = policy.written_by(user_actor()).where(
            col(InterviewInvitation.bundle_id) == bundle_id
        )
        row = queries.find(db, found, invitation_id) or abort(404)
        standing = queries.standings(db, [row])[row.id]
        words = queries.words_of(db, [row])[row.id]
    back = url_for("interviews.written", bundle_id=bundle_id, invitation_id=invitation_id)
    is_fixed = standing.state not in (State.WAITING, State.SENT_BACK)
    if is_fixed and request.method != "POST":
        flash(_("This invitation can't be changed any more."), "info")
        return redirect(back, 303)
    form = InvitationForm(
        bundle.cohorts, seen=row.version, cohorts=row.cohorts, open_until=row.open_until,
        researcher=words.researcher, about=words.about, practical=words.practical,
        languages=words.languages, reach=words.reach,
    )  # fmt: skip
    if form.validate_on_submit() and _is_changed(bundle_id, invitation_id, form):
        flash(_("Your invitation is sent. The programme reads it first."), "ok")
        return redirect(back, 303)
    return render_template(
        "evaluation/interviews/write.html", bundle_id=bundle_id, form=form, back=back, is_new=False
    ), form.status


def _is_changed(bundle_id: UUID, invitation_id: UUID, form: InvitationForm) -> bool:
    """Whatever happened to the invitation meanwhile: what was typed stays on the page."""
    db = request_db()
    bundle = _at_hand(db, bundle_id, is_sent=True) or abort(404)
    row = _written(db, bundle_id, invitation_id)
    version = row.version
    try:
        services.change(db, row, bundle, form.wanted, seen=version_in(form.seen.data))
    except rules.NotWaiting:
        db.rollback()
        form.refuse(_NOT_WAITING)
        return False
    except ChangedMeanwhile:
        db.rollback()
        form.seen.data = str(version)
        form.refuse(_CHANGED)
        return False
    except REFUSED as refusal:
        db.rollback()
        explain(form, refusal)
        return False
    db.commit()
    return True


@requires(Permission.INTERVIEW_INVITE)
def close(bundle_id: UUID, invitation_id: UUID) -> Answer:
    db, form = request_db(), Form()
    row = _written(db, bundle_id, invitation_id)
    if form.validate_on_submit():
        services.close(db, row)
        db.commit()
        flash(_("The invitation is closed. Nobody passes it on any more."), "ok")
    return redirect(url_for("interviews.mine", bundle_id=bundle_id), 303)
