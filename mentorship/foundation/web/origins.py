"""Knows whether a page of our own sent a request, from what the browser tells about the sender."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from mentorship.foundation.requests import SAFE_METHODS
from mentorship.foundation.web.headers import is_own_file


def is_from_own_page() -> bool:
    """The browser says so; one that says nothing is not believed."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    sender = _sender()
    return bool(sender) and sender in _own_hosts()


def is_from_elsewhere() -> bool:
    """The browser says that another site, or a page that hides where it is from, sent this."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "cross-site"
    sender = _sender()
    return sender is not None and sender not in _own_hosts()


def install_origins(app: Flask) -> None:
    app.session_interface = _OwnCookie()


class _OwnCookie(SecureCookieSessionInterface):
    """Leaves the cookie alone when another site's form was sent to us.

    The browser keeps our cookie back from such a request, so it looks like a first visit; a new
    cookie in the answer would take the place of the one that somebody is signed in with.

    Nor does one go with a file: that is the same for everybody, and kept under a cookie it would be
    fetched anew after every change of that. The page that says there is no such file is a page.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if is_own_file(response):
            return
        if request.method in SAFE_METHODS or not is_from_elsewhere():
            super().save_session(app, session, response)


def _sender() -> str | None:
    """Host and port of the page that sent this; None when an older browser keeps it to itself."""
    told = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return urlsplit(told).netloc if told else None
    except ValueError:
        return ""


def _own_hosts() -> tuple[str, str]:
    """A proxy may call us by another name than people do."""
    return request.host, urlsplit(current_app.extensions["settings"].base_url).netloc
