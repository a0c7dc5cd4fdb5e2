"""The only module that knows Flask-Login: cookies in and out, the actor, and stepping up."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user
from werkzeug.wrappers import Response

from mentorship.accounts import access, rules, sign_ins
from mentorship.accounts.access import UserActor
from mentorship.accounts.passwords import HashCost, Passwords
from mentorship.accounts.roles import Role, limits_of
from mentorship.foundation.access import (
    answer_anonymous_with,
    current_actor,
    forget_actor,
    load_actor_with,
    required_actor,
)
from mentorship.foundation.requests import SAFE_METHODS, current_database
from mentorship.foundation.web.errors import signed_out_page

_HALF = "half_sign_in"
# The key of the forms stays, so that a page left open can still be sent after signing in again.
_KEPT = ("csrf_token",)


class _SignedIn:
    """What Flask-Login keeps during a request; its id is the token, never the user's."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, token: str, actor: UserActor | None = None) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        return self.token


def install_login(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # a phone changes its address; the token is what counts
    manager.user_loader(_load)
    settings = app.extensions["settings"]
    cost = HashCost(settings.password_memory_kib, settings.password_passes)
    app.extensions["passwords"] = Passwords(cost)
    app.permanent_session_lifetime = max(limits.absolute for limits in rules.all_limits())
    load_actor_with(app, _actor)
    answer_anonymous_with(app, _ask_to_sign_in)


def passwords() -> Passwords:
    hashing: Passwords = current_app.extensions["passwords"]
    return hashing


def _load(token: str) -> _SignedIn | None:
    """Ask who this is and note at most once a minute that they were here, before all else.

    In transactions of its own: the view's may be opened late, after slow work.
    """
    database = current_database()
    with database.reading() as db:
        actor = access.identify(db, token)
    if actor is None:
        return None
    if rules.last_seen_is_due(actor.last_seen_at, database.clock()):
        with database.writing(actor.audit) as db:
            sign_ins.see(db, actor.sign_in_id)
            db.commit()
    return _SignedIn(token, actor)


def _actor() -> UserActor | None:
    return current_user.actor if current_user.is_authenticated else None


def user_actor() -> UserActor:
    """The actor behind @requires, as this room knows it."""
    actor = required_actor()
    if not isinstance(actor, UserActor):
        abort(401)
    return actor


def is_signed_in() -> bool:
    return current_actor() is not None


def hold(token: str, roles: Iterable[Role]) -> None:
    """Give the browser its complete sign-in: a new id, and nothing of before but the form key.

    The cookie outlives the browser only for whoever may stay signed in for days.
    """
    _empty_cookie()
    session.permanent = limits_of(roles).absolute > timedelta(days=1)
    login_user(_SignedIn(token))
    forget_actor()


def hold_half(token: str) -> None:
    _empty_cookie()
    session[_HALF] = token


def half_token() -> str:
    return str(session.get(_HALF, ""))


def let_go() -> None:
    """Sign this browser out; its form key goes too."""
    session.clear()
    forget_actor()


def _empty_cookie() -> None:
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)


def _ask_to_sign_in() -> Response | tuple[str, int]:
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    return signed_out_page(url_for("accounts.sign_in"))


def has_fresh_factor() -> bool:
    actor = user_actor()
    # A demo account has no second factor to show; it works in the demo database only.
    return actor.is_demo or rules.factor_is_fresh(actor.factor_at, current_database().clock())


def require_fresh_factor(back_to: str) -> None:
    """Step up: go on only when the second factor was shown in the last ten minutes.

    Otherwise the person is asked for it and comes back to the page `back_to`.
    """
    if not has_fresh_factor():
        abort(redirect(url_for("accounts.confirm_again", next=back_to), 303))


def current_sign_in() -> UUID:
    return user_actor().sign_in_id
