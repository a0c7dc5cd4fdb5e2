"""What may change at any time: contact, guardians, goals, priority, House, and stopping."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db, expect_version
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.referrals.labels import FIELDS
from mentorship.referrals.mentees import file, rules, verbs
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.forms import (
    ContactForm,
    GoalForm,
    GuardiansForm,
    PriorityForm,
    StopForm,
    TransferForm,
)
from mentorship.referrals.mentees.labels import AUTHORITIES, CONTACT_ROUTES
from mentorship.referrals.mentees.models import HouseTransfer, Mentee, StoppedBy
from mentorship.referrals.mentees.views import steps
from mentorship.referrals.mentees.views.steps import Answer
from mentorship.region.queries import houses

Pairs = list[tuple[str | LazyText, str]]
Changing = Callable[[Db, Mentee, SafeContact], bool]
Stopping = Callable[..., object]


def contact(mentee_id: UUID, change: Changing) -> Answer:
    """Without a route of its own: what it changes reaches into a room above."""
    form = ContactForm()
    if steps.is_asking():
        db = request_db()
        mentee = steps.found(db, mentee_id)
        told = file.told_of(db, mentee)
        _show(form, mentee, told)
        form.contact_route.data = told.contact_route.value
        return steps.page(db, "contact", mentee, form, theirs=None)
    if not form.validate():
        return steps.shown("contact", mentee_id, form, theirs=None)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        expect_version(mentee, version_in(form.version.data))
        is_another_way = change(db, mentee, form.contact)
    except ChangedMeanwhile:
        db.rollback()
        return _changed("contact", mentee_id, form)
    db.commit()
    if is_another_way:
        flash(_("Links that the young person got before do not work any more."), "info")
    return steps.back(mentee_id, _("The safe way to make contact is saved."))


@requires(Permission.MENTEE_EDIT)
def guardians(mentee_id: UUID) -> Answer:
    form = GuardiansForm()
    if steps.is_asking():
        db = request_db()
        mentee = steps.found(db, mentee_id)
        _show(form, mentee, file.told_of(db, mentee))
        form.authority.data = mentee.authority.value if mentee.authority else None
        if heard := _heard(db, mentee):
            form.guardian_contact.data = ""
        return steps.page(db, "guardians", mentee, form, theirs=None, heard=heard)
    if not form.validate():
        return _guardians_again(mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        expect_version(mentee, version_in(form.version.data))
        verbs.set_guardians(db, mentee, form.guardians)
    except rules.TooYoungToDecideAlone:
        db.rollback()
        form.refuse(_("By the year of birth the young person is under 16."), "authority")
        return _guardians_again(mentee_id, form)
    except ChangedMeanwhile:
        db.rollback()
        return _changed("guardians", mentee_id, form)
    db.commit()
    return steps.back(mentee_id, _("Who holds authority is saved."))


def _guardians_again(mentee_id: UUID, form: GuardiansForm) -> Answer:
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        heard = _heard(db, mentee)
        return steps.page(db, "guardians", mentee, form, theirs=None, heard=heard)


def _heard(db: Db, mentee: Mentee) -> str:
    """What a referrer wrote in one line, while nobody took down who it is and how to reach them."""
    told = file.told_of(db, mentee)
    return "" if told.guardian_name else told.guardian_contact


def _show(form: Form, mentee: Mentee, told: file.Told) -> None:
    form["version"].data = str(mentee.version)
    for name in form._fields:
        if hasattr(told, name):
            form[name].data = getattr(told, name)


def _changed(template: str, mentee_id: UUID, form: Form) -> Answer:
    form.refuse(steps.changed_meanwhile())
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        form["version"].data = str(mentee.version)
        theirs = _stored(db, mentee, template)
        return steps.page(db, template, mentee, form, status=409, theirs=theirs, heard="")


def _stored(db: Db, mentee: Mentee, template: str) -> Pairs:
    """What stands in the file now, for who wrote something else meanwhile."""
    told = file.told_of(db, mentee)
    if template == "contact":
        return [
            (FIELDS["contact_route"], str(CONTACT_ROUTES[told.contact_route])),
            (FIELDS["contact_details"], told.contact_details),
            (FIELDS["contact_times"], told.contact_times),
            (FIELDS["contact_caution"], told.contact_caution),
        ]
    authority = str(AUTHORITIES[mentee.authority]) if mentee.authority else ""
    return [
        (_("Authority"), authority),
        (_("Parent or guardian"), f"{told.guardian_name} {told.guardian_contact}".strip()),
        (
            _("Second parent"),
            f"{told.second_guardian_name} {told.second_guardian_contact}".strip(),
        ),
    ]


@requires(Permission.MENTEE_EDIT)
def goals(mentee_id: UUID) -> Answer:
    form = GoalForm()
    if not form.validate_on_submit():
        return _goals_page(mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        verbs.add_goal(db, mentee, form.text.data, key=form.key)
    except rules.CourseClosed:
        db.rollback()
        form.refuse(steps.course_closed())
        return _goals_page(mentee_id, form, status=409)
    db.commit()
    flash(_("The goal is in the file."), "ok")
    return redirect(url_for("mentees.goals", mentee_id=mentee_id), 303)


def _goals_page(mentee_id: UUID, form: GoalForm, status: int | None = None) -> Answer:
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        named = file.goals_of(db, mentee)
        return steps.page(db, "goals", mentee, form, goals=named, status=status)


@requires(Permission.MENTEE_EDIT)
def put_goal_aside(mentee_id: UUID) -> Answer:
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        goal_id = UUID(request.form.get("goal", ""))
    except ValueError:
        abort(400)
    verbs.put_goal_aside(db, mentee, file.find_goal(db, mentee, goal_id) or abort(404))
    db.commit()
    flash(_("The goal is put aside. It stays in the file."), "ok")
    return redirect(url_for("mentees.goals", mentee_id=mentee_id), 303)


@requires(Permission.MENTEE_EDIT)
def priority(mentee_id: UUID) -> Answer:
    form = PriorityForm()
    if not form.validate_on_submit():
        with steps.reading() as db:
            mentee = steps.found(db, mentee_id)
            if steps.is_asking():
                form.priority.data = str(mentee.priority)
            return steps.page(db, "priority", mentee, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    chosen = int(form.priority.data)
    try:
        key = form.key
        changed = verbs.set_priority(
            db, mentee, chosen, form.reason.data, by=user_actor().id, key=key
        )
    except rules.CourseClosed:
        db.rollback()
        form.refuse(steps.course_closed())
        return steps.shown("priority", mentee_id, form, status=409)
    if changed is None:
        db.rollback()
        form.refuse(_("This is the class that it has already. Choose another one."), "priority")
        return steps.shown("priority", mentee_id, form)
    db.commit()
    return steps.back(mentee_id, _("The priority is saved."))


@requires(Permission.MENTEE_EDIT)
def transfer(mentee_id: UUID) -> Answer:
    """To another House; who sends it twice reads that it was done."""
    with steps.reading() as db:
        if not steps.is_asking() and _has_moved(db):
            return redirect(url_for("mentees.index"), 303)
        here = steps.found(db, mentee_id).house_code
        others = [(house.code, house.name) for house in houses(db) if house.code != here]
    form = TransferForm(houses=others)
    if not form.validate_on_submit():
        return steps.shown("transfer", mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        verbs.transfer(
            db, mentee, form.house.data, form.reason.data,
            by=user_actor().id, key=form.key,
        )  # fmt: skip
    except rules.CourseClosed:
        db.rollback()
        form.refuse(steps.course_closed())
        return steps.shown("transfer", mentee_id, form, status=409)
    db.commit()
    flash(_("The file is with the other House now."), "ok")
    return redirect(url_for("mentees.index"), 303)


def _has_moved(db: Db) -> bool:
    """Whether the same page of the same person was sent before."""
    try:
        moved = db.get(HouseTransfer, UUID(request.form.get("submission", "")))
    except ValueError:
        return False
    return moved is not None and moved.moved_by == user_actor().id


def stop(mentee_id: UUID, verb: Stopping) -> Answer:
    """Without a route of its own: who stops may have a match, which a room above ends."""
    form = StopForm()
    if not form.validate_on_submit():
        return steps.shown("stop", mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        verb(
            db, mentee, StoppedBy(form.wanted_by.data), form.reason.data or "",
            by=user_actor().id, key=form.key,
        )  # fmt: skip
    except rules.CourseClosed:
        db.rollback()
        form.refuse(steps.course_closed())
        return steps.shown("stop", mentee_id, form, status=409)
    db.commit()
    return steps.back(mentee_id, _("The course is stopped. Nobody is looked for any more."))
