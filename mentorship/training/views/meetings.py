"""One meeting: what it is, who was there, and what a coordinator changes."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from sqlmodel.sql.expression import SelectOfScalar
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import names_of
from mentorship.region.queries import houses
from mentorship.training import policy, queries, services
from mentorship.training.facts import AttendanceSheet
from mentorship.training.forms import AttendanceForm, mark_name, submission_of
from mentorship.training.meeting_forms import MeetingForm, SlotForm
from mentorship.training.models import Cohort, MeetingKind, TrainingMeeting
from mentorship.training.views.answers import (
    REFUSALS,
    Answer,
    calendar_answer,
    words,
    words_of,
)

_LOOSE = (MeetingKind.PEER_SUPERVISION, MeetingKind.POST_MATCH)


@requires(Permission.TRAINING_READ)
def meeting(meeting_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    row = _get(db, policy.meetings_visible_to(actor), meeting_id)
    cohort = queries.cohort_of(db, row)
    can_hold = policy.can_hold_meeting(actor, row, cohort)
    people = _people(db, queries.expected_at(db, row)) if can_hold else []
    noted = queries.attendance_of(db, [row.id])
    return render_template(
        "training/meeting.html",
        meeting=row,
        cohort=cohort,
        can_hold=can_hold,
        can_record=can_hold and _can_record(db, row),
        people=[(name, noted.get((row.id, key))) for key, name in people],
        coming=queries.sign_ups_of(db, [row.id])[row.id],
        trainers=queries.trainer_names(db, [row]),
        **words(db),
    )


@requires(Permission.TRAINING_HOLD, Permission.TRAINING_MANAGE)
def attendance(meeting_id: UUID) -> Answer:
    """The page for a phone in the room: all names, one save."""
    form = AttendanceForm()
    if not form.validate_on_submit():
        return _attendance_page(meeting_id, form)
    db, actor = request_db(), user_actor()
    row = _get(db, policy.meetings_held_by(actor), meeting_id)
    sheet = form.sheet(request.form, [one.id for one in queries.expected_at(db, row)])
    try:
        services.record_attendance(db, row.id, sheet, actor.id)
    except ChangedMeanwhile:
        db.rollback()
        form.refuse(_("Somebody else saved this list meanwhile. Your answers are below: check them "
                      "and save again."))  # fmt: skip
        return _attendance_page(meeting_id, form, sheet, is_conflict=True)
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal))
        return _attendance_page(meeting_id, form, sheet)
    db.commit()
    marked = len(sheet.presences)
    flash(ngettext("Saved for %(num)s mentor.", "Saved for %(num)s mentors.", marked), "ok")
    return redirect(url_for("training.meetings_meeting", meeting_id=meeting_id), 303)


def _attendance_page(
    meeting_id: UUID,
    form: AttendanceForm,
    sheet: AttendanceSheet | None = None,
    *,
    is_conflict: bool = False,
) -> tuple[str, int]:
    """Read apart, so that no writer has to wait; `sheet` is what was chosen before a refusal."""
    with current_database().reading(audit_actor()) as db:
        row = _get(db, policy.meetings_held_by(user_actor()), meeting_id)
        noted = queries.attendance_of(db, [row.id])
        stored = {mentor_id: presence for (_meeting, mentor_id), presence in noted.items()}
        form.version.data = str(row.version)
        page = render_template(
            "training/attendance.html",
            form=form,
            meeting=row,
            cohort=queries.cohort_of(db, row),
            can_record=_can_record(db, row),
            people=_people(db, queries.expected_at(db, row)),
            chosen=stored if sheet is None else {**stored, **sheet.presences},
            stored=stored,
            is_conflict=is_conflict,
            mark_name=mark_name,
            **words(db),
        )
    return page, 409 if is_conflict else form.status


def _can_record(db: Db, row: TrainingMeeting) -> bool:
    return not row.is_cancelled and queries.is_held(db, row)


def _people(db: Db, mentors: Sequence[Mentor]) -> list[tuple[UUID, str]]:
    names = names_of(db, mentors, Purpose.TRAINING)
    return sorted(names.items(), key=lambda item: item[1].casefold())


@requires(Permission.TRAINING_MANAGE)
def plan_in_cohort(cohort_id: UUID) -> Answer:
    with current_database().reading(audit_actor()) as db:
        visible = policy.cohorts_visible_to(user_actor())
        cohort = queries.find_cohort(db, visible, cohort_id) or abort(404)
    return _plan(cohort)


@requires(Permission.TRAINING_MANAGE)
def plan() -> Answer:
    return _plan(None)


def _plan(cohort: Cohort | None) -> Answer:
    form = MeetingForm()
    with current_database().reading(audit_actor()) as db:
        modules = queries.modules(db)
        after = [module for module in modules if not module.is_pre_match]
        kinds = _LOOSE if cohort is None else tuple(MeetingKind)
        form.offer(kinds, after if cohort is None else modules, houses(db))
        form.offer_trainers(queries.trainers(db))
    if form.validate_on_submit() and (made := _planned(form, cohort)):
        return redirect(url_for("training.meetings_meeting", meeting_id=made), 303)
    if not form.is_submitted() and cohort is not None:
        form.trainer.data = str(cohort.trainer_id)
    return render_template("training/plan_meeting.html", form=form, cohort=cohort), form.status


def _planned(form: MeetingForm, cohort: Cohort | None) -> UUID | None:
    db = request_db()
    facts = form.facts_for(cohort.id if cohort else None)
    try:
        made = services.plan_meeting(db, facts, meeting_id=submission_of(form))
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal))
        return None
    db.commit()
    flash(_("The meeting is planned."), "ok")
    return made.id


@requires(Permission.TRAINING_MANAGE)
def move(meeting_id: UUID) -> Answer:
    form = SlotForm()
    with current_database().reading(audit_actor()) as db:
        row = _get(db, policy.meetings_visible_to(user_actor()), meeting_id)
        form.offer_trainers(queries.trainers(db))
        told = words(db)
    if form.validate_on_submit() and _moved(row, form):
        flash(_("The meeting is changed. Mentors with an account get an e-mail."), "ok")
        return redirect(url_for("training.meetings_meeting", meeting_id=meeting_id), 303)
    if not form.is_submitted():
        form.show(row)
    return render_template(
        "training/move_meeting.html", form=form, meeting=row, **told
    ), form.status


def _moved(row: TrainingMeeting, form: SlotForm) -> bool:
    db = request_db()
    try:
        services.move_meeting(db, row.id, form.slot, form.seen_version)
    except REFUSALS as refusal:
        db.rollback()
        form.refuse(words_of(refusal))
        return False
    db.commit()
    return True


@requires(Permission.TRAINING_MANAGE)
def cancel(meeting_id: UUID) -> Answer:
    db, form = request_db(), Form()
    row = _get(db, policy.meetings_visible_to(user_actor()), meeting_id)
    if not form.validate_on_submit():
        page = render_template("training/cancel_meeting.html", meeting=row, form=form, **words(db))
        return page, form.status
    try:
        services.cancel_meeting(db, row.id)
    except REFUSALS as refusal:
        db.rollback()
        flash(words_of(refusal), "error")
    else:
        db.commit()
        flash(_("The meeting is cancelled. Mentors with an account get an e-mail."), "ok")
    return redirect(url_for("training.meetings_meeting", meeting_id=meeting_id), 303)


@requires(Permission.TRAINING_READ)
def calendar(meeting_id: UUID) -> Response:
    db = request_db()
    row = _get(db, policy.meetings_visible_to(user_actor()), meeting_id)
    return calendar_answer(db, [row], "training", is_single=True)


def _get(db: Db, visible: SelectOfScalar[TrainingMeeting], meeting_id: UUID) -> TrainingMeeting:
    return queries.find_meeting(db, visible, meeting_id) or abort(404)
