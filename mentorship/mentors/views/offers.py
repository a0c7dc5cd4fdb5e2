"""What a mentor offers, as the consultant keeps it: the profile, the seats, a pause."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect

from mentorship.foundation import vault
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries, services
from mentorship.mentors.forms import CapacityForm, PauseForm, day_in, submission_of
from mentorship.mentors.models import Mentor, Pause
from mentorship.mentors.views.answers import REFUSED, Answer, Page, ask, page_of, screened_mentor
from mentorship.profiles.forms import MentorProfileForm

PROFILE = Page(
    title=_l("Profile"),
    button=_l("Save the profile"),
    done=_l("The profile is saved."),
    template="mentors/profile.html",
)
CAPACITY = Page(
    title=_l("Seats"),
    button=_l("Save the number"),
    done=_l("The number is saved."),
    intro=_l("A running match stays as it is, also when there are fewer seats from now on."),
)
PAUSE = Page(
    title=_l("A pause"),
    button=_l("Save the pause"),
    done=_l("The pause is saved."),
    intro=_l(
        "In a pause there are no new proposals. A running match goes on; talk about that apart."
    ),
)
Load = Callable[[Db], Mentor]


@requires(Permission.MENTOR_SCREEN)
def profile(mentor_id: UUID) -> Answer:
    return ask_profile(lambda db: screened_mentor(db, mentor_id), page_of(mentor_id))


@requires(Permission.MENTOR_SCREEN)
def capacity(mentor_id: UUID) -> Answer:
    form = CapacityForm()

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            form.seats.data = len(queries.open_seats(db, mentor.id))
        return {}

    return ask(
        form,
        CAPACITY,
        load=lambda db: screened_mentor(db, mentor_id),
        back=page_of(mentor_id),
        verb=lambda db, mentor: services.set_capacity(db, mentor, form.seats.data),
        prepare=prepare,
    )


@requires(Permission.MENTOR_SCREEN)
def pause(mentor_id: UUID) -> Answer:
    return ask_pause(lambda db: screened_mentor(db, mentor_id), page_of(mentor_id))


@requires(Permission.MENTOR_SCREEN)
def end_pause(mentor_id: UUID, pause_id: UUID) -> Answer:
    return end_one_pause(lambda db: screened_mentor(db, mentor_id), pause_id, page_of(mentor_id))


def ask_profile(load: Load, back: str) -> Answer:
    """The same for a consultant and for the mentor; `load` says whose it is."""
    form = MentorProfileForm()

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            _show(db, mentor, form)
        return {}

    return ask(
        form,
        PROFILE,
        load=load,
        back=back,
        verb=lambda db, mentor: services.save_profile(
            db, mentor, form.profile, version_in(form.version.data)
        ),
        prepare=prepare,
    )


def _show(db: Db, mentor: Mentor, form: MentorProfileForm) -> None:
    row = queries.profile_record(db, mentor)
    form.show(queries.profile_of(db, mentor))
    form.version.data = str(row.version if row else 0)
    if row is None:
        form.place.data = vault.read(db, mentor, "place", purpose=Purpose.MATCHING) or ""


def ask_pause(load: Load, back: str) -> Answer:
    form = PauseForm()

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            form.first_day.data = queries.today(db)
        return {}

    return ask(
        form,
        PAUSE,
        load=load,
        back=back,
        verb=lambda db, mentor: services.pause(
            db, mentor, day_in(form.first_day), day_in(form.last_day), form.reason.data or "",
            once=submission_of(form),
        ),
        prepare=prepare,
    )  # fmt: skip


def end_one_pause(load: Load, pause_id: UUID, back: str) -> Answer:
    db = request_db()
    mentor = load(db)
    row = db.get(Pause, pause_id)
    if row is None or row.mentor_id != mentor.id:
        abort(404)
    try:
        services.end_pause(db, mentor, row)
        db.commit()
    except REFUSED:
        db.rollback()
        flash(_("This was changed meanwhile. Look whether the pause is still there."), "warning")
    else:
        flash(_("The pause is over. New proposals are possible again."), "ok")
    return redirect(back, 303)
