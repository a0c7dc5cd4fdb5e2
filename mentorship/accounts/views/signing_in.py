"""The pages before somebody is in: password, second factor, the demo, a forgotten password."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import credentials, demo, login, queries, sign_ins
from mentorship.accounts.devices import device_name
from mentorship.accounts.forms import (
    ROLE_NAMES,
    CodeForm,
    ForgottenPasswordForm,
    NewPasswordForm,
    RecoveryCodeForm,
    SignInForm,
)
from mentorship.accounts.models import SignInStage, User
from mentorship.accounts.rules import Throttled
from mentorship.accounts.sign_ins import Candidate, Overtaken
from mentorship.accounts.views.answers import link_problem, next_page, sender_address, try_later
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError
from mentorship.foundation.requests import current_database, request_db
from mentorship.foundation.web.language import remember

Answer = Response | str | tuple[str, int]


@public
def sign_in() -> Answer:
    if login.is_signed_in():
        return redirect(next_page(), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            candidate = _admit(form.email.data)
        except Throttled as throttled:
            return try_later(
                "accounts/sign_in.html", form, throttled, demo_choices=(), role_names=ROLE_NAMES
            )
        answer = None
        if login.passwords().verify(candidate.password_hash, form.password.data):
            answer = _after_password(candidate, form.password.data)
        if answer is not None:
            return answer
        _note_refusal(candidate)
        form.refuse(_("The e-mail address or the password is not right."))
    return _sign_in_page(form), form.status


def _sign_in_page(form: SignInForm) -> str:
    with current_database().reading() as db:
        choices = demo.demo_choices(db)
    return render_template(
        "accounts/sign_in.html", form=form, demo_choices=choices, role_names=ROLE_NAMES
    )


def _admit(email: str) -> Candidate:
    """Count the attempt in a transaction of its own, before the slow hashing."""
    with current_database().writing() as db:
        candidate = sign_ins.admit_password(db, email, sender_address())
        db.commit()
    return candidate


def _note_refusal(candidate: Candidate) -> None:
    with current_database().writing() as db:
        sign_ins.refuse_password(db, candidate)
        db.commit()


def _after_password(candidate: Candidate, password: str) -> Response | None:
    known, hashing = candidate.password_hash or "", login.passwords()
    fresh = hashing.hash(password) if hashing.needs_rehash(known) else None
    db = request_db()
    try:
        user = sign_ins.accept_password(db, candidate, fresh)
    except Overtaken:
        db.rollback()
        return None
    if user.is_demo and demo.is_demo_database(db):
        return _let_in(db, user)
    token = sign_ins.start(db, user, SignInStage.PASSWORD, _device())
    db.commit()
    login.hold_half(token)
    return redirect(url_for("accounts.second_factor", next=next_page()), 303)


@public
def second_factor() -> Answer:
    return _second_step("accounts/second_factor.html", CodeForm())


@public
def recovery_code() -> Answer:
    return _second_step("accounts/recovery_code.html", RecoveryCodeForm())


def _second_step(template: str, form: CodeForm | RecoveryCodeForm) -> Answer:
    half = sign_ins.find_half(request_db(), login.half_token())
    if half is None:
        return _start_again()
    if form.validate_on_submit():
        db = request_db()
        user = sign_ins.claim_half(db, half)
        if user is None:
            return _start_again()
        try:
            right = sign_ins.check_second_factor(db, half.user_id, form.code.data)
        except Throttled as throttled:
            return try_later(template, form, throttled, next=next_page())
        if right:
            db.delete(half)
            return _let_in(db, user)
        db.commit()
        form.refuse(_("This code is not right, or it was used before."), "code")
    return render_template(template, form=form, next=next_page()), form.status


def _start_again() -> Response:
    """Nothing is written in the cookie here: a second click may arrive after the first let the
    person in, and must not undo that.
    """
    return redirect(url_for("accounts.sign_in", next=next_page(), again=1), 303)


@public
def sign_in_to_demo(user_id: UUID) -> Response:
    """The demo's short way in; anywhere else this page does not exist."""
    db = request_db()
    user = demo.find_demo_account(db, user_id)
    if user is None:
        abort(404)
    return _let_in(db, user)


def _let_in(db: Db, user: User) -> Response:
    """Complete the sign-in, commit, and show new recovery codes first if there are any."""
    token = sign_ins.start(db, user, SignInStage.COMPLETE, _device())
    has_codes = credentials.has_unseen_recovery_codes(db, user)
    roles = queries.given_roles(db, user.id)
    db.commit()
    login.hold(token, roles)
    onward = next_page()
    target = url_for("accounts.recovery_codes", next=onward) if has_codes else onward
    answer = redirect(target, 303)
    remember(answer, user.language.value)
    return answer


@requires(Permission.ACCOUNT_OWN)
def sign_out() -> Response:
    db, actor = request_db(), login.user_actor()
    sign_ins.end(db, db.get_one(User, actor.id), actor.sign_in_id)
    db.commit()
    login.let_go()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("accounts.sign_in"), 303)


@public
def forgotten_password() -> Answer:
    form = ForgottenPasswordForm()
    if form.validate_on_submit():
        db = request_db()
        try:
            credentials.request_reset(db, form.email.data, sender_address())
        except Throttled as throttled:
            return try_later("accounts/forgotten_password.html", form, throttled)
        db.commit()
        return redirect(url_for("accounts.reset_sent"), 303)
    return render_template("accounts/forgotten_password.html", form=form), form.status


@public
def reset_sent() -> str:
    return render_template("accounts/reset_sent.html")


@public
def reset(token: str) -> Answer:
    form = NewPasswordForm()
    try:
        with current_database().reading() as db:
            personal = queries.personal_words(db, credentials.user_to_reset(db, token))
        if form.validate_on_submit() and form.is_strong_for(personal):
            hashed = login.passwords().hash(form.password.data)
            db = request_db()
            credentials.reset_password(db, token, hashed)
            db.commit()
            flash(_("Your new password works now. Sign in with it."), "ok")
            return redirect(url_for("accounts.sign_in"), 303)
    except LinkError as problem:
        return link_problem(problem, "reset")
    return render_template("accounts/reset.html", form=form), form.status


def _device() -> str:
    return device_name(request.headers.get("User-Agent", ""))
