"""Where a consultant takes down what a young person or a mentor asks about their own data."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights import labels, policy, queries, services, telling
from mentorship.privacy.rights.forms import NoteForm
from mentorship.privacy.rights.models import AskedBy
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee

Answer = Response | str | tuple[str, int]


@requires(Permission.MENTEE_EDIT)
def of_mentee(mentee_id: UUID) -> Answer:
    visible = policy.young_people_of(user_actor())
    return _page(
        AskedBy.YOUNG_PERSON,
        find=lambda db: mentees.find_mentee(db, visible, mentee_id) or abort(404),
        lock=lambda db: mentees.lock_mentee(db, visible, mentee_id) or abort(404),
        here=url_for("privacy.noting_of_mentee", mentee_id=mentee_id),
        back=url_for("mentees.one", mentee_id=mentee_id),
    )


@requires(Permission.MENTOR_SCREEN)
def of_mentor(mentor_id: UUID) -> Answer:
    visible = policy.mentors_of(user_actor())
    return _page(
        AskedBy.MENTOR,
        find=lambda db: mentors.find(db, visible, mentor_id) or abort(404),
        lock=lambda db: mentors.lock(db, mentor_id, visible) or abort(404),
        here=url_for("privacy.noting_of_mentor", mentor_id=mentor_id),
        back=url_for("mentors.board_one", mentor_id=mentor_id),
    )


def _page(
    asked_by: AskedBy,
    *,
    find: Callable[[Db], Mentee | Mentor],
    lock: Callable[[Db], Mentee | Mentor],
    here: str,
    back: str,
) -> Answer:
    with current_database().reading(audit_actor()) as db:
        day = today(db)
        form = NoteForm(today=day)
        if not form.validate_on_submit():
            if not form.is_submitted():
                form.came_on.data = day
            return _shown(db, find(db), form, back)
    db = request_db()
    services.note(
        db, lock(db), asked_by, form.chosen, form.came_on.day, form.words.data or "",
        by=user_actor().id, key=form.key,
    )  # fmt: skip
    db.commit()
    flash(_("It is noted. The privacy officer sees that it was asked, and by when."), "ok")
    return redirect(here, 303)


def _shown(db: Db, person: Mentee | Mentor, form: NoteForm, back: str) -> Answer:
    requests = queries.of_person(db, person.subject_id)
    body = render_template(
        "privacy/rights/noting.html",
        name=_name_of(db, person),
        told=telling.told_of(db, requests),
        form=form,
        labels=labels,
        back=back,
    )
    return body, form.status


def _name_of(db: Db, person: Mentee | Mentor) -> str:
    if isinstance(person, Mentee):
        return file.name_of(db, person, Purpose.SUBJECT_RIGHTS)
    return mentors.name_of(db, person, Purpose.SUBJECT_RIGHTS)
