"""Answers that several pages give: wait a while, a link that ended, back to where one was."""

from flask import Response as FlaskResponse
from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Throttled
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import LazyText, format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.links import LinkError, LinkExpired, LinkUsed
from mentorship.foundation.requests import current_database
from mentorship.foundation.web.language import own_path

_LINK_HEADINGS: dict[type[LinkError], LazyText] = {
    LinkUsed: _l("This link has been used already"),
    LinkExpired: _l("This link has ended"),
}


def next_page() -> str:
    """Where the person was going; a path on this site or the home page."""
    return own_path(request.args.get("next", "/"))


def sender_address() -> str:
    return request.remote_addr or "unknown"


def try_later(template: str, form: Form, throttled: Throttled, **more: object) -> Response:
    """Say until when to wait, in words and for programs."""
    seconds = (throttled.until - current_database().clock()).total_seconds()
    form.refuse(
        _(
            "There were too many tries. Wait until %(time)s and try again. Did you forget your "
            "password? Then ask for a new one.",
            time=format_time(throttled.until),
        )
    )
    answer: FlaskResponse = make_response(render_template(template, form=form, **more), 429)
    answer.headers["Retry-After"] = str(max(1, int(seconds)))
    return answer


def link_problem(problem: LinkError, kind: str) -> tuple[str, int]:
    """Say what is the matter with the link and what to do; `kind` is invitation or reset."""
    heading = _LINK_HEADINGS.get(type(problem), _l("This link is not complete"))
    page = render_template(
        "accounts/link_problem.html",
        heading=heading,
        is_used=isinstance(problem, LinkUsed),
        is_unknown=type(problem) not in _LINK_HEADINGS,
        kind=kind,
        sign_in_url=url_for("accounts.sign_in"),
    )
    return page, 410 if type(problem) in _LINK_HEADINGS else 404
