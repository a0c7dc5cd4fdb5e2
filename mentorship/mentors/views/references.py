"""The consultant's side of a reference: ask, ask again, telephone, decide."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import file, queries, services
from mentorship.mentors.forms import submission_of
from mentorship.mentors.models import REFERENCES, Mentor, MentorReference, ReferenceOutcome
from mentorship.mentors.reference_forms import (
    AskAgainForm,
    JudgementForm,
    RefereeForm,
    ReferenceForm,
)
from mentorship.mentors.views.answers import (
    REFUSED,
    Answer,
    Page,
    Verb,
    explain,
    page_of,
    screened_mentor,
)
from mentorship.mentors.views.answers import ask as ask_with

ASK = Page(
    title=_l("Ask a reference"),
    button=_l("Ask for the reference"),
    done=_l("The reference is asked. With an e-mail address the questions are on their way."),
    intro=_l("First agree with the mentor whom you may ask, and that this person expects it."),
)


@requires(Permission.MENTOR_SCREEN)
def ask(mentor_id: UUID) -> Answer:
    form = RefereeForm()

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            form.number.data = str(_number(request.args.get("number")))
        return {}

    return ask_with(
        form,
        ASK,
        load=lambda db: screened_mentor(db, mentor_id),
        back=page_of(mentor_id),
        verb=lambda db, mentor: services.ask_reference(
            db, mentor, _number(form.number.data), form.referee, once=submission_of(form)
        ),
        prepare=prepare,
    )


def _number(text: str | None) -> int:
    """Which of the two; anything else is a page that we never made."""
    known = {str(number): number for number in range(1, REFERENCES + 1)}
    return known.get(text or "1") or abort(404)


@requires(Permission.MENTOR_SCREEN)
def one(mentor_id: UUID, reference_id: UUID) -> Answer:
    return _page(request_db(), mentor_id, reference_id)


@requires(Permission.MENTOR_SCREEN)
def ask_again(mentor_id: UUID, reference_id: UUID) -> Answer:
    form = AskAgainForm()
    return _act(
        mentor_id, reference_id, form, _("The questions are sent again."),
        lambda reference: lambda db, mentor: services.ask_again(
            db, mentor, reference, form.email.data
        ),
    )  # fmt: skip


@requires(Permission.MENTOR_SCREEN)
def note(mentor_id: UUID, reference_id: UUID) -> Answer:
    form = ReferenceForm()
    by = user_actor().id
    return _act(
        mentor_id, reference_id, form, _("The answers are saved. You can decide now."),
        lambda reference: lambda db, mentor: services.note_answers(
            db, mentor, reference, form.answers, by
        ),
    )  # fmt: skip


@requires(Permission.MENTOR_SCREEN)
def judge(mentor_id: UUID, reference_id: UUID) -> Answer:
    form = JudgementForm()
    by = user_actor().id
    return _act(
        mentor_id, reference_id, form, _("Your decision is saved."),
        lambda reference: lambda db, mentor: services.judge_reference(
            db, mentor, reference, ReferenceOutcome(form.outcome.data), form.note.data or "", by
        ),
        page_of(mentor_id),
    )  # fmt: skip


def _act(
    mentor_id: UUID, reference_id: UUID, form: Form, told: str, verb_on: Any, after: str = ""
) -> Answer:
    """Sent from the page of one reference; whatever is refused is said on that page."""
    if form.validate():
        db = request_db()
        mentor, reference = _load(db, mentor_id, reference_id)
        verb: Verb = verb_on(reference)
        try:
            verb(db, mentor)
            db.commit()
        except REFUSED as refused:
            db.rollback()
            explain(form, refused)
        else:
            flash(told, "ok")
            here = url_for("mentors.references_one", mentor_id=mentor_id, reference_id=reference_id)
            return redirect(after or here, 303)
    with current_database().reading(audit_actor()) as reading:
        return _page(reading, mentor_id, reference_id, form)


def _load(db: Db, mentor_id: UUID, reference_id: UUID) -> tuple[Mentor, MentorReference]:
    mentor = screened_mentor(db, mentor_id)
    reference = db.get(MentorReference, reference_id)
    if reference is None or reference.mentor_id != mentor.id:
        abort(404)
    return mentor, reference


def _page(db: Db, mentor_id: UUID, reference_id: UUID, sent: Form | None = None) -> Answer:
    """All three forms stand on it; the one that was sent shows what has to be put right."""
    mentor, reference = _load(db, mentor_id, reference_id)
    told = file.open_reference(db, reference)
    forms = {
        kind: sent if isinstance(sent, kind) else kind(formdata=None)
        for kind in (AskAgainForm, ReferenceForm, JudgementForm)
    }
    again = forms[AskAgainForm]
    if again is not sent:
        again.email.data = told["email"]
    page = render_template(
        "mentors/reference.html",
        mentor=mentor,
        name=queries.name_of(db, mentor, Purpose.SCREENING),
        reference=reference,
        told=told,
        form=sent or again,
        again=again,
        answers=forms[ReferenceForm],
        judgement=forms[JudgementForm],
        colleagues=names_of_ids(db, {by for by in (reference.noted_by, reference.judged_by) if by}),
        today=queries.today(db),
        back=page_of(mentor_id),
    )
    return page, 200 if sent is None else sent.status
