"""The page of a one-time link: somebody without an account reads, and answers once."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.models import Language
from mentorship.foundation.access import public
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.links import LinkError, LinkExpired, LinkUsed
from mentorship.foundation.requests import current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees import consents, file
from mentorship.referrals.mentees.consent_forms import ConsentForm
from mentorship.referrals.mentees.consent_texts import CURRENT, consent_text, purposes_for
from mentorship.region.models import House
from mentorship.region.queries import houses

Answer = Response | str | tuple[str, int]
Sending = Callable[..., object]


def answer(token: str, send: Sending) -> Answer:
    """Without a route of its own: a no may end a match, in a room above."""
    try:
        return _page_or_thanks(token, send)
    except LinkError as problem:
        return _problem(problem)


def _page_or_thanks(token: str, send: Sending) -> Answer:
    with current_database().reading() as db:
        asked = consents.find_asked(db, token)
        purposes = purposes_for(has_referrer=file.has_referrer(db, asked.mentee))
        name = file.name_of(db, asked.mentee, Purpose.MESSAGING)
        house = db.get_one(House, asked.mentee.house_code)
    text = consent_text(CURRENT, current_language(), asked.given_by)
    form = ConsentForm(text=text, purposes=purposes)
    is_right = form.validate_on_submit()
    if is_right and form.text_version.data != CURRENT:
        form.refuse(_("The text was renewed meanwhile. Read it once more, and send it again."))
        is_right = False
    if not is_right:
        form.text_version.data = CURRENT
        page = render_template(
            "referrals/mentees/by_link.html",
            form=form, text=text, name=name, who=asked.given_by, house=house,
        )  # fmt: skip
        return page, form.status
    db = request_db()
    language = Language(current_language())
    send(db, token, form.answers, text_version=CURRENT, language=language)
    db.commit()
    return redirect(url_for("mentees.answered"), 303)


@public
def answered() -> str:
    """The same for everybody: who looks at this address learns nothing."""
    return render_template("referrals/mentees/answered.html", houses=houses(request_db()))


def _problem(problem: LinkError) -> tuple[str, int]:
    page = render_template(
        "referrals/mentees/link_problem.html",
        is_used=isinstance(problem, LinkUsed),
        is_expired=isinstance(problem, LinkExpired),
        houses=houses(request_db()),
    )
    return page, 410 if isinstance(problem, LinkUsed | LinkExpired) else 404
