"""Giving a role, the second person's answer, and taking a role away."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import grants, login, policy, queries
from mentorship.accounts.forms import ROLE_NAMES, GrantForm
from mentorship.accounts.grants import (
    GrantEnded,
    LastCoordinator,
    OrganisationClosed,
    RoleHeldAlready,
    RolePlaceMissing,
)
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.roles import NEEDS_SECOND_PERSON
from mentorship.accounts.rules import NobodyGrantsThemselves
from mentorship.accounts.views.user_pages import get_managed_user, get_visible_user
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import current_database, request_db
from mentorship.region.models import House
from mentorship.region.queries import houses

Answer = Response | str | tuple[str, int]


@requires(Permission.USER_MANAGE)
def grant(user_id: UUID) -> Answer:
    login.require_fresh_factor(url_for("accounts.grant", user_id=user_id))
    form = GrantForm()
    with current_database().reading() as db:
        form.offer_houses(houses(db))
    user = get_managed_user(user_id)
    if user.disabled_at is not None:
        flash(_("This account is closed."), "info")
        return redirect(url_for("accounts.user", user_id=user_id), 303)
    if form.validate_on_submit() and form.is_complete():
        given = _try_to_grant(user, form)
        if given is not None:
            return _done(given)
    name = queries.name_of(request_db(), user)
    return render_template("accounts/grant.html", user=user, name=name, form=form), form.status


def _try_to_grant(user: User, form: GrantForm) -> RoleGrant | None:
    db, granter = request_db(), login.user_actor().id
    try:
        given = grants.grant_role(db, user, form.chosen_role, form.chosen_house, granter)
    except RoleHeldAlready:
        form.refuse(_("This person has this role already, or it waits for a second person."),
                    "role")  # fmt: skip
    except OrganisationClosed:
        form.refuse(_("The organisation of this account is closed. Open it again first."), "role")
    except RolePlaceMissing:
        form.refuse(_("This role needs an organisation of the right kind. The account has none."),
                    "role")  # fmt: skip
    else:
        db.commit()
        return given
    return None


def _done(given: RoleGrant) -> Response:
    if given.is_pending:
        flash(_("The role waits for a second person. Until then it opens nothing."), "info")
    else:
        flash(_("The role counts from now on."), "ok")
    return redirect(url_for("accounts.user", user_id=given.user_id), 303)


@requires(Permission.USER_APPROVE)
def approve(grant_id: UUID) -> Answer:
    """The second person reads who gets what from whom, and says yes."""
    login.require_fresh_factor(url_for("accounts.approve", grant_id=grant_id))
    db, actor = request_db(), login.user_actor()
    waiting, user = _get_grant(grant_id)
    form = Form()
    if waiting.approved_by == actor.id:  # a second click
        return redirect(url_for("accounts.user", user_id=user.id), 303)
    if waiting.is_pending and not policy.can_approve(actor, waiting):
        return _answer_about("accounts/approve.html", waiting, user, form, may_answer=False)
    if not form.validate_on_submit():
        return _answer_about("accounts/approve.html", waiting, user, form, may_answer=True)
    try:
        grants.approve_role(db, waiting, actor.id)
    except (GrantEnded, NobodyGrantsThemselves):
        flash(_("This role does not wait any more."), "info")
    else:
        db.commit()
        flash(_("The role counts from now on."), "ok")
    return redirect(url_for("accounts.user", user_id=user.id), 303)


@requires(Permission.USER_APPROVE, Permission.USER_MANAGE)
def end(grant_id: UUID) -> Answer:
    login.require_fresh_factor(url_for("accounts.end", grant_id=grant_id))
    db, actor = request_db(), login.user_actor()
    held, user = _get_grant(grant_id)
    form = Form()
    if held.ended_at is None and not policy.can_end(actor, held):
        abort(404)
    if not form.validate_on_submit():
        return _answer_about("accounts/end_role.html", held, user, form, may_answer=True)
    try:
        grants.end_role(db, held, actor.id)
    except LastCoordinator:
        flash(_("This is the last programme coordinator. Give the role to somebody else first."),
              "error")  # fmt: skip
    else:
        db.commit()
        flash(_("The role has ended. It opens nothing any more."), "ok")
    return redirect(url_for("accounts.user", user_id=user.id), 303)


def _get_grant(grant_id: UUID) -> tuple[RoleGrant, User]:
    db = request_db()
    found = db.get(RoleGrant, grant_id)
    if found is None:
        abort(404)
    return found, get_visible_user(db, found.user_id)


def _answer_about(
    template: str, about: RoleGrant, user: User, form: Form, *, may_answer: bool
) -> tuple[str, int]:
    db = request_db()
    house = db.get(House, about.house_code) if about.house_code else None
    granters = queries.names_of_ids(db, {about.granted_by} if about.granted_by else set())
    page = render_template(
        template,
        grant=about,
        user=user,
        name=queries.name_of(db, user),
        role=ROLE_NAMES[about.role],
        needs_second_person=about.role in NEEDS_SECOND_PERSON,
        house=house.name if house else None,
        granter=granters.get(about.granted_by) if about.granted_by else None,
        form=form,
        may_answer=may_answer,
    )
    return page, form.status
