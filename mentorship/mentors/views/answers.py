"""How every page about one mentor asks, acts once, and says what could not be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.services import EmailTaken
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import (
    SAFE_METHODS,
    audit_actor,
    current_database,
    request_db,
)
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import policy, queries, rules
from mentorship.mentors.models import Mentor

Answer = Response | str | tuple[str, int]
Verb = Callable[[Db, Mentor], object]

# What was refused, and the field in which it can be put right where the form has one.
REFUSALS: dict[type[Exception], tuple[LazyText, tuple[str, ...]]] = {
    rules.MentorEnded: (
        _l("This was ended meanwhile, perhaps by a colleague. Nothing was saved."),
        (),
    ),
    rules.DayInFuture: (
        _l("This day is still to come."),
        ("held_on", "seen_on", "signed_on", "completed_on"),
    ),
    rules.VogStaleAlready: (
        _l("This VOG is too old to count. Ask the mentor for a new one."),
        ("issued_on",),
    ),
    rules.VogSeenBefore: (_l("This VOG stands in this file already."), ("number",)),
    rules.VogOfAnother: (
        _l("A VOG with this number stands in the file of another mentor. Check the number."),
        ("number",),
    ),
    rules.AgreementTooShort: (
        _l("This is less than the programme asks. Look at the numbers above."),
        ("months",),
    ),
    rules.ReferenceOpen: (
        _l("The answers of the earlier person are there. Decide about them first."),
        (),
    ),
    rules.ReferenceAnswered: (
        _l("The answers are there already. What you wrote was not saved; it is still here."),
        (),
    ),
    rules.ReferenceNotAnswered: (_l("There are no answers yet to decide about."), ()),
    rules.ReferenceJudged: (
        _l("It was decided already, perhaps by a colleague. Yours was not saved; it is here."),
        (),
    ),
    rules.PauseRefused: (
        _l("There is a pause on these days already, or they are over. Choose other days."),
        ("first_day",),
    ),
    rules.EmailMissing: (_l("There is no e-mail address to write to."), ("email",)),
    rules.InvitedAlready: (_l("This mentor has an account that works."), ()),
    EmailTaken: (
        _l("There is an account with this e-mail address. Ask the coordinator to look at it."),
        (),
    ),
    ChangedMeanwhile: (
        _l(
            "Somebody changed this meanwhile. What you filled in is still here and was not saved. "
            "Open the page again beside it, compare, and save once more."
        ),
        (),
    ),
}
REFUSED = tuple(REFUSALS)


@dataclass(frozen=True)
class Page:
    """The words of a page with one form, and where it goes back to."""

    title: LazyText
    button: LazyText
    done: LazyText
    intro: LazyText | None = None
    template: str = "mentors/form.html"


def visible_mentor(db: Db, mentor_id: UUID) -> Mentor:
    """Somebody else's mentor is the same 404 as none."""
    return queries.find(db, policy.visible_to(user_actor()), mentor_id) or abort(404)


def screened_mentor(db: Db, mentor_id: UUID) -> Mentor:
    """The same for who reads and writes what was said of the mentor."""
    return queries.find(db, policy.screened_by(user_actor()), mentor_id) or abort(404)


def own_mentor(db: Db) -> Mentor:
    return db.exec(policy.own_of(user_actor())).one_or_none() or abort(404)


def explain(form: Form, refused: Exception) -> None:
    message, fields = next(words for kind, words in REFUSALS.items() if isinstance(refused, kind))
    form.refuse(message, next((name for name in fields if name in form), None))


def ask(
    form: Form,
    page: Page,
    *,
    load: Callable[[Db], Mentor],
    back: str,
    verb: Verb,
    prepare: Callable[[Db, Mentor], dict[str, Any]] = lambda db, mentor: {},
) -> Answer:
    """Shows the form; sent, it acts once and goes back, or shows what has to be put right.

    `prepare` fills the form of a page that is opened, and gives what the template shows beside it.
    """
    if request.method in SAFE_METHODS:
        return _shown(request_db(), form, page, load, back, prepare)
    if form.validate():
        db = request_db()
        mentor = load(db)
        try:
            verb(db, mentor)
            db.commit()
        except REFUSED as refused:
            db.rollback()
            explain(form, refused)
        else:
            flash(str(page.done), "ok")
            return redirect(back, 303)
    with current_database().reading(audit_actor()) as reading:
        return _shown(reading, form, page, load, back, prepare)


def _shown(
    db: Db,
    form: Form,
    page: Page,
    load: Callable[[Db], Mentor],
    back: str,
    prepare: Callable[[Db, Mentor], dict[str, Any]],
) -> Answer:
    mentor = load(db)
    beside = prepare(db, mentor)
    rendered = render_template(
        page.template,
        form=form,
        page=page,
        mentor=mentor,
        name=queries.name_of(db, mentor, Purpose.SCREENING),
        back=back,
        **beside,
    )
    return rendered, form.status


def page_of(mentor_id: UUID) -> str:
    """Its top, where it is said what was done and what is still missing."""
    return url_for("mentors.board_one", mentor_id=mentor_id)
