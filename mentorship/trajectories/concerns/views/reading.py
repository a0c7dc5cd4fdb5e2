"""What a consultant reads: the concerns that are open, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, render_template
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form, TextAreaField
from mentorship.foundation.requests import request_db
from mentorship.trajectories.concerns import file, policy, queries
from mentorship.trajectories.concerns.file import OpenedConcern
from mentorship.trajectories.concerns.forms import (
    CloseForm,
    HandOverForm,
    LookForm,
    ProtocolForm,
    SecondForm,
    StepForm,
)

Answer = Response | str | tuple[str, int]


@dataclass
class Forms:
    """The forms of the page of a concern; what isn't sent is empty."""

    protocol: ProtocolForm
    step: StepForm
    second: SecondForm
    look: LookForm
    hand_over: HandOverForm
    close: CloseForm

    @property
    def wrong(self) -> Form | None:
        """The one that has something to put right."""
        forms: list[Form] = list(vars(self).values())
        return next((form for form in forms if form.status != 200), None)


@requires(Permission.CONCERN_HANDLE)
def index() -> str:
    db, actor = request_db(), user_actor()
    waiting = queries.open_for(db, actor)
    closed = queries.closed_in(db, policy.cases_of(actor))
    return render_template(
        "trajectories/concerns/index.html",
        unseen=file.lines_of(db, waiting.unseen, actor),
        held=file.lines_of(db, waiting.held, actor),
        closed=file.lines_of(db, closed, actor),
        me=actor.id,
    )


@requires(Permission.CONCERN_HANDLE)
def one(concern_id: UUID) -> Answer:
    told, forms = opened(request_db(), concern_id)
    return page(told, forms)


def opened(db: Db, concern_id: UUID, sent: str = "") -> tuple[OpenedConcern, Forms]:
    """`sent` names the form that was filled in and is held against its rules."""
    actor = user_actor()
    concern = queries.find(db, policy.visible_to(actor), concern_id) or abort(404)
    told = file.opened(db, actor, concern)
    return told, forms_of(told, today(db), sent)


def typed_in(form: Form | None) -> list[tuple[str, str]]:
    """The longer texts of a form, each with its question."""
    areas = (one for one in form or () if isinstance(one, TextAreaField) and one.data)
    return [(str(one.label.text), one.data) for one in areas]


def page(
    told: OpenedConcern,
    forms: Forms,
    *,
    refused: str = "",
    typed: Sequence[tuple[str, str]] = (),
) -> tuple[str, int]:
    """`refused` says why what was `typed` is not saved."""
    body = render_template(
        "trajectories/concerns/one.html",
        told=told,
        concern=told.concern,
        forms=forms,
        me=user_actor().id,
        refused=refused,
        typed_before=typed,
    )
    return body, 409 if refused else 422 if forms.wrong else 200


def forms_of(told: OpenedConcern, day: date, sent: str) -> Forms:
    def data(name: str) -> dict[str, Any]:
        return {} if name == sent else {"formdata": None}

    forms = Forms(
        protocol=ProtocolForm(**data("protocol")),
        step=StepForm(protocol=told.protocol, today=day, **data("step")),
        second=SecondForm(names=told.seconds, **data("second")),
        look=LookForm(**data("look")),
        hand_over=HandOverForm(names=told.takers, **data("hand_over")),
        close=CloseForm(missing=told.missing, **data("close")),
    )
    if sent:
        getattr(forms, sent).validate()
    return forms
