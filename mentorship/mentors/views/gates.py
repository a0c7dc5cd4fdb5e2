"""The pages behind the gates: the talk, the VOG, the agreement, the training."""

from typing import Any
from uuid import UUID

from flask import Response, render_template

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.documents import render_pdf
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import current_database
from mentorship.mentors import agreement as texts
from mentorship.mentors import queries, services
from mentorship.mentors.forms import (
    AgreementForm,
    InterviewForm,
    TrainedForm,
    VogForm,
    day_in,
    submission_of,
)
from mentorship.mentors.models import Mentor
from mentorship.mentors.views.answers import Answer, Page, ask, page_of, screened_mentor

INTERVIEW = Page(
    title=_l("Write down a talk"),
    button=_l("Save the talk"),
    done=_l("The talk is saved."),
)
VOG = Page(
    title=_l("Write down a VOG that you saw"),
    button=_l("Save the VOG"),
    done=_l("The VOG is saved. Give the paper back: we keep no copy."),
    intro=_l(
        "Only a VOG that you hold in your hands is written down. Did it not come, or was it "
        "refused? Then nothing is written here: the gate simply stays open."
    ),
)
AGREEMENT = Page(
    title=_l("Write down the agreement"),
    button=_l("Save the agreement"),
    done=_l("The agreement is saved."),
    template="mentors/agreement_form.html",
)
TRAINING = Page(
    title=_l("Training followed earlier"),
    button=_l("Save the training"),
    done=_l("The training is saved."),
    intro=_l(
        "Whoever completes the training here becomes trained by itself. Use this page only for a "
        "training before the first match that was followed elsewhere or earlier."
    ),
)


@requires(Permission.MENTOR_SCREEN)
def interview(mentor_id: UUID) -> Answer:
    form = InterviewForm()
    by = user_actor().id
    return _gate(
        mentor_id, form, INTERVIEW, "held_on",
        lambda db, mentor: services.record_interview(
            db, mentor, form.talk, by, once=submission_of(form)
        ),
    )  # fmt: skip


@requires(Permission.MENTOR_SCREEN)
def vog(mentor_id: UUID) -> Answer:
    form = VogForm()
    by = user_actor().id
    return _gate(
        mentor_id, form, VOG, "seen_on",
        lambda db, mentor: services.record_vog(db, mentor, form.seen, by, once=submission_of(form)),
    )  # fmt: skip


@requires(Permission.MENTOR_SCREEN)
def agreement(mentor_id: UUID) -> Answer:
    form = AgreementForm()
    by = user_actor().id
    return _gate(
        mentor_id, form, AGREEMENT, "signed_on",
        lambda db, mentor: services.record_agreement(
            db, mentor, form.signed(texts.CURRENT), by, once=submission_of(form)
        ),
    )  # fmt: skip


@requires(Permission.MENTOR_SCREEN)
def training(mentor_id: UUID) -> Answer:
    form = TrainedForm()
    by = user_actor().id
    return _gate(
        mentor_id, form, TRAINING, None,
        lambda db, mentor: services.record_trained(db, mentor, day_in(form.completed_on), by),
    )  # fmt: skip


@requires(Permission.MENTOR_READ, Permission.MENTOR_OWN)
def agreement_text() -> str:
    return render_template("mentors/agreement.html", **_agreement())


@requires(Permission.MENTOR_READ, Permission.MENTOR_OWN)
def agreement_pdf() -> Response:
    """The paper to sign; nobody's name is on it until it is written there by hand."""
    title = _("Agreement of a mentor of ONE-on-ONE")
    page = render_template("mentors/agreement_paper.html", title=title, **_agreement())
    pdf = render_pdf(page, title=title, language=current_language())
    headers = {"Content-Disposition": 'inline; filename="one-on-one-agreement.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _agreement() -> dict[str, Any]:
    settings = current_database().settings
    months, hours = settings.agreement_months, settings.agreement_hours_per_month
    return {
        "version": texts.CURRENT,
        "months": months,
        "hours": hours,
        "paragraphs": texts.paragraphs(
            texts.CURRENT, current_language(), months=months, hours=hours
        ),
    }


def _gate(mentor_id: UUID, form: Form, page: Page, today_in: str | None, verb: Any) -> Answer:
    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            _fill(form, db, today_in)
        return _agreement() if page is AGREEMENT else {}

    return ask(
        form,
        page,
        load=lambda db: screened_mentor(db, mentor_id),
        back=page_of(mentor_id),
        verb=verb,
        prepare=prepare,
    )


def _fill(form: Form, db: Db, today_in: str | None) -> None:
    """What is usually right stands there already."""
    if today_in is not None:
        form[today_in].data = queries.today(db)
    if isinstance(form, AgreementForm):
        settings = current_database().settings
        form.months.data = settings.agreement_months
        form.hours_per_month.data = settings.agreement_hours_per_month
