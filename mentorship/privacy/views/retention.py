"""Retention runs: what is proposed, approving it, keeping somebody out, the certificate."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import login
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import audit
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.documents import PdfUnavailable, render_pdf
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.privacy.retention import labels, queries, rules, services
from mentorship.privacy.retention.forms import ApproveForm, HoldForm
from mentorship.privacy.retention.models import HoldReason, RetentionRun, RunStatus

Answer = Response | str | tuple[str, int]
OVERVIEW = "privacy.retention_overview"
RUN = "privacy.retention_run"
SHOWN = 12  # letters of a pseudonym, as in the audit trail


@dataclass(frozen=True)
class Person:
    """Somebody in a run or a hold, by the name that they have in the audit trail."""

    id: UUID
    pseudonym: str

    @property
    def short(self) -> str:
        return self.pseudonym[:SHOWN]


def _person(row_id: UUID, subject_id: UUID) -> Person:
    return Person(row_id, audit.pseudonym(current_database().keys, subject_id))


@requires(Permission.AUDIT_READ)
def overview() -> str:
    db = request_db()
    holds = [(_person(one.id, one.subject_id), one) for one in queries.open_holds(db)]
    settings = current_database().settings
    terms = [
        (labels.KINDS[kind], labels.term_words(kind, rules.months_of(settings, kind)))
        for kind in labels.KINDS
    ]
    return render_template(
        "privacy/retention.html", runs=queries.runs(db), holds=holds, terms=terms, labels=labels
    )


@requires(Permission.AUDIT_READ)
def run(run_id: UUID) -> str:
    db = request_db()
    found = _run(db, run_id)
    left = [(_person(one.id, one.subject_id), one) for one in queries.members_of(db, found.id)]
    return render_template(
        "privacy/retention_run.html",
        run=found,
        left=left,
        facts=_facts(db, found),
        labels=labels,
        RunStatus=RunStatus,
    )


@requires(Permission.RETENTION_RUN)
def approve(run_id: UUID) -> Answer:
    """A page of its own, with a fresh second factor: what is destroyed never comes back."""
    form = ApproveForm()
    with current_database().reading(audit_actor()) as db:
        found = _run(db, run_id)
        left = queries.left_in(db, run_id)
    if found.status is not RunStatus.PROPOSED:
        flash(_("This run is approved already."), "info")
        return redirect(url_for(RUN, run_id=run_id), 303)
    login.require_fresh_factor(url_for("privacy.retention_approve", run_id=run_id))
    if form.validate_on_submit():
        if form.seen.data == str(left):
            return _approved(run_id)
        form.refuse(_("Meanwhile there are other people in this run. Look again."))
    form.seen.data = str(left)
    page = render_template(
        "privacy/retention_approve.html", run=found, left=left, form=form, labels=labels
    )
    return page, form.status


def _approved(run_id: UUID) -> Answer:
    db = request_db()
    try:
        services.approve(db, _locked(db, run_id), login.user_actor().id)
    except rules.ApprovedBefore:
        flash(_("This run is approved already."), "info")
    else:
        db.commit()
        flash(_("The run is approved and is being carried out."), "ok")
    return redirect(url_for(RUN, run_id=run_id), 303)


@requires(Permission.RETENTION_RUN)
def keep(run_id: UUID, member_id: UUID) -> Answer:
    form = HoldForm()
    with current_database().reading(audit_actor()) as db:
        found, member = _run(db, run_id), queries.member(db, run_id, member_id)
    if member is None:
        abort(404)
    if form.validate_on_submit() and _is_kept(run_id, member_id, form):
        flash(_("These records stay."), "ok")
        return redirect(url_for(RUN, run_id=run_id), 303)
    page = render_template(
        "privacy/retention_keep.html",
        run=found,
        person=_person(member.id, member.subject_id),
        form=form,
    )
    return page, form.status


def _is_kept(run_id: UUID, member_id: UUID, form: HoldForm) -> bool:
    db, by = request_db(), login.user_actor().id
    found = _locked(db, run_id)
    member = queries.member(db, run_id, member_id)
    if member is None:
        abort(404)
    try:
        services.keep(db, found, member, HoldReason(form.reason.data), form.until.day, by=by)
    except rules.UntilImpossible:
        form.refuse(_("Choose a day to come, ten years from now at the latest."), "until")
        return False
    db.commit()
    return True


@requires(Permission.RETENTION_RUN)
def lift(hold_id: UUID) -> Response:
    db = request_db()
    hold = queries.lock_hold(db, hold_id)
    if hold is None:
        abort(404)
    try:
        services.lift(db, hold, login.user_actor().id)
    except rules.LiftedBefore:
        flash(_("These records can be destroyed already."), "info")
    else:
        db.commit()
        flash(_("These records can be destroyed again, in a run to come."), "ok")
    return redirect(url_for(OVERVIEW), 303)


@requires(Permission.AUDIT_READ)
def certificate(run_id: UUID) -> Response:
    """It names nobody but who approved it."""
    db = request_db()
    found = _run(db, run_id)
    if found.status is not RunStatus.DONE:
        abort(404)
    title = _("Certificate of destruction")
    page = render_template(
        "privacy/certificate.html", run=found, facts=_facts(db, found), title=title
    )
    try:
        pdf = render_pdf(page, title=title, language=current_language())
    except PdfUnavailable:
        abort(503)
    name = _("certificate-of-destruction")
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _facts(db: Db, found: RetentionRun) -> list[tuple[str, object]]:
    """What page and certificate tell of a run, as far as it has come."""
    facts: list[tuple[str, object]] = [
        (_("Kind of records"), labels.KINDS[found.kind]),
        (_("Term"), labels.term_words(found.kind, found.months)),
        (_("Proposed"), found.proposed_at),
        (_("People proposed"), found.people),
    ]
    if found.approved_by is not None:
        names = names_of_ids(db, {found.approved_by})
        facts.append((_("Approved by"), names.get(found.approved_by, _("No name"))))
        facts.append((_("Approved"), found.approved_at))
    if found.status is not RunStatus.PROPOSED:
        facts.append((_("People erased"), found.erased))
    facts.append((_("People kept"), found.spared))
    otherwise = found.people - found.erased - found.spared - queries.left_in(db, found.id)
    if otherwise:
        facts.append((_("Erased meanwhile at their own request"), otherwise))
    if found.fingerprint is not None:
        facts.append((_("Carried out"), found.done_at))
        facts.append((_("Fingerprint"), found.fingerprint.hex()))
    return facts


def _run(db: Db, run_id: UUID) -> RetentionRun:
    found = db.get(RetentionRun, run_id)
    if found is None:
        abort(404)
    return found


def _locked(db: Db, run_id: UUID) -> RetentionRun:
    found = queries.lock(db, run_id)
    if found is None:
        abort(404)
    return found
