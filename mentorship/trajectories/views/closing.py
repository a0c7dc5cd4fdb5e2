"""The pages of the end: close it, note the talks, agree on contact, aftercare."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import current_language, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import services, texts
from mentorship.trajectories.closure import queries as endings
from mentorship.trajectories.closure.forms import (
    AftercareForm,
    ContactForm,
    EndForm,
    ExitTalkForm,
)
from mentorship.trajectories.closure.models import TalkSide, WhatNext
from mentorship.trajectories.closure.rules import AFTERCARE_MONTHS
from mentorship.trajectories.labels import CONTACTS
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.views import steps
from mentorship.trajectories.views.beginning import paper
from mentorship.trajectories.views.steps import Answer


@requires(Permission.TRAJECTORY_EDIT)
def end(trajectory_id: UUID) -> Answer:
    with steps.reading() as reader:
        trajectory = steps.found(reader, trajectory_id)
        nexts = services.choices_after(reader, trajectory)
        is_closed = endings.closure_of(reader, trajectory) is not None
        day = today(reader)
    # A page that is sent twice finds its answer again, and the verb says that it was closed.
    form = EndForm(nexts=tuple(WhatNext) if is_closed else nexts)
    if steps.is_asking():
        form.ended_on.data = day
        if len(nexts) == 1:
            form.what_next.data = nexts[0].value

    def act(db: Db, trajectory: Trajectory) -> None:
        services.end_trajectory(db, trajectory, form.ending, by=user_actor().id, key=form.key)

    return steps.acted("end", trajectory_id, form, act, _("The trajectory is closed."))


@requires(Permission.TRAJECTORY_EDIT)
def exit_talk(trajectory_id: UUID) -> Answer:
    with steps.reading() as reader:
        trajectory = steps.found(reader, trajectory_id)
        noted = {talk.side for talk in endings.talks_of(reader, trajectory)}
        day = today(reader)
    left = tuple(side for side in TalkSide if side not in noted)
    form = ExitTalkForm(sides=left if steps.is_asking() else tuple(TalkSide))
    if steps.is_asking():
        form.talked_on.data = day

    def act(db: Db, found: Trajectory) -> None:
        services.note_exit_talk(db, found, form.talk, by=user_actor().id, key=form.key)

    return steps.acted("exit_talk", trajectory_id, form, act, _("The talk is in the file."))


@requires(Permission.TRAJECTORY_EDIT)
def contact(trajectory_id: UUID) -> Answer:
    form = ContactForm()
    if steps.is_asking():
        form.agreed_on.data = today(request_db())

    def act(db: Db, trajectory: Trajectory) -> None:
        services.agree_contact(db, trajectory, form.agreed, by=user_actor().id, key=form.key)

    return steps.acted("contact", trajectory_id, form, act, _("What they agreed on is noted."))


@requires(Permission.TRAJECTORY_READ)
def contact_paper(trajectory_id: UUID) -> FlaskResponse:
    """The statement for both, once it is known what they agreed on."""
    db = request_db()
    statement = endings.statement_of(db, steps.found(db, trajectory_id)) or abort(404)
    paragraphs = texts.statement(statement.text_version, current_language())
    with speaking(current_language()):
        agreed = [str(CONTACTS[statement.choice])]
        if statement.may_be_online:
            agreed.append(_("Contact on line is fine too"))
        return paper(
            "statement", _("Contact afterwards"), paragraphs, "contact.pdf",
            version=statement.text_version, agreed=agreed,
        )  # fmt: skip


@requires(Permission.TRAJECTORY_EDIT)
def aftercare(trajectory_id: UUID, months: int) -> Answer:
    if months not in AFTERCARE_MONTHS:
        abort(404)
    form = AftercareForm()
    if steps.is_asking():
        form.held_on.data = today(request_db())

    def act(db: Db, trajectory: Trajectory) -> None:
        services.note_aftercare(
            db, trajectory, form.checked(months), by=user_actor().id, key=form.key
        )

    return steps.acted(
        "aftercare", trajectory_id, form, act, _("The aftercare is noted."), months=months
    )
