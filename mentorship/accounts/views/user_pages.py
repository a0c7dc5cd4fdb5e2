"""Users for whoever steers them: the list, one user, inviting, closing and starting over."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import invitations, login, policy, queries, services
from mentorship.accounts.forms import ROLE_NAMES, InviteForm
from mentorship.accounts.grants import LastCoordinator, RolePlaceMissing
from mentorship.accounts.models import Language, RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import EmailTaken, InvitedBefore, NewUser
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import current_database, request_db
from mentorship.region.queries import choosable_organisations, find_organisation, houses

Answer = Response | str | tuple[str, int]


def get_visible_user(db: Db, user_id: UUID) -> User:
    """Load through the policy: somebody one may not see is the same 404 as nobody."""
    found = policy.visible_to(login.user_actor()).where(User.id == user_id)
    user = db.exec(found).one_or_none()
    if user is None:
        abort(404)
    return user


def get_managed_user(user_id: UUID) -> User:
    user = get_visible_user(request_db(), user_id)
    if not policy.can_manage(login.user_actor(), user):
        abort(404)
    return user


@requires(Permission.USER_APPROVE, Permission.USER_MANAGE)
def users() -> str:
    db, visible = request_db(), policy.visible_to(login.user_actor())
    chosen = request.args.get("role", "")
    if chosen in set(Role):
        visible = queries.holders_of(visible, Role(chosen))
    asked = version_in(request.args.get("page"))
    rows, page, pages = queries.page_of_users(db, visible, asked)
    waiting = queries.pending_grants(db, queries.PAGE)
    ids = {user.id for user in rows}
    return render_template(
        "accounts/users.html",
        users=rows,
        chosen=chosen,
        page=page,
        pages=pages,
        names=queries.names_of_ids(db, ids | {grant.user_id for grant in waiting}),
        grants=queries.open_grants(db, ids),
        held_up=queries.held_up_grants(db, ids),
        waiting=waiting,
        **_words(db),
    )


@requires(Permission.USER_APPROVE, Permission.USER_MANAGE)
def user(user_id: UUID) -> str:
    db, actor = request_db(), login.user_actor()
    user = get_visible_user(db, user_id)
    organisation = find_organisation(db, user.organisation_id) if user.organisation_id else None
    grants = queries.open_grants(db, [user.id]).get(user.id, [])
    return render_template(
        "accounts/user.html",
        user=user,
        name=queries.name_of(db, user),
        email=queries.email_of(db, user),
        organisation=organisation.name if organisation else None,
        grants=grants,
        held_up=queries.held_up_grants(db, [user.id]),
        granters=queries.names_of_ids(db, _people_behind(grants)),
        can_manage=policy.can_manage(actor, user),
        can_start_over=policy.can_start_over(actor, user),
        approvable={grant.id for grant in grants if policy.can_approve(actor, grant)},
        endable={grant.id for grant in grants if policy.can_end(actor, grant)},
        **_words(db),
    )


def _people_behind(grants: Sequence[RoleGrant]) -> set[UUID]:
    return {
        person for grant in grants for person in (grant.granted_by, grant.approved_by) if person
    }


def _words(db: Db) -> dict[str, object]:
    known = {house.code: house.name for house in houses(db)}
    return {"role_names": ROLE_NAMES, "house_names": known}


MOST_OFFERED = 50  # organisations in one list; more have to be searched for


@requires(Permission.USER_INVITE)
def invite() -> Answer:
    login.require_fresh_factor(url_for("accounts.invite"))
    form = InviteForm()
    with current_database().reading() as db:
        form.offer_houses(houses(db))
        part = form.part_of_name.data or ""
        form.offer_organisations(*choosable_organisations(db, part, form.picked, MOST_OFFERED))
    if "look" in request.form:  # only a search: nothing is checked yet
        return render_template("accounts/invite.html", form=form), 200
    if not (form.validate_on_submit() and form.is_complete()):
        return render_template("accounts/invite.html", form=form), form.status
    db = request_db()
    try:
        user = _invite(db, form)
    except InvitedBefore:
        form.ask_again(
            _(
                "This form was sent before with other answers, and that invitation is on its way. "
                "Press the button once more to invite this person as well."
            )
        )
    except EmailTaken:
        form.refuse(_("Somebody with this e-mail address has an account already."), "email")
    except RolePlaceMissing:
        form.refuse(_("This organisation does not fit the role."), "organisation")
    else:
        db.commit()
        flash(_("The invitation is on its way."), "ok")
        return redirect(url_for("accounts.user", user_id=user.id), 303)
    return render_template("accounts/invite.html", form=form), form.status


def _invite(db: Db, form: InviteForm) -> User:
    language = Language(form.language.data)
    new = NewUser(form.name.data, form.email.data, language, form.chosen_organisation)
    granter = login.user_actor().id
    return services.invite(db, new, form.chosen_role, form.chosen_house, granter, _submission(form))


def _submission(form: InviteForm) -> UUID | None:
    try:
        return UUID(form.submission.data)
    except (TypeError, ValueError):
        return None


@requires(Permission.USER_INVITE)
def send_invitation(user_id: UUID) -> Response:
    login.require_fresh_factor(url_for("accounts.user", user_id=user_id))
    user = get_managed_user(user_id)
    if user.accepted_at is not None or user.disabled_at is not None:
        flash(_("This account is not waiting for an invitation."), "info")
    else:
        invitations.send_invitation(request_db(), user)
        request_db().commit()
        flash(_("A new invitation is on its way. Earlier ones no longer work."), "ok")
    return redirect(url_for("accounts.user", user_id=user_id), 303)


@requires(Permission.USER_MANAGE)
def start_over(user_id: UUID) -> Answer:
    """Ask first: afterwards the person needs the new invitation to get in."""
    login.require_fresh_factor(url_for("accounts.start_over", user_id=user_id))
    user, form = get_managed_user(user_id), Form()
    if not policy.can_start_over(login.user_actor(), user):
        abort(404)
    if not form.validate_on_submit():
        return _question("accounts/start_over.html", user, form)
    invitations.start_over(request_db(), user)
    request_db().commit()
    flash(_("The account starts over. The new invitation is on its way."), "ok")
    return redirect(url_for("accounts.user", user_id=user_id), 303)


@requires(Permission.USER_MANAGE)
def disable(user_id: UUID) -> Answer:
    """Ask first: roles and sign-ins end at once."""
    login.require_fresh_factor(url_for("accounts.disable", user_id=user_id))
    user, form = get_managed_user(user_id), Form()
    if not form.validate_on_submit():
        return _question("accounts/disable.html", user, form)
    try:
        services.disable(request_db(), user, login.user_actor().id)
    except LastCoordinator:
        flash(_("This is the last programme coordinator. Give the role to somebody else first."),
              "error")  # fmt: skip
    else:
        request_db().commit()
        flash(_("The account is closed. The person is signed out everywhere."), "ok")
    return redirect(url_for("accounts.user", user_id=user_id), 303)


@requires(Permission.USER_MANAGE)
def enable(user_id: UUID) -> Response:
    login.require_fresh_factor(url_for("accounts.user", user_id=user_id))
    services.enable(request_db(), get_managed_user(user_id))
    request_db().commit()
    flash(_("The account is open again, without roles. Give the roles that are needed."), "ok")
    return redirect(url_for("accounts.user", user_id=user_id), 303)


def _question(template: str, user: User, form: Form) -> tuple[str, int]:
    name = queries.name_of(request_db(), user)
    return render_template(template, user=user, name=name, form=form), form.status
