"""The pages about accounts: which address leads to which page."""

from flask import Blueprint, Flask

from mentorship.accounts import login
from mentorship.accounts.access import UserActor
from mentorship.accounts.forms import ROLE_NAMES
from mentorship.accounts.roles import Role
from mentorship.accounts.views import (
    cover_pages,
    invitation,
    own_account,
    role_pages,
    signing_in,
    user_pages,
)
from mentorship.foundation.access import Permission, current_actor
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.web.navigation import NavItem, add_to_menu, describe_actor_with

blueprint = Blueprint("accounts", __name__, template_folder="../templates")

_BOTH = ("GET", "POST")
_PAGES = (
    ("/sign-in", signing_in.sign_in, _BOTH),
    ("/sign-in/second-factor", signing_in.second_factor, _BOTH),
    ("/sign-in/recovery-code", signing_in.recovery_code, _BOTH),
    ("/sign-in/demo/<uuid:user_id>", signing_in.sign_in_to_demo, ("POST",)),
    ("/sign-out", signing_in.sign_out, ("POST",)),
    ("/forgotten-password", signing_in.forgotten_password, _BOTH),
    ("/forgotten-password/sent", signing_in.reset_sent, ("GET",)),
    ("/reset/<token>", signing_in.reset, _BOTH),
    ("/invitation/<token>", invitation.choose_password, _BOTH),
    ("/invitation/<token>/second-factor", invitation.set_up_second_factor, _BOTH),
    ("/account", own_account.overview, ("GET",)),
    ("/account/confirm", own_account.confirm_again, _BOTH),
    ("/account/details", own_account.details, _BOTH),
    ("/account/password", own_account.password, _BOTH),
    ("/account/recovery-codes", own_account.recovery_codes, _BOTH),
    ("/account/recovery-codes/renew", own_account.renew_recovery_codes, _BOTH),
    ("/account/sign-ins", own_account.sign_ins, ("GET",)),
    ("/account/sign-ins/<uuid:sign_in_id>/end", own_account.end_sign_in, ("POST",)),
    ("/account/sign-ins/end-others", own_account.end_other_sign_ins, ("POST",)),
    ("/users", user_pages.users, ("GET",)),
    ("/users/invite", user_pages.invite, _BOTH),
    ("/users/<uuid:user_id>", user_pages.user, ("GET",)),
    ("/users/<uuid:user_id>/invitation", user_pages.send_invitation, ("POST",)),
    ("/users/<uuid:user_id>/start-over", user_pages.start_over, _BOTH),
    ("/users/<uuid:user_id>/disable", user_pages.disable, _BOTH),
    ("/users/<uuid:user_id>/enable", user_pages.enable, ("POST",)),
    ("/users/<uuid:user_id>/roles", role_pages.grant, _BOTH),
    ("/users/roles/<uuid:grant_id>/approve", role_pages.approve, _BOTH),
    ("/users/roles/<uuid:grant_id>/end", role_pages.end, _BOTH),
    ("/cover", cover_pages.cover, ("GET",)),
    ("/cover/arrange", cover_pages.arrange_cover, _BOTH),
    ("/cover/<uuid:cover_id>/end", cover_pages.end_cover, _BOTH),
)
for _address, _page, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    """Bring the sign-in and the entries of the menu."""
    login.install_login(app)
    describe_actor_with(app, _roles_in_words)
    add_to_menu(
        app,
        NavItem(_l("Cover"), "accounts.cover", Permission.COVER_MANAGE, order=50),
        NavItem(_l("Users"), "accounts.users", Permission.USER_APPROVE, order=80),
        NavItem(_l("Sign in"), "accounts.sign_in", signed_in=False, place="account", order=90),
        NavItem(_l("My account"), "accounts.overview", signed_in=True, place="account", order=80),
        NavItem(
            _l("Sign out"),
            "accounts.sign_out",
            signed_in=True,
            place="account",
            method="post",
            order=90,
        ),
    )


def _roles_in_words() -> str:
    """The roles that count, each with its Houses: "Mentor consultant (Kennemerland)".

    And that somebody covers for a colleague, without the name of that one.
    """
    actor = current_actor()
    if not isinstance(actor, UserActor):
        return ""
    held = [role for role in Role if actor.has(role)]
    houses = [_named(actor, actor.houses_as(role)) for role in held]
    told = [
        f"{ROLE_NAMES[role]} ({names})" if names else str(ROLE_NAMES[role])
        for role, names in zip(held, houses, strict=True)
    ]
    if actor.covers:
        until = max(one.until_on for one in actor.covers)
        told.append(_("covers for a colleague until and including %(day)s", day=format_date(until)))
    return " · ".join(told)


def _named(actor: UserActor, codes: frozenset[str]) -> str:
    return ", ".join(sorted(actor.house_names.get(code, code) for code in codes))
