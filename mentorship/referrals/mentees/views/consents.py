"""Consent on the consultant's device, on paper and by link; withdrawn per purpose."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, render_template, request

from mentorship.accounts.login import user_actor
from mentorship.accounts.models import Language
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import LANGUAGES, current_language, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.referrals.mentees import consents, file, queries, rules
from mentorship.referrals.mentees.consent_forms import ConsentForm, LinkForm, WithdrawForm
from mentorship.referrals.mentees.consent_texts import (
    CURRENT,
    ConsentText,
    consent_text,
    purposes_for,
)
from mentorship.referrals.mentees.consents import Answer as Given
from mentorship.referrals.mentees.forms import email_in
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views import steps
from mentorship.referrals.mentees.views.files import LABELS
from mentorship.referrals.mentees.views.intake import as_pdf
from mentorship.referrals.mentees.views.steps import Answer

Giving = Callable[[Db, Mentee, Given, Mapping[ConsentPurpose, bool]], None]
Withdrawing = Callable[[Db, Mentee, ConsentPurpose, GivenBy, How], object]


@requires(Permission.MENTEE_READ)
def consent_overview(mentee_id: UUID) -> Answer:
    return _overview(mentee_id, Form())


def _overview(mentee_id: UUID, form: Form, status: int | None = None) -> Answer:
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        return steps.page(
            db, "consents", mentee, form,
            status=status,
            told=file.told_of(db, mentee),
            asked=rules.who_must_agree(mentee.authority),
            purposes=purposes_for(has_referrer=file.has_referrer(db, mentee)),
            standing=queries.standing_consents(db, mentee),
            given=file.consents_of(db, mentee),
            labels=LABELS,
        )  # fmt: skip


def ask(mentee_id: UUID, give: Giving) -> Answer:
    """The text and the questions, for the person themself to read and answer.

    Without a route of its own, as `withdraw`: a no may end a match, in a room above.
    """
    who, how = _who(), _how()
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        if who not in rules.who_must_agree(mentee.authority):
            abort(404)
        purposes = purposes_for(has_referrer=file.has_referrer(db, mentee))
        standing = queries.standing_consents(db, mentee)
    form = ConsentForm(text=_text(who), purposes=purposes)
    if steps.is_asking():
        form.text_version.data = CURRENT
        for purpose in purposes:
            if (before := standing.get((purpose, who))) is not None:
                form[purpose.value].data = "yes" if before.is_agreed else "no"
    if not form.validate_on_submit():
        return _ask_page(mentee_id, form, who, how)
    if form.text_version.data != CURRENT:
        return _text_is_newer(mentee_id, form, who, how)
    db = request_db()
    locked = steps.locked(db, mentee_id)
    given = Given(who, how, CURRENT, Language(current_language()), user_actor().id)
    try:
        give(db, locked, given, form.answers)
    except (rules.CourseClosed, rules.NobodyToAsk):
        db.rollback()
        form.refuse(_("This can't be asked any more: the file was changed meanwhile."))
        return _ask_page(mentee_id, form, who, how, status=409)
    db.commit()
    return steps.back(mentee_id, _("The answers are in the file."))


def _ask_page(
    mentee_id: UUID, form: ConsentForm, who: GivenBy, how: How, status: int | None = None
) -> Answer:
    return steps.shown(
        "ask", mentee_id, form, text=_text(who), who=who, how=how, labels=LABELS, status=status
    )


def _text_is_newer(mentee_id: UUID, form: ConsentForm, who: GivenBy, how: How) -> Answer:
    form.text_version.data = CURRENT
    form.refuse(_("The text was renewed meanwhile. Read it once more, and save again."))
    return _ask_page(mentee_id, form, who, how, status=409)


@requires(Permission.MENTEE_EDIT)
def paper(mentee_id: UUID) -> FlaskResponse:
    """The same text and questions as PDF, to sign."""
    db, who = request_db(), _who()
    mentee = steps.found(db, mentee_id)
    language = request.args.get("language", current_language())
    if who not in rules.who_must_agree(mentee.authority) or language not in LANGUAGES:
        abort(404)
    with speaking(language):
        sheet = render_template(
            "referrals/mentees/consent_paper.html",
            name=file.name_of(db, mentee),
            text=_text(who),
            who=who,
            language=language,
            purposes=purposes_for(has_referrer=file.has_referrer(db, mentee)),
        )
        return as_pdf(sheet, _("Consent"))


@requires(Permission.MENTEE_EDIT)
def send_link(mentee_id: UUID) -> Answer:
    """Shown once, to hand over along the safe way; mailed as well when there is an address."""
    form = LinkForm()
    if not form.validate():
        return _overview(mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    who = GivenBy(form.given_by.data)
    email = _email_of(db, mentee, who)
    try:
        address = consents.ask_by_link(db, mentee, who, email)
    except (rules.CourseClosed, rules.NobodyToAsk):
        db.rollback()
        form.refuse(_("This can't be asked any more: the file was changed meanwhile."))
        return _overview(mentee_id, form, status=409)
    db.commit()
    return steps.shown(
        "link", mentee_id, form, address=address, is_mailed=bool(email), who=who, labels=LABELS
    )


def _email_of(db: Db, mentee: Mentee, who: GivenBy) -> str | None:
    """Only an address that was given for this; a young person's own way is chosen by hand."""
    told = file.told_of(db, mentee)
    contact = {
        GivenBy.GUARDIAN: told.guardian_contact,
        GivenBy.SECOND_GUARDIAN: told.second_guardian_contact,
    }
    return email_in(contact.get(who, ""))


def withdraw(mentee_id: UUID, take_back: Withdrawing) -> Answer:
    form = WithdrawForm()
    if steps.is_asking():
        form.purpose.data = request.args.get("purpose", "")
        form.given_by.data = request.args.get("who", "")
        form.how.data = How.SAID.value
    try:
        purpose, who = form.what
    except ValueError:
        abort(404)
    if not form.validate_on_submit():
        return _withdraw_page(mentee_id, form, purpose, who)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    take_back(db, mentee, purpose, who, How(form.how.data))
    db.commit()
    return steps.back(mentee_id, _("The consent is withdrawn, from now on."))


def _withdraw_page(
    mentee_id: UUID, form: WithdrawForm, purpose: ConsentPurpose, who: GivenBy
) -> Answer:
    return steps.shown(
        "withdraw", mentee_id, form, purpose=purpose, who=who, labels=LABELS,
        is_participation=purpose is ConsentPurpose.PARTICIPATION,
    )  # fmt: skip


def _who() -> GivenBy:
    try:
        return GivenBy(request.args.get("who", GivenBy.YOUNG_PERSON))
    except ValueError:
        abort(404)


def _how() -> How:
    return How.PAPER if request.args.get("how") == "paper" else How.ON_DEVICE


def _text(who: GivenBy) -> ConsentText:
    return consent_text(CURRENT, current_language(), who)
