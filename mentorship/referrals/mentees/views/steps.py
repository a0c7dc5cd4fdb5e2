"""What the small pages of a course share: find the file, lock it, show again, go back to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import (
    SAFE_METHODS,
    audit_actor,
    current_database,
    request_db,
)
from mentorship.referrals import policy
from mentorship.referrals.mentees import file, queries
from mentorship.referrals.mentees.models import Mentee

Answer = Response | str | tuple[str, int]


def is_asking() -> bool:
    """A page is only looked at; nothing was sent."""
    return request.method in SAFE_METHODS


@contextmanager
def reading() -> Iterator[Db]:
    """To show a page, also after something was sent: no writer has to wait for it."""
    if is_asking():
        yield request_db()
        return
    with current_database().reading(audit_actor()) as db:
        yield db


def found(db: Db, mentee_id: UUID) -> Mentee:
    """The file, or the same 404 as for none."""
    visible = policy.mentees_visible_to(user_actor())
    return queries.find_mentee(db, visible, mentee_id) or abort(404)


def locked(db: Db, mentee_id: UUID) -> Mentee:
    visible = policy.mentees_visible_to(user_actor())
    return queries.lock_mentee(db, visible, mentee_id) or abort(404)


def shown(template: str, mentee_id: UUID, form: Form, **more: Any) -> Answer:
    """A small page about one young person."""
    with reading() as db:
        mentee = found(db, mentee_id)
        return page(db, template, mentee, form, **more)


def page(
    db: Db, template: str, mentee: Mentee, form: Form, *, status: int | None = None, **more: Any
) -> Answer:
    name = file.name_of(db, mentee)
    answer = render_template(
        f"referrals/mentees/{template}.html", mentee=mentee, name=name, form=form, **more
    )
    return answer, status or form.status


def back(mentee_id: UUID, said: str) -> Response:
    """To the top of the file: there stands what was said, and the next step."""
    flash(said, "ok")
    return redirect(url_for("mentees.one", mentee_id=mentee_id), 303)


def course_closed() -> str:
    return _("This course has ended meanwhile, so nothing was saved. Your text is still here.")


def changed_meanwhile() -> str:
    return _(
        "Somebody else changed this meanwhile. Nothing is saved yet and nothing is overwritten: "
        "what is stored now stands above the form, and your text is still in it. Save again to "
        "keep yours."
    )
