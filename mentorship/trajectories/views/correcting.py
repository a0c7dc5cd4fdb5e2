"""The page that puts something right that was noted at the end; one for each thing noted there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from mentorship.accounts.login import user_actor
from mentorship.foundation import vault
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.closure import correcting
from mentorship.trajectories.closure import queries as endings
from mentorship.trajectories.closure.correcting_forms import (
    CorrectAftercareForm,
    CorrectContactForm,
    CorrectEndForm,
    CorrectTalkForm,
)
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.views import steps
from mentorship.trajectories.views.steps import Answer


@dataclass(frozen=True)
class _Kind:
    """What is corrected: its rows, its page, its verb, and the column of its words."""

    row: type[Any]
    form: type[Any]
    verb: Callable[..., object]
    title: LazyText
    words: tuple[str, ...]


_KINDS = {
    "end": _Kind(
        Closure, CorrectEndForm, correcting.correct_end,
        _l("Correct how it ended"), ("explanation",),
    ),
    "talk": _Kind(
        ExitTalk, CorrectTalkForm, correcting.correct_talk, _l("Correct an exit talk"), ("notes",)
    ),
    "contact": _Kind(
        ContactStatement, CorrectContactForm, correcting.correct_statement,
        _l("Correct what they agreed on"), (),
    ),
    "aftercare": _Kind(
        AftercareCheck, CorrectAftercareForm, correcting.correct_check,
        _l("Correct the aftercare"), ("notes",),
    ),
}  # fmt: skip


@requires(Permission.TRAJECTORY_EDIT)
def correct(trajectory_id: UUID, noted: str, noted_id: UUID) -> Answer:
    kind = _KINDS.get(noted) or abort(404)
    form = kind.form()
    with steps.reading() as db:
        before = _found(db, kind, steps.found(db, trajectory_id), noted_id)
        if steps.is_asking():
            read = vault.scan_fields(db, [before], kind.words, purpose=Purpose.GUIDANCE)
            form.show(before, read.get(noted_id, {}))

    def act(db: Db, trajectory: Trajectory) -> None:
        row = _found(db, kind, trajectory, noted_id)
        told, why = form.told(row), form.why.data
        by, key = user_actor().id, form.key
        kind.verb(db, trajectory, row, told, why=why, by=by, key=key)

    return steps.acted(
        "correct", trajectory_id, form, act,
        _("The correction is saved. What stood there before stays readable."), title=kind.title,
    )  # fmt: skip


def _found(db: Db, kind: _Kind, trajectory: Trajectory, noted_id: UUID) -> Any:
    return endings.find(db, kind.row, trajectory, noted_id) or abort(404)
