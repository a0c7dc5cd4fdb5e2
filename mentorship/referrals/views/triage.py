"""The consultant's side: the list with its clocks, one file, and the decision about it."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import queries as accounts
from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db, expect_version
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import for_referrers, policy, queries, rules, services
from mentorship.referrals.labels import OUTCOMES, STATUSES, STATUSES_FOR_REFERRER, shown
from mentorship.referrals.mentees.labels import CONTACT_ROUTES, STAGES
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, ReferralStatus, TriageOutcome
from mentorship.referrals.triage_forms import NEW, AnswerForm, TriageForm
from mentorship.region.labels import ORGANISATION_TYPES
from mentorship.region.models import OrganisationType
from mentorship.region.queries import houses

Answer = Response | str | tuple[str, int]


@requires(Permission.REFERRAL_READ_CASE)
def inbox() -> str:
    db, actor = request_db(), user_actor()
    page_of = request.args.get
    waiting = queries.undecided(db, actor, ReferralStatus.RECEIVED, version_in(page_of("page")))
    asked = queries.undecided(
        db, actor, ReferralStatus.QUESTION_ASKED, version_in(page_of("asked"))
    )
    decided = queries.recently_decided(db, actor)
    day = queries.today(db)
    return render_template(
        "referrals/inbox.html",
        waiting=waiting,
        clocks={referral.id: queries.clock_of(referral, day) for referral in waiting.rows},
        asked=asked,
        decided=decided,
        names=_names(db, [*waiting.rows, *asked.rows, *decided]),
        statuses=STATUSES,
        house_names={house.code: house.name for house in houses(db)},
    )


def _names(db: Db, referrals: Sequence[Referral]) -> dict[UUID, str]:
    """Of what was taken up; a new referral has no name yet, so that opening it is a choice."""
    opened = [referral for referral in referrals if referral.picked_up_at]
    return queries.first_names(db, opened, Purpose.TRIAGE)


@requires(Permission.REFERRAL_READ_CASE)
def case(referral_id: UUID) -> Answer:
    referral = queries.find(request_db(), policy.visible_to(user_actor()), referral_id)
    if referral is None:
        abort(404)
    return _page(request_db(), referral, TriageForm(), AnswerForm())


@requires(Permission.REFERRAL_TRIAGE)
def pick_up(referral_id: UUID) -> Answer:
    db = request_db()
    services.pick_up(db, _locked(db, referral_id))
    db.commit()
    return redirect(url_for("referrals.case", referral_id=referral_id), 303)


@requires(Permission.REFERRAL_TRIAGE)
def decide(referral_id: UUID) -> Answer:
    form = TriageForm()
    if not form.validate():
        return _again(referral_id, form, AnswerForm(formdata=None))
    db = request_db()
    referral = _locked(db, referral_id)
    try:
        expect_version(referral, version_in(form.version.data))
        known = _same_person(db, referral, form)
        services.triage(db, referral, form.decision, user_actor().id, known)
    except SamePersonUndecided:
        db.rollback()
        form.refuse(_("Say whether it is the same person."), "known")
        return _again(referral_id, form, AnswerForm(formdata=None))
    except rules.QuestionMissing:
        db.rollback()
        form.refuse(_("Write down the question for the referrer."), "question")
        return _again(referral_id, form, AnswerForm(formdata=None))
    except (rules.AlreadyTriaged, ChangedMeanwhile):
        db.rollback()
        return _too_late(referral_id, form.reason.data, form.question.data)
    told = _told(db, referral)
    accepted = queries.mentee_of_subject(db, referral.subject_id)
    db.commit()
    flash(told, "ok")
    if accepted is not None and form.decision.outcome is TriageOutcome.ACCEPT:
        return redirect(url_for("mentees.one", mentee_id=accepted.id), 303)
    return redirect(url_for("referrals.inbox"), 303)


class SamePersonUndecided(Exception):
    """Somebody may be known, and nobody said whether it is the same person."""


def _same_person(db: Db, referral: Referral, form: TriageForm) -> Mentee | None:
    """The file to which an accepted referral goes; None for one of its own."""
    if form.decision.outcome is not TriageOutcome.ACCEPT:
        return None
    known = {str(one.id): one.id for one in queries.known_before(db, user_actor(), referral)}
    if not known or form.known.data == NEW:
        return None
    if form.known.data not in known:
        raise SamePersonUndecided
    visible = policy.mentees_visible_to(user_actor())
    return queries.lock_mentee(db, visible, known[form.known.data])


@requires(Permission.REFERRAL_TRIAGE)
def note_answer(referral_id: UUID) -> Answer:
    """What the consultant heard on the telephone; the triage goes on."""
    form = AnswerForm()
    if not form.validate():
        return _again(referral_id, TriageForm(formdata=None), form)
    db, actor = request_db(), user_actor()
    referral = _locked(db, referral_id)
    try:
        services.answer_question(db, referral, form.answer.data, noted_by=actor.id)
    except rules.NothingToAnswer:
        db.rollback()
        return _too_late(referral_id, form.answer.data)
    db.commit()
    flash(_("The answer is in the file. You can decide now."), "ok")
    return redirect(url_for("referrals.case", referral_id=referral_id), 303)


def _locked(db: Db, referral_id: UUID) -> Referral:
    return queries.lock(db, policy.visible_to(user_actor()), referral_id) or abort(404)


def _told(db: Db, referral: Referral) -> str:
    """So that the consultant knows what the other side reads now."""
    status = for_referrers.status_told(db, referral)
    if queries.open_question(db, referral):
        return _("Your question is on its way. The referrer still reads: “%(status)s”.",
                 status=STATUSES_FOR_REFERRER[status])  # fmt: skip
    return _("Your decision is saved. The referrer reads: “%(status)s”.",
             status=STATUSES_FOR_REFERRER[status])  # fmt: skip


def _too_late(referral_id: UUID, *texts: str | None) -> tuple[str, int]:
    written = [text for text in texts if text]
    page = render_template("referrals/too_late.html", referral_id=referral_id, texts=written)
    return page, 409


def _again(referral_id: UUID, form: TriageForm, answer: AnswerForm) -> Answer:
    """The file with what has to be put right; read apart, so that no writer has to wait."""
    with current_database().reading(audit_actor()) as db:
        referral = queries.find(db, policy.visible_to(user_actor()), referral_id)
        if referral is None:
            abort(404)
        return _page(db, referral, form, answer)


def _page(db: Db, referral: Referral, form: TriageForm, answer: AnswerForm) -> tuple[str, int]:
    status = max(form.status, answer.status)
    if referral.picked_up_at is None:
        clock = queries.clock_of(referral, queries.today(db))
        page = render_template(
            "referrals/new_case.html",
            referral=referral,
            clock=clock,
            house=queries.house_of(db, referral),
        )
        return page, status
    if not form.is_submitted() or not form.version.data:
        form.version.data = str(referral.version)
    known = queries.known_before(db, user_actor(), referral)
    _offer_known(db, form, known)
    told = queries.open_file(db, referral)
    source = OrganisationType(told["source_type"])
    steps = queries.steps_of(db, referral)
    page = render_template(
        "referrals/case.html",
        referral=referral,
        form=form,
        answer=answer,
        told=told,
        clock=queries.clock_of(referral, queries.today(db)),
        house=queries.house_of(db, referral),
        sender=queries.sender_of(db, told),
        source_label=ORGANISATION_TYPES[source],
        can_be_asked=rules.can_be_asked(source),
        steps=steps,
        deciders=accounts.names_of_ids(db, {step.decided_by for step in steps}),
        shown=shown,
        labels={"outcome": OUTCOMES, "route": CONTACT_ROUTES, "status": STATUSES},
        known=known,
        before=queries.referred_before(db, user_actor(), referral),
        mentee=queries.mentee_of_subject(db, referral.subject_id),
    )
    return page, status


def _offer_known(db: Db, form: TriageForm, known: Sequence[Mentee]) -> None:
    names = queries.first_names_of(db, known, Purpose.TRIAGE)
    form.offer_known(
        (
            one.id,
            _("Yes: %(name)s, %(stage)s since %(day)s", name=names.get(one.id, ""),
              stage=STAGES[one.stage], day=format_date(one.stage_since)),
        )
        for one in known
    )  # fmt: skip
