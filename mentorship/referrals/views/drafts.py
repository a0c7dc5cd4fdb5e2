"""Writing a referral: kept as it goes, chosen from when two windows differ, and sent once."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft, DraftChanged, DraftTooLong, DraftUnknown
from mentorship.foundation.forms import Form, tidy, version_in
from mentorship.foundation.i18n import LazyText, format_number, format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, current_database, request_db
from mentorship.foundation.web.errors import sent_fields
from mentorship.referrals import drafting, queries, services, wording
from mentorship.referrals.facts import DraftCopy, Sender
from mentorship.referrals.forms import ReferralForm
from mentorship.referrals.labels import FIELDS, shown
from mentorship.referrals.models import Referral
from mentorship.referrals.rules import SentOtherwise
from mentorship.referrals.terms import terms_of
from mentorship.region.models import Organisation

Answer = Response | str | tuple[str, int] | tuple[Response, int]


@requires(Permission.REFERRAL_CREATE)
def draft(draft_id: UUID) -> Answer:
    form = _form()
    try:
        if request.method in SAFE_METHODS:
            form.show(drafting.open_draft(request_db(), user_actor().id, draft_id))
            return _page(form, draft_id)
        return _save(form, draft_id) if request.form.get("do") == "save" else _send(form, draft_id)
    except DraftUnknown:
        return _no_such_draft(draft_id)
    except SentOtherwise as sent:
        return _sent_otherwise(sent)
    except DraftChanged as changed:
        return _two_texts(draft_id, changed)
    except DraftTooLong as too_long:
        request_db().rollback()
        form.refuse(_too_long(too_long))
        return _page(form, draft_id)


@requires(Permission.REFERRAL_CREATE)
def autosave(draft_id: UUID) -> Answer:
    """What the page's script sends while somebody writes; says what stands under the form."""
    try:
        kept = _keep(_form(), draft_id)
    except DraftUnknown:
        abort(404)
    except DraftChanged:
        said = _("This draft was changed in another window. Press “Save draft” to choose.")
        return jsonify(said=said), 409
    except DraftTooLong as too_long:
        return jsonify(said=_too_long(too_long)), 422
    return jsonify(said=_saved_at(kept), version=kept.version)


@requires(Permission.REFERRAL_CREATE)
def choose(draft_id: UUID) -> Answer:
    """Of each field that differs, the text of this window or that of the other."""
    db, owner = request_db(), user_actor().id
    try:
        theirs = drafting.open_draft(db, owner, draft_id)
        chosen = {
            name: request.form.get(f"mine-{name}", "")
            for name in FIELDS
            if request.form.get(f"pick-{name}") == "mine"
        }
        version = version_in(request.form.get("version"))
        page = request.form.get("submission", "")[:36]
        copy = DraftCopy(draft_id, version, page, {**_texts(theirs.fields), **chosen})
        drafting.keep_draft(db, owner, copy)
    except DraftUnknown:
        return _no_such_draft(draft_id)
    except DraftChanged as changed:
        return _two_texts(draft_id, changed)
    db.commit()
    flash(_("Your choice is saved. Read it through once more."), "ok")
    return redirect(url_for("referrals.draft", draft_id=draft_id), 303)


@requires(Permission.REFERRAL_CREATE)
def discard(draft_id: UUID) -> Answer:
    db, owner = request_db(), user_actor().id
    try:
        if request.method in SAFE_METHODS:
            name = drafting.open_draft(db, owner, draft_id).fields.get("first_name")
            return render_template("referrals/discard.html", draft_id=draft_id, name=name)
        drafting.discard_draft(db, owner, draft_id)
    except DraftUnknown:
        abort(404)
    db.commit()
    flash(_("The draft is thrown away. Nothing of it is kept."), "ok")
    return redirect(url_for("referrals.mine"), 303)


def _form() -> ReferralForm:
    database = current_database()
    today = queries.day_of(database.clock())
    return ReferralForm(
        terms=terms_of(database.settings), today=today, is_called=_is_called(database)
    )


