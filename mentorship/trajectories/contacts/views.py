"""The pages of support contacts: all of a trajectory, a new one, a correction."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories import drafting
from mentorship.trajectories.contacts import labels, queries, rules, services
from mentorship.trajectories.contacts.forms import ContactForm
from mentorship.trajectories.contacts.models import ContactSide, SupportContact
from mentorship.trajectories.contacts.section import section_of
from mentorship.trajectories.course_pages import Answer
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.rules import DayImpossible, TrajectoryRefused

blueprint = Blueprint("contacts", __name__, template_folder="../templates")


@requires(Permission.TRAJECTORY_READ)
def overview(trajectory_id: UUID) -> str:
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    told = queries.told_of(db, trajectory)
    return render_template(
        "trajectories/contacts/overview.html",
        trajectory=trajectory,
        pair=pages.pair_of(db, trajectory),
        told=[one for one in told if not one.is_corrected],
        before={one.contact.id: one for one in told if one.is_corrected},
        people=names_of_ids(db, {one.contact.noted_by for one in told}),
        section=section_of(db, trajectory),
        me=user_actor().id,
        labels=labels,
    )


@requires(Permission.TRAJECTORY_EDIT)
def new(trajectory_id: UUID) -> Answer:
    if pages.is_asking():
        return _asked(trajectory_id)
    with pages.reading() as db:
        form = _form(db, pages.found(db, trajectory_id))
    if not form.validate():
        return _shown(form, trajectory_id)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    try:
        by = user_actor().id
        services.note_contact(db, trajectory, form.told, by=by, key=form.key)
    except TrajectoryRefused as refused:
        return _refused(form, trajectory_id, refused)
    drafting.discard(db, user_actor().id, _kind(trajectory_id))
    db.commit()
    return _back(trajectory_id, _("The contact is saved."))


@requires(Permission.TRAJECTORY_EDIT)
def correct(trajectory_id: UUID, contact_id: UUID) -> Answer:
    """Only one's own; the first words stay below the correction."""
    with pages.reading() as db:
        trajectory = pages.found(db, trajectory_id)
        contact = _own(db, trajectory, contact_id)
        form = _form(db, trajectory)
        if pages.is_asking():
            form.show(contact, queries.words_of(db, contact))
    if pages.is_asking() or not form.validate():
        return _shown(form, trajectory_id, contact=contact)
    db = request_db()
    trajectory = pages.locked(db, trajectory_id)
    contact = _own(db, trajectory, contact_id)
    try:
        by = user_actor().id
        services.correct_contact(db, trajectory, contact, form.told, by=by, key=form.key)
    except TrajectoryRefused as refused:
        return _refused(form, trajectory_id, refused, contact)
    db.commit()
    return _back(trajectory_id, _("The correction is saved. The first words stay readable."))


@requires(Permission.TRAJECTORY_EDIT)
def keep_draft(trajectory_id: UUID) -> Answer:
    return pages.autosave(trajectory_id, _kind(trajectory_id))


@requires(Permission.TRAJECTORY_EDIT)
def discard_draft(trajectory_id: UUID) -> Response:
    db = request_db()
    pages.found(db, trajectory_id)
    drafting.discard(db, user_actor().id, _kind(trajectory_id))
    db.commit()
    return _back(trajectory_id, _("The draft is thrown away. Nothing of it is kept."))


def _form(db: Db, trajectory: Trajectory, **sent: Any) -> ContactForm:
    sides = queries.sides_of(db, [trajectory])[trajectory.id]
    return ContactForm(today=pages.current_day(), sides=sides, **sent)


def _kind(trajectory_id: UUID) -> str:
    return drafting.kind_of("contact", trajectory_id)


def _own(db: Db, trajectory: Trajectory, contact_id: UUID) -> SupportContact:
    contact = queries.find(db, trajectory, contact_id)
    if contact is None or contact.noted_by != user_actor().id:
        abort(404)
    return contact


def _asked(trajectory_id: UUID) -> Answer:
    """With what was left in a draft, or for the side that a line of the desk named."""
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    draft = drafting.find(db, user_actor().id, _kind(trajectory_id))
    if draft is not None:
        form = _form(db, trajectory, formdata=pages.as_sent(draft))
    else:
        form = _form(db, trajectory)
        form.held_on.data = form.today
        side = request.args.get("side", "")
        form.side.data = side if side in set(ContactSide) else None
    return _shown(form, trajectory_id, has_draft=draft is not None)


def _shown(
    form: ContactForm,
    trajectory_id: UUID,
    contact: SupportContact | None = None,
    *,
    has_draft: bool = False,
    status: int | None = None,
) -> Answer:
    with pages.reading() as db:
        trajectory = pages.found(db, trajectory_id)
        page = render_template(
            "trajectories/contacts/form.html",
            trajectory=trajectory,
            pair=pages.pair_of(db, trajectory),
            form=form,
            contact=contact,
            has_draft=has_draft,
        )
    return page, status or form.status


def _refused(
    form: ContactForm,
    trajectory_id: UUID,
    refused: TrajectoryRefused,
    contact: SupportContact | None = None,
) -> Answer:
    request_db().rollback()
    if isinstance(refused, DayImpossible):
        form.refuse(_("On this day the two did not have a match yet. Check the day."), "held_on")
        return _shown(form, trajectory_id, contact)
    assert isinstance(refused, rules.ContactCorrected)  # noqa: S101 — _own asked the rest
    form.refuse(_("This contact was corrected already. Correct the newest one instead."))
    return _shown(form, trajectory_id, contact, status=409)


def _back(trajectory_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("contacts.overview", trajectory_id=trajectory_id), 303)


_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_ALL = "/trajectories/<uuid:trajectory_id>/contacts"
for _address, _page, _methods in (
    (_ALL, overview, _GET),
    (f"{_ALL}/new", new, _BOTH),
    (f"{_ALL}/draft", keep_draft, _POST),
    (f"{_ALL}/draft/discard", discard_draft, _POST),
    (f"{_ALL}/<uuid:contact_id>/correct", correct, _BOTH),
):
    blueprint.add_url_rule(_address, view_func=_page, methods=_methods)


def install(app: Flask) -> None:
    """Nothing beside its pages: they are found from the page of a trajectory and the desk."""
