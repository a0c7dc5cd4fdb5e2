"""What a confidant reads: the complaints that are open, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, render_template

from mentorship.accounts.login import user_actor
from mentorship.complaints import file, policy, queries
from mentorship.complaints.file import Opened
from mentorship.complaints.forms import CloseForm, FindForm, NoteForm
from mentorship.complaints.people import Concerned
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.requests import request_db


@dataclass
class Forms:
    """The forms of the page of a complaint; what isn't sent is empty."""

    note: NoteForm
    find: FindForm
    close: CloseForm

    @property
    def wrong(self) -> Form | None:
        """The one that has something to put right."""
        forms: list[Form] = list(vars(self).values())
        return next((form for form in forms if form.status != 200), None)


@requires(Permission.COMPLAINT_HANDLE)
def index() -> str:
    db = request_db()
    visible = policy.visible_to(db, user_actor())
    return render_template(
        "complaints/index.html",
        waiting=file.lines_of(db, queries.open_in(db, visible)),
        closed=file.lines_of(db, queries.closed_in(db, visible)),
        me=user_actor().id,
    )


@requires(Permission.COMPLAINT_HANDLE)
def one(complaint_id: UUID) -> tuple[str, int]:
    told, forms = opened(request_db(), complaint_id)
    return page(told, forms)


def opened(db: Db, complaint_id: UUID, sent: str = "") -> tuple[Opened, Forms]:
    """`sent` names the form that was filled in and is held against its rules."""
    visible = policy.visible_to(db, user_actor())
    complaint = queries.find(db, visible, complaint_id) or abort(404)
    return file.opened(db, complaint), forms_of(sent)


def forms_of(sent: str = "") -> Forms:
    def data(name: str) -> dict[str, Any]:
        return {} if name == sent else {"formdata": None}

    forms = Forms(
        note=NoteForm(**data("note")),
        find=FindForm(**data("find")),
        close=CloseForm(**data("close")),
    )
    if sent:
        getattr(forms, sent).validate()
    return forms


def page(
    told: Opened,
    forms: Forms,
    *,
    refused: str = "",
    people: Sequence[Concerned] | None = None,
    address: str = "",
) -> tuple[str, int]:
    """`people` are those who were found by name, `address` is a link that was just made."""
    body = render_template(
        "complaints/one.html",
        told=told,
        complaint=told.complaint,
        forms=forms,
        me=user_actor().id,
        refused=refused,
        people=people,
        address=address,
    )
    return body, 409 if refused else 422 if forms.wrong else 200
