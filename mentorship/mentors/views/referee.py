"""What a referee sees behind the one-time link: four questions, and what happens with them."""

from flask import redirect, render_template, request, url_for

from mentorship.foundation.access import public
from mentorship.foundation.links import LinkError, LinkUnknown, LinkUsed
from mentorship.foundation.requests import SAFE_METHODS, current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries, references, services
from mentorship.mentors.reference_forms import ReferenceForm
from mentorship.mentors.views.answers import Answer


@public
def answer(token: str) -> Answer:
    """Opening spends nothing; sending does. When the link stopped meanwhile, the texts stay."""
    form = ReferenceForm()
    try:
        if request.method not in SAFE_METHODS and form.validate():
            db = request_db()
            services.answer_reference(db, token, form.answers)
            db.commit()
            return redirect(url_for("mentors.referee_thanks"), 303)
        return _questions(token, form)
    except LinkError as problem:
        return _stopped(problem, form)


@public
def thanks() -> str:
    return render_template("mentors/reference_thanks.html")


def _questions(token: str, form: ReferenceForm) -> Answer:
    with current_database().reading() as db:
        mentor, reference = references.find_asked(db, token)
        page = render_template(
            "mentors/reference_questions.html",
            form=form,
            name=queries.name_of(db, mentor, Purpose.SCREENING),
            due_on=reference.due_on,
        )
    return page, form.status


def _stopped(problem: LinkError, form: ReferenceForm) -> Answer:
    written = [
        (field.label.text, field.data)
        for field in (form.known_for, form.strengths, form.worries)
        if field.data
    ]
    page = render_template(
        "mentors/reference_stopped.html",
        is_used=isinstance(problem, LinkUsed),
        is_unknown=isinstance(problem, LinkUnknown),
        written=written,
    )
    return page, 404 if isinstance(problem, LinkUnknown) else 410