def _is_called(database: Database) -> bool:
    """Whether this referrer reads no questions here, so that a House can only telephone."""
    organisation_id = user_actor().organisation_id
    if organisation_id is None:
        return False
    with database.reading() as db:
        return db.get_one(Organisation, organisation_id).type.has_neutral_status


def _keep(form: ReferralForm, draft_id: UUID) -> Draft:
    db = request_db()
    kept = drafting.keep_draft(db, user_actor().id, form.copy_of(draft_id))
    db.commit()
    form.version.data = str(kept.version)
    return kept


def _save(form: ReferralForm, draft_id: UUID) -> Answer:
    flash(_saved_at(_keep(form, draft_id)), "ok")
    return redirect(url_for("referrals.draft", draft_id=draft_id), 303)


def _send(form: ReferralForm, draft_id: UUID) -> Answer:
    if not form.validate():
        _keep(form, draft_id)
        return _page(form, draft_id)
    db, actor = request_db(), user_actor()
    sender = Sender(actor.id, actor.organisation_id or abort(403))
    referral = services.send_referral(db, sender, form.copy_of(draft_id), form.introduction())
    db.commit()
    return _to_receipt(referral)


def _page(form: ReferralForm, draft_id: UUID) -> tuple[str, int]:
    page = render_template(
        "referrals/draft.html",
        form=form,
        draft_id=draft_id,
        hints_in=wording.hints_in,
        sayings=wording.SAYINGS,
        beginnings=wording.BEGINNINGS,
    )
    return page, form.status


def _two_texts(draft_id: UUID, changed: DraftChanged) -> tuple[str, int]:
    """Both texts of each field that differs, to choose from; nothing was overwritten."""
    request_db().rollback()
    differing = [
        (name, FIELDS[name], changed.mine.get(name, ""), changed.theirs.get(name, ""))
        for name in drafting.differing(changed)
        if name in FIELDS
    ]
    page = render_template(
        "referrals/two_texts.html",
        form=Form(),
        draft_id=draft_id,
        version=changed.version,
        differing=differing,
        shown=shown,
    )
    return page, 409


def _no_such_draft(draft_id: UUID) -> Answer:
    """Sent already: its receipt. Otherwise what was typed comes back, to be copied."""
    written = _typed()
    try:
        copy = DraftCopy(draft_id, 0, "", written)
        return _to_receipt(services.sent_before(request_db(), user_actor().id, copy))
    except SentOtherwise as sent:
        return _sent_otherwise(sent)
    except DraftUnknown:
        if not written:
            abort(404)
        request_db().rollback()
        return render_template("referrals/draft_gone.html", texts=_labelled(written)), 404


def _sent_otherwise(sent: SentOtherwise) -> tuple[str, int]:
    """Another window was first; what it didn't send comes back, to be copied."""
    request_db().rollback()
    page = render_template(
        "referrals/sent_otherwise.html",
        referral_id=sent.referral_id,
        texts=_labelled(sent.texts),
    )
    return page, 409


def _typed() -> dict[str, str]:
    """What this page sent along, also as one of two texts to choose from."""
    typed = {name.removeprefix("mine-"): tidy(text) for name, text in sent_fields()}
    return {name: typed[name] for name in FIELDS if typed.get(name)}


def _labelled(texts: Mapping[str, str]) -> list[tuple[LazyText, str]]:
    return [(FIELDS[name], shown(name, text)) for name, text in texts.items()]


def _to_receipt(referral: Referral) -> Response:
    return redirect(url_for("referrals.receipt", referral_id=referral.id), 303)


def _texts(fields: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if name in FIELDS}


def _saved_at(kept: Draft) -> str:
    return _("Saved at %(time)s.", time=format_time(kept.updated_at))


def _too_long(too_long: DraftTooLong) -> str:
    return _(
        "Your texts together have %(used)s characters and %(limit)s fit. Nothing is saved yet; "
        "your text is still in the fields. Make it shorter.",
        used=format_number(too_long.length),
        limit=format_number(too_long.limit),
    )
