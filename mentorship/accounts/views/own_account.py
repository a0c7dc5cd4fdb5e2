"""What everybody may do with their own account."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import credentials, login, queries, services
from mentorship.accounts import sign_ins as sign_in_services
from mentorship.accounts.forms import ROLE_NAMES, ChangePasswordForm, CodeForm, DetailsForm
from mentorship.accounts.models import Language, User
from mentorship.accounts.roles import DIGEST_READERS
from mentorship.accounts.rules import Throttled
from mentorship.accounts.views.answers import next_page, sender_address, try_later
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import LANGUAGE_NAMES
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.web.language import remember
from mentorship.region.queries import find_organisation, houses

Answer = Response | str | tuple[str, int]


def _myself() -> User:
    return request_db().get_one(User, login.user_actor().id)


@requires(Permission.ACCOUNT_OWN)
def overview() -> str:
    db, user = request_db(), _myself()
    organisation = find_organisation(db, user.organisation_id) if user.organisation_id else None
    return render_template(
        "accounts/account.html",
        name=queries.name_of(db, user),
        email=queries.email_of(db, user),
        language=LANGUAGE_NAMES[user.language.value],
        organisation=organisation.name if organisation else None,
        grants=queries.open_grants(db, [user.id]).get(user.id, []),
        held_up=queries.held_up_grants(db, [user.id]),
        house_names={house.code: house.name for house in houses(db)},
        role_names=ROLE_NAMES,
        codes_left=queries.unused_recovery_codes(db, user.id),
        is_demo=user.is_demo,
    )


def _may_get_digest() -> bool:
    actor = login.user_actor()
    return any(actor.has(role) for role in DIGEST_READERS)


@requires(Permission.ACCOUNT_OWN)
def details() -> Answer:
    with current_database().reading(audit_actor()) as db:
        user = db.get_one(User, login.user_actor().id)
        form = DetailsForm(
            name=queries.name_of(db, user),
            language=user.language.value,
            gets_digest=user.gets_digest,
        )
    if not _may_get_digest():
        del form.gets_digest
    if not form.validate_on_submit():
        return render_template("accounts/details.html", form=form), form.status
    language = Language(form.language.data)
    db = request_db()
    digest = form.gets_digest.data if form.gets_digest else None
    services.change_details(db, _myself(), form.name.data, language, gets_digest=digest)
    db.commit()
    flash(_("Your details are saved."), "ok")
    answer = redirect(url_for("accounts.overview"), 303)
    remember(answer, language.value)
    return answer


@requires(Permission.ACCOUNT_OWN)
def password() -> Answer:
    form, actor = ChangePasswordForm(), login.user_actor()
    if form.validate_on_submit():
        try:
            is_right = _checks_out(form.password_now.data)
        except Throttled as throttled:
            return try_later("accounts/password.html", form, throttled)
        if not is_right:
            form.refuse(_("This is not your password."), "password_now")
        elif form.is_strong_for(_personal_words()):
            hashed = login.passwords().hash(form.password.data)
            db = request_db()
            credentials.change_password(db, _myself(), hashed, keep_sign_in=actor.sign_in_id)
            db.commit()
            flash(_("Your password is changed. Other devices are signed out."), "ok")
            return redirect(url_for("accounts.overview"), 303)
    return render_template("accounts/password.html", form=form), form.status


def _checks_out(typed: str) -> bool:
    """Counts as an attempt: an unattended screen is no place to guess."""
    with current_database().writing(audit_actor()) as db:
        email = queries.email_of(db, db.get_one(User, login.user_actor().id))
        candidate = sign_in_services.admit_password(db, email, sender_address())
        db.commit()
    return login.passwords().verify(candidate.password_hash, typed)


def _personal_words() -> list[str]:
    with current_database().reading(audit_actor()) as db:
        return queries.personal_words(db, db.get_one(User, login.user_actor().id))


@requires(Permission.ACCOUNT_OWN)
def recovery_codes() -> Answer:
    """Show new codes until their owner says that they are kept.

    Only to whoever just made them, or shows the second factor: they stand in for it.
    """
    form = CodeForm()
    if form.is_submitted():
        db = request_db()
        credentials.keep_recovery_codes(db, _myself())
        db.commit()
        return redirect(next_page(), 303)
    if credentials.has_unseen_recovery_codes(request_db(), _myself()):
        login.require_fresh_factor(url_for("accounts.recovery_codes", next=next_page()))
    codes = credentials.unseen_recovery_codes(request_db(), _myself())
    left = queries.unused_recovery_codes(request_db(), login.user_actor().id)
    return render_template("accounts/recovery_codes.html", codes=codes, codes_left=left)


@requires(Permission.ACCOUNT_OWN)
def renew_recovery_codes() -> Answer:
    login.require_fresh_factor(url_for("accounts.renew_recovery_codes"))
    form = CodeForm()
    if not form.is_submitted():
        return render_template("accounts/renew_recovery_codes.html", form=form)
    db = request_db()
    credentials.renew_recovery_codes(db, _myself())
    db.commit()
    return redirect(url_for("accounts.recovery_codes", next=url_for("accounts.overview")), 303)


@requires(Permission.ACCOUNT_OWN)
def confirm_again() -> Answer:
    """Step up: the second factor once more, then back to what the person was doing."""
    if login.has_fresh_factor():
        return redirect(next_page(), 303)
    form, template = CodeForm(), "accounts/confirm_again.html"
    if form.validate_on_submit():
        db = request_db()
        try:
            right = sign_in_services.confirm_again(db, login.current_sign_in(), form.code.data)
        except Throttled as throttled:
            return try_later(template, form, throttled)
        db.commit()
        if right:
            return redirect(next_page(), 303)
        form.refuse(_("This code is not right, or it was used before."), "code")
    return render_template(template, form=form), form.status


@requires(Permission.ACCOUNT_OWN)
def sign_ins() -> str:
    actor = login.user_actor()
    return render_template(
        "accounts/sign_ins.html",
        rows=queries.complete_sign_ins_of(request_db(), actor.id),
        current=actor.sign_in_id,
    )


@requires(Permission.ACCOUNT_OWN)
def end_sign_in(sign_in_id: UUID) -> Response:
    db = request_db()
    if not sign_in_services.end(db, _myself(), sign_in_id):
        abort(404)
    db.commit()
    flash(_("This device is signed out."), "ok")
    return redirect(url_for("accounts.sign_ins"), 303)


@requires(Permission.ACCOUNT_OWN)
def end_other_sign_ins() -> Response:
    db = request_db()
    sign_in_services.end_all(db, _myself(), but=login.current_sign_in())
    db.commit()
    flash(_("All other devices are signed out."), "ok")
    return redirect(url_for("accounts.sign_ins"), 303)
