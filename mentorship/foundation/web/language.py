"""Knows which language a visitor chose, and lets them choose another."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from mentorship.foundation import i18n
from mentorship.foundation.access import public

COOKIE = "language"
_YEAR = 31_536_000


def install_language(app: Flask) -> None:
    app.before_request(_speak)
    app.teardown_request(_fall_silent)
    app.add_url_rule("/language", "switch_language", switch_language, methods=["POST"])
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.plain_gettext, i18n.plain_ngettext, newstyle=True
    )
    environment.globals.update(
        current_language=i18n.current_language,
        other_languages=_other_languages,
        page_path=_page_path,
    )
    environment.filters.update(
        day=i18n.format_date,
        moment=i18n.format_datetime,
        number=i18n.format_number,
        percentage=i18n.format_percentage,
    )


@public
def switch_language() -> Response:
    """Stays on the same page; the choice is a cookie that holds nothing but the language."""
    chosen = request.form.get("language", "")
    if chosen not in i18n.LANGUAGES:
        abort(400)
    answer = redirect(own_path(request.form.get("back", "/")), 303)
    remember(answer, chosen)
    return answer


def remember(answer: Response, language: str) -> None:
    """From the next page on this browser is spoken to in this language."""
    answer.set_cookie(
        COOKIE,
        language,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def own_path(address: str) -> str:
    """A path on this site; anything that would lead elsewhere becomes the home page."""
    parts = urlsplit(address)
    leads_away = bool(parts.scheme or parts.netloc) or address.startswith("//")
    return address if address.startswith("/") and not leads_away and "\\" not in address else "/"


def _speak() -> None:
    chosen = request.cookies.get(COOKIE)
    language = chosen if chosen in i18n.LANGUAGES else i18n.DEFAULT_LANGUAGE
    g.speaking = i18n.speaking(language)
    g.speaking.__enter__()


def _fall_silent(error: BaseException | None) -> None:
    if speaking := g.pop("speaking", None):
        speaking.__exit__(None, None, None)


def _other_languages() -> list[tuple[str, str]]:
    here = i18n.current_language()
    return [(code, name) for code, name in i18n.LANGUAGE_NAMES.items() if code != here]


def _page_path() -> str:
    """Where the switch comes back to: this page if it can be asked for, else the way home."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path
