"""The two steps of an invitation: a password, then a second factor; after that one is in."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import invitations, login, queries, second_factor, sign_ins
from mentorship.accounts.devices import device_name
from mentorship.accounts.forms import CodeForm, NewPasswordForm
from mentorship.accounts.models import SignInStage
from mentorship.accounts.views.answers import link_problem
from mentorship.foundation.access import public
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError
from mentorship.foundation.requests import current_database, request_db
from mentorship.foundation.web.language import remember

_ISSUER = "ONE-on-ONE"

Answer = Response | str | tuple[str, int]


@public
def choose_password(token: str) -> Answer:
    form = NewPasswordForm()
    try:
        with current_database().reading() as db:
            personal = queries.personal_words(db, invitations.invited_user(db, token))
        if form.validate_on_submit() and form.is_strong_for(personal):
            hashed = login.passwords().hash(form.password.data)
            db = request_db()
            invitations.choose_first_password(db, token, hashed)
            db.commit()
            return redirect(url_for("accounts.set_up_second_factor", token=token), 303)
    except LinkError as problem:
        return link_problem(problem, "invitation")
    return render_template("accounts/choose_password.html", form=form), form.status


@public
def set_up_second_factor(token: str) -> Answer:
    form = CodeForm()
    try:
        if form.validate_on_submit():
            answer = _accept(token, form.code.data)
            if answer is not None:
                return answer
            form.refuse(_("This code is not right. Wait for the next one and try again."), "code")
        return _show_secret(token, form)
    except LinkError as problem:
        return link_problem(problem, "invitation")


def _accept(token: str, code: str) -> Response | None:
    db = request_db()
    user = invitations.accept_invitation(db, token, code)
    if user is None:
        return None
    device = device_name(request.headers.get("User-Agent", ""))
    sign_in_token = sign_ins.start(db, user, SignInStage.COMPLETE, device)
    db.commit()
    login.hold(sign_in_token, queries.given_roles(db, user.id))
    answer = redirect(url_for("accounts.recovery_codes"), 303)
    remember(answer, user.language.value)
    return answer


def _show_secret(token: str, form: CodeForm) -> Answer:
    db = request_db()
    user = invitations.invited_user(db, token)
    secret = invitations.secret_to_scan(db, user)
    if secret is None:
        return redirect(url_for("accounts.choose_password", token=token), 303)
    account = queries.email_of(db, user)
    page = render_template(
        "accounts/set_up_second_factor.html",
        form=form,
        qr=second_factor.qr_svg(second_factor.provisioning_uri(secret, account, _ISSUER)),
        secret=second_factor.in_groups(secret),
    )
    return page, form.status
