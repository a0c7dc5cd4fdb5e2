"""Knows what a person reads when something goes wrong: plain words, what to do, and a reference."""

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.response import Response

from mentorship.foundation.db import ChangedMeanwhile
from mentorship.foundation.forms import is_withheld
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import SAFE_METHODS
from mentorship.foundation.web.origins import is_from_own_page

# No vowels and nothing that looks like something else: it is read aloud on the phone.
_REFERENCE_LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"
# Beside what the forms themselves mark, see forms.is_withheld.
_NEVER_SHOWN_AGAIN = ("password", "secret", "token")

# Beyond this many bytes even a browser with patience is cut off.
HEARD_OUT = 64 * 1024 * 1024

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Explanation:
    """What an error page says."""

    heading: LazyText
    what_to_do: LazyText


EXPLANATIONS = {
    400: Explanation(
        _l("We did not understand this"),
        _l("Go back, check what you filled in, and try again."),
    ),
    401: Explanation(
        _l("You are not signed in"),
        _l("Sign in and try again."),
    ),
    403: Explanation(
        _l("This page is not for you"),
        _l(
            "Your role does not open this page. What it does open stands in the menu. "
            "Do you miss something? Ask who manages your account."
        ),
    ),
    404: Explanation(
        _l("This page does not exist"),
        _l("Or it is meant for somebody else. Check the address, or start again at the home page."),
    ),
    405: Explanation(
        _l("This can't be done in this way"),
        _l("Go back to the previous page and use the button there."),
    ),
    409: Explanation(
        _l("Somebody else changed this meanwhile"),
        _l("Nothing was saved, and nothing of the other was overwritten. Look at the page anew."),
    ),
    413: Explanation(
        _l("This is too much at once"),
        _l(
            "What you sent is too large, so nothing was saved. Go back: on most devices your text "
            "is still in the field. Make it shorter, or copy it to a file of your own first."
        ),
    ),
    422: Explanation(
        _l("Something is not right yet"),
        _l("Go back, check what you filled in, and try again."),
    ),
    429: Explanation(
        _l("Too many tries in a short time"),
        _l("Wait a few minutes and try again. Nothing is lost."),
    ),
    500: Explanation(
        _l("Something went wrong on our side"),
        _l(
            "It is not your fault. Try again in a moment. Does it stay? Call or mail us and "
            "mention the reference below."
        ),
    ),
    503: Explanation(
        _l("This can't be done right now"),
        _l("Try again in a few minutes. Nothing is lost."),
    ),
}

PAGE_GREW_OLD = Explanation(
    _l("This page was open for too long"),
    _l("Nothing was saved yet, but your text is still here. Check it below and press Send again."),
)

CHANGED_MEANWHILE = Explanation(
    _l("Somebody else changed this meanwhile"),
    _l(
        "Nothing was saved, and nothing of the other was overwritten. Your text is below: copy "
        "what you want to keep, open the page anew, and add it there."
    ),
)

SIGNED_OUT = Explanation(
    _l("You are signed out"),
    _l(
        "Nothing was saved yet, but your text is still here. Sign in again in a new tab, come back "
        "to this page, and press Send again."
    ),
)


def reference() -> str:
    """What a person mentions and what the log of this request carries."""
    if "reference" not in g:
        letters = "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(8))
        g.reference = f"{letters[:4]}-{letters[4:]}"
    kept: str = g.reference
    return kept


def install_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, page_grew_old)
    app.register_error_handler(ChangedMeanwhile, changed_meanwhile)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(Exception, explain_unexpected)
    app.after_request(_fill_the_window)


def explain(error: HTTPException) -> Response:
    """The page of an answer that was raised; what it tells programs, like Allow, stays."""
    told = error.get_response()
    code = told.status_code
    if code < 400:
        return told  # a redirect
    if code == 405 and (page := _page_of_the_form()):
        return redirect(page, 303)
    if code == 413:
        _hear_out()
    known = EXPLANATIONS.get(code) or EXPLANATIONS[400 if code < 500 else 500]
    answer = make_response(_page(known, code) if code < 500 else _page_or_words(known, code), code)
    for name in ("Allow", "Retry-After"):
        if name in told.headers:
            answer.headers[name] = told.headers[name]
    return answer


def _page_of_the_form() -> str | None:
    """Where somebody belongs who asks for an address that only takes a form.

    A page with mistakes stands at the address of its form: opened anew, or in another language,
    it is the page above that they want.
    """
    if request.method not in SAFE_METHODS:
        return None
    pages = current_app.url_map.bind("")
    page = request.path
    while page := page.rpartition("/")[0]:
        if pages.test(page, "GET"):
            return page
    return None


def explain_unexpected(error: Exception) -> tuple[str, int]:
    log.error("request failed", exc_info=error)
    return _page_or_words(EXPLANATIONS[500], 500), 500


def _page_or_words(explanation: Explanation, code: int) -> str:
    """For trouble on our side: it may also be what keeps the page from being drawn.

    Flask comes here too when the page of another refusal failed.
    """
    g.setdefault("actor", None)  # asking who this is may be what failed
    try:
        return _page(explanation, code)
    except Exception as another:
        log.error("error page failed", exc_info=another)
        return f"{explanation.heading}. {explanation.what_to_do} {reference()}"


def _hear_out() -> None:
    """A browser that is cut off while it sends shows its own error instead of our page."""
    left = min(request.content_length or 0, HEARD_OUT)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, 65_536))):
        left -= len(chunk)


def page_grew_old(error: CSRFError) -> tuple[str, int]:
    return text_kept_page(PAGE_GREW_OLD if sent_fields() else EXPLANATIONS[400], 400), 400


def changed_meanwhile(error: ChangedMeanwhile) -> tuple[str, int]:
    explanation = CHANGED_MEANWHILE if sent_fields() else EXPLANATIONS[409]
    return _page(explanation, 409, fields=sent_fields(), may_send_again=False), 409


def signed_out_page(sign_in_url: str) -> tuple[str, int]:
    """For somebody whose sign-in ended while writing: their text comes back to them."""
    return text_kept_page(SIGNED_OUT, 401, sign_in_url=sign_in_url), 401


def text_kept_page(explanation: Explanation, code: int, sign_in_url: str | None = None) -> str:
    return _page(explanation, code, fields=sent_fields(), sign_in_url=sign_in_url)


def sent_fields() -> list[tuple[str, str]]:
    """What was typed, to hand back; only when our own page sent it, and never a secret."""
    if not is_from_own_page():
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value and not _is_secret(name)
    ]


def _is_secret(name: str) -> bool:
    return is_withheld(name) or any(word in name.lower() for word in _NEVER_SHOWN_AGAIN)


def _fill_the_window(answer: Response) -> Response:
    """A page that asked for a part of itself shows an error whole, not inside that part."""
    if answer.status_code >= 400 and answer.status_code != 422 and "HX-Request" in request.headers:
        answer.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return answer


def _page(explanation: Explanation, code: int, **more: object) -> str:
    return render_template(
        "foundation/error.html",
        explanation=explanation,
        code=code,
        reference=reference(),
        **{"fields": [], "sign_in_url": None, "may_send_again": True, **more},
    )
